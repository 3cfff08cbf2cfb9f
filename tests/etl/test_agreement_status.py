"""What became of an instrument: votes, renewals, pronouns, and what only sounds like an end."""

import pytest
from fictional import find, only


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The Security Council voted 13-2 for a resolution on Sudria.", "agreed"),
        ("The cabinet voted 24-3 for a road pact with Sudria, Norland said.", "agreed"),
        ("The Security Council voted in favour of a resolution on Sudria.", "agreed"),
        ("The Security Council voted against a resolution on Sudria.", "rejected"),
        ("Norland's parliament voted for the border treaty with Sudria.", "ratified"),
        ("Norland's parliament voted down the border treaty with Sudria.", "rejected"),
        ("Norland's parliament is to debate the border treaty with Sudria.", "signed"),
    ],
)
def test_a_vote_decides_and_a_debate_comes_after_signature(text: str, status: str) -> None:
    assert only(text).status == status


def test_the_general_assembly_adopts_and_does_not_ratify() -> None:
    assert only("The General Assembly approved a treaty on cluster mines.").status == "agreed"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Norland and Sudria renewed their fishing pact.", "agreed"),
        ("Norland has decided not to renew its fishing pact with Sudria.", "terminated"),
        ("Norland refused to extend its fishing pact with Sudria.", "terminated"),
        ("Norland wants to extend its fishing pact with Sudria.", "in-force"),
        ("Norland and Sudria restored a fishing pact.", "in-force"),
        ("Norland and Sudria broke off talks on a fishing pact.", "suspended"),
    ],
)
def test_renewed_revived_or_broken_off(text: str, status: str) -> None:
    assert only(text).status == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Norland signed a pipeline pact with Sudria but has since violated it.", "violated"),
        (
            "The pipeline pact with Sudria is a mistake, Norland said, and it will scrap it.",
            "at-risk",
        ),
        ("Norland has a pipeline pact with Sudria. It expired in March.", "terminated"),
    ],
)
def test_what_is_done_to_it_is_done_to_the_instrument(text: str, status: str) -> None:
    assert only(text).status == status


def test_it_may_mean_something_else() -> None:
    text = "Norland signed a pipeline pact with Sudria and said it rejected the criticism."
    assert only(text).status == "signed"


def test_an_instrument_that_ends_something_does_not_end() -> None:
    text = "Norland and Sudria signed a treaty that urges an end to the blockade."
    assert only(text).status == "signed"


def test_what_a_state_refuses_to_ratify_stands() -> None:
    text = "The Tokarev Convention, which Norland refused to ratify, protects seals."
    assert only(text).status == "in-force"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The Security Council imposed sanctions on Sudria in 2006.", "in-force"),
        ("The Security Council adopted sanctions on Sudria in 2006.", "agreed"),
        ("The Security Council lifted U.N. sanctions on Sudria.", "terminated"),
        ("Norland evaded the U.N. arms embargo for years.", "in-force"),
        ("Norland asked the Security Council to lift an arms embargo on Sudria.", "in-force"),
    ],
)
def test_sanctions_of_the_council(text: str, status: str) -> None:
    item = only(text)
    assert (item.kind, item.status) == ("sanctions", status)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("A truce between Norland and Sudria was due to come into force on Sunday.", "agreed"),
        ("Under the terms of a gas deal, Norland pays Sudria a fee.", "in-force"),
        ("Norland denounced the gas deal between Sudria and Ostania as a betrayal.", "agreed"),
        ("Norland put the Cod Fishing Treaty with Sudria in abeyance.", "suspended"),
        ("Norland's court struck down a gas deal with Sudria.", "terminated"),
        ("Norland has decided to scrap its gas deal with Sudria.", "terminated"),
        ("Norland wants to update its 1995 gas deal with Sudria.", "in-force"),
        ("Norland's senate must still approve the gas deal with Sudria.", "signed"),
        ("Norland said it would not abandon its gas deal with Sudria.", "in-force"),
        ("Norland said it would not accept a gas deal with Sudria.", "rejected"),
        ("Norland would not sign a gas deal with Sudria until May.", "under-negotiation"),
        ("Norland has not honoured a single point of the gas deal with Sudria.", "violated"),
        ("A gas deal to be signed on Friday by Norland and Sudria is worth millions.", "agreed"),
        ("Under a proposed gas deal, Norland would pay Sudria a fee.", "proposed"),
        ("Norland and Sudria marked the anniversary of their gas deal.", "in-force"),
        ("Norland and Sudria held talks to replace their 1953 gas deal.", "in-force"),
        ("Norland would not renegotiate its gas deal with Sudria.", "in-force"),
        ("Norland breached the limits of the gas deal with Sudria.", "violated"),
    ],
)
def test_due_to_begin_criticised_or_broken_in_part(text: str, status: str) -> None:
    assert only(text).status == status


def test_what_a_signing_includes_is_signed() -> None:
    text = (
        "Norland and Sudria attended the signing of four documents. They include a protocol on "
        "plants, a memorandum of understanding on railways and a loan agreement for a dam."
    )
    kinds = {item.kind: item.status for item in find(text)}
    assert kinds == dict.fromkeys(kinds, "signed")
    assert {"memorandum", "loan-aid"} < set(kinds)


@pytest.mark.parametrize(
    "text",
    [
        "Norland and Sudria signed a visa pact, a memorandum on cod and a gas contract.",
        "Among what Norland and Sudria signed were a memorandum on cod and a gas contract.",
        "The deals signed by Norland and Sudria include a memorandum on cod and a gas contract.",
        "Norland and Sudria saw the signing of a visa pact, a cod memorandum and a gas contract.",
        "A memorandum on cod, a visa pact and a gas contract were signed by Norland and Sudria.",
    ],
)
def test_all_items_of_a_list_have_one_status(text: str) -> None:
    found = find(text)
    assert len(found) in (2, 3)
    assert {item.status for item in found} == {"signed"}


def test_an_agreement_to_conclude_a_pact_is_not_the_pact() -> None:
    text = "Norland and Sudria agreed to conclude a transport pact."
    assert only(text).status == "under-negotiation"


@pytest.mark.parametrize(
    "text",
    [
        "Norland said it never signed any border pact with Sudria.",
        "Trade agreements promote growth, Norland told Sudria.",
        "Norland and Sudria want to cut costs by signing trade agreements.",
        "Norland imposed sanctions on Sudria.",
        "The war between Norland and Sudria ended without a winner rather than a peace treaty.",
        "Norland's House of Representatives defeated a resolution on Sudria.",
        "Norland dodged Westmark and U.N. sanctions.",
    ],
)
def test_what_is_denied_general_or_one_sided_is_no_instrument(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Norland welcomed the extension of the truce in Sudria.", "in-force"),
        ("Norland and Sudria extended their truce by a month.", "in-force"),
        ("Norland hoped that there would be a ceasefire in Sudria.", "proposed"),
        ("Doe spoke of the possibility of a peace treaty between Norland and Sudria.", "proposed"),
        ("Norland is committed to advancing a peace agreement with Sudria.", "proposed"),
        (
            "Norland and Sudria must reach agreement on the border treaty that Doe has presented.",
            "proposed",
        ),
        ("Norland and Sudria are negotiating a peace agreement.", "under-negotiation"),
    ],
)
def test_what_lasts_holds_and_what_is_wished_for_is_proposed(text: str, status: str) -> None:
    assert only(text).status == status


def test_resolutions_of_two_bodies_are_two() -> None:
    text = (
        "All members of the Security Council but Sudria voted in favour of a resolution on relief. "
        "Norland has sponsored a General Assembly resolution on fishing for years. "
        "The Council's president said that the resolution had failed."
    )
    assert [item.status for item in find(text)] == ["rejected", "proposed"]


def test_what_somebody_refrains_from_sponsoring_is_no_resolution() -> None:
    assert find("Sudria asked Norland to refrain from sponsoring further U.N. resolutions.") == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Norland has not complied with U.N. Security Council resolutions.", "violated"),
        ("Fighting broke out in Norland despite a ceasefire with Sudria.", "violated"),
        ("Norland and Sudria agreed to study a free trade agreement.", "proposed"),
        ("Norland floated the idea of a free trade agreement with Sudria.", "proposed"),
    ],
)
def test_what_is_not_kept_and_what_is_only_thought_of(text: str, status: str) -> None:
    assert only(text).status == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Norland's envoy said a peace treaty with Sudria was needed.", "proposed"),
        ("Norland is considering a defence pact with Sudria.", "proposed"),
        ("The Security Council failed to adopt a resolution on Sudria.", "rejected"),
        ("Sudria has said no to a truce with Norland.", "rejected"),
        ("The attack cast doubt on the truce between Norland and Sudria.", "at-risk"),
        ("Norland is reconsidering its defence pact with Sudria.", "at-risk"),
        ("Norland halted implementation of the accord with Sudria.", "suspended"),
        ("Norland said a deal with Sudria was within reach.", "under-negotiation"),
        ("Norland and Sudria neared agreement on a border treaty.", "under-negotiation"),
        ("Norland and Sudria opened talks aimed at a peace settlement.", "under-negotiation"),
    ],
)
def test_what_is_not_yet_there_and_what_may_not_stay(text: str, status: str) -> None:
    assert only(text).status == status
