"""Days reckoned from that of the news, days of something else, and what was put off."""

from datetime import date

import pytest

from etl.article import Article, Published
from etl.facts import Event
from etl.gazetteer import Gazetteer
from etl.read import find_facts, read

DAY = date(2016, 5, 12)
RENARD, VOGT = "French Foreign Minister Paul Renard", "German Foreign Minister Anna Vogt"


def events(text: str) -> list[Event]:
    article = Article("x", text, published=Published(DAY, DAY))
    return list(find_facts(read(article, Gazetteer.core())).events)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"{RENARD} said on Thursday, a day after he held talks in Rome with {VOGT}.", 11),
        (f"Rain fell on Thursday, a day after {RENARD} met {VOGT} in Rome.", 11),
        (f"A statement came on Thursday, two days after {RENARD} and {VOGT} met in Rome.", 10),
        (f"{RENARD} met {VOGT} in Rome on Thursday.", 12),
    ],
)
def test_a_day_after_is_reckoned_from_the_day_of_the_news(text: str, day: int) -> None:
    (met,) = [e for e in events(text) if e.type == "Meeting"]
    assert met.when.earliest == met.when.latest == date(2016, 5, day)


def test_a_day_since_which_something_was_is_not_that_of_the_meeting() -> None:
    (met,) = events(f"{RENARD} and {VOGT} met for the first time since Renard took office in May.")
    assert met.when.text != "May"
    assert met.when.earliest != date(2016, 5, 1)


def test_what_was_put_off_did_not_take_place_that_day() -> None:
    text = f"{RENARD} met {VOGT} in Rome on Thursday. The meeting had been put off from May 2."
    found = {e.when.earliest: e.status for e in events(text)}
    assert found[DAY] == "occurred"
    assert found.get(date(2016, 5, 2)) != "occurred"


def test_delayed_talks_that_will_be_held_are_planned() -> None:
    (met,) = events(f"The delayed meeting of {RENARD} and {VOGT} will be held on May 20.")
    assert (met.status, met.when.earliest) == ("planned", date(2016, 5, 20))


def test_a_meeting_beside_the_talks_of_three_is_another() -> None:
    text = (
        "The foreign ministers of France, Germany and Italy met in Rome on Thursday. "
        f"{RENARD} also met separately with {VOGT}."
    )
    sides = sorted(len(e.parties) for e in events(text))
    assert sides == [2, 3]


def test_a_dateline_is_no_part_of_the_sentence() -> None:
    text = f"ROME, May 12 (Agency) — {RENARD} and his German counterpart Anna Vogt met on Thursday."
    (met,) = events(text)
    assert {p.key for p in met.participants} == {"paul-renard", "anna-vogt"}
    assert not met.evidence[0].exact.startswith("ROME")


def test_postponed_talks_are_cancelled_for_the_day_that_was_planned() -> None:
    (met,) = events(f"{RENARD} has postponed talks with {VOGT} that were scheduled for Friday.")
    assert met.status == "cancelled"


def test_the_day_to_which_talks_are_moved_lies_ahead() -> None:
    (met,) = events(f"A meeting of {RENARD} and {VOGT} was postponed to May 20.")
    assert met.when.earliest == date(2016, 5, 20)
