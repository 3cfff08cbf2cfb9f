"""What encounters take from the words around them and from the journey that they are part of."""

from datetime import date

import pytest
from test_events import FRENCH_AND_GERMAN, events, only, parties, people
from test_events_reach import LEAD, of_type


def test_words_behind_a_noun_tell_its_place_time_and_body() -> None:
    found = events(
        f"{LEAD}The ruling is expected to dominate a meeting at the end of July in Vienna of the "
        "OSCE."
    )
    event = only(found)
    assert event.place is not None
    assert event.place.label == "Vienna"
    assert (event.when.earliest, event.when.latest) == (date(2016, 7, 21), date(2016, 7, 31))


def test_talks_on_a_journey_take_its_days_and_place() -> None:
    found = events(
        "German Foreign Minister Anna Vogt will visit Norway on May 20. Vogt will meet Norwegian "
        "Prime Minister Kari Lund."
    )
    meeting = only(tuple(of_type(found, "Meeting")))
    assert meeting.when.earliest == date(2016, 5, 20)
    assert meeting.place is not None
    assert meeting.place.label == "Norway"
    assert meeting.part_of is not None


def test_two_stops_in_one_country_are_one_visit() -> None:
    visit = only(
        tuple(
            of_type(
                events(
                    "French Foreign Minister Paul Renard arrived in Cairo on Tuesday. Renard "
                    "visited Egypt on Tuesday, the ministry said."
                ),
                "Visit",
            )
        )
    )
    assert parties(visit) == {"France", "Egypt"}


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("The Asian leaders' meeting of Japan and China in Bali on Monday was short.", "leader"),
        ("Japan and China held a ministerial meeting in Bali on Monday.", "ministerial"),
        ("Japan and China held a presidential summit in Bali on Monday.", "leader"),
    ],
)
def test_words_on_the_noun_tell_the_level(sentence: str, level: str) -> None:
    assert only(events(LEAD + sentence)).level == level


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("NATO Secretary-General Karl Braun", "ministerial"),
        ("Norwegian Prime Minister Kari Lund", "leader"),
    ],
)
def test_the_level_is_that_of_the_highest_office(title: str, level: str) -> None:
    event = only(events(f"French Foreign Minister Paul Renard met {title} in Geneva on Monday."))
    assert event.level == level


def test_to_sign_with_another_is_to_sign_together() -> None:
    event = only(
        events(
            "French Foreign Minister Paul Renard is due to sign the treaty with German Foreign "
            "Minister Anna Vogt in June."
        )
    )
    assert people(event) == {"Renard", "Vogt"}
    assert event.status == "planned"


@pytest.mark.parametrize(
    ("day", "status"), [("on Wednesday", "ongoing"), ("on April 4", "occurred")]
)
def test_talks_that_have_just_begun_go_on(day: str, status: str) -> None:
    event = only(events(f"{LEAD}France and Germany began talks in Geneva {day}."))
    assert event.status == status


def test_ministers_who_are_meeting_have_not_done_yet() -> None:
    event = only(
        events(
            f"{FRENCH_AND_GERMAN} discussed trade at a meeting in Geneva. The two ministers are "
            "meeting in Geneva this week."
        )
    )
    assert event.status == "ongoing"


def test_the_narrower_of_two_dates_is_kept() -> None:
    visit = only(
        events(
            "French Foreign Minister Paul Renard will visit Norway next month. Renard will visit "
            "Norway on June 3 and 4, the ministry said."
        )
    )
    assert (visit.when.earliest, visit.when.latest) == (date(2016, 6, 3), date(2016, 6, 4))


def test_partners_alone_are_not_all_sides() -> None:
    found = events(
        f"{LEAD}Renard said France had held consultations with Norway and Denmark in Oslo."
    )
    assert [parties(e) for e in found] == [{"France", "Norway", "Denmark"}]
