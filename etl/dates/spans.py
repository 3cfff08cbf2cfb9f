"""Spans of days, how they are shifted and bounded, and how they are written in EDTF."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from etl.article import Published

_ONE = timedelta(days=1)


class Tense(Enum):
    """Where the clause of a date lies, seen from the day of publication."""

    PAST = auto()
    FUTURE = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``first`` to ``last``; None is an open end. ``whole``: it lasted all of them."""

    first: date | None
    last: date | None
    whole: bool = False
    edtf: str | None = None

    def edtf_text(self) -> str:
        """The span in EDTF: a day, month or year, an interval, or "one day of these"."""
        if self.edtf:
            return self.edtf
        first, last = self.first, self.last
        if first and last:
            if first == last:
                return first.isoformat()
            if last == month_end(first) and first.day == 1:
                return f"{first:%Y-%m}"
            if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
                return f"{first.year:04}"
            if self.whole:
                return f"{first.isoformat()}/{last.isoformat()}"
        return f"[{first.isoformat() if first else ''}..{last.isoformat() if last else ''}]"


@dataclass(frozen=True, slots=True)
class Moment:
    """What a relative expression is seen from: the publication, and the tense of its clause."""

    published: Published | None
    tense: Tense = Tense.UNKNOWN

    @property
    def is_past(self) -> bool:
        """News is about the past unless the clause says otherwise."""
        return self.tense is not Tense.FUTURE


def day(value: date) -> Span:
    """A single day."""
    return Span(value, value)


def make_date(year: int, month: int, number: int) -> date | None:
    """A date, or None when there is no such day."""
    if 1 <= month <= 12 and 1 <= number <= monthrange(year, month)[1]:
        return date(year, month, number)
    return None


def month_end(value: date) -> date:
    """The last day of a date's month."""
    return value.replace(day=monthrange(value.year, value.month)[1])


def month(year: int, number: int) -> Span:
    """A whole month."""
    first = date(year, number, 1)
    return Span(first, month_end(first))


def year(number: int) -> Span:
    """A whole year."""
    return Span(date(number, 1, 1), date(number, 12, 31))


def week(value: date) -> Span:
    """Monday to Sunday around a day."""
    first = value - value.weekday() * _ONE
    return Span(first, first + 6 * _ONE)


def add_months(value: date, count: int) -> date:
    """The same day of another month, or that month's last."""
    index = value.year * 12 + value.month - 1 + count
    first = date(index // 12, index % 12 + 1, 1)
    return first.replace(day=min(value.day, month_end(first).day))


def add(value: date, unit: str, count: int) -> date:
    """A date moved by days, weeks, months, quarters, years or decades."""
    match unit:
        case "day":
            return value + count * _ONE
        case "week" | "weekend":
            return value + 7 * count * _ONE
        case "month":
            return add_months(value, count)
        case "year":
            return add_months(value, 12 * count)
        case "decade":
            return add_months(value, 120 * count)
    raise ValueError(f"no unit of time: {unit!r}")


def around(value: date, unit: str) -> Span:
    """The calendar unit that a day lies in; the weekend is that of its week."""
    match unit:
        case "day":
            return day(value)
        case "week":
            return week(value)
        case "weekend":
            sunday = week(value).last
            assert sunday is not None
            return Span(sunday - _ONE, sunday)
        case "month":
            return month(value.year, value.month)
        case "year":
            return year(value.year)
        case "decade":
            first = value.year // 10 * 10
            return Span(date(first, 1, 1), date(first + 9, 12, 31), edtf=f"{first // 10}X")
    raise ValueError(f"no unit of time: {unit!r}")


_THIRDS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}


def part(span: Span, which: str) -> Span:
    """The early, middle or late part of a month, year or decade; a week is not parted."""
    assert span.first is not None
    assert span.last is not None
    days = (span.last - span.first).days + 1
    if days <= 7:
        return span
    if days <= 31:
        first, last = _THIRDS[which]
        return Span(span.first.replace(day=first), span.first.replace(day=min(last, days)))
    order = ("early", "mid", "late").index(which)
    months = 4 if days <= 366 else 40
    begin = add_months(span.first, months * order)
    return Span(begin, add_months(begin, months) - _ONE)


def in_year(published: Published, tense: Tense, make: dict[int, Span]) -> Span | None:
    """Of the same span in several years, the nearest to the publication that fits the tense.

    A date of the past never lies ahead. What is to come may lie behind (articles are published
    after they were written), but then it must be much nearer: "next May" says so.
    """

    def distance(span: Span) -> int:
        assert span.first is not None
        assert span.last is not None
        ahead, behind = (span.first - published.latest).days, (published.earliest - span.last).days
        if ahead > 0:
            return ahead if tense is Tense.FUTURE else 3 * ahead
        return max(behind, 0) * (3 if tense is Tense.FUTURE else 1)

    fitting = [
        span
        for _, span in sorted(make.items())
        if tense is not Tense.PAST or (span.first and span.first <= published.latest)
    ]
    return min(fitting, key=distance, default=None)


def bounded(published: Published, span: Span) -> Span:
    """A relative day or week when the day of publication is not known: its month."""
    return span if published.is_day else Span(published.earliest, published.latest)
