"""The word groups of ``words.toml``, read once a process."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _groups() -> Mapping[str, Mapping[str, str]]:
    data: Mapping[str, Mapping[str, str]] = tomllib.loads(
        files(__package__).joinpath("words.toml").read_text("utf-8")
    )
    return data


@cache
def words(section: str, key: str) -> frozenset[str]:
    """The words of a group."""
    return frozenset(_groups()[section][key].split())


@cache
def phrases(section: str, key: str) -> frozenset[tuple[str, ...]]:
    """The phrases of a group, each as its words."""
    return frozenset(tuple(p.split()) for p in _groups()[section][key].split("|"))
