"""Offices and tenures as reference data, and the roles that agree with them."""

from dataclasses import replace
from datetime import date

import pytest
from pyoxigraph import DefaultGraph, Quad

from etl.article import Article, Published
from etl.consolidate import consolidated_quads
from etl.consolidate.tenures import (
    _office_names,
    agreeing_tenure,
    office_key,
    role_tenure_quads,
    tenure_quads,
)
from etl.entities import Entity, Kind
from etl.facts import ArticleFacts, Event, Evidence, Role, When
from etl.gazetteer import Gazetteer, PersonRecord, Tenure
from etl.iris import Iris
from ontology import terms

IRIS = Iris()
US = Entity(Kind.POLITY, "united-states", "United States", "Q30")
NORWAY = Entity(Kind.POLITY, "norway", "Norway", None)
PERSON = Entity(Kind.OFFICIAL, "ann-berg", "Ann Berg", None)


def tenure(start: str | None, end: str | None, kind: str = "foreign-minister") -> Tenure:
    return Tenure("Minister", kind, NORWAY, start, end, "2022-08-03")


def role(kind: str = "foreign-minister", polity: Entity = NORWAY, *, former: bool = False) -> Role:
    return Role(PERSON, "minister", kind, polity, former, (Evidence(0, 1, "A", "test"),))


def on(day: str) -> Published:
    return Published(date.fromisoformat(day), date.fromisoformat(day))


FIRST, SECOND = tenure("2010-05", "2014-02-01"), tenure("2019-03-01", "2021")
RECORD = PersonRecord(PERSON, None, (FIRST, SECOND, tenure("2009", None, "legislator")))


@pytest.mark.parametrize(
    ("said", "published", "expected"),
    [
        (role(), on("2012-01-01"), FIRST),
        (role(), on("2020-01-01"), SECOND),
        (role(), on("2010-05-03"), FIRST),
        (role(), on("2016-01-01"), None),
        (role(), on("2009-01-01"), None),
        (role(), None, None),
        (role("legislator"), None, RECORD.tenures[2]),
        (role(polity=US), on("2012-01-01"), None),
        (role("defence-minister"), on("2012-01-01"), None),
        (role(former=True), on("2016-01-01"), FIRST),
        (role(former=True), on("2022-01-01"), SECOND),
        (role(former=True), on("2012-01-01"), None),
        (role(former=True), None, None),
    ],
)
def test_a_role_agrees_with_the_tenure_of_its_office_polity_and_time(
    said: Role, published: Published | None, expected: Tenure | None
) -> None:
    assert agreeing_tenure(said, RECORD, published) == expected


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.core()


def facts(official: Entity, *roles: Role) -> ArticleFacts:
    return ArticleFacts("a", (official,), {}, roles, (), (), (), ())


def article(day: str) -> Article:
    return Article("a", "text", published=on(day))


def secretary(gazetteer: Gazetteer) -> Entity:
    record = gazetteer.person("antony-blinken")
    assert record is not None
    return record.entity


def values(quads: list[Quad], subject: str, predicate: str) -> list[str]:
    found = [q for q in quads if q.subject.value == subject and q.predicate.value == predicate]
    return [q.object.value for q in found]


def test_offices_and_tenures_of_those_mentioned_are_in_the_default_graph(
    gazetteer: Gazetteer,
) -> None:
    official = secretary(gazetteer)
    quads = tenure_quads([(article("2022-06-13"), facts(official))], [], gazetteer, IRIS)
    assert quads == sorted(set(quads), key=str)
    assert {q.graph_name for q in quads} == {DefaultGraph()}
    (office,) = {
        q.subject.value
        for q in quads
        if q.predicate.value == terms.LABEL and q.object.value.startswith("Secretary of State")
    }
    assert office.startswith(IRIS.of("office", "united-states-foreign-minister-q"))
    assert values(quads, office, terms.OFFICE_TYPE) == [
        IRIS.code("office-type", "foreign-minister")
    ]
    assert values(quads, office, terms.OF_POLITY) == [IRIS.entity(US)]
    (node,) = [
        q.subject.value
        for q in quads
        if q.predicate.value == terms.OFFICE_OF_TENURE and q.object.value == office
    ]
    assert values(quads, node, terms.FROM) == ["2021-01-26"]
    assert values(quads, node, terms.OFFICIAL_OF_ROLE) == [IRIS.entity(official)]
    starts = [q.object for q in quads if q.predicate.value == terms.FROM]
    assert {s.datatype.value.rpartition("#")[2] for s in starts} <= {"date", "gYearMonth", "gYear"}


def both_levels(report: tuple[Article, ArticleFacts], gazetteer: Gazetteer) -> list[Quad]:
    return tenure_quads([report], consolidated_quads([report], IRIS), gazetteer, IRIS)


@pytest.mark.parametrize(
    ("earliest", "latest", "tied"),
    [
        (date(2022, 6, 13), date(2022, 6, 13), True),
        (date(1928, 1, 15), date(1928, 1, 17), False),
        (None, date(2021, 1, 25), False),
        (date(2025, 1, 20), None, False),  # the last day is the successor's
        (date(2025, 1, 19), None, True),
        (date(2020, 1, 1), None, True),
    ],
)
def test_a_role_is_not_tied_to_an_event_outside_its_tenure(
    gazetteer: Gazetteer, earliest: date | None, latest: date | None, tied: bool
) -> None:
    official = secretary(gazetteer)
    said = Role(official, "Secretary of State", "foreign-minister", US, False, ())
    talks = Event("meeting-1", "Meeting", "Talks", "occurred", (), participants=(official,),
                  when=When(earliest, latest))  # fmt: skip
    told = replace(facts(official, said), events=(talks,))
    merged = both_levels((article("2022-06-13"), told), gazetteer)
    ties = [q for q in merged if q.predicate.value == terms.TENURE_OF_ROLE]
    assert bool(ties) is tied


def test_a_role_is_tied_to_its_tenure_at_both_levels(gazetteer: Gazetteer) -> None:
    official = secretary(gazetteer)
    said = Role(official, "Secretary of State", "foreign-minister", US, False, ())
    other = Role(PERSON, "minister", "foreign-minister", NORWAY, False, ())
    told, source = facts(official, other, said), article("2022-06-13")
    (tie,) = role_tenure_quads(source, told, gazetteer, IRIS)
    assert tie.subject.value == "https://w3id.org/parley/id/article/a#role-2"
    assert tie.predicate.value == terms.TENURE_OF_ROLE
    assert tie.graph_name.value == "https://w3id.org/parley/id/article/a"
    alone = tenure_quads([(source, told)], [], gazetteer, IRIS)
    assert not [q for q in alone if q.predicate == tie.predicate], "who does not take part"
    talks = Event("meeting-1", "Meeting", "Talks", "occurred", (), participants=(official,))
    merged = both_levels((source, replace(told, events=(talks,))), gazetteer)
    assert Quad(tie.subject, tie.predicate, tie.object, DefaultGraph()) in merged
    assert values(merged, tie.object.value, terms.RDF_TYPE) == [terms.TENURE]


def test_a_namesake_who_is_not_linked_has_no_tenures(gazetteer: Gazetteer) -> None:
    namesake = Entity(Kind.OFFICIAL, "antony-blinken", "Antony Blinken", None)
    assert tenure_quads([(article("2022-06-13"), facts(namesake))], [], gazetteer, IRIS) == []


def test_one_office_under_two_names_is_one_node() -> None:
    one = Tenure("Minister of Fish", "other-minister", NORWAY, "2010", "2012", "2022", "Q1")
    other = Tenure("Fish Minister", "other-minister", NORWAY, "2012", None, "2022", "Q1")
    assert office_key(one) == office_key(other) == "norway-other-minister-q1"
    assert office_key(replace(one, office_qid=None)) == "norway-minister-of-fish"
    people = [PersonRecord(PERSON, None, (t,)) for t in (one, other)]
    names = [(q.predicate.value, q.object.value) for q in _office_names(people, IRIS)]
    assert names == [
        (terms.LABEL, "Fish Minister (Norway)"),
        (terms.ALT_LABEL, "Minister of Fish (Norway)"),
    ]
