"""Parameters of a query, bound as RDF terms at the level of tokens.

A parameter is a variable that begins with an underscore and is read once, at the top of the
query: ``BIND(?__place_iri AS ?givenPlace)``. Nothing binds it, so every file is a query that any
server answers as it stands, with the parameter left open. Binding puts ``VALUES ?givenPlace { … }``
in the place of the ``BIND``. The names are those that grlc reads: one underscore for a parameter
that is needed, two for one that is not, and the kind of term behind the name. A file with a date
or a number declares the prefix ``xsd:``, which grlc puts before the datatype.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from ontology.prefixes import BASE

Term = NamedNode | Literal

# Comments and strings come first, so that what looks like a parameter inside them stays text.
_TOKEN = re.compile(
    r"""(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      | (?P<comment>\#[^\n\r]*)
      | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
                 | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
      | (?P<variable>[?$]\w+)
      | (?P<word>[^\W\d]\w*)
      | (?P<space>\s+)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_REBASED = tuple(f"<{BASE}{part}/" for part in ("code", "id", "issue"))


class Token(NamedTuple):
    """One token of a query: its kind and its text, of which nothing is lost."""

    kind: str
    text: str


def tokens(query: str) -> Iterator[Token]:
    """The tokens of a query; joined, they are the query."""
    for match in _TOKEN.finditer(query):
        yield Token(str(match.lastgroup), match.group())


class Slot(NamedTuple):
    """Where a query reads a parameter: `kind` is what grlc would make of a value."""

    name: str
    kind: str
    required: bool
    given: str
    first: int
    last: int


def slots(query: str) -> list[Slot]:
    """The places at which a query reads its parameters."""
    return list(_slots(list(tokens(query))))


def parameters_used(query: str) -> set[str]:
    """The names of all variables that begin with an underscore, without it."""
    used = {t.text[1:] for t in tokens(query) if t.kind == "variable" and t.text[1] == "_"}
    return {_parts(name)[0] for name in used}


def bind(query: str, values: Mapping[str, Sequence[Term]]) -> str:
    """The query with each named parameter bound to its terms, any of which may match.

    A parameter without terms, or not named, stays open. Raises ``KeyError`` for a name that
    the query does not read.
    """
    parts = list(tokens(query))
    places = {slot.name: slot for slot in _slots(parts)}
    for name, terms in values.items():
        if terms:
            slot = places[name]
            bound = f"VALUES ?{slot.given} {{ {' '.join(map(str, terms))} }}"
            parts[slot.first] = Token("terms", bound)
            parts[slot.first + 1 : slot.last + 1] = [Token("terms", "")] * (slot.last - slot.first)
    return "".join(part.text for part in parts)


def rebase(query: str, base: str) -> str:
    """The query for a dataset whose codes, issues and entities stand under another base."""
    if base == BASE:
        return query
    return "".join(
        f"<{base}{token.text[len(BASE) + 1 :]}"
        if token.kind == "iri" and token.text.startswith(_REBASED)
        else token.text
        for token in tokens(query)
    )


def _slots(parts: list[Token]) -> Iterator[Slot]:
    solid = [(i, t) for i, t in enumerate(parts) if t.kind not in ("space", "comment")]
    for offset in range(len(solid) - 5):
        (first, bind_), (_, opening), (_, read), (_, as_), (_, given), (last, closing) = solid[
            offset : offset + 6
        ]
        if (
            (bind_.text.upper(), opening.text, as_.text.upper(), closing.text)
            == ("BIND", "(", "AS", ")")
            and read.kind == given.kind == "variable"
            and read.text[1] == "_"
        ):
            name, kind, required = _parts(read.text[1:])
            yield Slot(name, kind, required, given.text[1:], first, last)


def _parts(variable: str) -> tuple[str, str, bool]:
    """``__place_iri`` is the parameter "place" of kind "iri", which is not needed."""
    name, _, kind = variable.lstrip("_").partition("_")
    return name, kind, not variable.startswith("__")
