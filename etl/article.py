"""The article as given: its text, untouched, and what is known about it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Published:
    """A publication date with the precision that the source states.

    ``earliest`` and ``latest`` are equal when the day is known; a month is its first and last day.
    """

    earliest: date
    latest: date

    @property
    def is_day(self) -> bool:
        """Whether the day is known."""
        return self.earliest == self.latest


@dataclass(frozen=True, slots=True)
class Article:
    """One news article. ``text`` is the body exactly as given: every offset counts in it."""

    id: str
    text: str
    title: str | None = None
    published: Published | None = None
    publisher: str | None = None
    url: str | None = None
    path: str | None = None  # where it was read from, for messages only
