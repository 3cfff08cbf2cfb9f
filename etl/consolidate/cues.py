"""Wording by which reports are told apart, from ``cues.toml``."""

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    text = files("etl.consolidate").joinpath("cues.toml").read_text("utf-8")
    return {
        name: re.compile("|".join(f"(?<!\\w)(?:{word})(?!\\w)" for word in words), re.IGNORECASE)
        for name, words in tomllib.loads(text).items()
    }


@cache
def cues_in(text: str) -> frozenset[str]:
    """The names of all lists of which something stands in a text."""
    return frozenset(name for name, pattern in _patterns().items() if pattern.search(text))


def has_cue(name: str, text: str) -> bool:
    """Whether something of one list stands in a text."""
    return name in cues_in(text)
