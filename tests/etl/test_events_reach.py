"""Larger events, authors and visitors, and encounters of a series, in sentences for these tests."""

from datetime import date

import pytest
from test_events import DAY, FRENCH_AND_GERMAN, events, only, parties, people

from etl.facts import Event

LEAD = f"{FRENCH_AND_GERMAN} spoke about trade to reporters in their capitals. "


def of_type(found: tuple[Event, ...], kind: str) -> list[Event]:
    return [event for event in found if event.type == kind]


def test_the_event_on_whose_sidelines_two_met_is_a_meeting_that_they_attend() -> None:
    found = events(
        f"{FRENCH_AND_GERMAN} met on the sidelines of the NATO summit in Madrid on Tuesday."
    )
    talks, summit = (e for _, e in sorted((len(e.parties), e) for e in found))
    assert talks.on_sidelines_of == summit.id
    assert parties(talks) == {"France", "Germany"}
    assert parties(summit) == {"NATO", "France", "Germany"}
    assert people(summit) == {"Renard", "Vogt"}
    assert summit.place is not None
    assert summit.place.label == "Madrid"


def test_who_is_at_the_larger_event_is_those_whom_the_text_names() -> None:
    found = events(
        f"{FRENCH_AND_GERMAN} met on the sidelines of a NATO summit in Madrid on Tuesday. Spanish "
        "Prime Minister Luis Prado and Italian Prime Minister Carla Neri attended the NATO summit."
    )
    assert {frozenset(people(e)) for e in found} == {
        frozenset({"Renard", "Vogt"}),
        frozenset({"Prado", "Neri"}),
    }


def test_two_who_meet_at_the_forum_of_a_body_meet_on_its_sidelines() -> None:
    found = events(f"{FRENCH_AND_GERMAN} met at the ASEAN forum in Jakarta on Tuesday.")
    assert {frozenset(parties(e)) for e in found} == {
        frozenset({"France", "Germany"}),
        frozenset({"ASEAN", "France", "Germany"}),
    }


def test_a_festival_is_no_encounter_between_states() -> None:
    found = events(f"{FRENCH_AND_GERMAN} met on the sidelines of a film festival in Cannes.")
    assert [e.type for e in found if parties(e)] == ["Meeting"]


def test_who_addresses_the_general_assembly_is_at_a_gathering_of_the_united_nations() -> None:
    found = events(
        "French Foreign Minister Paul Renard told the U.N. General Assembly on Monday that "
        "Germany had kept its word."
    )
    assert people(only(found)) == {"Renard"}
    assert "United Nations" in parties(only(found))


@pytest.mark.parametrize(
    "text",
    [
        "The U.N. General Assembly adopted its budget, French Foreign Minister Paul Renard said.",
        "German Foreign Minister Anna Vogt is a former president of the U.N. General Assembly.",
    ],
)
def test_a_body_that_acts_or_is_presided_over_is_no_gathering(text: str) -> None:
    assert not events(text)


def test_i_and_my_in_a_quotation_are_the_speaker() -> None:
    event = only(
        events(
            '"I met Foreign Minister Anna Vogt of Germany in Geneva on Monday," French Foreign '
            "Minister Paul Renard said."
        )
    )
    assert people(event) == {"Renard", "Vogt"}
    assert parties(event) == {"France", "Germany"}


def test_we_in_a_quotation_is_the_side_of_the_speaker() -> None:
    event = only(
        events(
            '"We will hold talks with Germany in Geneva next week," French Foreign Minister '
            "Paul Renard said."
        )
    )
    assert parties(event) == {"France", "Germany"}
    assert event.status == "planned"


def test_a_visiting_minister_is_on_a_visit_to_whom_they_meet() -> None:
    found = events(
        "French Foreign Minister Paul Renard on Tuesday met visiting German Foreign Minister "
        "Anna Vogt."
    )
    visit = only(tuple(of_type(found, "Visit")))
    assert people(visit) == {"Vogt"}
    assert parties(visit) == {"Germany", "France"}
    meeting = only(tuple(of_type(found, "Meeting")))
    assert people(meeting) == {"Renard", "Vogt"}


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Vogt left for Tokyo on Tuesday.", "Tokyo"),
        ("Vogt headed to Cairo on Tuesday.", "Cairo"),
        ("Vogt went to Cairo on Tuesday.", "Cairo"),
    ],
)
def test_an_official_who_goes_to_a_foreign_place_visits_it(sentence: str, place: str) -> None:
    visit = only(tuple(of_type(events(LEAD + sentence), "Visit")))
    assert people(visit) == {"Vogt"}
    assert visit.place is not None
    assert visit.place.label == place


@pytest.mark.parametrize(
    "sentence",
    [
        "Vogt returned to Berlin on Tuesday.",
        "France left Germany behind in exports.",
        "Vogt came to power in May.",
        "Vogt left the European Union in doubt.",
        "Vogt left Cairo on Tuesday.",
    ],
)
def test_other_goings_are_no_visits(sentence: str) -> None:
    assert not of_type(events(LEAD + sentence), "Visit")


def test_the_way_that_led_to_talks_tells_their_place_and_their_hosts() -> None:
    found = events(
        "French Foreign Minister Paul Renard criticised Egypt.\n\n"
        "Renard will travel to Cairo on Sunday for talks on trade."
    )
    meeting = only(tuple(of_type(found, "Meeting")))
    assert parties(meeting) == {"France", "Egypt"}
    assert meeting.place is not None
    assert meeting.place.label == "Cairo"


def test_to_meet_again_is_another_meeting_of_the_same() -> None:
    held, ahead = events(
        f"{FRENCH_AND_GERMAN} met in Geneva on Tuesday. The two ministers agreed to meet again "
        "in June, and to hold talks on trade in July."
    )[:2]
    assert (held.status, ahead.status) == ("occurred", "planned")
    assert parties(ahead) == {"France", "Germany"}
    assert ahead.when.earliest is not None
    assert ahead.when.earliest > DAY


def test_several_meetings_are_not_the_one_that_is_told_of() -> None:
    found = events(
        f"{FRENCH_AND_GERMAN} have held three meetings since January. Renard met Vogt in Geneva "
        "on Tuesday."
    )
    assert len(found) == 2


def test_rounds_are_told_apart_by_their_numbers() -> None:
    found = events(
        f"{LEAD}France and Germany will open the fifth round of talks in Geneva on Friday. "
        "The fourth round of talks between France and Germany was held in Geneva in March. "
        "The fifth round of talks between France and Germany is expected to last three days."
    )
    assert sorted(e.status for e in found) == ["occurred", "planned"]


def test_who_attended_the_meeting_besides_joins_it() -> None:
    event = only(
        events(
            f"{FRENCH_AND_GERMAN} met in Geneva on Tuesday. The meeting was also attended by "
            "French Defence Minister Luc Morel and German Defence Minister Karl Braun."
        )
    )
    assert people(event) == {"Renard", "Vogt", "Morel", "Braun"}


@pytest.mark.parametrize(
    ("clause", "status", "day"),
    [
        ("talks that began in Geneva on Monday", "occurred", date(2016, 5, 9)),
        ("talks held in Geneva on Monday", "occurred", date(2016, 5, 9)),
        ("talks scheduled for May 20", "planned", date(2016, 5, 20)),
    ],
)
def test_a_clause_on_the_noun_tells_status_and_time(clause: str, status: str, day: date) -> None:
    event = only(events(f"{LEAD}Renard praised the {clause} between France and Germany."))
    assert (event.status, event.when.earliest) == (status, day)


def test_a_date_belongs_to_the_encounter_that_it_stands_with() -> None:
    found = events(
        "The visit by French Foreign Minister Paul Renard to Germany returned a visit to France "
        "by German Foreign Minister Anna Vogt in March."
    )
    dated = [e for e in found if e.when.earliest]
    assert [people(e) for e in dated] == [{"Vogt"}]


def test_who_speak_to_reporters_do_not_speak_with_each_other() -> None:
    assert not events(LEAD)


def test_a_date_in_an_aside_is_not_the_time_of_the_encounter() -> None:
    visit = only(
        events(
            "The visit of French Foreign Minister Paul Renard to Germany comes after Berlin "
            "closed a bridge in March."
        )
    )
    assert visit.when.text is None


def test_drafts_under_discussion_are_no_meeting() -> None:
    assert not events(f"{LEAD}The drafts under discussion between France and Germany are long.")


def test_whom_one_is_to_meet_of_several_states_is_met_in_turn() -> None:
    found = events(
        "French Foreign Minister Paul Renard is due to meet German Foreign Minister Anna Vogt, "
        "Norwegian Prime Minister Kari Lund and Danish Prime Minister Lars Holm in Geneva."
    )
    assert sorted(sorted(parties(e)) for e in found) == [
        ["Denmark", "France"],
        ["France", "Germany"],
        ["France", "Norway"],
    ]
