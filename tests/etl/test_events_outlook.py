"""Talks that are only agreed to, planned for or spoken of, and acts beside talks."""

import pytest
from test_events import events, only, parties, people
from test_events_reach import LEAD


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("France and Germany have agreed to talks in Geneva.", "planned"),
        ("France and Germany agreed to face-to-face talks in Geneva.", "planned"),
        ("Plans are being drawn up for talks between France and Germany in Geneva.", "proposed"),
        ("Plans were announced for a summit between France and Germany in Geneva.", "planned"),
        ("Hopes rose for a summit between France and Germany in Geneva.", "proposed"),
        ("The talks between France and Germany will not solve the dispute.", "planned"),
    ],
)
def test_the_status_of_what_is_agreed_planned_or_hoped_for(sentence: str, status: str) -> None:
    assert only(events(LEAD + sentence)).status == status


def test_talks_that_could_not_help_are_none() -> None:
    assert not events(
        f"{LEAD}The sponsors of the text, France and Germany, decided to go ahead, saying further "
        "talks between them could not solve the dispute."
    )


def test_talks_that_will_not_be_held_are_cancelled() -> None:
    found = events(f"{LEAD}The talks between France and Germany will not be held in Geneva.")
    assert only(found).status == "cancelled"


def test_a_minister_who_spoke_to_a_mediator_of_no_state_spoke_with_him() -> None:
    found = events(
        "Former Norwegian Prime Minister Kari Lund mediates. French Foreign Minister Paul Renard "
        "had spoken to Lund on Tuesday."
    )
    assert people(only(found)) == {"Renard", "Lund"}


def test_who_brokered_an_accord_does_not_sign_it_alone() -> None:
    assert not events(
        f"{LEAD}Fighting ended under a U.N.-brokered peace accord signed on May 9 by the rebels."
    )


def test_a_summons_is_apart_from_talks_of_the_same_people() -> None:
    found = events(
        "Chinese Vice Foreign Minister Liu Wen had lunch with French Ambassador Paul Renard. The "
        "Chinese foreign ministry summoned Renard on Tuesday to protest."
    )
    assert len(found) == 2
    assert all(parties(e) == {"China", "France"} for e in found)


def test_an_envoy_sent_to_a_reception_at_an_embassy_is_a_guest_of_its_state() -> None:
    found = events(
        f"{LEAD}Norway sent a senior official to attend a reception at the Chinese embassy on "
        "Monday."
    )
    assert parties(only(found)) == {"Norway", "China"}


def test_talks_at_an_embassy_need_not_be_with_its_state() -> None:
    found = events(f"{LEAD}France and Germany held talks at the Swiss embassy on Monday.")
    assert parties(only(found)) == {"France", "Germany"}


def test_whom_somebody_goes_to_see_is_not_the_traveller() -> None:
    found = events(f"{LEAD}Renard said he did his duty by visiting Vogt.")
    assert not [e for e in found if e.type == "Visit" and people(e) == {"Vogt"}]


def test_a_visiting_minister_is_the_traveller() -> None:
    found = events(f"{LEAD}Renard held talks with visiting Norwegian Prime Minister Kari Lund.")
    assert [people(e) for e in found if e.type == "Visit"] == [{"Lund"}]
