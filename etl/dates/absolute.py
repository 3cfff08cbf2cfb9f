"""Expressions that name a calendar date; those without a year need the publication's.

A resolver takes the match of an expression and the moment it is seen from; it returns None where
the bounds are not known.
"""

import re
from collections.abc import Callable
from datetime import date

from etl.dates import spans
from etl.dates.spans import Moment, Span, Tense
from etl.dates.words import numbers_of, season

_EARLIEST, _LATEST = 2, 9998  # years that can be moved by one without leaving the calendar
_PARTS = {
    "early": "early",
    "beginning": "early",
    "start": "early",
    "mid": "mid",
    "middle": "mid",
    "late": "late",
    "end": "late",
    "close": "late",
}
_QUARTERS = ("first", "second", "third", "fourth")
_HALVES = {"first half": (0, 6), "second half": (6, 12)}


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def month_number(match: re.Match[str], group: str = "m1") -> int:
    """The month that a group names."""
    return numbers_of("months")[match[group].rstrip(".").lower()]


def _groups(match: re.Match[str]) -> dict[str, str | None]:
    return match.groupdict()


def _in_year(
    match: re.Match[str], moment: Moment, make: Callable[[int], Span | None]
) -> Span | None:
    """The span in the year that is stated, or in the nearest one that fits the tense."""
    named = _groups(match).get("year")
    if named:
        return make(int(named))
    if moment.published is None:
        return None
    first, last = moment.published.earliest.year, moment.published.latest.year
    which = _groups(match).get("which")
    if which:
        shift = {"last": -1, "this": 0, "next": 1}[which.lower()]
        return make(first + shift) if first == last else None
    made = {
        y: s for y in range(max(first - 4, _EARLIEST), min(last + 5, _LATEST)) if (s := make(y))
    }
    return spans.in_year(moment.published, moment.tense, made)


def iso(match: re.Match[str], _moment: Moment) -> Span | None:
    """2016-05-18."""
    try:
        return spans.day(date.fromisoformat(match["iso"]))
    except ValueError:
        return None


def month_day(match: re.Match[str], moment: Moment) -> Span | None:
    """May 18, 18 May 2016, Tuesday, May 18."""

    def make(year: int) -> Span | None:
        found = spans.make_date(year, month_number(match), _number(match["d1"]))
        return spans.day(found) if found else None

    return _in_year(match, moment, make)


def week_of(match: re.Match[str], moment: Moment) -> Span | None:
    """The week of June 6: from Monday to Sunday."""
    found = month_day(match, moment)
    return spans.around(found.first, "week") if found and found.first else None


def quarter(match: re.Match[str], _moment: Moment) -> Span | None:
    """The first quarter of 2017."""
    first = 3 * _QUARTERS.index(match["quarter"].lower()) + 1
    year = int(match["year"])
    return Span(spans.month(year, first).first, spans.month(year, first + 2).last)


def day_range(match: re.Match[str], moment: Moment) -> Span | None:
    """Nov. 14-16, 30 May to 2 June 2016."""
    first_month = month_number(match)
    last_month = month_number(match, "m2") if _groups(match).get("m2") else first_month

    def make(year: int) -> Span | None:
        # "Dec. 30 to Jan. 2, 2017" names the year of its end.
        before = year - 1 if last_month < first_month else year
        first = spans.make_date(before, first_month, _number(match["d1"]))
        last = spans.make_date(year, last_month, _number(match["d2"]))
        return Span(first, last, whole=True) if first and last and first <= last else None

    return _in_year(match, moment, make)


def whole_month(match: re.Match[str], moment: Moment) -> Span | None:
    """May 2016, in May."""
    return _in_year(match, moment, lambda year: spans.month(year, month_number(match)))


def month_range(match: re.Match[str], moment: Moment) -> Span | None:
    """From May to July 2016."""
    first, last = month_number(match), month_number(match, "m2")

    def make(year: int) -> Span | None:
        before = year - 1 if last < first else year
        return Span(spans.month(before, first).first, spans.month(year, last).last, whole=True)

    return _in_year(match, moment, make)


def divide(match: re.Match[str], span: Span) -> Span:
    """The part of a span that the match's ``part`` names."""
    name = match["part"].lower().removeprefix("the ").strip()
    assert span.first is not None
    assert span.last is not None
    days = (span.last - span.first).days + 1
    if name in {"end", "close"} and 300 < days <= 366:
        return Span(span.last.replace(month=11, day=1), span.last)
    if name not in _HALVES:
        return spans.part(span, _PARTS[name])
    if days <= 31:
        middle = span.first.replace(day=15)
        following = span.first.replace(day=16)
        return Span(span.first, middle) if name == "first half" else Span(following, span.last)
    begin, end = _HALVES[name]
    first = spans.add_months(span.first, begin)
    return Span(first, spans.add(spans.add_months(span.first, end), "day", -1))


def until(match: re.Match[str], moment: Moment, span: Span | None) -> Span | None:
    """ "By the end of May" is any day before that too, from the publication on when it is ahead."""
    by = (_groups(match).get("by") or "").lower()
    if not by or span is None or span.first is None or span.last is None:
        return span
    last = span.last
    if by == "before" and (match["part"] or "").lower() == "mid":
        last = span.first + (span.last - span.first) // 2
    if moment.published is None:
        return Span(None, last)
    if moment.tense is not Tense.PAST and last >= moment.published.earliest:
        return Span(moment.published.earliest, last)
    return Span(None, last)


def part_of_month(match: re.Match[str], moment: Moment) -> Span | None:
    """Early March, mid-May 2016, by the end of June."""
    span = _in_year(
        match, moment, lambda year: divide(match, spans.month(year, month_number(match)))
    )
    return until(match, moment, span)


def part_of_year(match: re.Match[str], moment: Moment) -> Span | None:
    """Late 2016, by the end of 2016."""
    return until(match, moment, divide(match, spans.year(int(match["year"]))))


def part_of_decade(match: re.Match[str], _moment: Moment) -> Span | None:
    """The mid-1960s."""
    return divide(match, spans.around(date(int(match["decade"]), 1, 1), "decade"))


def decade(match: re.Match[str], _moment: Moment) -> Span | None:
    """The 1990s."""
    return spans.around(date(int(match["decade"]), 1, 1), "decade")


def whole_year(match: re.Match[str], _moment: Moment) -> Span | None:
    """In 2016."""
    return spans.year(int(match["year"]))


def year_range(match: re.Match[str], _moment: Moment) -> Span | None:
    """1950-53, from 1991 to 1995."""
    first, last = match["y1"], match["y2"]
    end = int(first[: 4 - len(last)] + last)
    if end < int(first):
        return None
    return Span(date(int(first), 1, 1), date(end, 12, 31), edtf=f"{first}/{end}")


def season_in(name: str, year: int) -> Span:
    """A season of a year, in bounds wide enough for either reading of when it begins."""
    first, last, code = season(name.lower())
    begin = date(year, first, 1)
    end = spans.month_end(spans.add_months(begin, last - first))
    return Span(begin, end, edtf=f"{year}-{code}")


def season_of_year(match: re.Match[str], _moment: Moment) -> Span | None:
    """The summer of 2016."""
    return season_in(match["season"], int(match["year"]))
