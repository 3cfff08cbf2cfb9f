"""When an encounter can have been, for comparing reports: wider than what is asserted of it."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from etl.article import Article
from etl.consolidate.cues import has_cue
from etl.dates.words import numbers_of
from etl.facts import Event

_PRECISE = 10  # days
_NEWS = timedelta(days=4)  # how old the news is that an article tells without a date
_AHEAD = timedelta(days=60)  # how far ahead an article tells of plans without a date
_YEAR = timedelta(days=366)
_ROUGHLY = re.compile(
    r"(?P<how>over|more than|at least|almost|nearly|about|around|some|roughly) "
    r"(?P<number>\w+) (?P<unit>year|decade)s? (?:ago|earlier)"
)
_DAYS = {"year": 365.25, "decade": 3652.5}
_LONGEST = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which an encounter can have been; ``assumed`` if the article names none."""

    first: date
    last: date
    assumed: bool = False

    @property
    def is_day(self) -> bool:
        """Whether the day is told."""
        return self.first == self.last and not self.assumed

    @property
    def is_precise(self) -> bool:
        """Whether it can be told from the next encounter of the same people."""
        return not self.assumed and (self.last - self.first).days <= _PRECISE

    def gap(self, other: "Window") -> int:
        """Days between the two; 0 where they meet."""
        return max(0, (other.first - self.last).days, (self.first - other.last).days)

    def months(self) -> list[tuple[int, int]]:
        """Every month that it touches."""
        first = self.first.year * 12 + self.first.month - 1
        last = self.last.year * 12 + self.last.month - 1
        return [divmod(number, 12) for number in range(first, last + 1)]


def window_of(event: Event, article: Article) -> Window | None:
    """The window of an encounter; None where nothing bounds it well enough to compare."""
    first, last = event.when.earliest, event.when.latest
    if roughly := _roughly(event, article):
        return roughly
    if first is None and last is None:
        return _assumed(event, article)
    first = first or (last - _YEAR if last else None)
    last = last or (first + _YEAR if first else None)
    if first is None or last is None or last - first > _LONGEST:
        return None
    return Window(first, last)


def roughly_ago(text: str, first: date, last: date) -> tuple[date, date] | None:
    """The days that "over four years ago" can mean, told on a day between two; None for others.

    Over four is not yet five, and almost five more than four.
    """
    told = _ROUGHLY.search(text.lower())
    if told is None:
        return None
    word = told["number"]
    number = int(word) if word.isdigit() else numbers_of("numbers").get(word, 0)
    if number == 0:
        return None
    unit = timedelta(days=_DAYS[told["unit"]])
    least = 0 if told["how"] in ("over", "more than", "at least") else -1
    most = 0 if told["how"] in ("almost", "nearly") else 1
    return first - (number + most) * unit, last - (number + least) * unit


def _roughly(event: Event, article: Article) -> Window | None:
    if article.published is None:
        return None
    published = article.published
    days = roughly_ago(event.when.text or "", published.earliest, published.latest)
    return Window(*days) if days else None


def _assumed(event: Event, article: Article) -> Window | None:
    """News without a date is of these days, plans without one of the next weeks."""
    if article.published is None:
        return None
    first, last = article.published.earliest, article.published.latest
    if last - first > _NEWS:
        return None
    if event.status in ("occurred", "ongoing"):
        told_before = event.when.text is not None or any(
            has_cue("background", e.exact) for e in event.evidence
        )
        return None if told_before else Window(first - _NEWS, last, assumed=True)
    return Window(first, last + _AHEAD, assumed=True)
