"""What a merged node records: its reasons, its history, and what its reports differ on."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Store
from stories import stories

from etl.article import Article, Published
from etl.consolidate import consolidated_quads
from etl.entities import Entity, Kind
from etl.facts import ArticleFacts, Event, Evidence, When
from etl.gazetteer import Gazetteer
from etl.iris import Iris
from etl.rdf import report_quads
from etl.read import find_facts, read
from ontology import terms
from ontology.check import check_data
from ontology.graphs import reference_ntriples
from ontology.violation import errors
from parley.consolidating import nquads
from queries.catalog import questions
from queries.run import run
from store.embedded import EmbeddedEngine
from store.limits import Limits
from store.publish import publish

Pair = tuple[Article, ArticleFacts]
PREFIXES = """
PREFIX parley: <https://w3id.org/parley/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""


class Graph:
    """The consolidated graph of some articles."""

    def __init__(self, reports: Iterable[Pair]) -> None:
        self.quads = consolidated_quads(list(reports), Iris())
        self._store = Store()
        self._store.extend(self.quads)

    def rows(self, query: str) -> list[tuple[str, ...]]:
        """Rows of a SELECT, IRIs by their last part."""
        answer = self._store.query(PREFIXES + query)
        return [tuple(_short(row[v]) for v in answer.variables) for row in answer]  # type: ignore


def _short(term: object) -> str:
    value = term.value if isinstance(term, Literal | NamedNode) else ""
    return value.rpartition("/")[2]


@cache
def story(name: str) -> Graph:
    both = [s for part in ("first", "blind") for s in stories(part)]
    return Graph(next(s for s in both if s.name == name).reports)


def test_a_postponed_summit_is_one_with_a_history_of_four_articles() -> None:
    rows = story("astana").rows(
        """SELECT ?as ?status ?first WHERE {
        ?m a parley:Meeting ; parley:statusHistory ?h .
        ?h parley:asOf ?as ; parley:reportedStatus ?status
        OPTIONAL { ?h parley:earliest ?first } } ORDER BY ?as ?first"""
    )
    told = defaultdict(set)
    for day, status, _ in rows:
        told[day].add(status)
    assert told["2017-01-30"] == {"planned"}
    assert told["2017-02-05"] == {"cancelled"}
    assert "planned" in told["2017-02-14"]
    assert "occurred" in told["2017-02-21"]
    ((status, first, last),) = story("astana").rows(
        """SELECT ?status ?first ?last WHERE { ?m a parley:Meeting ; parley:status ?status ;
        parley:earliest ?first ; parley:latest ?last ; parley:statusHistory ?h }
        GROUP BY ?status ?first ?last"""
    )
    assert (status, first, last) == ("occurred", "2017-02-21", "2017-02-21")


def test_the_reasons_say_that_the_day_was_moved_and_the_plan_held() -> None:
    reasons = {r for (r,) in story("astana").rows("SELECT ?r WHERE { ?i parley:reason ?r }")}
    assert {"moved", "plan-held", "same-people"} <= reasons


def test_two_days_for_one_meeting_are_a_disagreement_with_its_reports() -> None:
    rows = story("rabat").rows(
        """SELECT ?day ?report WHERE { ?m parley:disagreement ?d ; parley:place ?place .
        ?d parley:disagreesOn <https://w3id.org/parley/code/disagreement/date> ;
           parley:version ?v . ?v parley:earliest ?day ; parley:latest ?day ; parley:report ?report
        } ORDER BY ?day ?report"""
    )
    days = defaultdict(set)
    for day, report in rows:
        days[day].add(report.partition("#")[0])
    assert days == {"2018-10-24": {"rabat-2"}, "2018-10-25": {"rabat-1", "rabat-3"}}


def test_what_reports_differ_on_stays_within_what_each_says() -> None:
    rows = story("rabat").rows(
        """SELECT ?first ?last WHERE { ?m a parley:Meeting ; parley:disagreement ?d ;
        parley:earliest ?first ; parley:latest ?last .
        ?d parley:disagreesOn <https://w3id.org/parley/code/disagreement/date> }"""
    )
    assert rows == [("2018-10-24", "2018-10-25")]


def test_every_report_but_one_has_its_reasons() -> None:
    for name in ("astana", "rabat", "vienna", "council"):
        rows = story(name).rows(
            """SELECT ?m (COUNT(DISTINCT ?r) AS ?reports) (COUNT(DISTINCT ?i) AS ?made) WHERE {
            ?m parley:reportedAs ?r OPTIONAL { ?m parley:identification ?i } } GROUP BY ?m"""
        )
        assert rows
        assert all(int(made) == int(reports) - 1 for _, reports, made in rows)


def test_the_same_two_people_on_two_days_and_by_phone_are_apart() -> None:
    days = story("vienna").rows(
        "SELECT DISTINCT ?day WHERE { ?m a parley:Meeting ; parley:earliest ?day } ORDER BY ?day"
    )
    assert [day for (day,) in days] == ["2018-03-05", "2018-03-06"]
    modes = story("lima").rows(
        """SELECT ?mode ?day WHERE { ?m a parley:Meeting ; parley:mode ?mode ;
        parley:earliest ?day } ORDER BY ?day ?mode"""
    )
    assert modes == [("phone", "2019-11-04"), ("in-person", "2019-11-12"), ("phone", "2019-11-12")]


def test_an_annual_round_is_not_that_of_the_year_before() -> None:
    years = story("dialogue").rows(
        """SELECT ?year (COUNT(DISTINCT ?r) AS ?n) WHERE { ?m a parley:Meeting ;
        parley:earliest ?day ; parley:latest ?day ; parley:reportedAs ?r
        BIND(STR(YEAR(?day)) AS ?year) } GROUP BY ?year ORDER BY ?year"""
    )
    assert [(year, int(n) >= 2) for year, n in years] == [("2016", True), ("2017", True)]


def test_what_two_articles_look_back_on_is_the_meeting_that_was_news_then() -> None:
    rows = story("twoplustwo").rows(
        """SELECT ?day ?r WHERE { ?m parley:earliest ?day ; parley:latest ?day ;
        parley:reportedAs ?r . FILTER(YEAR(?day) = 2012) } ORDER BY ?r"""
    )
    assert {r.partition("#")[0] for _, r in rows} == {"twoplustwo-1", "twoplustwo-3"}


def test_a_longer_and_a_shorter_cut_of_one_quotation_are_one_statement() -> None:
    rows = story("ceasefire").rows(
        """SELECT ?quote (COUNT(?r) AS ?n) WHERE { ?s parley:quote ?quote ; parley:reportedAs ?r
        FILTER(CONTAINS(?quote, "women of Juba")) } GROUP BY ?quote"""
    )
    assert rows == [
        ("Today we have kept our promise to the women of Juba, and to their sons,", "2")
    ]


def test_every_story_fits_its_shapes_and_the_reading_of_rules() -> None:
    both = [pair for part in ("first", "blind") for s in stories(part) for pair in s.reports]
    text = nquads(consolidated_quads(both, Iris())).decode()
    assert not errors(check_data(text, "consolidated"))


# small cases -------------------------------------------------------------------------------------

PEOPLE = "French Foreign Minister Paul Renard and German Foreign Minister Anna Vogt"


@dataclass(frozen=True)
class Told:
    """An article in a line: when it appeared and what it says."""

    day: date
    text: str


def graph(*told: Told) -> Graph:
    pairs = []
    for number, each in enumerate(told):
        article = Article(f"a{number}", each.text, published=Published(each.day, each.day))
        pairs.append((article, find_facts(read(article, Gazetteer.core()))))
    return Graph(pairs)


def meetings(found: Graph) -> list[tuple[str, ...]]:
    return found.rows(
        """SELECT ?status ?first (COUNT(DISTINCT ?r) AS ?n) WHERE { ?m a parley:Meeting ;
        parley:status ?status ; parley:reportedAs ?r OPTIONAL { ?m parley:earliest ?first } }
        GROUP BY ?m ?status ?first ORDER BY ?first ?status"""
    )


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param(
            (
                Told(date(2016, 5, 6), f"{PEOPLE} will meet in Rome on May 9."),
                Told(date(2016, 5, 10), f"{PEOPLE} met in Rome on Monday."),
            ),
            [("occurred", "2016-05-09", "2")],
            id="planned, then held",
        ),
        pytest.param(
            (
                Told(date(2016, 5, 6), f"{PEOPLE} will meet in Rome on May 9."),
                Told(date(2016, 5, 8), f"A meeting of {PEOPLE} was postponed to May 20."),
                Told(date(2016, 5, 20), f"{PEOPLE} met in Rome on Friday."),
            ),
            [("occurred", "2016-05-20", "3")],
            id="planned, postponed, held",
        ),
        pytest.param(
            (
                Told(date(2016, 5, 6), f"{PEOPLE} will meet in Rome on May 9."),
                Told(date(2016, 6, 20), f"{PEOPLE} met in Rome on Monday."),
            ),
            [("planned", "2016-05-09", "1"), ("occurred", "2016-06-20", "1")],
            id="weeks later, and nothing says that it was moved",
        ),
        pytest.param(
            (
                Told(date(2016, 5, 10), f"{PEOPLE} met in Rome on Monday."),
                Told(date(2016, 5, 10), f"{PEOPLE} met in Rome on Tuesday."),
            ),
            [("occurred", "2016-05-09", "1"), ("occurred", "2016-05-10", "1")],
            id="the next day",
        ),
    ],
)
def test_plans_become_what_was_held(
    told: tuple[Told, ...], expected: list[tuple[str, ...]]
) -> None:
    assert meetings(graph(*told)) == expected


def test_a_plan_does_not_overrule_what_occurred() -> None:
    late = Told(date(2016, 5, 12), f"{PEOPLE} met in Rome on Monday, May 9.")
    early = Told(date(2016, 5, 6), f"{PEOPLE} will meet in Rome on May 9.")
    assert meetings(graph(early, late)) == meetings(graph(late, early))
    ((status, _, _),) = meetings(graph(late, early))
    assert status == "occurred"


def test_a_third_participant_in_one_report_is_told_with_its_count() -> None:
    pairs = list(stories("first")[0].reports)
    article, facts = next(p for p in pairs if p[0].id == "astana-4")
    event = next(e for e in facts.events if e.participants)
    fewer = replace(event, participants=event.participants[:1])
    others = tuple(fewer if e is event else e for e in facts.events)
    rival = (replace(article, id="rival"), replace(facts, article_id="rival", events=others))
    rows = Graph([(article, facts), rival]).rows(
        """SELECT ?label WHERE { ?d parley:disagreesOn
        <https://w3id.org/parley/code/disagreement/participants> ; parley:version/rdfs:label ?label
        } ORDER BY ?label"""
    )
    assert [label[:2] for (label,) in rows] == ["1:", "2:"]


def test_terms_of_merging_stay_out_of_article_graphs() -> None:
    for quad in story("rabat").quads:
        if quad.predicate.value == terms.REPORT:
            assert "/id/article/" in str(quad.object)
            assert "/id/article/" not in str(quad.subject)


def test_resolutions_named_by_the_council_alone_are_not_one_for_years() -> None:
    def told(name: str, day: date) -> Pair:
        text = (
            "North Korea rejected U.N. Security Council resolutions on Monday, U.S. Secretary of "
            "State Antony Blinken said after talks with South Korean Foreign Minister Park Jin."
        )
        article = Article(name, text, published=Published(day, day))
        return article, find_facts(read(article, Gazetteer.core()))

    pairs = [told("early", date(2022, 6, 13)), told("late", date(2024, 1, 8))]
    assert all(facts.agreements for _, facts in pairs)
    rows = Graph(pairs).rows("SELECT ?a WHERE { ?a a parley:Agreement }")
    assert len(rows) == sum(len(facts.agreements) for _, facts in pairs)


@pytest.mark.parametrize("name", ["disagreements", "status-histories"])
def test_the_question_of_what_reports_differ_on_has_rows(name: str, tmp_path: Path) -> None:
    quads = tmp_path / "story.nq"
    reports = [pair for part in ("first", "blind") for s in stories(part) for pair in s.reports]
    graphs = [quad for pair in reports for quad in report_quads(*pair, Iris())]
    quads.write_bytes(nquads([*consolidated_quads(reports, Iris()), *graphs]))
    publish(tmp_path / "store", [quads, codes(tmp_path)])
    engine = EmbeddedEngine(tmp_path / "store", Limits(workers=1))
    try:
        table = run(engine, questions()[name], {})
    finally:
        engine.close()
    assert len({row[0] for row in table.rows}) > 1


def codes(folder: Path) -> Path:
    """The code lists that questions name values by."""
    file = folder / "reference.nq"
    file.write_text(reference_ntriples(Iris().base), "utf-8")
    return file


def test_a_guest_who_meets_many_does_not_make_two_meetings_one() -> None:
    berg = Entity(Kind.OFFICIAL, "ann-berg", "Ann Berg")
    host = Entity(Kind.OFFICIAL, "li-wen", "Li Wen")
    sides = Entity(Kind.POLITY, "norway", "Norway"), Entity(Kind.POLITY, "china", "China")
    month = When(date(2016, 3, 1), date(2016, 3, 31))
    evidence = (Evidence(0, 1, "x", "test"),)
    alone = Event("meeting-1", "Meeting", "a", "planned", evidence, level="leader", when=month,
                  participants=(berg,), parties=sides[:1])  # fmt: skip
    both = replace(alone, status="occurred", participants=(berg, host), parties=sides)
    reports = [
        (Article(f"{n}", "x", published=Published(day, day)),
         ArticleFacts(f"{n}", (), {}, (), (event,), (), (), ()))
        for n, (event, day) in enumerate(
            ((alone, date(2016, 2, 18)), (both, date(2016, 4, 1)))
        )
    ]  # fmt: skip
    assert len(Graph(reports).rows("SELECT ?m WHERE { ?m a parley:Meeting }")) == 2
    day = When(date(2016, 3, 21), date(2016, 3, 21))
    same = [(a, replace(f, events=(replace(f.events[0], when=day),))) for a, f in reports]
    assert len(Graph(same).rows("SELECT ?m WHERE { ?m a parley:Meeting }")) == 1
