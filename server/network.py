"""Somebody's counterparts, and who of them met each other -> a drawing, always the same one.

The one in question stands in the middle and the counterparts in two columns, so that no two
labels can overlap; arcs join counterparts that have events in common.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from markupsafe import Markup

from server import svg

_ROW: Final = 30
_WIDE: Final = 760
_NARROW: Final = 340
_COLUMN: Final = 215  # from the middle to a column of counterparts
_BULGE: Final = 70  # how far arcs reach at most
_LONGEST: Final = 30  # characters of a label


@dataclass(frozen=True, slots=True)
class Counterpart:
    """Who had `count` events with the one in the middle."""

    iri: str
    name: str
    count: int
    href: str | None


Ties = Mapping[tuple[str, str], int]
"""How many events two counterparts have in common, by their IRIs in order."""


@dataclass(frozen=True, slots=True)
class _Place:
    x: float
    y: float
    outward: int  # 1 where labels stand to the right, -1 to the left


def network(name: str, counterparts: Sequence[Counterpart], ties: Ties) -> Markup:
    """The drawing for wide and for small screens; nothing where nobody is met."""
    if not counterparts:
        return Markup("")
    label = f"{name} and counterparts"
    return _wide(name, counterparts, ties, label) + _narrow(name, counterparts, ties, label)


def _wide(name: str, counterparts: Sequence[Counterpart], ties: Ties, label: str) -> Markup:
    half = -(-len(counterparts) // 2)
    height = max(half, 2) * _ROW + 10
    middle = _Place(_WIDE / 2, height / 2, 1)
    places = {}
    for index, each in enumerate(counterparts):
        # The most frequent ones alternate, so that both columns begin with them.
        side, row = (-1, index // 2) if index % 2 == 0 else (1, index // 2)
        rows = half if side < 0 else len(counterparts) - half
        y = (height - rows * _ROW) / 2 + row * _ROW + _ROW / 2
        places[each.iri] = _Place(_WIDE / 2 + side * _COLUMN, y, side)
    parts = [
        *_arcs(places, ties),
        *_spokes(middle, counterparts, places),
        *_nodes(counterparts, places),
        svg.circle(middle.x, middle.y, 11, "own"),
        svg.text(middle.x, middle.y - 22, svg.cut(name, _LONGEST), "hub", "middle"),
    ]
    return svg.picture("wide", label, _WIDE, height, parts)


def _narrow(name: str, counterparts: Sequence[Counterpart], ties: Ties, label: str) -> Markup:
    height = (len(counterparts) + 1) * _ROW + 4
    middle = _Place(14, _ROW / 2, 1)
    places = {
        each.iri: _Place(96, (index + 1) * _ROW + _ROW / 2, 1)
        for index, each in enumerate(counterparts)
    }
    parts = [
        *_arcs(places, ties, inward=44),
        *_spokes(middle, counterparts, places),
        *_nodes(counterparts, places),
        svg.circle(middle.x, middle.y, 9, "own"),
        svg.text(middle.x + 18, middle.y, svg.cut(name, _LONGEST), "hub"),
    ]
    return svg.picture("narrow", label, _NARROW, height, parts)


def _spokes(
    middle: _Place, counterparts: Sequence[Counterpart], places: Mapping[str, _Place]
) -> Iterator[Markup]:
    for each in counterparts:
        place = places[each.iri]
        bend = (middle.x + place.x) / 2
        drawn = (
            f"M{svg.short(middle.x)} {svg.short(middle.y)}"
            f"C{svg.short(bend)} {svg.short(middle.y)} {svg.short(bend)} {svg.short(place.y)} "
            f"{svg.short(place.x)} {svg.short(place.y)}"
        )
        yield svg.path(drawn, f"tie w{_weight(each.count)}")


def _arcs(places: Mapping[str, _Place], ties: Ties, inward: int = _BULGE) -> Iterator[Markup]:
    for (one, other), count in sorted(ties.items()):
        if one not in places or other not in places:
            continue
        a, b = places[one], places[other]
        # Between the columns a line would cross the middle: it passes above or below it instead.
        if a.outward == b.outward:
            x = a.x - a.outward * min(inward, 12 + abs(a.y - b.y) / 2)
            control = f"{svg.short(x)} {svg.short((a.y + b.y) / 2)}"
        else:
            control = f"{svg.short((a.x + b.x) / 2)} {svg.short((a.y + b.y) / 2 - 24)}"
        drawn = f"M{svg.short(a.x)} {svg.short(a.y)}Q{control} {svg.short(b.x)} {svg.short(b.y)}"
        yield svg.path(drawn, f"tie others w{_weight(count)}")


def _nodes(counterparts: Sequence[Counterpart], places: Mapping[str, _Place]) -> Iterator[Markup]:
    for each in counterparts:
        place = places[each.iri]
        radius = 4 + 1.5 * sqrt(each.count)
        anchor = "start" if place.outward > 0 else "end"
        words = f"{svg.cut(each.name, _LONGEST)} · {each.count}"
        label = svg.text(place.x + place.outward * 16, place.y, words, "node", anchor)
        dot = svg.circle(place.x, place.y, radius, "dot held")
        yield svg.linked(each.href, dot + label, f"{each.name}, {each.count}")


def _weight(count: int) -> int:
    """One of four widths of a line."""
    return min(4, 1 + int(sqrt(count - 1))) if count > 0 else 1
