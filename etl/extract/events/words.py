"""The vocabulary of the event grammar, read from the data files beside this module."""

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that speaks of an encounter."""

    lemma: str
    pos: str
    type: str
    mode: str | None
    level: str | None
    strong: bool


@cache
def triggers() -> dict[tuple[str, str], Trigger]:
    """Triggers by lemma and part of speech (NOUN or VERB)."""
    found = {}
    for row in _rows("triggers.tsv"):
        mode = None if row["mode"] == "-" else row["mode"]
        level = None if row["level"] == "-" else row["level"]
        trigger = Trigger(
            row["lemma"], row["pos"], row["type"], mode, level, row["strength"] == "strong"
        )
        found[trigger.lemma, trigger.pos] = trigger
    return found


@cache
def formats() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Standing formats of talks, as the words that name them and the keys of who takes part."""
    rows = _rows("formats.tsv")
    return tuple((row["words"], tuple(row["parties"].split("|"))) for row in rows)


def _rows(name: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath(name).read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


@cache
def words(group: str) -> frozenset[str]:
    """The lemmas of a group in ``words.toml``. Raises ``KeyError`` for an unknown group."""
    return frozenset(_groups()[group])


@cache
def _groups() -> dict[str, list[str]]:
    text = files(__package__).joinpath("words.toml").read_text("utf-8")
    groups: dict[str, list[str]] = tomllib.loads(text)
    return groups
