"""Invitations, courtesy calls, ceremonies, summonses and visits under way."""

from datetime import date

from test_events import events, only, parties, people
from test_events_reach import LEAD


def test_who_is_invited_to_talks_is_to_take_part() -> None:
    event = only(events(f"{LEAD}Russia invited Norway to talks in Moscow next week."))
    assert parties(event) == {"Russia", "Norway"}
    assert event.status == "proposed"


def test_a_courtesy_call_is_a_meeting_in_person() -> None:
    event = only(
        events(f"{LEAD}Renard paid a courtesy call on Chinese Premier Li Keqiang on Monday.")
    )
    assert people(event) == {"Renard", "Keqiang"}
    assert (event.mode, event.when.earliest) == ("in-person", date(2016, 5, 9))


def test_a_call_to_resign_is_no_encounter() -> None:
    assert not events(f"{LEAD}Renard called on Chinese Premier Li Keqiang to resign.")


def test_an_opening_ceremony_of_a_body_is_an_encounter_with_who_attends() -> None:
    event = only(
        events(
            f"{LEAD}The opening ceremony of the NATO office in Belgrade will be attended by "
            "Serbian Prime Minister Ana Brnabic on Friday."
        )
    )
    assert parties(event) == {"NATO", "Serbia"}
    assert event.status == "planned"


def test_a_visit_that_someone_is_on_is_under_way() -> None:
    event = only(events(f"{LEAD}Kenyan President Ann Koech is on a state visit to Ethiopia."))
    assert (event.type, event.status) == ("Visit", "ongoing")


def test_an_ambassador_is_summoned_to_a_ministry_of_another_state() -> None:
    event = only(
        events(f"{LEAD}Turkey's ambassador was summoned to the Dutch foreign ministry on Monday.")
    )
    assert parties(event) == {"Turkey", "Netherlands"}


def test_a_planned_visit_that_was_put_off_is_cancelled() -> None:
    event = only(
        events(
            f"{LEAD}The planned visit of Iranian President Hassan Rouhani to Italy has been put "
            "off."
        )
    )
    assert (event.type, event.status) == ("Visit", "cancelled")


def test_an_invitation_to_a_ceremony_of_last_month_tells_that_it_was_held() -> None:
    event = only(
        events(
            f"{LEAD}Japan criticised Norway's decision to invite Chinese Foreign Minister Wang "
            "Yi to last month's signing ceremony in Oslo.",
            published=None,
        )
    )
    assert event.status == "occurred"
