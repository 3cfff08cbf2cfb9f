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


def test_a_plan_and_what_became_of_it_are_one() -> None:
    event = only(
        events(
            "French Foreign Minister Paul Renard was due to meet German Foreign Minister Anna "
            "Vogt in Geneva. Renard showed a picture of his meeting with Vogt."
        )
    )
    assert event.status == "occurred"


def test_whom_an_official_tells_something_is_met() -> None:
    event = only(
        events(
            "French Foreign Minister Paul Renard told German Foreign Minister Anna Vogt on Monday "
            "that the bridge would stay open."
        )
    )
    assert people(event) == {"Renard", "Vogt"}


@pytest.mark.parametrize("whom", ["reporters", "the newspaper", "French President Luc Morel"])
def test_who_is_told_of_ones_own_side_or_of_none_is_not_met(whom: str) -> None:
    assert not events(
        f"French Foreign Minister Paul Renard told {whom} that Germany would open the bridge."
    )


def test_the_council_is_the_one_last_named() -> None:
    event = only(
        events(
            "French Foreign Minister Paul Renard praised the UN Human Rights Council.\n\n"
            "Members of the council will vote on a resolution on Germany next Tuesday."
        )
    )
    assert parties(event) == {"UN Human Rights Council"}
    assert (event.status, event.when.earliest) == ("planned", date(2016, 5, 17))


def test_ministers_of_a_union_who_decide_in_a_place_are_meeting_there() -> None:
    event = only(
        events(
            "EU foreign ministers in Luxembourg banned exports on Monday, French Foreign Minister "
            "Paul Renard said in Paris."
        )
    )
    assert (parties(event), event.level) == ({"European Union"}, "ministerial")
    assert event.place is not None
    assert event.place.label == "Luxembourg"


def test_to_meet_dissidents_is_not_to_meet_their_government() -> None:
    found = events(
        "French Foreign Minister Paul Renard met Cuban Foreign Minister Luis Vera in Havana on "
        "Monday. Renard will meet dissidents in Havana on Friday."
    )
    assert sorted(len(e.participants) for e in found) == [1, 2]


def test_the_meeting_of_a_body_is_seen_behind_its_name_and_acronym() -> None:
    found = events(
        f"{FRENCH_AND_GERMAN} met on the sidelines of an Organization of American States (OAS) "
        "meeting in Panama on Monday."
    )
    assert {len(parties(e)) for e in found} == {2, 3}


def test_who_is_called_on_to_talk_would_do_it() -> None:
    event = only(
        events(f"{LEAD}Renard called on Egypt and Israel to hold talks in Geneva next week.")
    )
    assert parties(event) == {"Egypt", "Israel"}
    assert event.status == "proposed"
