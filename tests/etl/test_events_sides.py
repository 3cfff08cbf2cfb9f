"""Who takes part, when the sides stand in the clause, with the speaker or without a name."""

from datetime import date

import pytest
from test_events import events, only, parties, people

LUND_AND_HOLM = "Norwegian Prime Minister Kari Lund {} Danish Prime Minister Lars Holm{}"


def test_officials_who_speak_with_each_other_are_on_the_phone() -> None:
    event = only(events(LUND_AND_HOLM.format("spoke today with", ".")))
    assert (event.status, event.mode) == ("occurred", "phone")
    assert people(event) == {"Lund", "Holm"}
    assert event.when.earliest == event.when.latest == date(2016, 5, 12)


def test_speaking_to_reporters_is_no_encounter() -> None:
    assert not events(
        "Norwegian Prime Minister Kari Lund spoke to reporters on Tuesday. Denmark is content."
    )


def test_officials_who_speak_in_one_place_are_there() -> None:
    event = only(events(LUND_AND_HOLM.format("spoke with", " in Oslo on Tuesday.")))
    assert event.mode == "in-person"
    assert event.place is not None
    assert event.place.label == "Oslo"


def test_a_former_office_represents_nobody() -> None:
    event = only(
        events(
            "Norwegian Prime Minister Kari Lund met former Danish Prime Minister Lars Holm in "
            "Oslo on Tuesday. Denmark and Norway are friends."
        )
    )
    assert people(event) == {"Lund", "Holm"}
    assert parties(event) == {"Norway"}


def test_the_speakers_state_is_the_other_side() -> None:
    event = only(
        events(
            "Danish Prime Minister Lars Holm was silent. A Norwegian official said on Tuesday "
            "progress had been made in talks with Denmark."
        )
    )
    assert parties(event) == {"Norway", "Denmark"}
    assert not event.participants


def test_the_government_and_rebels_are_two_sides() -> None:
    event = only(
        events(
            "Kenyan Foreign Minister Paul Otieno told reporters that the government and the rebels "
            "will resume peace talks in Nairobi on Monday. Kenya hopes for peace. Uganda agreed."
        )
    )
    assert event.status == "planned"
    assert parties(event) == {"Kenya"}


def test_who_chaired_a_conference_took_part() -> None:
    event = only(
        events(
            "Co-chaired by Danish Foreign Minister Lars Holm and Norwegian Foreign Minister Kari "
            "Lund, the conference agreed on Tuesday to protect forests."
        )
    )
    assert people(event) == {"Lund", "Holm"}


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("{} is the first Danish leader to visit Norway since 1990.", "occurred"),
        ("{} will be the first Danish leader to visit Norway since 1990.", "planned"),
        ("{} said he looked forward to visiting Norway.", "proposed"),
        ("Plans for {} to visit Norway have been cancelled.", "cancelled"),
        ("Norway invited {} to visit Oslo.", "proposed"),
    ],
)
def test_the_outlook_of_a_visit(sentence: str, status: str) -> None:
    text = sentence.format("Danish Prime Minister Lars Holm")
    found = events(f"{text} Norwegian Prime Minister Kari Lund was silent.")
    visit = only(tuple(e for e in found if e.type == "Visit"))
    assert visit.status == status
    assert parties(visit) == {"Denmark", "Norway"}


def test_what_someone_came_for_has_happened_once_its_day_is_past() -> None:
    found = events(
        "Danish Prime Minister Lars Holm flew to Oslo on Sunday to meet Norwegian Prime Minister "
        "Kari Lund."
    )
    meeting = only(tuple(e for e in found if e.type == "Meeting"))
    assert (meeting.status, meeting.when.earliest) == ("occurred", date(2016, 5, 8))
    assert meeting.place is not None


def test_the_dispute_over_a_visit_does_not_date_it() -> None:
    found = events(
        "Danish Foreign Minister Lars Holm on Tuesday will attend a dinner in Oslo despite a rift "
        "over a visit to Denmark by Norwegian Prime Minister Kari Lund."
    )
    visit = only(tuple(e for e in found if e.type == "Visit"))
    assert (visit.status, visit.when.earliest) == ("occurred", None)


def test_here_is_the_place_of_the_dateline() -> None:
    found = events(
        "OSLO, May 12 (AFP) - Danish Prime Minister Lars Holm arrived here Wednesday for talks "
        "with Norwegian Prime Minister Kari Lund."
    )
    visit = only(tuple(e for e in found if e.type == "Visit"))
    assert visit.place is not None
    assert visit.place.label == "Oslo"


def test_a_visit_goes_where_the_traveller_came() -> None:
    visit = only(
        events(
            "Danish Prime Minister Lars Holm came to Norway last November on a private visit. "
            "Norwegian Prime Minister Kari Lund was silent."
        )
    )
    assert visit.place is not None
    assert (visit.type, visit.place.label) == ("Visit", "Norway")


def test_the_trip_again_adds_its_days() -> None:
    visit = only(
        events(
            "Danish Prime Minister Lars Holm announced a visit to Norway.\n\n"
            "The trip on June 3 is welcome, Norwegian Prime Minister Kari Lund said."
        )
    )
    assert visit.when.earliest == date(2016, 6, 3)


def test_undated_news_is_of_the_day_or_its_eve() -> None:
    event = only(events(LUND_AND_HOLM.format("met", " to discuss trade.")))
    assert (event.when.earliest, event.when.latest) == (date(2016, 5, 11), date(2016, 5, 12))
    assert only(events(LUND_AND_HOLM.format("met", "."), None)).when.earliest is None


def test_undated_background_stays_undated() -> None:
    found = events(
        "Norwegian Prime Minister Kari Lund praised Denmark on Tuesday.\n\nOslo was calm.\n\n"
        "French President Luc Morel met Italian Prime Minister Anna Rossi."
    )
    assert only(found).when.earliest is None


def test_the_situation_somewhere_is_no_place_of_talks() -> None:
    event = only(events(LUND_AND_HOLM.format("and", " discussed the situation in Gaza on Monday.")))
    assert event.place is None


def test_a_sitting_period_of_an_assembly_is_no_encounter() -> None:
    assert not events(
        "Norwegian Prime Minister Kari Lund wants a resolution at the current session of the U.N. "
        "General Assembly in New York. Denmark agreed."
    )


def test_ministers_hold_no_summit() -> None:
    found = events(
        "Danish Foreign Minister Lars Holm met Norwegian Foreign Minister Kari Lund in Oslo on "
        "Monday.\n\nA summit between Denmark and Norway was held in Bergen."
    )
    assert len(found) == 2


def test_a_meeting_among_others_is_the_travellers() -> None:
    found = events(
        "Danish Prime Minister Lars Holm arrived in Oslo on Wednesday for talks with Norwegian "
        "leaders, including a meeting with Norwegian Prime Minister Kari Lund."
    )
    meeting = next(e for e in found if len(e.participants) == 2)
    assert (people(meeting), meeting.status) == ({"Holm", "Lund"}, "planned")


def test_consultations_that_were_held_need_no_day() -> None:
    text = "Danish Prime Minister Lars Holm is content.\n\nOslo was calm on Monday.\n\n{}"
    assert parties(only(events(text.format("Denmark and Norway held consultations.")))) == {
        "Denmark",
        "Norway",
    }
    assert not events(text.format("Denmark values consultations with Norway."))


def test_a_union_that_discusses_meets_nobody() -> None:
    assert not events(
        "Danish Prime Minister Lars Holm said in Oslo on Tuesday that European Union governments "
        "were holding discussions."
    )
