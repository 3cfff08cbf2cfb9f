"""Rows -> pictures: a timeline, bars or a network, as a question's header says or as they allow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup
from pyoxigraph import Literal, NamedNode

from ontology.prefixes import PREFIXES
from queries.catalog import View
from queries.table import Table, Value, text_of, words
from server.arcs import Node, arcs
from server.bars import Bar, bars
from server.dates import read_day
from server.timeline import Entry, timeline

Href = Callable[[str | None], str | None]

_XSD: Final = PREFIXES["xsd"]
_DATES: Final = tuple(f"{_XSD}{name}" for name in ("date", "dateTime", "gYear", "gYearMonth"))
_NUMBERS: Final = tuple(f"{_XSD}{name}" for name in ("integer", "decimal", "double", "float"))
_MOST_BARS: Final = 30
_MOST_LANES: Final = 12
_MOST_ENTRIES: Final = 60
_LABEL: Final = "Label"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of rows, and what to know about it."""

    kind: str
    drawing: Markup
    note: str


def pictures(table: Table, views: tuple[View, ...], href: Href) -> list[Picture]:
    """The pictures of rows, in the order of the views; without those that would be empty."""
    drawn = (_DRAWERS[view.kind](_Rows(table, href), view) for view in views)
    return [picture for picture in drawn if picture is not None]


def possible(table: Table) -> tuple[View, ...]:
    """The views that rows allow, by the types of their values."""
    names = [n for n in table.columns if not (n.endswith(_LABEL) and n[:-5] in table.columns)]
    dates = [name for name in names if _all(table, name, _is_date)]
    numbers = [name for name in names if _all(table, name, _is_number)]
    things = [name for name in names if _all(table, name, lambda v: isinstance(v, NamedNode))]
    named = [n for n in names if n not in dates and n not in numbers]
    found = []
    if dates and named:
        start, end = dates[0], dates[1] if len(dates) > 1 else dates[0]
        found.append(View("timeline", {"start": start, "end": end, "label": named[0]}))
    if numbers and named:
        found.append(View("bar", {"x": named[0], "y": numbers[0]}))
    if len(things) > 1:
        weight = {"weight": numbers[0]} if numbers else {}
        found.append(View("network", {"source": things[0], "target": things[1], **weight}))
    return tuple(found)


def _all(table: Table, name: str, fits: Callable[[Value], bool]) -> bool:
    at = table.columns.index(name)
    values = [row[at] for row in table.rows if row[at] is not None]
    return bool(values) and all(fits(value) for value in values)


def _is_date(value: Value) -> bool:
    return isinstance(value, Literal) and value.datatype.value in _DATES


def _is_number(value: Value) -> bool:
    return isinstance(value, Literal) and value.datatype.value in _NUMBERS


@dataclass(frozen=True, slots=True)
class _Rows:
    table: Table
    href: Href

    def __iter__(self) -> Iterator[dict[str, Value]]:
        for row in self.table.rows:
            yield dict(zip(self.table.columns, row, strict=True))

    def name(self, row: dict[str, Value], column: str) -> str:
        """What a person reads of a value: its label, where the row has one."""
        return text_of(row.get(column + _LABEL) or row.get(column))

    def leads(self, row: dict[str, Value], column: str) -> str | None:
        value = row.get(column.removesuffix(_LABEL))
        return self.href(value.value) if isinstance(value, NamedNode) else None


def _timeline(rows: _Rows, view: View) -> Picture | None:
    fields, entries, undated = view.fields, [], 0
    for row in rows:
        first = _day(row.get(fields["start"]))
        last = _day(row.get(fields.get("end", fields["start"])), last=True)
        if first is None or last is None or last < first:
            undated += 1
            continue
        name = rows.name(row, fields["label"])
        lane = rows.name(row, fields["group"]) if "group" in fields else ""
        leads = rows.leads(row, fields["label"])
        entries.append(Entry(lane, name, first, last, leads))
    entries = list(dict.fromkeys(entries))
    total, entries = len(entries), entries[:_MOST_ENTRIES]
    if len({entry.lane for entry in entries}) > _MOST_LANES:
        # Too many to tell apart: the names are in the marks.
        entries = [
            Entry("", f"{e.lane}: {e.name}", e.first, e.last, e.href, e.held) for e in entries
        ]
    note = "A dot is a day; a bar with fading ends is the time within which the day lies."
    if undated:
        note += f" {undated:,} row{' is' if undated == 1 else 's are'} not drawn, without a date."
    if total > len(entries):
        note += f" Of {total:,} entries the first {len(entries):,} are drawn: narrow the question."
    # One mark alone says no more than its row.
    return Picture("timeline", timeline(entries, "the rows"), note) if total > 1 else None


def _bar(rows: _Rows, view: View) -> Picture | None:
    sums: dict[str, Bar] = {}
    for row in rows:
        value = row.get(view.fields["y"])
        name = rows.name(row, view.fields["x"])
        if value is None or not name:
            continue
        known = sums.get(name, Bar(name, 0, rows.leads(row, view.fields["x"])))
        sums[name] = known._replace(value=known.value + _number(value))
    ranked = sorted(sums.values(), key=lambda bar: (-bar.value, bar.name))
    if any(read_day(name) for name in sums):
        # Years stand in their order, what has none after them.
        ranked.sort(key=lambda bar: (read_day(bar.name) is None, bar.name))
    shown = ranked[:_MOST_BARS]
    note = f"{words(view.fields['y']).capitalize()} by {words(view.fields['x'])}."
    if len(ranked) > len(shown):
        note += f" {len(shown)} of {len(ranked):,} are drawn."
    drawing = bars(shown, note)
    return Picture("bars", drawing, note) if drawing else None


def _network(rows: _Rows, view: View) -> Picture | None:
    nodes: dict[str, Node] = {}
    ties: dict[tuple[str, str], float] = {}
    for row in rows:
        ends = []
        for column in (view.fields["source"], view.fields["target"]):
            key = text_of(row.get(column.removesuffix(_LABEL)) or row.get(column))
            if key:
                nodes.setdefault(key, Node(rows.name(row, column), rows.leads(row, column)))
                ends.append(key)
        if len(ends) == 2:
            weight = row.get(view.fields.get("weight", ""))
            pair = (min(ends), max(ends))
            ties[pair] = ties.get(pair, 0) + (_number(weight) if weight is not None else 1)
    drawing, shown = arcs(nodes, ties, "Who goes with whom in the rows")
    note = "Arcs join the two of a row; numbers count them."
    if shown < len(nodes):
        note += f" The {shown} most connected of {len(nodes):,}."
    return Picture("network", drawing, note) if drawing else None


_DRAWERS: Final = {"timeline": _timeline, "bar": _bar, "network": _network}


def _day(value: Value, *, last: bool = False) -> date | None:
    return read_day(text_of(value)[:10], last=last)


def _number(value: Value) -> float:
    try:
        return float(text_of(value))
    except ValueError:
        return 0.0
