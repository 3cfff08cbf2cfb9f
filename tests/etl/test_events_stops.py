"""Encounters in several places told in one sentence."""

from datetime import date

from test_events import events, people
from test_events_reach import of_type

CAST = (
    "Norwegian Prime Minister Kari Lund leads a mission. French President Paul Renard, German "
    "Chancellor Anna Vogt and Italian Prime Minister Ugo Rossi wait. "
)


def stops(sentence: str) -> dict[str, frozenset[str]]:
    found = of_type(events(CAST + sentence), "Meeting")
    return {e.place.label if e.place else "": frozenset(people(e)) for e in found}


def test_each_stop_is_an_encounter_of_its_own() -> None:
    assert stops("Lund met Renard in Paris, Vogt in Berlin and Rossi in Rome.") == {
        "Paris": {"Lund", "Renard"},
        "Berlin": {"Lund", "Vogt"},
        "Rome": {"Lund", "Rossi"},
    }


def test_a_participle_behind_a_dash_is_of_whom_the_sentence_tells() -> None:
    assert stops(
        "Lund upset her party with her missions - meeting President Paul Renard in Paris, German "
        "leader Anna Vogt in Berlin, and most recently Ugo Rossi at his residence in Rome."
    ) == {"Paris": {"Lund", "Renard"}, "Berlin": {"Lund", "Vogt"}, "Rome": {"Lund", "Rossi"}}


def test_each_stop_has_its_own_day() -> None:
    found = of_type(
        events(CAST + "Lund met Renard in Paris on Monday and Vogt in Berlin on Tuesday."),
        "Meeting",
    )
    assert {(e.place.label if e.place else "", e.when.earliest) for e in found} == {
        ("Paris", date(2016, 5, 9)),
        ("Berlin", date(2016, 5, 10)),
    }


def test_two_in_one_place_are_one_encounter() -> None:
    assert stops("Lund met Renard and Vogt in Berlin.") == {"Berlin": {"Lund", "Renard", "Vogt"}}


def test_another_clause_is_no_stop() -> None:
    found = stops("Lund met Renard in Paris, and Vogt waited in Berlin.")
    assert frozenset({"Lund", "Vogt"}) not in found.values()
