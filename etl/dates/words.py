"""Words of time, from ``words.toml``."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("etl.dates").joinpath("words.toml").read_text(encoding="utf-8"))


@cache
def numbers_of(section: str) -> dict[str, int]:
    """A section that maps words to numbers."""
    return {word: int(number) for word, number in _data()[section].items()}


@cache
def season(name: str) -> tuple[int, int, int]:
    """The first and last month of a season (above 12: of the next year), and its EDTF code."""
    first, last, code = _data()["seasons"][name]
    return int(first), int(last), int(code)


@cache
def verbs(group: str) -> frozenset[str]:
    """Lemmas that tell the time of a clause."""
    return frozenset(_data()["tense"][group].split())
