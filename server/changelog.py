"""``ontology/CHANGELOG.md`` as versions, each with its changes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ontology.glossary import Part, Phrase, term_of
from ontology.prefixes import PREFIXES

_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Release:
    """A version with its sections: a heading, and what changed."""

    title: str
    sections: tuple[tuple[str, tuple[Phrase, ...]], ...]


def changelog_text() -> str:
    """The file as it is."""
    return files("ontology").joinpath("CHANGELOG.md").read_text("utf-8")


@cache
def releases() -> tuple[Release, ...]:
    """What the file says, the newest version first."""
    return tuple(_release(block) for block in changelog_text().split("\n## ")[1:])


def _release(block: str) -> Release:
    title, _, rest = block.partition("\n")
    sections = []
    for section in rest.split("\n### ")[1:]:
        heading, _, body = section.partition("\n")
        items = body.strip().removeprefix("- ").split("\n- ")
        sections.append((heading.strip(), tuple(_phrase(item) for item in items)))
    return Release(title.strip(), tuple(sections))


def _phrase(text: str) -> Phrase:
    """Text with its names in code as parts; names of terms lead to them."""
    pieces = _CODE.split(" ".join(text.split()))
    found = []
    for index, piece in enumerate(pieces):
        if index % 2 == 0:
            found.append(Part(piece))
            continue
        iri = PREFIXES["parley"] + piece.removeprefix("parley:")
        found.append(Part(piece, iri if term_of(iri) else "code"))
    return tuple(part for part in found if part.text)
