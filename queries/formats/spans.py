"""Two bounds as written -> a span of days. Bounds may be days, months or years, or be open."""

from __future__ import annotations

import calendar
import re

_DATE = re.compile(r"(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?\Z")


def span_of(start: str, end: str) -> tuple[str, str] | None:
    """The first and the last day that bounds allow, each ``YYYY-MM-DD``.

    A month or a year counts whole. An open bound is the other one; None where both are open, or
    neither can be read as a date.
    """
    first, last = _day(start, last=False), _day(end, last=True)
    if first is None and last is None:
        return None
    return first or last or "", last or first or ""


def _day(text: str, *, last: bool) -> str | None:
    match = _DATE.match(text)
    if match is None:
        return None
    year, month, day = match[1], match[2] or ("12" if last else "01"), match[3]
    if day is None:
        number = calendar.monthrange(int(year), int(month))[1] if last else 1
        day = f"{number:02}"
    return f"{year}-{month}-{day}"
