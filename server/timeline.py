"""Dated entries -> a timeline as SVG, with fading ends where only bounds of a date are known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from typing import Final

from markupsafe import Markup

from server import svg
from server.dates import span

_ROW: Final = 14
_GAP: Final = 12
_AXIS: Final = 26
_LABEL: Final = 118  # what the names of lanes take on wide screens
_BESIDE: Final = 15  # characters of a name for which there is room there
_TICK: Final = 62  # the least distance of two labels of the axis
_DOT: Final = 4.5
_NEAR: Final = 7  # marks nearer than this are drawn as one
_LEAST: Final = 60  # days that a timeline spans at least

# What ticks may be apart, in months.
_STEPS: Final = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
                  "Dec")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in a lane: on one day, or at some time between two. `held` is what took place."""

    lane: str
    name: str
    first: date
    last: date
    href: str | None
    held: bool = True


@dataclass(frozen=True, slots=True)
class _Mark:
    """What is drawn: one entry, or several that lie at the same place of a lane."""

    entries: tuple[Entry, ...]
    x: float
    end: float
    row: int

    @property
    def radius(self) -> float:
        return _DOT + 1.6 * sqrt(len(self.entries) - 1)


def timeline(entries: Sequence[Entry], about: str) -> Markup:
    """The drawing for wide and for small screens; nothing where there is no entry.

    Lanes come in the order in which they first occur.
    """
    if not entries:
        return Markup("")
    label = f"Timeline of {about}"
    return _draw(entries, label, 1000, "wide") + _draw(entries, label, 340, "narrow")


def _draw(entries: Sequence[Entry], label: str, width: int, kind: str) -> Markup:
    lanes = list(dict.fromkeys(entry.lane for entry in entries))
    # Names stand beside their lanes where all of them fit there, else above.
    beside = kind == "wide" and max(map(len, lanes)) <= _BESIDE
    left = _LABEL if beside else 0
    scale = _Scale(entries, left + 10, width - 14)
    parts, y = list(_gradient(kind)), 0
    for lane in lanes:
        marks = _placed([e for e in entries if e.lane == lane], scale)
        rows = 1 + max(mark.row for mark in marks)
        top = y if beside or not lane else y + 18
        name = svg.cut(lane, width // 8)
        parts.append(svg.text(0, top + _ROW / 2 if beside else y + 8, name, "caption"))
        parts.append(svg.path(f"M{left} {top + rows * _ROW + 4}H{width}", "grid"))
        parts += [_mark(mark, top + rows * _ROW - _ROW / 2 - mark.row * _ROW, kind)
                  for mark in marks]  # fmt: skip
        y = top + rows * _ROW + _GAP
    ticks = [
        part
        for at, words in scale.ticks()
        for part in (
            svg.path(f"M{svg.short(at)} 0V{y}", "grid"),
            svg.text(at, y + 12, words, "tick", "middle"),
        )
    ]
    return svg.picture(kind, label, width, y + _AXIS, [*ticks, *parts])


class _Scale:
    """Days -> where they are drawn."""

    def __init__(self, entries: Sequence[Entry], left: float, right: float) -> None:
        first = min(entry.first for entry in entries)
        last = max(entry.last for entry in entries)
        short_by = max(0, _LEAST - (last - first).days)
        self.first = first - timedelta(days=short_by // 2)
        self.last = last + timedelta(days=short_by - short_by // 2)
        self.left, self.right = left, right

    def at(self, day: date) -> float:
        share = (day - self.first).days / (self.last - self.first).days
        return self.left + share * (self.right - self.left)

    def ticks(self) -> Iterator[tuple[float, str]]:
        """Where the axis has labels, as many as there is room for."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        room = (self.right - self.left) / _TICK
        step = next((s for s in _STEPS if months / s <= room), _STEPS[-1])
        month = -(-(self.first.year * 12 + self.first.month - 1) // step) * step
        while month <= self.last.year * 12 + self.last.month - 1:
            day = date(month // 12, month % 12 + 1, 1)
            if day >= self.first:
                name = _MONTHS[day.month - 1]
                year = f"{name} {day.year}" if step < 12 else str(day.year)
                yield self.at(day), year
            month += step


def _placed(entries: Iterable[Entry], scale: _Scale) -> list[_Mark]:
    """The marks of a lane, in as many rows as keep them apart."""
    groups: dict[tuple[object, ...], list[Entry]] = {}
    for entry in sorted(entries, key=lambda e: (e.first, e.last, e.name)):
        x, end = scale.at(entry.first), scale.at(entry.last)
        # What would lie on top of each other is one mark; longer times are only if they are equal.
        where = (x // _NEAR,) if end - x < _NEAR else (entry.first, entry.last)
        groups.setdefault((entry.first == entry.last, entry.held, *where), []).append(entry)
    taken: list[float] = []
    marks = []
    for group in groups.values():
        x = sum(scale.at(entry.first) for entry in group) / len(group)
        end = max(scale.at(entry.last) for entry in group)
        if group[0].first != group[0].last:
            end = max(end, x + 2 * _DOT)
        reach = _Mark(tuple(group), x, end, 0).radius + 1
        row = next((n for n, until in enumerate(taken) if until <= x - reach), len(taken))
        taken[row : row + 1] = [end + reach]
        marks.append(_Mark(tuple(group), x, end, row))
    return marks


def _mark(mark: _Mark, y: float, kind: str) -> Markup:
    first = mark.entries[0]
    state = "held" if first.held else "open-mark"
    if first.first == first.last:
        shape = svg.circle(mark.x, y, mark.radius, f"dot {state}")
    else:
        shape = Markup(
            '<rect class="bar{}" x="{}" y="{}" width="{}" height="8" rx="4" fill="url(#fade-{})"/>'
        ).format(
            "" if first.held else " open-mark",
            svg.short(mark.x),
            svg.short(y - 4),
            svg.short(mark.end - mark.x),
            kind,
        )
    when = span(first.first.isoformat(), max(e.last for e in mark.entries).isoformat())
    names = "; ".join(entry.name for entry in mark.entries[:3])
    more = len(mark.entries) - 3
    title = f"{when}: {names}{f'; and {more} more' if more > 0 else ''}"
    # On small screens, where marks are too small to touch, the lists below have the links.
    return svg.linked(first.href if kind == "wide" else None, shape, title)


def _gradient(kind: str) -> Iterator[Markup]:
    stops = Markup("").join(
        Markup('<stop class="{}" offset="{}"/>').format(name, offset)
        for name, offset in (("clear", 0), ("full", 0.35), ("full", 0.65), ("clear", 1))
    )
    yield Markup('<defs><linearGradient id="fade-{}">{}</linearGradient></defs>').format(
        kind, stops
    )
