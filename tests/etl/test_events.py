"""Encounters in sentences of wire style, written for these tests."""

from datetime import date

import pytest

from etl.article import Article, Published
from etl.facts import Event
from etl.gazetteer import Gazetteer
from etl.read import find_facts, read

DAY = date(2016, 5, 12)  # a Thursday


def events(text: str, published: date | None = DAY) -> tuple[Event, ...]:
    when = Published(published, published) if published else None
    article = Article("t", text, published=when)
    found = find_facts(read(article, Gazetteer.core())).events
    for event in found:
        for evidence in event.evidence:
            assert text[evidence.start : evidence.end] == evidence.exact
    return found


def people(event: Event) -> set[str]:
    return {p.label.split()[-1] for p in event.participants}


def parties(event: Event) -> set[str]:
    return {p.label for p in event.parties}


def only(found: tuple[Event, ...]) -> Event:
    assert len(found) == 1, [e.label for e in found]
    return found[0]


FRENCH_AND_GERMAN = "French Foreign Minister Paul Renard and German Foreign Minister Anna Vogt"


def test_a_meeting_has_its_people_sides_place_and_day() -> None:
    event = only(events(f"{FRENCH_AND_GERMAN} met in Geneva on Tuesday to discuss trade."))
    assert (event.type, event.status, event.mode, event.level) == (
        "Meeting",
        "occurred",
        "in-person",
        "ministerial",
    )
    assert people(event) == {"Renard", "Vogt"}
    assert parties(event) == {"France", "Germany"}
    assert event.place is not None
    assert event.place.label == "Geneva"
    assert (event.when.earliest, event.when.latest) == (date(2016, 5, 10), date(2016, 5, 10))


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("France and Germany held talks in Geneva on Monday.", "occurred"),
        ("France and Germany will hold talks in Geneva on Monday.", "planned"),
        ("France and Germany are scheduled to hold talks in Geneva next week.", "planned"),
        ("France and Germany agreed to hold talks in Geneva next week.", "planned"),
        ("France and Germany may hold talks in Geneva next week.", "proposed"),
        ("France proposed to hold talks with Germany in Geneva next month.", "proposed"),
        ("France cancelled talks with Germany in Geneva on Monday.", "cancelled"),
        ("France refused to hold talks with Germany in Geneva.", "cancelled"),
        ("France and Germany are holding talks in Geneva.", "ongoing"),
    ],
)
def test_the_status_follows_tense_modality_and_governing_verb(sentence: str, status: str) -> None:
    lead = "French Foreign Minister Paul Renard spoke about relations between Paris and Berlin. "
    found = [e for e in events(lead + sentence) if parties(e) == {"France", "Germany"}]
    assert [e.status for e in found] == [status]


def test_a_denied_meeting_is_none() -> None:
    assert not events(
        "French Foreign Minister Paul Renard did not meet German Foreign Minister Anna Vogt."
    )


def test_a_press_conference_is_no_meeting_and_follows_the_talks() -> None:
    found = events(
        f"{FRENCH_AND_GERMAN} held talks in Vienna on Tuesday.\n\n"
        '"We will go on together," Renard said at a joint press conference with Vogt after the '
        "talks."
    )
    assert [e.type for e in found] == ["Meeting", "PressEvent"]
    meeting, press = found
    assert press.follows == meeting.id
    assert press.place == meeting.place
    assert press.when.earliest == date(2016, 5, 10)


def test_a_meeting_mentioned_again_is_one() -> None:
    found = events(
        f"{FRENCH_AND_GERMAN} met in Vienna on Tuesday.\n\n"
        "The meeting lasted two hours. During the talks the two ministers discussed sanctions."
    )
    assert people(only(found)) == {"Renard", "Vogt"}


def test_talks_of_other_people_of_the_same_states_are_another_meeting() -> None:
    found = events(
        f"{FRENCH_AND_GERMAN} met in Vienna on Tuesday.\n\n"
        "On Wednesday, French President Luc Morel met German Chancellor Eva Brandt in Berlin."
    )
    assert [people(e) for e in found] == [{"Renard", "Vogt"}, {"Morel", "Brandt"}]
    assert found[1].level == "leader"


def test_a_phone_call_is_not_in_person() -> None:
    event = only(
        events(
            "French President Luc Morel discussed the ceasefire in a telephone call with German "
            "Chancellor Eva Brandt on Monday."
        )
    )
    assert event.mode == "phone"
    assert event.place is None


def test_the_sidelines_are_not_the_event_itself() -> None:
    found = events(
        f"{FRENCH_AND_GERMAN} met on the sidelines of a NATO summit in Warsaw on Tuesday."
    )
    meeting = next(e for e in found if e.participants)
    larger = next(e for e in found if e.id == meeting.on_sidelines_of)
    assert "NATO" in larger.label
    assert meeting.part_of is None
    assert parties(meeting) == {"France", "Germany"}


def test_a_visit_has_a_traveller_and_a_host() -> None:
    event = only(
        events(
            "French President Luc Morel arrived in Japan on Wednesday for a three-day visit, "
            "the French government said."
        )
    )
    assert (event.type, event.status) == ("Visit", "ongoing")
    assert people(event) == {"Morel"}
    assert parties(event) == {"France", "Japan"}


def test_talks_with_the_hosts_are_part_of_the_visit() -> None:
    found = events(
        "French President Luc Morel visited Japan on Tuesday.\n\n"
        "Morel held talks with Japanese Prime Minister Kenji Mori in Tokyo on Tuesday."
    )
    visit = next(e for e in found if e.type == "Visit")
    talks = next(e for e in found if e.type == "Meeting")
    assert talks.part_of == visit.id


def test_a_future_date_overrides_a_past_reading() -> None:
    event = only(
        events(
            "French Foreign Minister Paul Renard spoke of better ties. The summit of France and "
            "Germany in Geneva on June 20, 2016 brought hopes of a deal."
        )
    )
    assert event.status == "planned"


def test_a_weekday_without_a_publication_date_gives_no_day() -> None:
    event = only(events(f"{FRENCH_AND_GERMAN} met in Geneva on Tuesday.", published=None))
    assert event.when.text == "Tuesday"
    assert event.when.earliest is None


def test_a_visitor_sees_several_hosts_in_turn() -> None:
    found = events(
        "Israeli Foreign Minister Dan Levin will meet Turkish President Ali Demir, Prime Minister "
        "Kemal Yilmaz and Foreign Minister Ece Kaya in Ankara on Friday."
    )
    assert {frozenset(people(e)) for e in found if e.type == "Meeting"} == {
        frozenset({"Levin", "Demir"}),
        frozenset({"Levin", "Yilmaz"}),
        frozenset({"Levin", "Kaya"}),
    }


def test_the_meeting_of_those_who_acted_together() -> None:
    found = events(
        "The foreign ministers of France, Germany and Poland agreed Tuesday to work together.\n\n"
        "During the trilateral meeting in Weimar, they also discussed energy."
    )
    assert parties(only(found)) == {"France", "Germany", "Poland"}


def test_a_veto_is_an_encounter_of_the_council() -> None:
    found = events(
        "Russia and China vetoed a U.N. Security Council resolution on Syria on Monday, French "
        "Ambassador Paul Renard said."
    )
    event = next(e for e in found if "UN Security Council" in parties(e))
    assert {"Russia", "China"} <= parties(event)


@pytest.mark.parametrize(
    "sentence",
    [
        "Two airlines held talks about a merger in London on Monday, analysts said.",
        "The central bank of France will meet on Monday.",
    ],
)
def test_business_talks_are_no_encounter_of_states(sentence: str) -> None:
    assert not events(sentence)
