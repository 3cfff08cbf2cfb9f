"""The words of instruments: head nouns, what modifies them, known names, and verbs of status."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Head:
    """A noun that can name an instrument.

    ``group`` says which heads may refer to one and the same thing, ``family`` which modifiers
    concern the noun, ``needs`` what must stand with it for it to be an instrument at all.
    """

    kind: str
    group: str
    family: str
    needs: str


@dataclass(frozen=True, slots=True)
class Known:
    """A treaty so well known that its acronym or short name stands alone."""

    names: tuple[str, ...]
    acronym: str
    kind: str


@dataclass(frozen=True)
class Lexicon:
    """All tables, read once."""

    heads: dict[str, Head]
    modifiers: dict[str, dict[str, str]]  # effect -> word (or word/group) -> value
    verbs: dict[str, tuple[str, str]]  # lemma -> class, status
    nouns: dict[str, tuple[str, str]]  # the same for nouns and adjectives
    known: tuple[Known, ...]
    head_pattern: re.Pattern[str]
    known_names: dict[str, Known]
    binding: frozenset[tuple[str, str]]  # verb and group

    def has(self, effect: str, word: str, family: str = "") -> bool:
        """Whether a word has this effect (on heads of a family, where the table says so)."""
        return f"{word}/{family}" in self.modifiers[effect]

    def binds(self, verb: str, group: str) -> bool:
        """Whether who does this to an instrument of the group is a party to it."""
        return (verb, group) in self.binding

    def value(self, effect: str, word: str) -> str | None:
        """What a word sets: a kind or a status."""
        return self.modifiers[effect].get(f"{word}/")


@cache
def lexicon() -> Lexicon:
    """The tables beside this module."""
    heads = {
        form: Head(row["kind"], row["group"], row["family"], row["needs"])
        for row in _rows("heads.tsv")
        for form in row["forms"].split("|")
    }
    longest_first = sorted(heads, key=lambda form: (-len(form), form))
    known = tuple(
        Known(tuple(row["names"].split("|")), row["acronym"], row["kind"])
        for row in _rows("known.tsv")
    )
    return Lexicon(
        heads=heads,
        modifiers=_modifiers(),
        verbs=_cues("verb", "both"),
        nouns=_cues("noun", "adjective", "both"),
        known=known,
        head_pattern=re.compile(
            rf"(?<![\w'-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w])", re.IGNORECASE
        ),
        known_names={name: entry for entry in known for name in entry.names},
        binding=frozenset((row["verb"], row["group"]) for row in _rows("binding.tsv")),
    )


def _cues(*parts: str) -> dict[str, tuple[str, str]]:
    return {
        row["word"]: (row["class"], row["status"])
        for row in _rows("status.tsv")
        if row["pos"] in parts
    }


def _modifiers() -> dict[str, dict[str, str]]:
    """Effects that depend on the head are keyed word/family, the others word/ alone."""
    effects: dict[str, dict[str, str]] = defaultdict(dict)
    for row in _rows("modifiers.tsv"):
        by_group = row["effect"] in ("enables", "exclude")
        key = f"{row['word']}/{row['value']}" if by_group else f"{row['word']}/"
        effects[row["effect"]][key] = row["value"]
    return effects


def _rows(name: str) -> Iterator[dict[str, str]]:
    file = resources.files(__package__).joinpath(name)
    yield from csv.DictReader(file.read_text("utf-8").splitlines(), delimiter="\t")
