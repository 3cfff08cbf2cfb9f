"""One plural title over several names: "Foreign Ministers X of A and Y of B"."""

from collections.abc import Mapping

from etl.document import Mention
from etl.entities import Kind
from etl.people.line import Line
from etl.people.sighting import Sighting
from etl.people.spans import Span
from etl.people.title import Title

RULE = "people/shared-title"
_JOINS = frozenset({",", "and", "&"})
_OPENERS = frozenset({",", ":", "-", "("})


def shared(
    line: Line, title: Title, by_first: Mapping[int, Span], by_last: Mapping[int, Span]
) -> list[Sighting]:
    """The names that stand behind a plural title, or before it in apposition; two at least."""
    row = _behind(line, title, by_first)
    if len(row) < 2:
        row = [(span, None) for span in _before(line, title, by_last)]
    if len(row) < 2:
        return []
    bodies = _bodies(title)
    respective = len(bodies) == len(row)
    return [
        Sighting(span, title, RULE, bodies[i] if respective else of, shared=True)
        for i, (span, of) in enumerate(row)
    ]


def _bodies(title: Title) -> list[Mention]:
    """The states of a title in the order of the text."""
    behind = [
        m
        for part in title.complements
        if part.link in {"of", "from"}
        for m in part.mentions
        if m.entity.kind is not Kind.PLACE
    ]
    return [*reversed(title.bodies), *behind]


def _behind(
    line: Line, title: Title, by_first: Mapping[int, Span]
) -> list[tuple[Span, Mention | None]]:
    """NAME (of X), NAME (of X) and NAME (of X), behind the title."""
    i = title.last
    while line.low(i) in _OPENERS:
        i += 1
    row: list[tuple[Span, Mention | None]] = []
    while (span := by_first.get(i)) is not None:
        of = state_behind(line, span.last)
        row.append((span, of))
        i = span.last
        if of is not None:
            while i < len(line) and line.words[i].start < of.end:
                i += 1
        while line.low(i) in _JOINS:
            i += 1
    return row


def _before(line: Line, title: Title, by_last: Mapping[int, Span]) -> list[Span]:
    """NAME, NAME and NAME, before the title and its comma."""
    i = title.first - 1
    if line.low(i) not in {",", "-", "("}:
        return []
    row: list[Span] = []
    while (span := by_last.get(i)) is not None:
        row.insert(0, span)
        i = span.first
        while line.low(i - 1) in _JOINS:
            i -= 1
    joined = any(line.low(s.first - 1) in {"and", "&"} for s in row[1:])
    return row if joined else []


def state_behind(line: Line, i: int, *, seated: bool = False) -> Mention | None:
    """The country in "Lavrov of Russia"; a member of parliament is of a place, too."""
    if line.low(i) != "of":
        return None
    i += 2 if line.low(i + 1) == "the" else 1
    word = line.at(i)
    if word is None or word.mention is None:
        return None
    return word.mention if seated or word.mention.entity.kind is not Kind.PLACE else None
