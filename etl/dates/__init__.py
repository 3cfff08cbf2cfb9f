"""Expressions of time in articles and what they resolve to, with honest bounds."""

from etl.dates.find import find_dates, resolve
from etl.dates.spans import Tense

__all__ = ["Tense", "find_dates", "resolve"]
