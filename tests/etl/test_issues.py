"""What articles and passages are about."""

import pytest
from rdflib import RDF, SKOS, URIRef

from etl.annotate import annotate
from etl.article import Article
from etl.document import Mentions
from etl.extract.cues import CueTable, cue_table, stem, words
from etl.extract.issues import find_issues, issues_in
from etl.reading import Reading
from ontology import issue_notations, terms
from ontology.graphs import issues_graph


def read(text: str, title: str | None = None) -> Reading:
    return Reading(annotate(Article("t", text, title)), Mentions([]), {}, {})


def found(text: str, title: str | None = None) -> set[str]:
    return {notation for notation, _ in find_issues(read(text, title))}


@pytest.mark.parametrize(
    ("passage", "issues"),
    [
        ("North Korea fired two ballistic missiles into the sea.", {"north-korea-missiles"}),
        ("Pyongyang may conduct a seventh nuclear test.", {"north-korea-nuclear-programme"}),
        ("Tehran agreed to stop enriching uranium.", {"iran-nuclear-programme"}),
        ("Rebels in eastern Congo seized a town.", {"african-conflicts"}),
        ("Syrian rebels and troops clashed near the border.", {"syria"}),
        ("The ministers signed a free-trade agreement.", {"free-trade-agreement", "trade"}),
        ("Both armies will hold joint military exercises.", {"military-exercises"}),
        ("They spoke of the Line of Control in Kashmir.", {"kashmir"}),
        ("Sinn Fein said it would sign.", {"northern-ireland"}),
        ("He was named ambassador to Peru.", {"diplomatic-appointments"}),
        ("The two states agreed to establish diplomatic relations.", {"diplomatic-relations"}),
        ("Turkish Cypriots welcomed the plan.", {"cyprus"}),
        ("The Polisario Front rejected the offer.", {"western-sahara"}),
        ("A pipeline will carry natural gas to the coast.", {"energy"}),
        ("The Houthis released the crew.", {"yemen"}),
        ("Some 90,000 refugees fled across the river.", {"migration-refugees"}),
        ("Migrants crossed by night.", {"migration-refugees"}),
    ],
)
def test_a_passage_names_its_issues(passage: str, issues: set[str]) -> None:
    assert set(issues_in(passage)) == issues


@pytest.mark.parametrize(
    "passage",
    [
        "The prime minister met his counterpart on Monday.",
        "The airline and the union resumed their talks.",
        "She won the Nobel Peace Prize.",
        "The minister arrived at the airport before noon.",
        "Officials met at the Asia-Pacific Economic Cooperation forum.",
        "",
    ],
)
def test_a_passage_may_name_none(passage: str) -> None:
    assert issues_in(passage) == ()


def test_parts_of_a_cue_must_be_near_each_other() -> None:
    filler = "a man who had spent many long years in the service of the crown and of the church"
    assert "syria" in issues_in("Fighting went on in Aleppo and all over Syria.")
    assert "african-conflicts" not in issues_in(f"Nigeria sent {filler}, and of the old war.")


def test_spelling_number_and_tense_do_not_matter() -> None:
    for one, other in (
        ("normalisation", "normalization"),
        ("labour", "labor"),
        ("defence", "defense"),
        ("programmes", "program"),
        ("crises", "crisis"),
        ("treaties", "treaty"),
        ("shipped", "shipping"),
        ("houthis", "houthi"),
        ("exchanging", "exchanges"),
    ):
        assert stem(one) == stem(other), (one, other)
    assert stem("talks") != stem("tanks")


def test_capitals_tell_names_and_acronyms_from_words() -> None:
    assert "public-health" in issues_in("The fight against AIDS needs vaccines.")
    assert "public-health" not in issues_in("The general aids his country.")
    assert "energy" not in issues_in("WHO officials asked who opec is.")
    assert [w.key for w in words("U.S.-led NATO's")] == ["US", "led", "NATO"]
    assert "northern-ireland" in issues_in("BLAIR SPEAKS ON NORTHERN IRELAND IN BELFAST")


def test_a_cue_inside_a_longer_one_does_not_count() -> None:
    table = CueTable()
    table.plain = {table.number("trade"): {"t": 1.0}, table.number("slave trade"): {"s": 1.0}}
    assert table.strengths("the slave trade") == {"s": 1.0}
    assert table.strengths("trade and the slave trade") == {"s": 1.0, "t": 1.0}


def test_an_article_is_about_what_its_sentences_are_about() -> None:
    text = (
        "Fishing fleets of Norland and Sudland may work in each other's waters, ministers agreed.\n"
        "The agreement on fishing rights ends a long dispute over fisheries.\n"
        "Minister Ann Other, who studied in Belfast, said the fish stocks must recover."
    )
    assert "agriculture-fisheries" in found(text)
    assert "northern-ireland" not in found(text)


def test_evidence_is_the_sentence_in_the_article() -> None:
    text = (
        "Ministers met on Monday.\n\nThey called for an immediate ceasefire and a lasting truce.\n"
    )
    ((notation, evidence),) = find_issues(read(text))
    assert notation == "ceasefire"
    assert evidence.exact == "They called for an immediate ceasefire and a lasting truce."
    assert text[evidence.start : evidence.end] == evidence.exact
    assert evidence.rule.startswith("issues/")
    assert 0 < evidence.confidence < 1


def test_captions_and_subheads_do_not_count() -> None:
    caption = "Refugees wait at a camp for refugees after the migrants' boats sank. (Kyodo)"
    subhead = "Refugees and asylum"
    assert found(f"Ministers met on Monday.\n\n{caption}\n\n{subhead}\n") == set()


def test_a_title_alone_is_no_evidence() -> None:
    assert found("Ministers met on Monday.", "Talks on refugees, asylum and migration") == set()


def test_a_side_remark_does_not_outweigh_the_subject() -> None:
    main = "Russian forces in Ukraine shelled Mariupol, and Ukraine's army fought the invasion.\n"
    aside = "The envoy once served in Cyprus on UN business."
    assert found(main * 12 + aside) == {"russia-ukraine"}


def test_the_order_is_by_weight_and_the_same_every_time() -> None:
    text = (
        "The presidents discussed sanctions on Norland and how sanctions are evaded.\n"
        "They agreed to keep the sanctions.\nThey also discussed piracy and freedom of navigation."
    )
    first = find_issues(read(text))
    assert [notation for notation, _ in first] == ["sanctions", "maritime-security"]
    assert find_issues(read(text)) == first


def test_every_issue_has_cues_and_every_cue_an_issue() -> None:
    table = cue_table()
    named = {issue for issues in table.plain.values() for issue in issues}
    named |= {cue.issue for cue in table.conjunctions}
    assert named - {"-"} == set(issue_notations())
    weights = [w for issues in table.plain.values() for i, w in issues.items() if i != "-"]
    assert all(0 < w <= 1 for w in weights)


def test_every_issue_can_be_found_by_one_of_its_labels() -> None:
    graph = issues_graph()
    for issue in graph.subjects(RDF.type, URIRef(terms.ISSUE)):
        notation = str(graph.value(issue, SKOS.notation))
        labels = [*graph.objects(issue, SKOS.prefLabel), *graph.objects(issue, SKOS.altLabel)]
        hits = [label for label in labels if notation in issues_in(str(label))]
        assert 2 * len(hits) >= len(labels), (notation, labels)


@pytest.mark.parametrize(
    "passage",
    [
        "They exchanged views on regional and international matters.",
        "He addressed the Conference on Disarmament.",
        "A regional bloc met nearby.",
        "Fishing boats lay in the harbour.",
    ],
)
def test_a_forum_or_a_courtesy_alone_is_no_issue_of_an_article(passage: str) -> None:
    assert found(passage) == set()


_ON_YEMEN = (
    "The Houthis and Yemen welcomed talks in Aden. The Houthis agreed to a truce in Yemen. "
    "Yemen urged the Houthis to open roads. "
)


def test_a_brief_text_gives_a_subject_one_sentence() -> None:
    short = f"{_ON_YEMEN} We also denounce terrorism and call for counter-terrorism work."
    assert {"yemen", "terrorism"} <= found(short)
    long = f"{_ON_YEMEN * 6} The envoy spoke of terrorism."
    assert "terrorism" not in found(long)


def test_observers_on_a_line_are_peacekeepers() -> None:
    assert "peacekeeping" in issues_in("They support the Disengagement Observer Force.")
    assert "debt-finance" in issues_in("They discussed reserves held at the central bank.")
    assert "war-crimes" in issues_in("We will hold the rulers accountable for their crimes.")
