"""Outcomes: which event an agreement came out of."""

from dataclasses import replace
from datetime import date

import pytest

from etl.entities import Entity, Kind
from etl.extract.outcomes import link_outcomes
from etl.facts import Agreement, Event, Evidence, When

NORLAND = Entity(Kind.POLITY, "norland", "Norland")
SUDRIA = Entity(Kind.POLITY, "sudria", "Sudria")
OSTANIA = Entity(Kind.POLITY, "ostania", "Ostania")
COUNCIL = Entity(Kind.ORGANIZATION, "council", "Council", is_body=True)


def evidence(start: int, text: str) -> tuple[Evidence, ...]:
    return (Evidence(start, start + len(text), text, "test/test"),)


def event(number: int, start: int, text: str, *parties: Entity, kind: str = "Meeting") -> Event:
    name = f"{kind.lower()}-{number}"
    return Event(name, kind, "talks", "occurred", evidence(start, text), parties=parties)


def pact(start: int, text: str, *parties: Entity, status: str = "signed") -> Agreement:
    return Agreement(
        "agreement-1", "pact", "accord", status, evidence(start, text), parties=parties
    )


def results(events: list[Event], agreement: Agreement) -> dict[str, tuple[str, ...]]:
    return {e.id: e.resulted_in for e in link_outcomes(events, [agreement]) if e.resulted_in}


def test_one_sentence_tells_of_both() -> None:
    text = "Norland and Sudria met on Friday and signed a pact."
    talks = event(1, 0, text, NORLAND, SUDRIA)
    assert results([talks], pact(0, text, SUDRIA, NORLAND)) == {"meeting-1": ("agreement-1",)}


def test_after_the_talks_points_back() -> None:
    talks = event(1, 0, "Norland and Sudria held talks.", NORLAND, SUDRIA)
    signed = pact(60, "The two signed a pact after their two-day talks.", NORLAND, SUDRIA)
    assert results([talks], signed) == {"meeting-1": ("agreement-1",)}


def test_a_sentence_that_points_at_nothing_links_nothing() -> None:
    talks = event(1, 0, "Norland and Sudria held talks.", NORLAND, SUDRIA)
    assert not results([talks], pact(60, "The two signed a pact in May.", NORLAND, SUDRIA))


def test_a_visit_is_meant_by_visit_and_not_by_talks() -> None:
    talks = event(1, 0, "Norland and Sudria held talks.", NORLAND, SUDRIA)
    visit = event(2, 40, "He went to Sudria.", NORLAND, SUDRIA, kind="Visit")
    signed = pact(80, "A pact was signed during the visit.", NORLAND, SUDRIA)
    assert results([talks, visit], signed) == {"visit-2": ("agreement-1",)}


@pytest.mark.parametrize("status", ["proposed", "under-negotiation", "violated", "in-force"])
def test_only_what_is_concluded_is_a_result(status: str) -> None:
    text = "Norland and Sudria met to discuss a pact."
    talks = event(1, 0, text, NORLAND, SUDRIA)
    assert not results([talks], pact(0, text, NORLAND, SUDRIA, status=status))


def test_planned_talks_have_no_result() -> None:
    text = "Norland and Sudria, which signed a pact, will meet."
    talks = replace(event(1, 0, text, NORLAND, SUDRIA), status="planned")
    assert not results([talks], pact(0, text, NORLAND, SUDRIA))


def test_other_sides_conclude_elsewhere() -> None:
    text = "Norland met Sudria, which signed a pact with Ostania."
    talks = event(1, 0, text, NORLAND, SUDRIA)
    assert not results([talks], pact(0, text, SUDRIA, OSTANIA))


def test_an_earlier_pact_did_not_come_out_of_later_talks() -> None:
    text = "Norland and Sudria, which signed a pact in 1999, met on Friday."
    held = date(2005, 5, 6)
    talks = replace(event(1, 0, text, NORLAND, SUDRIA), when=When(held, held))
    signed = pact(0, text, NORLAND, SUDRIA)
    before = replace(signed, when=When(date(1999, 1, 1), date(1999, 12, 31)))
    assert not results([talks], before)
    assert results([talks], replace(signed, when=When(held, held)))


def test_the_talks_with_more_of_the_sides_win() -> None:
    text = "After Ostania met Sudria, Norland and Sudria met and signed a pact."
    first = event(1, 0, text, OSTANIA, SUDRIA)
    second = event(2, 0, text, NORLAND, SUDRIA)
    assert results([first, second], pact(0, text, NORLAND, SUDRIA)) == {
        "meeting-2": ("agreement-1",)
    }


def test_a_body_acts_alone() -> None:
    text = "The Council met with Norland and adopted a statement."
    session = event(1, 0, text, COUNCIL, NORLAND)
    assert results([session], pact(0, text, COUNCIL, status="agreed"))
    assert not results([session], pact(0, text, NORLAND, status="agreed"))
