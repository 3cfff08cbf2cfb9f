"""Expressions reckoned from the day of publication. Without one they have no bounds.

A publication that is known by its month bounds every day and week by that month.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from etl.article import Published
from etl.dates import spans
from etl.dates.absolute import divide, month_number, season_in, until
from etl.dates.spans import Moment, Span, Tense
from etl.dates.words import numbers_of, season

_ONE = timedelta(days=1)
_WEEK = 7 * _ONE
_SHIFTS = {"last": -1, "this past": -1, "next": 1, "this coming": 1, "the coming": 1, "coming": 1}
_VAGUE = frozenset({"nearly", "almost", "about", "around", "some", "roughly", "approximately"})
_BEYOND = frozenset({"over", "well over", "more than", "just over", "at least"})
_SHORT_OF = frozenset({"less than", "under", "barely"})


def _rel(match: re.Match[str]) -> str:
    return (match.groupdict().get("rel") or "").lower()


def shifted(days: int) -> Callable[[re.Match[str], Moment], Span | None]:
    """Yesterday, today, tomorrow."""

    def resolve(_match: re.Match[str], moment: Moment) -> Span | None:
        if moment.published is None:
            return None
        return spans.bounded(moment.published, spans.day(moment.published.earliest + days * _ONE))

    return resolve


def unanchored(_match: re.Match[str], _moment: Moment) -> Span | None:
    """Reckoned from another date of the text, or too vague: no bounds of its own."""
    return None


def _weekday_on(match: re.Match[str], group: str, moment: Moment, today: date) -> date:
    """The weekday next to a day: the last one on or before it, the first one on or after it."""
    number = numbers_of("weekdays")[match[group].lower()]
    week = (match.groupdict().get("week") or "").lower()
    if week:
        monday = today - today.weekday() * _ONE
        return monday + {"last": -1, "this": 0, "next": 1}[week] * _WEEK + number * _ONE
    rel = _rel(match)
    back = (today.weekday() - number) % 7
    ahead = (number - today.weekday()) % 7
    if rel in {"next", "this coming", "coming", "the coming"}:
        return today + (ahead or 7) * _ONE
    if rel in {"last", "this past", "past", "the past"}:
        return today - (back or 7) * _ONE
    if moment.is_past:
        return today - back * _ONE
    return today + ahead * _ONE


def weekday(match: re.Match[str], moment: Moment) -> Span | None:
    """Tuesday, next Tuesday, Tuesday of last week."""
    published = moment.published
    if published is None:
        return None
    found = spans.day(_weekday_on(match, "w1", moment, published.earliest))
    return spans.bounded(published, found)


def weekday_range(match: re.Match[str], moment: Moment) -> Span | None:
    """Monday and Tuesday, Wednesday to Friday."""
    published = moment.published
    if published is None:
        return None
    if moment.is_past:
        last = _weekday_on(match, "w2", moment, published.earliest)
        first = _weekday_on(match, "w1", Moment(published, Tense.PAST), last)
    else:
        first = _weekday_on(match, "w1", moment, published.earliest)
        last = _weekday_on(match, "w2", Moment(published, Tense.FUTURE), first)
    if first > last:
        return None
    return spans.bounded(published, Span(first, last, whole=True))


def _unit_around(published: Published, unit: str, shift: int) -> Span | None:
    """The calendar unit of the publication, moved; its bounds when the publication is vague."""
    if unit == "quarter":
        return None
    first = spans.around(spans.add(published.earliest, unit, shift), unit)
    last = spans.around(spans.add(published.latest, unit, shift), unit)
    if first == last:
        return first
    if unit in {"day", "week", "weekend"}:
        return Span(published.earliest, published.latest)
    return Span(first.first, last.last)


def unit(match: re.Match[str], moment: Moment) -> Span | None:
    """Last week, next month, earlier this year, the weekend, the past month."""
    published = moment.published
    if published is None:
        return None
    rel, name = _rel(match) or "this", match["unit"]
    part = (match.groupdict().get("part") or "").lower()
    if rel in {"past", "the past"}:
        if name == "quarter":
            return None
        return Span(spans.add(published.earliest, name, -1), published.latest)
    if name == "weekend" and rel == "this":
        return _weekend(published, moment)
    whole = _unit_around(published, name, _SHIFTS.get(rel, 0))
    if whole is None:
        return None
    if rel == "this":
        return _so_far(published, whole, part, moment.tense)
    if part in {"early", "mid", "late"}:
        return spans.part(whole, part)
    return whole


def _weekend(published: Published, moment: Moment) -> Span:
    """The weekend that has begun or is over, or the coming one."""
    today = published.earliest
    if moment.is_past:
        saturday = today - ((today.weekday() - 5) % 7) * _ONE
        found = Span(saturday, min(saturday + _ONE, today))
    else:
        sunday = today + ((6 - today.weekday()) % 7) * _ONE
        found = Span(max(sunday - _ONE, today), sunday)
    return spans.bounded(published, found)


def _so_far(published: Published, whole: Span, part: str, tense: Tense) -> Span:
    """This week: up to the publication in the past, from it on in the future."""
    if part in {"early", "mid", "late"}:
        return spans.part(whole, part)
    assert whole.first is not None
    assert whole.last is not None
    if part == "later" or (part != "earlier" and tense is Tense.FUTURE):
        return Span(max(whole.first, published.earliest), whole.last)
    if part == "earlier" or tense is Tense.PAST:
        return Span(whole.first, min(whole.last, published.latest))
    return whole


def part_of_unit(match: re.Match[str], moment: Moment) -> Span | None:
    """Early next month, by the end of the year."""
    published = moment.published
    if published is None:
        return None
    shift = _SHIFTS.get(_rel(match), 0)
    whole = _unit_around(published, match["unit"], shift)
    if whole is None or whole.first is None or whole.last is None:
        return None
    if (whole.last - whole.first).days > 366 and match["unit"] != "decade":
        return whole
    return until(match, moment, divide(match, whole))


def unit_end(match: re.Match[str], moment: Moment) -> Span | None:
    """By year-end."""
    published = moment.published
    if published is None:
        return None
    whole = _unit_around(published, match["unit"], 0)
    if whole is None or whole.last is None:
        return None
    is_year = match["unit"] == "year"
    first = whole.last.replace(month=11, day=1) if is_year else whole.last.replace(day=21)
    return until(match, moment, Span(first, whole.last))


def ago(match: re.Match[str], moment: Moment) -> Span | None:
    """Three days ago, more than four years ago."""
    published = moment.published
    number = numbers_of("numbers").get(match["number"].lower())
    if number is None and match["number"].isdigit():
        number = int(match["number"])
    mod = (match["mod"] or "").strip().lower()
    if published is None or number is None or mod in _VAGUE:
        return None
    name = match["unit"]
    first = spans.add(published.earliest, name, -number)
    last = spans.add(published.latest, name, -number)
    if mod in _BEYOND:
        return Span(None, last)
    if mod in _SHORT_OF:
        return Span(first, published.latest)
    if name == "day":
        return Span(first, last)
    around = Span(spans.around(first, name).first, spans.around(last, name).last)
    return around if name != "week" or published.is_day else Span(first, last)


def from_now(match: re.Match[str], moment: Moment) -> Span | None:
    """In two weeks, within ten days."""
    published = moment.published
    number = numbers_of("numbers").get(match["number"].lower())
    if number is None and match["number"].isdigit():
        number = int(match["number"])
    if published is None or number is None:
        return None
    name, mod = match["unit"], (match["mod"] or "").lower()
    last = spans.add(published.latest, name, number)
    if match["within"].lower() == "within" or mod in {"less than", "the next"}:
        return Span(published.earliest, last)
    if mod:
        return None
    first = spans.add(published.earliest, name, number)
    if name == "day":
        return Span(first, last)
    return Span(spans.around(first, name).first, spans.around(last, name).last)


def past_units(match: re.Match[str], moment: Moment) -> Span | None:
    """In the past five months, over the last two weeks: up to the publication."""
    published = moment.published
    word = match["number"].lower()
    number = int(word) if word.isdigit() else numbers_of("numbers").get(word)
    if published is None or number is None:
        return None
    return Span(spans.add(published.earliest, match["unit"], -number), published.latest)


def month_of(match: re.Match[str], moment: Moment) -> Span | None:
    """Last May, next March: the nearest one behind or ahead that is not the current month."""
    published = moment.published
    if published is None:
        return None
    number, rel = month_number(match), _rel(match)
    if rel == "this":
        return spans.month(published.earliest.year, number)
    ahead = _SHIFTS.get(rel, -1) > 0
    years = range(published.earliest.year - 1, published.latest.year + 2)
    made = [spans.month(y, number) for y in years]
    if ahead:
        return next((s for s in made if s.first and s.first > published.latest), None)
    return next((s for s in reversed(made) if s.last and s.last < published.earliest), None)


def season_year(rel: str, name: str, published: Published, tense: Tense) -> int:
    """The year in which the season lies that "last", "this" or "next" means."""
    first, last, _ = season(name)
    year, month = published.earliest.year, published.earliest.month
    if rel == "last":
        return year if month > min(last, 12) or (last > 12 and month > first) else year - 1
    if rel == "next" or (rel == "this" and tense is Tense.FUTURE):
        return year if month < first else year + (rel == "next")
    return year


def season_of(match: re.Match[str], moment: Moment) -> Span | None:
    """Last summer."""
    if moment.published is None or not moment.published.is_day:
        return None
    name = match["season"].lower()
    year = season_year(_rel(match), name, moment.published, moment.tense)
    return season_in(name, year)
