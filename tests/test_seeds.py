"""What the graph built from seeds/ must say, asked over HTTP as a researcher would ask it."""

from datetime import date
from pathlib import Path

import pytest
from running import ROOT, Running
from SPARQLWrapper import JSON, SPARQLWrapper

PREFIXES = """
PREFIX parley: <https://w3id.org/parley/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX code: <https://w3id.org/parley/code/>
PREFIX id: <https://w3id.org/parley/id/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
S000, S003, S004 = "000_63a64f8fa27490d6", "003_9712453ec5dae5c9", "004_024c5c7753628f66"

Row = dict[str, str]


class Asker:
    """Asks a SPARQL endpoint through SPARQLWrapper."""

    def __init__(self, url: str) -> None:
        self._url = url

    def _run(self, query: str) -> dict[str, object]:
        client = SPARQLWrapper(self._url)
        client.setQuery(PREFIXES + query)
        client.setReturnFormat(JSON)
        answer: dict[str, object] = client.queryAndConvert()
        return answer

    def rows(self, query: str) -> list[Row]:
        """Rows of a SELECT, values as plain strings."""
        bindings = self._run(query)["results"]["bindings"]  # type: ignore[index]
        return [{name: cell["value"] for name, cell in row.items()} for row in bindings]

    def ask(self, query: str) -> bool:
        """The answer of an ASK."""
        return bool(self._run(query)["boolean"])


@pytest.fixture(scope="module")
def graph(seed_server: Running) -> Asker:
    return Asker(seed_server.sparql)


def local(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


OCCURRED = "<https://w3id.org/parley/code/status/occurred>"
TWO_PLUS_TWO = f"""
  ?meeting a parley:Meeting ; parley:place ?place ; parley:status {OCCURRED} ;
           parley:participant ?suh .
  ?place rdfs:label ?place_label . FILTER(STR(?place_label) = "Seoul")
  ?suh rdfs:label ?suh_label . FILTER(CONTAINS(STR(?suh_label), "Suh"))
"""


def test_who_attended_the_two_plus_two_in_seoul_for_which_state_and_office(graph: Asker) -> None:
    rows = graph.rows(
        f"""SELECT DISTINCT ?name ?state ?type WHERE {{ {TWO_PLUS_TWO}
        ?meeting parley:participation ?part .
        ?part parley:official ?who ; parley:inCapacity ?role ; parley:representing ?polity .
        ?who rdfs:label ?name . ?polity rdfs:label ?state . ?role parley:officeType ?type }}"""
    )
    surnames = {"Antony Blinken": "Blinken", "Lloyd Austin": "Austin"}
    found = {
        (surnames.get(r["name"], r["name"].split()[0]), r["state"], local(r["type"])) for r in rows
    }
    assert found == {
        ("Blinken", "United States", "foreign-minister"),
        ("Austin", "United States", "defence-minister"),
        ("Chung", "South Korea", "foreign-minister"),
        ("Suh", "South Korea", "defence-minister"),
    }


def test_titles_at_the_two_plus_two_are_as_written(graph: Asker) -> None:
    rows = graph.rows(
        f"""SELECT DISTINCT ?name ?title WHERE {{ {TWO_PLUS_TWO}
        ?meeting parley:participation [ parley:official/rdfs:label ?name ;
                                        parley:inCapacity/parley:title ?title ] }}"""
    )
    titles = {r["name"].split()[-1]: r["title"].casefold() for r in rows}
    assert titles["Blinken"] == "secretary of state"
    assert titles["Austin"] in ("secretary of defense", "defense secretary")


def test_meetings_are_found_by_place(graph: Asker) -> None:
    rows = graph.rows(
        """SELECT ?place (COUNT(DISTINCT ?m) AS ?n) WHERE {
        ?m a parley:Meeting ; parley:place/rdfs:label ?place } GROUP BY ?place"""
    )
    assert {"Seoul", "Washington", "Luxembourg", "San Francisco"} <= {
        r["place"].removesuffix(", D.C.").removesuffix(" City") for r in rows
    }


def test_the_foreign_minister_of_south_korea_in_each_article(graph: Asker) -> None:
    rows = graph.rows(
        """SELECT DISTINCT ?id ?name WHERE { GRAPH ?article {
        ?role a parley:Role ; parley:official ?who ; parley:polity id:polity\\/south-korea ;
              parley:officeType <https://w3id.org/parley/code/office-type/foreign-minister> ;
              parley:former false .
        ?article dcterms:identifier ?id } ?who rdfs:label ?name } ORDER BY ?id"""
    )
    assert [(r["id"], r["name"].replace("-", " ").casefold()) for r in rows] == [
        (S000, "chung eui yong"),
        (S003, "park jin"),
        (S004, "park jin"),
    ]


def test_officials_who_met_in_more_than_one_article(graph: Asker) -> None:
    rows = graph.rows(
        """SELECT ?name (COUNT(DISTINCT ?article) AS ?articles) WHERE {
        ?meeting a parley:Meeting ; parley:participant ?who ; parley:reportedAs ?report ;
                 parley:status <https://w3id.org/parley/code/status/occurred> .
        GRAPH ?article { ?report a parley:Meeting }
        ?who rdfs:label ?name } GROUP BY ?name HAVING (COUNT(DISTINCT ?article) > 1)"""
    )
    assert {r["name"]: int(r["articles"]) for r in rows} == {"Antony Blinken": 3, "Park Jin": 2}


def test_the_phone_call_of_may_18(graph: Asker) -> None:
    rows = graph.rows(
        """SELECT ?first ?last ?name WHERE { ?call a parley:Meeting ; parley:earliest ?first ;
        parley:mode <https://w3id.org/parley/code/mode/phone> ; parley:latest ?last .
        OPTIONAL { ?call parley:participant/rdfs:label ?name } }"""
    )
    assert {(r["first"], r["last"]) for r in rows} == {("2022-05-18", "2022-05-18")}
    assert {r.get("name") for r in rows} == {"Jake Sullivan", "Yang Jiechi"}


TRILATERAL = """?meeting a parley:Meeting ; parley:earliest "2023-11-14"^^xsd:date ;
  parley:latest "2023-11-14"^^xsd:date ; parley:place/rdfs:label ?place .
  FILTER(STR(?place) = "San Francisco")"""


def test_the_trilateral_was_on_the_sidelines_of_apec_and_not_part_of_it(graph: Asker) -> None:
    rows = graph.rows(
        f"""SELECT ?larger WHERE {{ {TRILATERAL}
        ?meeting parley:onSidelinesOf/rdfs:label ?larger }}"""
    )
    assert len(rows) == 1
    assert "APEC" in rows[0]["larger"]
    assert not graph.ask(f"ASK {{ {TRILATERAL} ?meeting parley:partOf ?whole }}")
    parties = graph.rows(
        f"SELECT ?label WHERE {{ {TRILATERAL} ?meeting parley:party/rdfs:label ?label }}"
    )
    assert {r["label"] for r in parties} == {"United States", "Japan", "South Korea"}


BIDEN_AND_XI = """?biden rdfs:label ?biden_label . FILTER(STR(?biden_label) = "Joe Biden")
  ?xi rdfs:label ?xi_label . FILTER(STR(?xi_label) = "Xi Jinping")
  ?summit a parley:Meeting ; parley:participant ?biden, ?xi ; parley:status ?status ."""


def test_the_biden_xi_summit_is_planned_and_did_not_occur(graph: Asker) -> None:
    assert graph.ask(
        f"""ASK {{ {BIDEN_AND_XI}
        FILTER(?status = <https://w3id.org/parley/code/status/planned>) }}"""
    )
    happened = f"FILTER(?status = {OCCURRED})"
    assert not graph.ask(f"ASK {{ {BIDEN_AND_XI} {happened} }}")
    assert not graph.ask(
        f"""ASK {{ GRAPH ?g {{ ?summit a parley:Meeting ; parley:status {OCCURRED} ;
        parley:participant id:official\\/joe-biden, id:official\\/xi-jinping }} }}"""
    )


def test_no_seventh_nuclear_test_is_asserted(graph: Asker) -> None:
    assert not graph.ask(
        """ASK { { ?event parley:status <https://w3id.org/parley/code/status/occurred> ;
        rdfs:label ?label } UNION { GRAPH ?g { ?event parley:status
        <https://w3id.org/parley/code/status/occurred> ; rdfs:label ?label } }
        FILTER(CONTAINS(LCASE(STR(?label)), "test")) }"""
    )


GSOMIA_QUOTE = (
    "We want GSOMIA to be normalized as soon as possible together with the improvement of "
    "Korea-Japan relationship"
)


def test_who_said_gsomia_should_be_normalised_and_where(graph: Asker) -> None:
    rows = graph.rows(
        f"""SELECT ?name ?place ?day WHERE {{
        ?statement parley:quote ?quote ; parley:speaker/rdfs:label ?name ; parley:madeAt ?event .
        ?event a parley:PressEvent ; parley:place/rdfs:label ?place ; parley:earliest ?day .
        FILTER(STRSTARTS(?quote, "{GSOMIA_QUOTE}")) }}"""
    )
    assert [(r["name"], r["place"].removesuffix(", D.C."), r["day"]) for r in rows] == [
        ("Park Jin", "Washington", "2022-06-13")
    ]


def test_the_parties_of_gsomia_are_japan_and_south_korea(graph: Asker) -> None:
    rows = graph.rows(
        """SELECT DISTINCT ?party WHERE {
        ?pact a parley:Agreement ; parley:party/rdfs:label ?party ;
        rdfs:label|<http://www.w3.org/2004/02/skos/core#altLabel> ?name
        FILTER(STR(?name) = "GSOMIA") }"""
    )
    assert {r["party"] for r in rows} == {"Japan", "South Korea"}


def test_the_cost_sharing_agreement_is_signed(graph: Asker) -> None:
    rows = graph.rows(
        """SELECT ?status WHERE { ?a a parley:Agreement ; rdfs:label ?l ; parley:status ?status
        FILTER(CONTAINS(STR(?l), "cost-sharing")) }"""
    )
    assert [local(r["status"]) for r in rows] == ["signed"]


@pytest.mark.parametrize(
    "kind", ["Meeting", "Visit", "PressEvent", "Agreement", "Statement", "Role"]
)
def test_every_fact_has_evidence_cut_exactly_from_its_article(graph: Asker, kind: str) -> None:
    lacking = graph.rows(
        f"""SELECT ?fact WHERE {{ GRAPH ?g {{ ?fact a parley:{kind}
        FILTER NOT EXISTS {{ ?fact parley:evidence/oa:exact ?x }} }} }}"""
    )
    assert lacking == []
    rows = graph.rows(
        f"""SELECT ?id ?start ?end ?exact WHERE {{ GRAPH ?article {{ ?fact a parley:{kind} ;
        parley:evidence ?e . ?e oa:start ?start ; oa:end ?end ; oa:exact ?exact ;
        oa:hasSource ?article . ?article dcterms:identifier ?id }} }}"""
    )
    assert rows
    texts = {p.stem: p.read_text("utf-8") for p in Path(ROOT, "seeds").glob("*.txt")}
    for row in rows:
        assert texts[row["id"]][int(row["start"]) : int(row["end"])] == row["exact"]


def test_the_undated_article_gets_no_day(graph: Asker) -> None:
    rows = graph.rows(
        f"""SELECT ?event ?first WHERE {{ GRAPH ?article {{ ?article dcterms:identifier "{S000}" .
        ?event parley:earliest ?first }} }}"""
    )
    assert rows == []
    texts = graph.rows(
        f"""SELECT DISTINCT ?text WHERE {{ GRAPH ?article {{
        ?article dcterms:identifier "{S000}" . ?event parley:dateText ?text }} }}"""
    )
    assert any("Thursday" in r["text"] for r in texts)


def test_publication_dates_are_those_that_the_articles_state(graph: Asker) -> None:
    rows = graph.rows(
        """SELECT ?id ?day WHERE { ?a a parley:Article ; dcterms:identifier ?id
        OPTIONAL { ?a dcterms:issued ?day } } ORDER BY ?id"""
    )
    assert [(r["id"], r.get("day")) for r in rows] == [
        (S000, None),
        (S003, date(2022, 6, 13).isoformat()),
        (S004, date(2023, 11, 14).isoformat()),
    ]


def test_related_coverage_is_no_evidence(graph: Asker) -> None:
    rows = graph.rows("SELECT ?exact WHERE { GRAPH ?g { ?e oa:exact ?exact } }")
    assert rows
    assert not any("OPINION" in r["exact"] or "coast guard law" in r["exact"] for r in rows)
