"""Spans of weeks, quarters and lists of days, and spans reckoned from now."""

import pytest
from test_dates import FUTURE, PAST, THURSDAY, bounds

from etl.dates import Tense, resolve


@pytest.mark.parametrize(
    ("text", "tense", "earliest", "latest"),
    [
        ("three months from now", FUTURE, "2016-08-01", "2016-08-31"),
        ("in the past five months", PAST, "2015-12-12", "2016-05-12"),
        ("over the last two weeks", PAST, "2016-04-28", "2016-05-12"),
        ("the week of June 6", FUTURE, "2016-06-06", "2016-06-12"),
        ("the week of June 8, 2017", FUTURE, "2017-06-05", "2017-06-11"),
        ("June 3, 4 and 5", FUTURE, "2016-06-03", "2016-06-05"),
        ("the first quarter of 2017", FUTURE, "2017-01-01", "2017-03-31"),
        ("the fourth quarter of 2015", PAST, "2015-10-01", "2015-12-31"),
    ],
)
def test_spans(text: str, tense: Tense, earliest: str, latest: str) -> None:
    assert bounds(resolve(text, THURSDAY, tense)) == (earliest, latest)


@pytest.mark.parametrize("text", ["in the past five months", "three months from now"])
def test_spans_reckoned_from_now_need_a_publication(text: str) -> None:
    assert bounds(resolve(text, None, PAST)) == (None, None)
