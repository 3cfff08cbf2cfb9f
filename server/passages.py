"""Spans of an article's text that are evidence -> the sentences as a page shows them.

What overlaps is shown once; spans inside of it and names are marked; what lies between two
passages is left out, and that is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

_LEAST_NAME = 3  # characters; shorter names are found in other words' places


@dataclass(frozen=True, slots=True)
class Noted:
    """A fact that rests on a span: `anchor` is its own name on the page, `href` its page."""

    anchor: str
    noun: str
    name: str
    href: str | None = None
    rule: str = ""
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Evidence: where it stands in the text (in code points), and what rests on it."""

    start: int
    end: int
    exact: str
    anchor: str
    noted: tuple[Noted, ...] = ()


class Piece(NamedTuple):
    """Some words: `marked` if they are the evidence of something smaller, or a name of `kind`."""

    text: str
    marked: bool = False
    kind: str = ""
    iri: str = ""


@dataclass(slots=True)
class Passage:
    """Words that are evidence. `gap` says that something is left out before them."""

    start: int
    end: int
    text: str
    gap: bool
    spans: list[Span] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)

    @property
    def noted(self) -> list[Noted]:
        """What rests on it, each once."""
        return list(dict.fromkeys(noted for span in self.spans for noted in span.noted))


class Name(NamedTuple):
    """Whom or what a name means, and the local name of its class."""

    iri: str
    kind: str


def passages(spans: Iterable[Span], names: Mapping[str, Name]) -> list[Passage]:
    """The passages in the order of the text, with their marks."""
    merged: list[Passage] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end, s.anchor)):
        last = merged[-1] if merged else None
        if last is None or span.start >= last.end:
            # A blank or a line's end lies between two sentences that follow each other.
            gap = span.start > (last.end + 2 if last else 0)
            merged.append(Passage(span.start, span.end, span.exact, gap, [span]))
            continue
        if span.end > last.end:
            last.text += span.exact[last.end - span.start :]
            last.end = span.end
        last.spans.append(span)
    pattern = _pattern(names)
    for passage in merged:
        passage.pieces = _pieces(passage, pattern, names)
    return merged


def _pattern(names: Mapping[str, Name]) -> re.Pattern[str] | None:
    usable = [n for n in names if len(n) >= _LEAST_NAME and n != n.lower()]
    if not usable:
        return None
    # Longer names first, so that a surname does not hide the whole name.
    choices = "|".join(map(re.escape, sorted(usable, key=lambda n: (-len(n), n))))
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)")


def _pieces(
    passage: Passage, pattern: re.Pattern[str] | None, names: Mapping[str, Name]
) -> list[Piece]:
    inner = [
        (span.start - passage.start, span.end - passage.start)
        for span in passage.spans
        if (span.start, span.end) != (passage.start, passage.end)
    ]
    found = list(pattern.finditer(passage.text)) if pattern else []
    cuts = {0, len(passage.text)}
    cuts.update(edge for pair in inner for edge in pair)
    # A mark that begins within a name would cut the link in two.
    cuts = {cut for cut in cuts if not any(m.start() < cut < m.end() for m in found)}
    cuts.update(edge for m in found for edge in m.span())
    edges = sorted(cuts)
    named = {m.start(): names[m.group()] for m in found}
    return [
        _piece(passage.text[a:b], _inside(inner, a, b), named.get(a))
        for a, b in pairwise(edges)
        if a < b
    ]


def _inside(inner: Sequence[tuple[int, int]], a: int, b: int) -> bool:
    return any(start < b and a < end for start, end in inner)


def _piece(text: str, marked: bool, name: Name | None) -> Piece:
    return Piece(text, marked, name.kind, name.iri) if name else Piece(text, marked)
