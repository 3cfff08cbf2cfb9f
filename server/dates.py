"""Bounds of a date -> how a person writes it: "14 November 2023", "between … and …"."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def read_day(text: str, *, last: bool = False) -> date | None:
    """The day of an ISO date; of a month or a year its first, or its `last`. None if it is none."""
    try:
        year, month, day = (*map(int, text.split("-")), 0, 0)[:3]
        month = month or (12 if last else 1)
        return date(year, month, day or (monthrange(year, month)[1] if last else 1))
    except (ValueError, IndexError):
        return None


def written(text: str) -> str:
    """An ISO date in words, as far as it goes; other text as it is."""
    parts = text.split("-")
    if read_day(text) is None:
        return text
    day = f"{int(parts[2])} " if len(parts) > 2 else ""
    month = f"{_MONTHS[int(parts[1]) - 1]} " if len(parts) > 1 else ""
    return f"{day}{month}{parts[0]}"


def span(earliest: str, latest: str) -> str:
    """Two bounds in words: a day, a whole month or year, or what lies between them."""
    first, end = read_day(earliest), read_day(latest, last=True)
    if first is None or end is None:
        known = written(earliest or latest)
        return f"{'from' if earliest else 'until'} {known}" if known else ""
    if first == end:
        return written(first.isoformat())
    if (first.year, first.month) == (end.year, end.month):
        month = f"{_MONTHS[first.month - 1]} {first.year}"
        if (first.day, end.day) == (1, monthrange(end.year, end.month)[1]):
            return month
        return f"{first.day}–{end.day} {month}"
    if first == date(first.year, 1, 1) and end == date(end.year, 12, 31):
        return str(first.year) if first.year == end.year else f"{first.year}–{end.year}"
    return f"between {written(first.isoformat())} and {written(end.isoformat())}"


def period(since: str, until: str) -> str:
    """A half-open time in office, in words."""
    if since and until:
        return f"{written(since)} – {written(until)}"
    if since:
        return f"since {written(since)}"
    return f"until {written(until)}" if until else ""
