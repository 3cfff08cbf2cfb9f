"""``parley ask`` and ``parley query``: answers on the terminal or in a file."""

import sys
from pathlib import Path

import click

from parley import options
from queries import QuestionError, Table, catalog, render, run
from store.embedded import EmbeddedEngine
from store.engine import Query
from store.errors import QueryError
from store.formats import media_type_of_suffix


def _read_parameters(pairs: tuple[str, ...]) -> dict[str, str]:
    parameters = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise click.UsageError(f"-p {pair}: write it as -p name=value")
        parameters[name] = value
    return parameters
