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
    text = files(__package__).joinpath("triggers.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    found = {}
    for row in csv.DictReader(lines, delimiter="\t"):
        mode = None if row["mode"] == "-" else row["mode"]
        level = None if row["level"] == "-" else row["level"]
        trigger = Trigger(
            row["lemma"], row["pos"], row["type"], mode, level, row["strength"] == "strong"
        )
        found[trigger.lemma, trigger.pos] = trigger
    return found


@cache
def words(group: str) -> frozenset[str]:
    """The lemmas of a group in ``words.toml``. Raises ``KeyError`` for an unknown group."""
    return frozenset(_groups()[group])


@cache
def _groups() -> dict[str, list[str]]:
    text = files(__package__).joinpath("words.toml").read_text("utf-8")
    groups: dict[str, list[str]] = tomllib.loads(text)
    return groups
