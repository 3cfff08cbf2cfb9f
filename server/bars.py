"""Names with numbers -> horizontal bars as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from markupsafe import Markup

from server import svg

_ROW: Final = 26
_LONGEST: Final = 38  # characters of a label beside its bar


class Bar(NamedTuple):
    """A name, how much, and where the name leads."""

    name: str
    value: float
    href: str | None = None


def bars(found: Sequence[Bar], about: str) -> Markup:
    """The drawing for wide and for small screens, in the order given; nothing without bars."""
    most = max((bar.value for bar in found), default=0)
    if most <= 0:
        return Markup("")
    return _draw(found, most, about, "wide") + _draw(found, most, about, "narrow")


def _draw(found: Sequence[Bar], most: float, about: str, kind: str) -> Markup:
    # On small screens names stand above their bars.
    wide = kind == "wide"
    width, left, row = (860, 270, _ROW) if wide else (340, 0, 2 * _ROW - 8)
    room = width - left - 60
    parts = []
    for index, bar in enumerate(found):
        top = index * row
        y = top + _ROW / 2 if wide else top + _ROW * 1.2
        length = max(2.0, room * max(bar.value, 0) / most)
        name = svg.cut(bar.name, _LONGEST)
        label = svg.text(left - 10, y, name, "node", "end")
        if not wide:
            label = svg.text(0, top + 10, name, "node")
        shape = Markup('<rect class="amount" x="{}" y="{}" width="{}" height="{}"/>').format(
            left, svg.short(y - 7), svg.short(length), 14
        )
        amount = svg.text(left + length + 6, y, f"{bar.value:,.10g}", "tick")
        parts += [svg.linked(bar.href, label, bar.name), shape, amount]
    return svg.picture(kind, about, width, len(found) * row + 4, parts)
