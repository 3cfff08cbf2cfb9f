"""Wording by which reports are told apart, from ``cues.toml``."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("etl.consolidate").joinpath("cues.toml").read_text("utf-8"))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile("|".join(f"(?<!\\w)(?:{word})(?!\\w)" for word in words), re.IGNORECASE)
        for name, words in _data().items()
        if name != "groups"
    }


@cache
def pattern_of(name: str) -> re.Pattern[str]:
    """A pattern with groups, which minds the case of letters."""
    return re.compile(_data()["groups"][name])


@cache
def cues_in(text: str) -> frozenset[str]:
    """The names of all lists of which something stands in a text."""
    return frozenset(name for name, pattern in _patterns().items() if pattern.search(text))


def has_cue(name: str, text: str) -> bool:
    """Whether something of one list stands in a text."""
    return name in cues_in(text)
