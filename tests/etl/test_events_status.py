"""Plans, what became of them, and talks that belong to a journey."""

from datetime import date

import pytest
from test_events import events, only, parties, people
from test_events_reach import LEAD, of_type


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Renard postponed a scheduled visit to Norway.", "cancelled"),
        ("Renard has not responded to an invitation by Kari Lund to visit Norway.", "proposed"),
        ("Renard agreed on a visit to Norway in June.", "planned"),
        ("Renard will open a visit to Norway on June 3.", "planned"),
    ],
)
def test_the_status_of_visits(sentence: str, status: str) -> None:
    lead = "French Foreign Minister Paul Renard praised Norwegian Prime Minister Kari Lund. "
    visit = only(tuple(of_type(events(lead + sentence), "Visit")))
    assert visit.status == status


def test_a_past_day_of_doubtful_talks_makes_them_held() -> None:
    found = events(
        f"{LEAD}Renard would discuss with Norway in June what France and Germany had said at "
        "their talks in Geneva on Monday."
    )
    held = [e for e in found if parties(e) == {"France", "Germany"}]
    assert [e.status for e in held] == ["occurred"]


def test_a_summit_slated_for_a_month_is_planned() -> None:
    event = only(events(f"{LEAD}A summit of France and Germany slated for mid-June is near."))
    assert (event.status, event.when.earliest) == ("planned", date(2016, 6, 11))


def test_a_visit_starting_on_a_day_has_that_day() -> None:
    visit = only(
        events(
            "French Foreign Minister Paul Renard said he would repeat that during a visit to "
            "three countries -- Norway, Denmark and Sweden -- starting Wednesday."
        )
    )
    assert visit.when.earliest == date(2016, 5, 18)


def test_one_trip_told_as_planned_and_as_held_keeps_its_days() -> None:
    visit = only(
        events(
            "French Foreign Minister Paul Renard will visit Norway this week. Renard's May 13 "
            "visit to Norway was part of regular contact, the ministry said."
        )
    )
    assert (visit.when.earliest, visit.when.latest) == (date(2016, 5, 13), date(2016, 5, 13))


def test_who_meets_the_head_of_a_body_abroad_meets_there() -> None:
    found = events(
        "French Foreign Minister Paul Renard arrived in Vienna on Wednesday. He was due to meet "
        "NATO Secretary-General Karl Braun."
    )
    meeting = only(tuple(of_type(found, "Meeting")))
    assert people(meeting) == {"Renard", "Braun"}
    assert meeting.place is not None
    assert meeting.place.label == "Vienna"
    assert meeting.when.earliest == date(2016, 5, 11)


def test_a_dateline_in_a_sentence_of_its_own_does_not_hide_the_lead() -> None:
    event = only(
        events(
            "VIENNA.\n\nFrance praised its envoys.\n\nFrench Foreign Minister Paul Renard met "
            "German Foreign Minister Anna Vogt."
        )
    )
    assert event.when.latest == date(2016, 5, 12)


def test_the_capital_named_in_apposition_is_the_place() -> None:
    event = only(
        events(
            f"{LEAD}France and Germany on Friday held talks about the entry of Norway into the "
            "union in Denmark's capital Copenhagen."
        )
    )
    assert event.place is not None
    assert event.place.label == "Copenhagen"
