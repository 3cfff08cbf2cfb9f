"""Parameters of a query, bound as RDF terms at the level of tokens.

A parameter is a variable that begins with an underscore, and stands once in a ``VALUES`` block
whose value is ``UNDEF``: ``VALUES ?_place { UNDEF }``. So every file is a query that any server
answers as it stands, with the parameter left open, and binding replaces the ``UNDEF``.
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


def slots(query: str) -> dict[str, int]:
    """The parameters that a query has a ``VALUES`` block for, and how often it has one."""
    found: dict[str, int] = {}
    for name, _ in _blocks(list(tokens(query))):
        found[name] = found.get(name, 0) + 1
    return found


def parameters_used(query: str) -> set[str]:
    """The names of all variables that begin with an underscore, without it."""
    return {t.text[2:] for t in tokens(query) if t.kind == "variable" and t.text[1] == "_"}


def bind(query: str, values: Mapping[str, Sequence[Term]]) -> str:
    """The query with each named parameter bound to its terms, any of which may match.

    A parameter without terms, or not named, stays open. Raises ``KeyError`` for a name that
    the query has no ``VALUES`` block for.
    """
    parts = list(tokens(query))
    places = dict(_blocks(parts))
    for name, terms in values.items():
        if terms:
            parts[places[name]] = Token("terms", " ".join(map(str, terms)))
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


def _blocks(parts: list[Token]) -> Iterator[tuple[str, int]]:
    """Each parameter with the index of the ``UNDEF`` that stands for it."""
    solid = [(i, t) for i, t in enumerate(parts) if t.kind not in ("space", "comment")]
    for (_, values), (_, variable), (_, opening), (index, undef), (_, closing) in zip(
        solid, solid[1:], solid[2:], solid[3:], solid[4:], strict=False
    ):
        if (
            (values.text.upper(), opening.text, undef.text.upper(), closing.text)
            == ("VALUES", "{", "UNDEF", "}")
            and variable.kind == "variable"
            and variable.text[1] == "_"
        ):
            yield variable.text[2:], index
