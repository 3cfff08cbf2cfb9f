"""The checks of data accept what extraction writes and catch what it must not write."""

import re
from collections.abc import Sequence
from typing import Literal

import pytest
from sample_article import Sample, write_rivals

from ontology import terms
from ontology.check import check_data, check_dataset
from ontology.hygiene import Subject, checks, read_check
from ontology.loading import read_quads
from ontology.violation import Violation, errors
from parley.checking import article_violations, consolidated_violations, describe

NODE = "https://w3id.org/parley/id/article/sample"
TERM = "https://w3id.org/parley/ontology#"
CODE = "https://w3id.org/parley/code"
XSD = "http://www.w3.org/2001/XMLSchema#"
OA = "http://www.w3.org/ns/oa#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
TALKS = "https://w3id.org/parley/id/meeting/2020-03-05-midtown-ann-other-bo-elder"
PART = f"{TALKS}/participation/ann-other"


def names(violations: Sequence[Violation]) -> set[str]:
    return {violation.what for violation in violations}


def without(text: str, subject: str, prop: str) -> str:
    """The lines but those that state a property of a node."""
    start = f"<{subject}> <{prop}> "
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith(start)]
    assert len(lines) < len(text.splitlines()), f"nothing states {start}"
    return "".join(lines)


def triple(subject: str, prop: str, value: str) -> str:
    return f"<{subject}> <{prop}> {value} .\n"


def day(text: str) -> str:
    return f'"{text}"^^<{XSD}date>'


def test_what_extraction_writes_passes(sample: Sample) -> None:
    assert article_violations(sample.report) == []
    assert consolidated_violations(sample.consolidated) == []
    assert check_dataset(read_quads(sample.dataset)) == []


def test_the_reference_graph_may_stand_beside_the_data(sample: Sample) -> None:
    reports_aside = sample.dataset.replace(sample.report, "")
    assert errors(consolidated_violations(reports_aside)) == []


def test_data_under_another_base_is_checked_alike(sample: Sample) -> None:
    base = "https://example.org/p/"
    moved = sample.report.replace("<https://w3id.org/parley/id/", f"<{base}id/")
    moved = moved.replace("<https://w3id.org/parley/code/", f"<{base}code/")
    moved = moved.replace("<https://w3id.org/parley/issue/", f"<{base}issue/")
    assert article_violations(moved, base) == []
    assert errors(article_violations(moved)) != []


@pytest.mark.parametrize(
    ("node", "prop", "expected"),
    [
        ("meeting-1", "status", "shape/EventStatus"),
        ("meeting-1", "evidence", "shape/SomeEvidence"),
        ("agreement-1", "status", "shape/AgreementStatus"),
        ("agreement-1", "kind", "shape/AgreementKind"),
        ("agreement-1", "evidence", "shape/SomeEvidence"),
        ("statement-1", "speaker", "shape/Speaker"),
        ("statement-1", "quote", "shape/Statement"),
        ("statement-2", "evidence", "shape/SomeEvidence"),
        ("role-1", "former", "shape/RoleFormer"),
        ("role-1", "official", "shape/OneOfficial"),
        ("role-1", "evidence", "shape/SomeEvidence"),
        ("meeting-1-evidence-1", "rule", "shape/EvidenceRule"),
        ("meeting-1-evidence-1", "confidence", "shape/EvidenceConfidence"),
        ("meeting-1-participation-1", "official", "shape/OneOfficial"),
    ],
)
def test_what_is_missing_is_found(sample: Sample, node: str, prop: str, expected: str) -> None:
    found = errors(article_violations(without(sample.report, f"{NODE}#{node}", f"{TERM}{prop}")))
    assert expected in names(found)
    assert {v.where for v in found if v.what == expected} == {f"{NODE}#{node}"}
    assert all(v.message and v.advice for v in found)


@pytest.mark.parametrize(
    ("prop", "expected"),
    [
        (f"{OA}hasSource", "shape/EvidenceSource"),
        (f"{OA}start", "shape/EvidenceStart"),
        (f"{OA}end", "shape/EvidenceEnd"),
        (f"{OA}exact", "shape/EvidenceExact"),
    ],
)
def test_evidence_must_be_complete(sample: Sample, prop: str, expected: str) -> None:
    node = f"{NODE}#meeting-1-evidence-1"
    assert expected in names(errors(article_violations(without(sample.report, node, prop))))


def test_an_encounter_of_nobody_is_found(sample: Sample) -> None:
    text = without(sample.report, f"{NODE}#meeting-2", f"{TERM}party")
    assert "shape/Encounter" in names(errors(article_violations(text)))


@pytest.mark.parametrize(
    ("node", "prop", "value", "expected"),
    [
        ("visit-1", "status", f"<{CODE}/status/occurred>", "shape/EventStatus"),
        ("visit-1", "mode", f"<{CODE}/status/occurred>", "shape/EventMode"),
        ("visit-1", "level", f"<{CODE}/level/royal>", "shape/EventLevel"),
        ("agreement-1", "status", f"<{CODE}/status/occurred>", "shape/AgreementStatus"),
        ("statement-1", "paraphrase", '"It ends."', "shape/Statement"),
        ("statement-1", "speechAct", f"<{CODE}/speech-act/shout>", "shape/SpeechAct"),
        ("role-1", "officeType", f"<{CODE}/mode/phone>", "shape/OfficeType"),
        ("meeting-1", "about", "<https://w3id.org/parley/issue/the-weather>", "shape/About"),
        ("meeting-1", "about", "<https://w3id.org/parley/issue/economy>", "shape/About"),
        ("meeting-1", "participant", f"<{NODE}#agreement-1>", "shape/EventParticipant"),
        ("meeting-1", "party", "<https://w3id.org/parley/id/official/ann-other>", "shape/Party"),
        ("meeting-1", "earliest", day("2020-03-06"), "shape/Earliest"),
        ("meeting-1", "latest", f'"2020"^^<{XSD}gYear>', "shape/Latest"),
        ("meeting-1", "partOf", f"<{NODE}#meeting-1>", "check/related-to-itself"),
        ("meeting-1", "withWhom", f"<{NODE}#role-1>", "check/unknown-term"),
        ("meeting-1", "madeAt", f"<{NODE}#meeting-9>", "check/undescribed-node"),
        ("meeting-1", "participation", "_:b", "check/blank-node"),
        ("meeting-1", "reportedAs", f"<{NODE}#meeting-2>", "shape/NotConsolidated"),
        ("meeting-1-participation-1", "inCapacity", f"<{NODE}#role-2>",
         "check/capacity-of-another"),
        ("meeting-1-evidence-1", "confidence", '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>',
         "shape/EvidenceConfidence"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(
    sample: Sample, node: str, prop: str, value: str, expected: str
) -> None:
    text = sample.report + triple(f"{NODE}#{node}", f"{TERM}{prop}", value)
    assert expected in names(errors(article_violations(text)))


@pytest.mark.parametrize(("kind", "other"), [("Official", "Agreement"), ("PressEvent", "Meeting")])
def test_a_thing_of_two_disjoint_classes_is_found(sample: Sample, kind: str, other: str) -> None:
    both = "".join(triple(f"{NODE}#it", TYPE, f"<{TERM}{name}>") for name in (kind, other))
    found = errors(article_violations(sample.report + both))
    assert "check/contradictory-classes" in names(found)


def tampered(text: str, prop: str, value: str) -> str:
    """The first value of a property of the first evidence, replaced."""
    node = re.escape(f"<{NODE}#meeting-1-evidence-1> <{prop}> ")
    changed, number = re.subn(f"{node}.*?(?= <{NODE}>)", f"{node}{value}", text, count=1)
    assert number == 1
    return changed.replace(node, f"<{NODE}#meeting-1-evidence-1> <{prop}> ")


@pytest.mark.parametrize(
    ("prop", "value", "expected"),
    [
        ("start", f'"1"^^<{XSD}nonNegativeInteger>', "check/evidence-length"),
        ("start", f'"999"^^<{XSD}nonNegativeInteger>', "shape/EvidenceStart"),
        ("start", f'"-1"^^<{XSD}integer>', "shape/EvidenceStart"),
        ("end", f'"60.5"^^<{XSD}decimal>', "shape/EvidenceEnd"),
        ("exact", '" "', "shape/EvidenceExact"),
    ],
)
def test_offsets_and_words_must_agree(sample: Sample, prop: str, value: str, expected: str) -> None:
    text = tampered(sample.report, f"{OA}{prop}", value)
    assert expected in names(errors(article_violations(text)))


def test_an_event_after_its_report_is_a_warning(sample: Sample) -> None:
    issued = "http://purl.org/dc/terms/issued"
    text = without(sample.report, NODE, issued) + triple(NODE, issued, day("2020-03-01"))
    (found, *_) = article_violations(text)
    assert (found.level, found.what) == ("warning", "check/event-after-report")


def test_a_quote_must_stand_in_its_evidence(sample: Sample) -> None:
    text = sample.report.replace('quote> "The accord', 'quote> "This accord')
    assert names(article_violations(text)) == {"check/quote-without-source"}


TENURE = "https://w3id.org/parley/id/tenure/ann-other-1"
OFFICE = "https://w3id.org/parley/id/office/norland-foreign-minister"


def with_tenure(text: str, start: str, end: str, of: str = "ann-other") -> str:
    """The graph with a tenure in which the first participation is held."""
    official = f"<https://w3id.org/parley/id/official/{of}>"
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    return (
        text
        + triple(PART, f"{TERM}inCapacity", f"<{TENURE}>")
        + triple(TENURE, TYPE, f"<{TERM}Tenure>")
        + triple(TENURE, f"{TERM}official", official)
        + triple(TENURE, f"{TERM}office", f"<{OFFICE}>")
        + triple(TENURE, f"{TERM}from", start)
        + triple(TENURE, f"{TERM}until", end)
        + triple(OFFICE, TYPE, f"<{TERM}Office>")
        + triple(OFFICE, label, '"Foreign Minister"@en')
    )


def month(text: str) -> str:
    return f'"{text}"^^<{XSD}gYearMonth>'


def year(text: str) -> str:
    return f'"{text}"^^<{XSD}gYear>'


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (day("2020-03-05"), day("2020-03-06")),
        (month("2020-03"), month("2020-03")),
        (year("2020"), year("2021")),
        (year("2019"), day("2020-03-06")),
    ],
)
def test_a_tenure_that_covers_the_event_passes(sample: Sample, start: str, end: str) -> None:
    assert consolidated_violations(with_tenure(sample.consolidated, start, end)) == []


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (day("2020-03-06"), year("2021")),
        (month("2020-04"), year("2021")),
        (year("2018"), day("2020-03-05")),  # the last day is not of the tenure
        (year("2018"), year("2019")),
    ],
)
def test_a_tenure_that_does_not_cover_the_event_is_found(
    sample: Sample, start: str, end: str
) -> None:
    found = errors(consolidated_violations(with_tenure(sample.consolidated, start, end)))
    assert names(found) == {"check/capacity-not-held"}


def test_other_faults_of_tenures_are_found(sample: Sample) -> None:
    text = sample.consolidated
    other = with_tenure(text, year("2020"), year("2021"), of="bo-elder")
    assert "check/capacity-of-another" in names(errors(consolidated_violations(other)))
    swapped = with_tenure(text, year("2021"), month("2020-05"))
    assert "check/tenure-ends-before-start" in names(errors(consolidated_violations(swapped)))
    role = triple(f"{NODE}#role-2", f"{TERM}tenure", f"<{TENURE}>")
    found = consolidated_violations(with_tenure(text, year("2020"), year("2021")) + role)
    assert "check/tenure-of-another" in names(errors(found))
    dated = with_tenure(text, '"spring"', year("2021"))
    assert "shape/TenureFrom" in names(errors(consolidated_violations(dated)))


def test_consolidated_things_need_their_reports(sample: Sample) -> None:
    text = without(sample.consolidated, TALKS, f"{TERM}reportedAs")
    assert names(errors(consolidated_violations(text))) == {"shape/SomeReport"}


def test_two_entities_with_one_link_are_a_warning(sample: Sample) -> None:
    same = "http://www.w3.org/2002/07/owl#sameAs"
    elder = "https://w3id.org/parley/id/official/bo-elder"
    link = "<http://www.wikidata.org/entity/Q999999991>"
    found = consolidated_violations(sample.consolidated + triple(elder, same, link))
    assert names(found) == {"check/two-with-one-link"}
    assert errors(found) == []
    other = link.replace("www.wikidata.org/entity", "example.org")
    found = consolidated_violations(sample.consolidated + triple(elder, same, other))
    assert names(errors(found)) == {"shape/WikidataLink"}


def test_what_no_report_says_has_not_occurred(sample: Sample) -> None:
    planned = f"<{CODE}/status/planned>"
    occurred = planned.replace("planned", "occurred")
    report = sample.report.replace(occurred, planned)
    found = check_dataset(read_quads(sample.consolidated + report))
    assert {v.what for v in errors(found)} == {"check/occurred-unreported"}
    found = check_dataset(read_quads(sample.consolidated))
    assert "check/report-missing" in names(errors(found))


def test_text_that_is_no_rdf_is_an_error() -> None:
    with pytest.raises(SyntaxError):
        check_data("this is no N-Quads", "report")


@pytest.mark.parametrize("subject", ["ontology", "report", "consolidated", "dataset"])
def test_every_check_says_what_to_do(subject: Subject) -> None:
    found = checks(subject)
    assert found
    for check in found:
        assert check.title[0].isupper()
        assert check.problem.endswith(".")
        assert check.solution.endswith(".")
        assert re.search(r"SELECT (DISTINCT )?\?entity", check.query)


@pytest.mark.parametrize(
    "head", ["# T\n#\n# Problem: p.\n# Level: error\n# On: report\n",
             "# T\n# Problem: p.\n# Solution: s.\n# Level: grave\n# On: report\n",
             "# T\n# Problem: p.\n# Solution: s.\n# Level: error\n# On: everything\n"],
)  # fmt: skip
def test_a_check_with_an_incomplete_head_is_refused(head: str) -> None:
    with pytest.raises(ValueError, match=r"checks/new\.rq"):
        read_check("new", head + "SELECT ?entity ?property ?value WHERE {}")


def test_many_violations_of_a_kind_are_told_briefly() -> None:
    level: Literal["error"] = "error"
    many = [
        Violation(level, "shape/X", f"{NODE}#m-{i}", "is wrong", "Right it.") for i in range(30)
    ]
    lines = list(describe(NODE, many))
    assert lines[0] == NODE
    assert lines[1] == "  error  shape/X"
    assert lines[2] == "    #m-0: is wrong"
    assert lines[-2:] == ["    … and 22 more", "    → Right it."]
    assert list(describe(NODE, [])) == []


def test_what_rival_articles_say_together_is_shaped_as_demanded() -> None:
    merged = write_rivals()
    for term in (terms.IDENTIFICATION, terms.STATUS_REPORT, terms.DISAGREEMENT, terms.VERSION):
        assert f"<{term}>" in merged
    assert not errors(check_data(merged, "consolidated"))
