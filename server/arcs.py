"""Names and how often each two go together -> an arc diagram as SVG, always the same one.

Names stand one below the other, the most connected first, so that none overlaps another; arcs to
their left join those that go together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Final, NamedTuple

from markupsafe import Markup

from server import svg

_ROW: Final = 24
MOST: Final = 24
"""How many names are drawn."""


class Node(NamedTuple):
    """A name and where it leads."""

    name: str
    href: str | None = None


def arcs(
    nodes: Mapping[str, Node], ties: Mapping[tuple[str, str], float], about: str
) -> tuple[Markup, int]:
    """The drawing for wide and for small screens, and how many of the nodes are in it.

    `nodes` and `ties` are keyed by what tells nodes apart; a tie of a node to itself is left out.
    """
    weight = dict.fromkeys(nodes, 0.0)
    for (one, other), value in ties.items():
        if one != other:
            weight[one] += value
            weight[other] += value
    order = sorted(nodes, key=lambda key: (-weight[key], nodes[key].name, key))[:MOST]
    place = {key: index for index, key in enumerate(order)}
    shown = [
        (place[one], place[other], value)
        for (one, other), value in sorted(ties.items())
        if one in place and other in place and one != other
    ]
    if not shown:
        return Markup(""), 0
    labels = [(nodes[key], weight[key]) for key in order]
    drawing = _draw(labels, shown, about, "wide") + _draw(labels, shown, about, "narrow")
    return drawing, len(order)


def _draw(
    labels: Sequence[tuple[Node, float]],
    ties: Sequence[tuple[int, int, float]],
    about: str,
    kind: str,
) -> Markup:
    width, left, longest = (760, 300, 60) if kind == "wide" else (340, 110, 28)
    most = max(value for _, _, value in ties)
    reach = left - 24
    parts = []
    for one, other, value in ties:
        a, b = one * _ROW + _ROW / 2, other * _ROW + _ROW / 2
        # As wide as high, as far as there is room.
        bulge = left - min(reach, abs(a - b) * 0.75 + 8) * 4 / 3
        drawn = (
            f"M{left} {svg.short(a)}C{svg.short(bulge)} {svg.short(a)} "
            f"{svg.short(bulge)} {svg.short(b)} {left} {svg.short(b)}"
        )
        parts.append(svg.path(drawn, f"tie w{1 + int(3 * value / most)}"))
    for index, (node, weight) in enumerate(labels):
        y = index * _ROW + _ROW / 2
        name = svg.cut(node.name, longest)
        dot = svg.circle(
            left, y, 3 + 3 * sqrt(weight / (most * len(labels)) if most else 0), "dot held"
        )
        label = svg.text(left + 14, y, f"{name} · {weight:,.10g}", "node")
        parts.append(svg.linked(node.href, dot + label, f"{node.name}, {weight:,.10g}"))
    return svg.picture(kind, about, width, len(labels) * _ROW + 4, parts)
