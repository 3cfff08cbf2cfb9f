"""Options that lead to another SPARQL server, and what they say together."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any

import click

from parley.options import combine
from parley.settings import Secret
from store.remote_http import Endpoint

_URL = re.compile(r"https?://[^\s/?#@]+[^\s#]*")

endpoint = click.option(
    "--endpoint",
    envvar="PARLEY_ENDPOINT",
    show_envvar=True,
    default=None,
    metavar="URL",
    help="Where another SPARQL server takes queries. Without it: the store on this machine.",
)
update_endpoint = click.option(
    "--update-endpoint",
    envvar="PARLEY_UPDATE_ENDPOINT",
    show_envvar=True,
    default=None,
    metavar="URL",
    help="Where that server takes SPARQL updates.",
)
data_endpoint = click.option(
    "--data-endpoint",
    envvar="PARLEY_DATA_ENDPOINT",
    show_envvar=True,
    default=None,
    metavar="URL",
    help="Where that server speaks the Graph Store Protocol.",
)
default_graph = click.option(
    "--default-graph",
    envvar="PARLEY_DEFAULT_GRAPH",
    show_envvar=True,
    default=None,
    metavar="IRI",
    help="Graph that stands for the default graph of a server that has none, as Virtuoso.",
)
endpoint_user = click.option(
    "--endpoint-user",
    cls=Secret,
    envvar="PARLEY_ENDPOINT_USER",
    default=None,
    help="User at that server.",
)
endpoint_password = click.option(
    "--endpoint-password",
    cls=Secret,
    envvar="PARLEY_ENDPOINT_PASSWORD",
    default=None,
    help="Password of that user, sent by Basic or Digest as the server asks.",
)
endpoint_token = click.option(
    "--endpoint-token",
    cls=Secret,
    envvar="PARLEY_ENDPOINT_TOKEN",
    default=None,
    help="Token for that server, sent as `Authorization: Bearer`.",
)

_remote = combine(
    endpoint,
    update_endpoint,
    data_endpoint,
    default_graph,
    endpoint_user,
    endpoint_password,
    endpoint_token,
)

REMOTE = (
    "endpoint",
    "update_endpoint",
    "data_endpoint",
    "default_graph",
    "endpoint_user",
    "endpoint_password",
    "endpoint_token",
)


def remote(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of another SPARQL server, as one argument ``endpoint`` of the command."""

    @_remote
    @functools.wraps(command)
    def run(**given: Any) -> Any:
        told = {name: given.pop(name) for name in REMOTE}
        return command(endpoint=endpoint_of(**told), **given)

    return run


def endpoint_of(
    *,
    endpoint: str | None,
    update_endpoint: str | None,
    data_endpoint: str | None,
    default_graph: str | None,
    endpoint_user: str | None,
    endpoint_password: str | None,
    endpoint_token: str | None,
) -> Endpoint | None:
    """The other SPARQL server that the options name, if they do. Raises ``click.UsageError``."""
    for name, url in (
        ("endpoint", endpoint),
        ("update-endpoint", update_endpoint),
        ("data-endpoint", data_endpoint),
    ):
        if url and not _URL.fullmatch(url):
            raise click.UsageError(f"--{name} must be an http or https URL, not {url!r}.")
    if not endpoint:
        return None
    return Endpoint(
        endpoint,
        update_endpoint,
        data_endpoint,
        endpoint_user,
        endpoint_password,
        endpoint_token,
        default_graph,
    )
