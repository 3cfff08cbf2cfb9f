"""Agreements: which phrases are instruments, their kind, status, parties and names."""

from datetime import date

import pytest
from fictional import find, only, parties, reading

from etl.extract.agreements import find_agreements


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Norland and Sudria signed a fisheries agreement on Friday.", "signed"),
        ("Norland and Sudria reached a fisheries agreement on Friday.", "agreed"),
        ("Norland and Sudria are expected to sign a fisheries agreement.", "agreed"),
        ("Norland and Sudria hope to conclude a fisheries agreement.", "under-negotiation"),
        ("Norland and Sudria failed to reach a fisheries agreement.", "under-negotiation"),
        ("Norland and Sudria are negotiating a fisheries agreement.", "under-negotiation"),
        ("Norland and Sudria held talks on a fisheries agreement.", "under-negotiation"),
        ("Norland proposed a fisheries agreement with Sudria.", "proposed"),
        ("Norland rejected a fisheries agreement with Sudria.", "rejected"),
        ("Norland refused to sign a fisheries agreement with Sudria.", "rejected"),
        ("Norland's parliament approved a fisheries agreement with Sudria.", "ratified"),
        ("A fisheries agreement between Norland and Sudria took effect on Friday.", "in-force"),
        ("Norland suspended the fisheries agreement with Sudria.", "suspended"),
        ("Norland scrapped the fisheries agreement with Sudria.", "terminated"),
        ("The fisheries agreement with Sudria expired, Norland said.", "terminated"),
        ("The fisheries agreement between Norland and Sudria could be scrapped.", "at-risk"),
        ("Norland threatened to scrap the fisheries agreement with Sudria.", "at-risk"),
        ("Norland and Sudria averted the termination of the fisheries agreement.", "at-risk"),
        ("Norland accused Sudria of violating the fisheries agreement.", "violated"),
        ("Under the fisheries agreement, Norland pays Sudria a fee.", "in-force"),
        ("Norland wants to revive the fisheries agreement with Sudria.", "suspended"),
    ],
)
def test_status_from_the_governing_clause(sentence: str, status: str) -> None:
    assert only(sentence).status == status


@pytest.mark.parametrize(
    "sentence",
    [
        "Norland and Sudria agreed to cooperate on fisheries.",
        "The Norlandic and Sudrian ministers were in agreement on fisheries.",
        "There was broad agreement among the ministers of Norland and Sudria.",
        "Norland and Sudria seek a peaceful resolution of the border dispute.",
        "Norland said in a statement that Sudria was to blame.",
        "Norland has a great deal of influence in Sudria.",
        "Norland must deal with Sudria, the minister said.",
        "Norland imposed sanctions on Sudria.",
        "Norland and Sudria launched a partnership for clean energy.",
        "Norland's plan for schools was discussed in Sudria.",
        "Norland criticised Jewish settlements while in Sudria.",
        "The North Atlantic Treaty Organization invited Norland and Sudria.",
    ],
)
def test_the_same_words_without_an_instrument(sentence: str) -> None:
    assert find(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Norland and Sudria signed a treaty of friendship.", "treaty"),
        ("Norland and Sudria signed a peace accord.", "accord"),
        ("Norland and Sudria signed a free trade agreement.", "trade-agreement"),
        ("Norland and Sudria signed a memorandum of understanding on health.", "memorandum"),
        ("Norland and Sudria signed a ceasefire.", "ceasefire"),
        ("Norland and Sudria agreed on a cessation of hostilities.", "ceasefire"),
        ("Norland and Sudria signed a 2 billion dollar loan agreement.", "loan-aid"),
        ("Norland and Sudria signed an arms deal.", "contract"),
        ("Norland and Sudria issued a joint communique.", "joint-statement"),
        ("The U.N. Security Council adopted a resolution on Sudria.", "resolution"),
        ("The U.N. Security Council adopted the first sanctions on Sudria.", "sanctions"),
        ("Norland and Sudria observe the Geneva Conventions.", "treaty"),
        ("Norland rejected a peace plan for Sudria.", "other"),
    ],
)
def test_kinds(sentence: str, kind: str) -> None:
    assert only(sentence).kind == kind


@pytest.mark.parametrize(
    "sentence",
    [
        "Norland and Sudria signed a fisheries agreement.",
        "A fisheries agreement was signed by Norland and Sudria.",
        "Norland signed a fisheries agreement with Sudria.",
        "Ostania praised a fisheries agreement between Norland and Sudria.",
        "Ostania praised the Norland-Sudria fisheries agreement.",
        "The fisheries agreement has allowed Norland and Sudria to share stocks, Ostania said.",
        "Ostania told Norland and Sudria, which signed a fisheries agreement, to wait.",
        "Norland is expected to sign a fisheries agreement with Sudria.",
        "Doe said she would sign a fisheries agreement with Sudria.",
        "An Ostanian-brokered fisheries agreement was signed by Norland and Sudria.",
    ],
)
def test_parties(sentence: str) -> None:
    assert parties(only(sentence)) == {"Norland", "Sudria"}


def test_the_two_countries_are_the_pair_named_before() -> None:
    text = "Norland and Sudria met on Monday. The two countries signed a fisheries agreement."
    assert parties(only(text)) == {"Norland", "Sudria"}


def test_an_acronym_its_long_name_and_what_refers_back_are_one() -> None:
    text = (
        "Doe said Norland wants to return to an agreement that has faced the risk of being "
        "scrapped.\n\n"
        '"We want SMILA to be saved," Doe said in Westmark, referring to the Sharing of Military '
        "Information and Logistics Agreement with Sudria.\n\n"
        "SMILA has allowed Norland and Sudria to exchange data. The agreement was left unstable "
        "as Sudria had said the pact could be scrapped anytime."
    )
    item = only(text)
    assert item.name == "Sharing of Military Information and Logistics Agreement"
    assert {"SMILA", "agreement", "pact"} <= set(item.aliases)
    assert parties(item) == {"Norland", "Sudria"}
    assert item.status == "at-risk"


def test_known_acronyms_need_no_long_name() -> None:
    item = only("Norland withdrew from the NPT, its minister told Sudria.")
    assert item.name == "NPT"
    assert item.kind == "treaty"
    assert item.status == "terminated"


def test_bracketed_acronyms() -> None:
    text = (
        "Norland and Sudria signed the Cross-Border Fisheries Accord (the CBFA) on Friday. "
        "The CBFA replaces older rules."
    )
    item = only(text)
    assert item.name == "Cross-Border Fisheries Accord"
    assert "CBFA" in item.aliases


def test_one_phrase_for_several_instruments() -> None:
    found = find("Norland and Sudria signed agreements on energy and aviation.")
    assert [item.name for item in found] == ["agreements on energy", "agreements on aviation"]
    assert [item.status for item in found] == ["signed", "signed"]
    assert len(find("Norland and Sudria signed two pacts on military and defence industry.")) == 1


def test_instruments_in_a_list_stay_apart() -> None:
    text = (
        "Norland and Sudria signed a treaty of friendship, a protocol on border demarcation and "
        "a visa waiver agreement."
    )
    assert [item.kind for item in find(text)] == ["treaty", "other", "accord"]


def test_pacts_with_different_partners_stay_apart() -> None:
    text = (
        "Norland signed a trade agreement with Sudria on Monday. It is to sign a trade agreement "
        "with Ostania next week."
    )
    found = find(text)
    assert [parties(item) for item in found] == [{"Norland", "Sudria"}, {"Norland", "Ostania"}]


def test_vetoed_and_earlier_resolutions() -> None:
    text = (
        "Ostania vetoed a U.N. Security Council resolution drafted by Norland seeking to impose "
        "tougher sanctions on Sudria. Norland urged Sudria to abide by its obligations under "
        "previous U.N. Security Council resolutions."
    )
    vetoed, earlier = find(text)
    assert (vetoed.kind, vetoed.status) == ("resolution", "rejected")
    assert parties(vetoed) == {"UN Security Council", "Norland"}
    assert earlier.status == "in-force"
    assert parties(earlier) == {"UN Security Council", "Sudria"}


def test_numbered_resolutions_are_told_apart() -> None:
    text = (
        "The Security Council adopted Resolution 1234 on Monday. "
        "Sudria said it respects Resolution 1111."
    )
    assert [item.name for item in find(text)] == ["Resolution 1234", "Resolution 1111"]


def test_a_joint_statement_of_the_two_sides() -> None:
    text = (
        "The foreign ministers of Norland and Sudria stressed Thursday that trade matters.\n\n"
        "In a joint statement issued after their talks, the ministers urged Ostania to disarm."
    )
    item = only(text)
    assert (item.kind, item.status) == ("joint-statement", "agreed")
    assert parties(item) == {"Norland", "Sudria"}


def test_the_date_of_the_status_is_that_of_its_clause() -> None:
    text = (
        "Norland and Sudria signed a fisheries agreement last Friday, the ministry said on Monday."
    )
    friday, monday = date(2020, 5, 1), date(2020, 5, 4)
    (item,) = find_agreements(reading(text, [("last Friday", friday), ("Monday", monday)]))
    assert item.when.earliest == friday


@pytest.mark.parametrize(
    ("sentence", "name", "status"),
    [
        ("Norland and Sudria welcomed the signing of a visa pact.", "visa pact", "signed"),
        ("Norland and Sudria called for the conclusion of a visa pact.", "visa pact",
         "under-negotiation"),
        ("Norland announced the launch of the visa pact with Sudria.", "visa pact", "in-force"),
        ("The visa pact reached last year helped Norland and Sudria.", "visa pact", "agreed"),
        ("Norland pointed to a Sudrian-Norlandic visa pact.", "Sudrian-Norlandic visa pact",
         "agreed"),
        ("Norland and Sudria are to sign a visa pact on Monday.", "visa pact", "agreed"),
        ("Norland, which abandoned the visa pact, wants Sudria to return to it.", "visa pact",
         "terminated"),
    ],
)  # fmt: skip
def test_status_from_nouns_and_participles(sentence: str, name: str, status: str) -> None:
    item = only(sentence)
    assert (item.name, item.status) == (name, status)


def test_what_is_signed_is_an_instrument_under_any_name() -> None:
    assert only("Norland and Sudria signed documents on fisheries.").status == "signed"
    assert find("Norland and Sudria discussed documents on fisheries.") == []
    statement = only("The leaders of Norland and Sudria issued a statement on trade.")
    assert statement.kind == "joint-statement"
    assert find("Norland issued a statement on trade with Sudria.") == []


def test_different_modifiers_are_different_pacts_in_the_making() -> None:
    text = "Norland and Sudria are negotiating a visa pact. They also discussed an aviation pact."
    assert [item.name for item in find(text)] == ["visa pact", "aviation pact"]


def test_the_year_in_a_name_dates_the_pact_and_not_its_end() -> None:
    text = "Norland scrapped the 2015 nuclear deal with Sudria in May."
    dates = [("2015", date(2015, 1, 1)), ("May", date(2018, 5, 1))]
    (item,) = find_agreements(reading(text, dates))
    assert item.when.earliest == date(2018, 5, 1)


def test_evidence_is_verbatim_and_captions_are_not_read() -> None:
    text = (
        "Photo shows ministers of Norland and Sudria after signing a border treaty. (Kyodo)\n\n"
        "Norland and Sudria signed a “historic” fisheries agreement — the first ever.\n\n"
        "The agreement lasts ten years."
    )
    item = only(text)
    for evidence in item.evidence:
        assert text[evidence.start : evidence.end] == evidence.exact
        assert evidence.rule.startswith("agreements/")
    assert "fisheries" in item.evidence[0].exact


def test_ids_are_in_order_and_results_repeat() -> None:
    text = "Norland and Sudria signed a border treaty. Ostania and Westmark signed a trade pact."
    first, second = find(text), find(text)
    assert first == second
    assert [item.id for item in first] == ["agreement-1", "agreement-2"]


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Norland and Sudria already have a fisheries agreement.", "in-force"),
        ("Norland has to sign a fisheries agreement with Sudria.", "agreed"),
        (
            "A fisheries agreement between Norland and Sudria is expected in May.",
            "under-negotiation",
        ),
        ("Norland urged Sudria to sign a fisheries agreement.", "proposed"),
        ("Norland pulled out of the fisheries agreement with Sudria.", "terminated"),
        ("Norland ruled out a fisheries agreement with Sudria.", "rejected"),
        ("Norland shelved plans for a fisheries agreement with Sudria.", "suspended"),
        (
            "Norland suspended its participation in the fisheries agreement with Sudria.",
            "suspended",
        ),
        ("A truce between Norland and Sudria appeared to be holding.", "in-force"),
        ("A truce between Norland and Sudria broke down on Friday.", "terminated"),
        ("The war of Norland and Sudria ended in an uneasy truce.", "in-force"),
        ("The fisheries agreement between Norland and Sudria expires in May.", "in-force"),
        ("The fisheries agreement of Norland and Sudria was in tatters.", "at-risk"),
        ("Norland and Sudria signed a treaty to end the war.", "signed"),
        ("Norland and Sudria agreed on the text of a treaty.", "agreed"),
        ("Norland and Sudria began talks on implementing the peace accord.", "in-force"),
        ("Norland and Sudria ended talks without reaching a peace accord.", "under-negotiation"),
        ("Norland was optimistic about reaching a peace accord with Sudria.", "under-negotiation"),
        ("The Security Council is considering a draft resolution on Norland.", "proposed"),
        ("Norland called on Sudria to accept a ceasefire.", "proposed"),
        ("Norland would scrap the fisheries treaty if Sudria broke it.", "at-risk"),
    ],
)
def test_status_of_what_is_hoped_for_broken_off_or_kept(sentence: str, status: str) -> None:
    assert only(sentence).status == status


def test_nobody_calls_for_what_is_not_called_for() -> None:
    assert not find("Norland would not call for a ceasefire in the region.")


def test_a_year_alone_means_the_treaty_just_spoken_of() -> None:
    text = (
        "Norland cancelled a friendship treaty with Sudria. The 1984 treaty gave it guarantees.\n\n"
        "Sudria asked for talks on a new treaty."
    )
    assert [item.status for item in find(text)] == ["terminated", "under-negotiation"]


def test_an_accord_with_another_partner_is_another_accord() -> None:
    text = (
        "Norland and Sudria are negotiating a trade accord. "
        "Norland already has a trade accord with Ostania."
    )
    first, second = find(text)
    assert (first.status, second.status) == ("under-negotiation", "in-force")
    assert parties(second) == {"Norland", "Ostania"}


def test_this_points_back() -> None:
    item = only(
        "Norland and Sudria reached an ambitious agreement on migration. "
        "This landmark declaration was adopted on Friday."
    )
    assert "landmark declaration" in " ".join(item.aliases) or item.name == "landmark declaration"


def test_items_of_a_list_have_the_status_that_its_introduction_gives() -> None:
    found = find(
        "The following were signed by Norland and Sudria:\n\n"
        "Agreement on Cooperation in Agriculture;\n\nProtocol on Cooperation in Aviation."
    )
    assert [(item.status, parties(item)) for item in found] == [
        ("signed", {"Norland", "Sudria"}),
        ("signed", {"Norland", "Sudria"}),
    ]


def test_members_of_several_agreements_share_what_happened_to_them() -> None:
    found = find("Norland and Sudria signed seven agreements, including a transit treaty.")
    assert {item.status for item in found} == {"signed"}
    assert any("transit treaty" in item.name for item in found)


def test_the_sides_of_the_article_are_those_of_a_pact_that_names_none() -> None:
    item = only(
        "Norland sent a minister to Sudria on Friday.\n\n"
        "Norland and Sudria quarrel over fish.\n\n"
        "A fisheries accord is being negotiated, the Norlandic side said."
    )
    assert parties(item) == {"Norland", "Sudria"}
