"""The questions' files: what their headers say, and what is said of bad ones."""

import re
from pathlib import Path

import pytest
import yaml

from ontology import PREFIXES, code_schemes, code_values
from queries.catalog import GROUPS, Question, groups, question, questions
from queries.documentation import documentation
from queries.errors import QueryHeaderError, UnknownQuestionError
from queries.header import read_header
from queries.reading import read_question

GOOD = """#+ summary: Who met?
#+ description: >-
#+   One line
#+   and another.
#+ tags:
#+   - Who met whom?
#+ sentence: "Who met in {place}?"
#+ evidence: s
#+ minimum:
#+   seeds: 0
#+   corpus: 2
#+ view:
#+   timeline:
#+     start: when
#+     end: when
#+     label: s
#+ parameters:
#+   place:
#+     type: entity
#+     of: Place, Polity
#+     label: Held in
#+     choices: s
#+     example: "a: b"
SELECT ?s (MIN(?p) AS ?when) { BIND(?__place_iri AS ?givenPlace) ?s ?p ?givenPlace } GROUP BY ?s
"""
ALL = list(questions().values())
by_name = pytest.mark.parametrize("asked", ALL, ids=lambda q: q.name)


def test_a_header_becomes_a_question() -> None:
    read = read_question("who-met", GOOD)
    assert (read.title, read.description) == ("Who met?", "One line and another.")
    assert read.parameters[0].of == ("Place", "Polity")
    assert read.parameters[0].example == "a: b"
    assert read.parameters[0].required is False
    assert read.sentence == "Who met in {place}?"
    assert (read.minimum.seeds, read.minimum.corpus) == (0, 2)
    assert read.columns == ("s", "when")
    assert read.evidence == "s"
    view = read.view("timeline")
    assert view is not None
    assert view.fields == {"start": "when", "end": "when", "label": "s"}
    assert read.view("bar") is None


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("#+ summary: Who met?\n", "", 1, "no 'summary'"),
        ("summary: Who", "sumary: Who", 1, "unknown key 'sumary'"),
        ("seeds: 0", "seeds: few", 10, "a number of rows"),
        ("#+   corpus: 2\n", "", 9, "no 'corpus'"),
        ("type: entity", "type: url", 19, "use one of entity, code, date, integer, text"),
        ("of: Place, Polity", "of:", 20, "has no value"),
        ("#+     of: Place, Polity\n", "", 18, "say of what place is entity"),
        ("#+     label: Held in", "#+    label: Held in", 21, "indent by two spaces"),
        ("#+   place:", "#+   the_place:", 18, "lower-case letters"),
        ('"a: b"', "a: b", 23, "quotation marks"),
        ('"a: b"', '"a', 23, "this is not YAML"),
        ("- Who met whom?", "- Things", 5, "Who met whom?"),
        ("tags:\n#+   - Who", "tags: Who", 5, "a list of one group"),
        ("seeds: 0", "seeds: 0\n#+   seeds: 1", 11, "said twice"),
        ("in {place}", "there", 7, "{place} once each"),
        ("evidence: s", "evidence: t", 8, "'t' is no column; use one of s, when"),
        ("  timeline:", "  pie:", 13, "there is no view 'pie'"),
        ("label: s", "label: t", 16, "'t' is no column"),
        ("end: when", "ends: when", 15, "unknown key 'ends'"),
        ("choices: s", "choices: t", 22, "'t' is no column"),
        ("choices: s", "choices: SELECT ?s { ?s ?p ?o }", 22, "SELECT ?choice"),
        ("?__place_iri", "?_place_iri", 24, "write 'BIND(?__place_iri AS ?givenPlace)' once"),
        ("?__place_iri", "?__place", 24, "write 'BIND(?__place_iri AS ?givenPlace)' once"),
        ("?s ?p ?givenPlace", "?s ?p ?__where", 24, "'where' is not in the header"),
        ("description: >-", "description", 5, "this is not YAML"),
    ],
)
def test_a_bad_header_is_named_with_file_line_and_fix(
    old: str, new: str, line: int, says: str
) -> None:
    assert old in GOOD
    with pytest.raises(QueryHeaderError) as caught:
        read_question("who-met", GOOD.replace(old, new, 1))
    assert str(caught.value).startswith(f"who-met.rq:{line}: ")
    assert says in str(caught.value)


def test_a_file_without_a_header_or_with_a_bad_name_is_refused() -> None:
    with pytest.raises(QueryHeaderError, match="no header"):
        read_question("who-met", "SELECT * {}")
    with pytest.raises(QueryHeaderError, match="lower case"):
        read_question("Who met", GOOD)


@by_name
def test_headers_are_yaml_as_grlc_reads_it(asked: Question) -> None:
    lines = [row[2:] for row in asked.text.splitlines() if row.startswith("#+")]
    document = yaml.safe_load("\n".join(lines))
    header = read_header(asked.name, asked.text)
    assert list(document) == list(header)
    assert document["summary"] == asked.title
    assert document["description"] == asked.description
    assert document["tags"] == [asked.group]
    assert list(document.get("parameters", {})) == [p.name for p in asked.parameters]


@by_name
def test_prefixes_are_the_usual_ones_and_all_used(asked: Question) -> None:
    body = asked.text[asked.text.index("SELECT") :]
    declared = [row.split() for row in asked.text.splitlines() if row.startswith("PREFIX ")]
    for _, name, iri in declared:
        assert iri == f"<{PREFIXES[name.rstrip(':')]}>"
        # grlc writes the datatype of a date or a number by this prefix.
        typed = name == "xsd:" and re.search(r"\?_+[a-z]+_(xsd_date|integer)\b", body)
        assert name in body or typed


@by_name
def test_parameters_name_things_that_exist(asked: Question) -> None:
    for parameter in asked.parameters:
        if parameter.type == "code":
            assert parameter.of[0] in code_schemes()
            assert parameter.example in code_values(parameter.of[0])
            assert parameter.default is None or parameter.default in code_values(parameter.of[0])


def test_there_are_enough_questions_and_all_are_in_a_group() -> None:
    assert len(ALL) >= 14
    grouped = groups()
    assert list(grouped) == [group for group in GROUPS if group in grouped]
    assert sorted(q.name for members in grouped.values() for q in members) == list(questions())


def test_an_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(UnknownQuestionError) as caught:
        question("who-atended")
    assert "who-attended" in caught.value.nearest
    assert "did you mean who-attended" in str(caught.value)


def test_the_documentation_is_up_to_date() -> None:
    page = (Path(__file__).resolve().parents[2] / "queries" / "README.md").read_text("utf-8")
    assert page == documentation(), "python -m queries.documentation > queries/README.md"
