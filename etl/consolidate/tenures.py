"""Offices and tenures from reference data, and which of them an article's roles agree with."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from etl.article import Article, Published
from etl.entities import Entity, Kind
from etl.facts import ArticleFacts, Role
from etl.gazetteer import Gazetteer, PersonRecord, Tenure
from etl.iris import WIKIDATA, Iris, slug
from etl.people.fit import covers, ended
from etl.rdf import entity_triples, typed
from ontology import terms

_DATATYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}  # by the length of an ISO date
_DAY = 10

Value = Literal | NamedNode | str


def tenure_quads(
    reports: Iterable[tuple[Article, ArticleFacts]],
    consolidated: Iterable[Quad],
    gazetteer: Gazetteer,
    iris: Iris,
) -> list[Quad]:
    """What reference data knows of the offices of every linked official whom the articles mention.

    Offices, tenures and the polities that they serve, for the default graph: sorted quads, each
    once. Also ties the roles that the ``consolidated`` graph of the articles describes to the
    tenures that they agree with, where those cover the dates of all events that the role is
    played in: an article of 2016 on a visit of 1928 presents nobody as holding office in 1928.
    """
    reports = list(reports)
    records = list(_records(reports, gazetteer))
    quads = {q for record in records for q in _person(record, iris)}
    quads.update(_office_names(records, iris))
    spans = spans_of_roles(consolidated)
    for article, facts in reports:
        for role, node, tenure in _agreeing(article, facts, gazetteer, iris):
            if role in spans and all(_covers_span(tenure, *span) for span in spans[role]):
                quads.add(Quad(role, NamedNode(terms.TENURE_OF_ROLE), node, DefaultGraph()))
    return sorted(quads, key=str)


def role_tenure_quads(
    article: Article, facts: ArticleFacts, gazetteer: Gazetteer, iris: Iris
) -> list[Quad]:
    """The roles of one article tied to the tenures that they agree with, for its own graph."""
    graph, tie = NamedNode(iris.article(article.id)), NamedNode(terms.TENURE_OF_ROLE)
    tied = role_tenures(article, facts, gazetteer, iris)
    return [Quad(role, tie, tenure, graph) for role, tenure in tied]


def role_tenures(
    article: Article, facts: ArticleFacts, gazetteer: Gazetteer, iris: Iris
) -> Iterator[tuple[NamedNode, NamedNode]]:
    """The roles of one article that agree with a recorded tenure, each with that tenure."""
    for role, node, _ in _agreeing(article, facts, gazetteer, iris):
        yield role, node


def _agreeing(
    article: Article, facts: ArticleFacts, gazetteer: Gazetteer, iris: Iris
) -> Iterator[tuple[NamedNode, NamedNode, Tenure]]:
    for number, role in enumerate(facts.roles, 1):
        record = person_record(role.official, gazetteer)
        tenure = agreeing_tenure(role, record, article.published) if record else None
        if record and tenure:
            node = NamedNode(iris.node(article.id, f"role-{number}"))
            yield node, NamedNode(iris.of("tenure", tenure_key(record, tenure))), tenure


def spans_of_roles(consolidated: Iterable[Quad]) -> dict[NamedNode, set[tuple[str, str]]]:
    """The roles played in a graph's events, each with the first and last day of those events.

    A bound that is not known is an empty text.
    """
    values: dict[tuple[str, str], list[str]] = defaultdict(list)
    parts: list[tuple[str, str]] = []
    for quad in consolidated:
        predicate = quad.predicate.value
        assert not isinstance(quad.subject, Triple)
        assert not isinstance(quad.object, Triple)
        if predicate in {terms.EARLIEST, terms.LATEST, terms.IN_CAPACITY}:
            values[quad.subject.value, predicate].append(quad.object.value)
        elif predicate == terms.PARTICIPATION_OF_EVENT:
            parts.append((quad.subject.value, quad.object.value))
    spans: dict[NamedNode, set[tuple[str, str]]] = defaultdict(set)
    for event, part in parts:
        first = min(values[event, terms.EARLIEST], default="")
        last = max(values[event, terms.LATEST], default="")
        for role in values[part, terms.IN_CAPACITY]:
            spans[NamedNode(role)].add((first, last))
    return spans


def agreeing_tenure(role: Role, record: PersonRecord, published: Published | None) -> Tenure | None:
    """The tenure that a role means: the same kind of office, polity and time, or None.

    A role that is called former means the last tenure that was over at publication. Where the day
    of publication is not known, a tenure is taken only if it is the person's one such tenure.
    """
    held = [t for t in record.tenures if same_office(role, t)]
    if published is None:
        return held[0] if len(held) == 1 and not role.former else None
    if role.former:
        fitting = [t for t in held if ended(t, published)]
    else:
        fitting = [t for t in held if covers(t, published)]
    return max(fitting, key=lambda t: (t.start or "", t.office_label), default=None)


def office_key(tenure: Tenure) -> str:
    """``south-korea-foreign-minister-q12592509``: the polity, the kind of office and its item.

    Sources call one office by several names, so a name stands only in the key of an office that
    has no item in Wikidata.
    """
    polity, item = tenure.polity, tenure.office_qid
    words = [tenure.office_type, item.lower()] if item else [slug(tenure.office_label)]
    return "-".join([polity.key, *words] if polity else words)


def tenure_key(record: PersonRecord, tenure: Tenure) -> str:
    """The person, the office and the first day, month or year."""
    return "-".join([record.entity.key, office_key(tenure), tenure.start or "undated"])


def same_office(role: Role, tenure: Tenure) -> bool:
    """Whether a tenure is of the kind of office and the polity that a role gives."""
    if role.polity is None or tenure.polity is None or role.office_type is None:
        return False
    same_polity = (role.polity.kind, role.polity.key) == (tenure.polity.kind, tenure.polity.key)
    return same_polity and role.office_type == tenure.office_type


def person_record(official: Entity, gazetteer: Gazetteer) -> PersonRecord | None:
    """The record of a person whom extraction linked; a local person of the same key has none."""
    record = gazetteer.person(official.key) if official.wikidata else None
    return record if record and record.entity.wikidata == official.wikidata else None


def _covers_span(tenure: Tenure, earliest: str, latest: str) -> bool:
    """Whether an office may have been held at some day of a span; an open side excludes nothing.

    Dates are ISO texts; months and years of a tenure count whole, a last day is the successor's.
    """
    start, end = tenure.start or "", tenure.end or ""
    if start and latest and latest[: len(start)] < start:
        return False
    reached = earliest[: len(end)]
    return not end or not reached or reached < end or (reached == end and len(end) < _DAY)


def _records(
    reports: Sequence[tuple[Article, ArticleFacts]], gazetteer: Gazetteer
) -> Iterator[PersonRecord]:
    people = {
        entity.key: entity
        for _, facts in reports
        for entity in (*facts.mentions, *(role.official for role in facts.roles))
        if entity.kind is Kind.OFFICIAL and entity.wikidata
    }
    for _, person in sorted(people.items()):
        if record := person_record(person, gazetteer):
            yield record


def _person(record: PersonRecord, iris: Iris) -> Iterator[Quad]:
    for tenure in record.tenures:
        office = iris.of("office", office_key(tenure))
        node = iris.of("tenure", tenure_key(record, tenure))
        told = [*_office(office, tenure, iris), *_tenure(node, office, record, tenure, iris)]
        for subject, predicate, value in told:
            term = NamedNode(value) if isinstance(value, str) else value
            yield Quad(NamedNode(subject), NamedNode(predicate), term, DefaultGraph())


def _office(node: str, tenure: Tenure, iris: Iris) -> Iterator[tuple[str, str, Value]]:
    yield node, terms.RDF_TYPE, terms.OFFICE
    yield node, terms.OFFICE_TYPE, iris.code("office-type", tenure.office_type)
    if tenure.office_qid:
        yield node, terms.SAME_AS, WIKIDATA + tenure.office_qid
    if tenure.polity:
        polity = iris.entity(tenure.polity)
        yield node, terms.OF_POLITY, polity
        for predicate, value in entity_triples(tenure.polity, iris):
            yield polity, predicate, value


def _office_names(records: Iterable[PersonRecord], iris: Iris) -> Iterator[Quad]:
    """One label for each office, the shortest of its names, and the others beside it."""
    names: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for tenure in record.tenures:
            names[office_key(tenure)].add(_office_label(tenure))
    for key, found in sorted(names.items()):
        label, *others = sorted(found, key=lambda name: (len(name), name))
        office = NamedNode(iris.of("office", key))
        for predicate, name in ((terms.LABEL, label), *((terms.ALT_LABEL, o) for o in others)):
            yield Quad(office, NamedNode(predicate), Literal(name, language="en"), DefaultGraph())


def _tenure(
    node: str, office: str, record: PersonRecord, tenure: Tenure, iris: Iris
) -> Iterator[tuple[str, str, Value]]:
    label = f"{record.entity.label}, {_office_label(tenure)}, from {tenure.start or 'unknown'}"
    yield node, terms.RDF_TYPE, terms.TENURE
    yield node, terms.LABEL, Literal(label, language="en")
    yield node, terms.OFFICIAL_OF_ROLE, iris.entity(record.entity)
    yield node, terms.OFFICE_OF_TENURE, office
    if tenure.start:
        yield node, terms.FROM, _date(tenure.start)
    if tenure.end:
        yield node, terms.UNTIL, _date(tenure.end)
    if tenure.retrieved:
        yield node, terms.RETRIEVED, _date(tenure.retrieved)


def _office_label(tenure: Tenure) -> str:
    label, polity = tenure.office_label, tenure.polity
    return label if polity is None or polity.label in label else f"{label} ({polity.label})"


def _date(text: str) -> Literal:
    return typed(text, _DATATYPES[len(text)])
