"""Who is bound by an instrument, and which phrases are one and the same."""

import pytest
from fictional import find, only, parties


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Norland accused Sudria of breaching the border accord.", {"Norland", "Sudria"}),
        ("Norland and Sudria accused each other of breaching a truce.", {"Norland", "Sudria"}),
        ("Norland and Sudria share data under a military pact.", {"Norland", "Sudria"}),
        (
            "The Norlandic and Sudrian governments asked officials to finalise a memorandum.",
            {"Norland", "Sudria"},
        ),
        ("Norland and Sudria agreed on the Ostania cease-fire.", {"Norland", "Sudria"}),
    ],
)
def test_both_sides_of_a_pact(text: str, who: set[str]) -> None:
    assert parties(only(text)) == who


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "The Security Council rejected Norland's draft resolution.",
            {"Norland", "UN Security Council"},
        ),
        (
            "Sudria fired rockets in violation of Security Council resolutions.",
            {"Sudria", "UN Security Council"},
        ),
        (
            "Norland urged respect for Security Council resolutions relating to Sudria.",
            {"Sudria", "UN Security Council"},
        ),
        ("Norland circulated an anti-Sudria resolution at the Security Council.",
         {"Norland", "UN Security Council"}),
        ("It would be needless for Norland to sponsor a Security Council resolution.",
         {"Norland", "UN Security Council"}),
    ],
)  # fmt: skip
def test_sponsors_forum_and_target_of_a_resolution(text: str, who: set[str]) -> None:
    assert parties(only(text)) == who


def test_who_is_urged_to_join_a_convention_is_no_party_to_it() -> None:
    assert parties(only("Ostania urged Norland and Sudria to sign the Seal Convention.")) == set()


def test_who_talks_about_a_pact_makes_it() -> None:
    text = "Norland and Sudria are in the final stage of talks on a road pact, Ostania said."
    assert parties(only(text)) == {"Norland", "Sudria"}


def test_what_an_explanation_behind_a_comma_names_is_the_same() -> None:
    item = only("Norland accepted the road map, a peace plan drafted by Sudria and Ostania.")
    assert "peace plan" in {item.name, *item.aliases}


def test_a_deal_is_also_called_by_what_it_is_for() -> None:
    item = only("Norland has pulled out of a deal to deliver two warships to Sudria.")
    assert "deal to deliver two warships to Sudria" in {item.name, *item.aliases}


def test_any_arrangement_that_states_enter_into_is_an_instrument() -> None:
    text = "Norland and Sudria announced a commitment to enter into a fishing arrangement."
    assert parties(only(text)) == {"Norland", "Sudria"}


def test_many_signatories_are_not_guessed() -> None:
    assert parties(only("Norland said 122 countries had signed a treaty banning seals.")) == set()


def test_a_named_pact_with_somebody_is_a_pact_of_two() -> None:
    item = only("Norland on Tuesday left the Cod Fishing Treaty with Sudria.")
    assert parties(item) == {"Norland", "Sudria"}


def test_a_pact_is_called_after_the_place_where_it_was_made() -> None:
    text = "Norland and Sudria signed a peace accord in Ark. The Ark accord was mediated."
    assert set(only(text).aliases) | {only(text).name} == {"peace accord", "Ark accord"}


def test_the_topic_tells_a_loan_or_a_truce() -> None:
    assert only("Norland and Sudria reached an agreement on a bailout.").kind == "loan-aid"


def test_who_says_that_a_pact_was_broken_is_its_other_side() -> None:
    assert parties(only("Norland said Sudria had broken the border pact.")) == {"Norland", "Sudria"}


def test_helpers_are_no_side_of_a_pact_between_two_others() -> None:
    text = (
        "Ostania welcomed progress toward a peace accord between Norland and Sudria. "
        "Ostania is ready to help them finalise the accord."
    )
    assert parties(only(text)) == {"Norland", "Sudria"}


def test_who_decides_to_join_is_a_party() -> None:
    text = "Ostania praised Norland's decision to join the Seal Pact with Sudria."
    assert {"Norland", "Sudria"} == parties(only(text))


def test_two_titles_joined_by_and_are_two_instruments() -> None:
    text = "Norland and Sudria signed the Cod Treaty and the Seal Unitisation Agreement."
    assert [item.name for item in find(text)] == ["Cod Treaty", "Seal Unitisation Agreement"]


def test_under_an_agreement_there_is_one() -> None:
    text = "Norland lets fishermen from Sudria in under an agreement from the last century."
    assert parties(only(text)) == {"Norland", "Sudria"}


def test_who_leaves_a_treaty_of_many_was_bound_by_it() -> None:
    assert parties(only("Norland has pulled out of the Seal Protection Treaty.")) == {"Norland"}


def test_who_presents_a_plan_stands_behind_it_until_it_is_accepted() -> None:
    assert parties(only("Norland and Sudria presented a four-point peace plan.")) == {
        "Norland",
        "Sudria",
    }
    text = "Norland and Sudria accepted a peace plan drafted by Ostania."
    assert parties(only(text)) == {"Norland", "Sudria"}


def test_a_statement_of_a_meeting_needs_no_adjective() -> None:
    text = "In a declaration, the two sides said the talks between Norland and Sudria went on."
    assert only(text).kind == "joint-statement"
    text = "Norland and Sudria rejected war in a declaration adopted at their summit."
    assert only(text).kind == "joint-statement"
    assert find("In a statement, Norland said the talks with Sudria went on.") == []


def test_an_agreement_on_a_framework_is_an_agreement() -> None:
    text = "Norland and Sudria signed the Agreement on the Framework for Cod Security."
    assert only(text).kind == "accord"


def test_the_october_deal_is_named_by_its_month() -> None:
    assert "October deal" in only("Norland and Sudria signed the October deal.").name


def test_another_name_is_an_alias() -> None:
    text = "Norland and Sudria signed the Seal Hunting Treaty, better known as the Treaty of Ark."
    item = only(text)
    assert {item.name, *item.aliases} == {"Seal Hunting Treaty", "Treaty of Ark"}


def test_a_superlative_at_the_end_speaks_of_the_deal_before() -> None:
    text = (
        "A 60 million dollar agreement between Norland and Sudria took effect in May, "
        "the largest shipping deal of the two countries."
    )
    assert only(text).status == "in-force"


def test_a_communique_and_an_action_plan_are_two() -> None:
    found = find("Norland and Sudria adopted a communique and action plan.")
    assert [item.kind for item in found] == ["joint-statement", "other"]


def test_a_memorandum_is_not_the_treaty_spoken_of_before() -> None:
    text = (
        "Norland and Sudria signed a defence treaty on Monday. "
        "They will finalise a Memorandum of Understanding on fuel next year."
    )
    assert [item.kind for item in find(text)] == ["treaty", "memorandum"]


def test_the_name_of_a_pact_goes_on_behind_how_it_came_about() -> None:
    text = "Norland pointed to agreement reached with Sudria over their river boundary."
    item = only(text)
    assert item.name == "agreement reached with Sudria over their river boundary"


def test_a_plan_that_states_adopt_is_an_instrument() -> None:
    assert only("Norland and Sudria have committed to a plan for shipping grain.").kind == "other"
    assert find("Norland presented a plan for new schools.") == []


def test_a_pause_in_fighting_is_a_truce() -> None:
    item = only("Norland praised Sudria's role in securing a temporary pause in hostilities.")
    assert (item.kind, item.status) == ("ceasefire", "agreed")


def test_two_sides_are_those_between_whom_it_was_said_to_be() -> None:
    text = (
        "The Security Council welcomed talks between the Norlandic government and Sudria. "
        "Ostania, which leads the council, praised the truce reached by the two sides in May."
    )
    assert sorted(e.label for e in only(text).parties) == ["Norland", "Sudria"]


def test_drafters_in_apposition_are_parties_of_a_resolution() -> None:
    text = (
        "The drafters of the Security Council resolution -- Norland, Sudria and Ostania -- "
        "called for a vote, which Westmark opposed."
    )
    labels = {e.label for e in only(text).parties}
    assert labels == {"UN Security Council", "Norland", "Sudria", "Ostania"}


def test_a_name_holds_all_adjectives_between_commas() -> None:
    item = only("Norland and Sudria signed a durable, inclusive peace agreement.")
    assert item.name == "durable, inclusive peace agreement"


def test_agreement_on_a_treaty_is_not_another_instrument() -> None:
    item = only("Norland and Sudria reached agreement on the text of the fishing treaty.")
    assert "treaty" in item.name
