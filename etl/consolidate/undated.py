"""When an article without a date appeared, as the offices of those in it tell.

Whom it presents as holding an office held it then; "since X took office" says that X had taken it,
and a month named without a year is the last of its name. Bounds that exclude each other give none.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pyoxigraph import DefaultGraph, NamedNode, Quad

from etl.article import Article
from etl.consolidate.cues import pattern_of
from etl.consolidate.tenures import person_record, same_office
from etl.consolidate.windows import roughly_ago
from etl.dates.words import numbers_of
from etl.facts import ArticleFacts
from etl.gazetteer import Gazetteer, Tenure
from etl.iris import Iris
from etl.people.fit import bounds
from etl.rdf import date_literal
from ontology import terms

_DAY = timedelta(days=1)
_HEADS = frozenset({"head-of-state", "head-of-government"})


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first and the last day on which an article can have appeared, as far as known."""

    first: date | None
    last: date | None


def undated_quads(
    reports: Iterable[tuple[Article, ArticleFacts]],
    consolidated: Iterable[Quad],
    gazetteer: Gazetteer,
    iris: Iris,
) -> list[Quad]:
    """The bounds of every article without a date, for the default graph, with their basis.

    And those of what such an article looks back on ("over four years ago"), where the
    ``consolidated`` graph has none.
    """
    merged, dated = _merged(consolidated)
    quads: list[Quad] = []
    for article, facts in reports:
        found = appeared(article, facts, gazetteer) if article.published is None else None
        if found is None:
            continue
        quads += _quads(NamedNode(iris.article(article.id)), found, iris)
        for event in facts.events:
            node = merged.get(iris.node(article.id, event.id))
            days = _looking_back(event.when.text or "", found)
            if node is not None and node not in dated and days is not None:
                quads += _quads(node, days, iris)
    return quads


def _quads(node: NamedNode, found: Bounds, iris: Iris) -> Iterator[Quad]:
    for predicate, day in ((terms.EARLIEST, found.first), (terms.LATEST, found.last)):
        if day is not None:
            yield Quad(node, NamedNode(predicate), date_literal(day), DefaultGraph())
    basis = NamedNode(iris.code("date-basis", "tenure"))
    yield Quad(node, NamedNode(terms.DATE_BASIS), basis, DefaultGraph())


def _merged(consolidated: Iterable[Quad]) -> tuple[dict[str, NamedNode], set[NamedNode]]:
    """Report -> merged node where it is the only report, and the nodes that have dates."""
    nodes: dict[NamedNode, list[str]] = {}
    dated = set()
    for quad in consolidated:
        if not isinstance(quad.subject, NamedNode):
            continue
        if quad.predicate.value == terms.REPORTED_AS and isinstance(quad.object, NamedNode):
            nodes.setdefault(quad.subject, []).append(quad.object.value)
        elif quad.predicate.value in (terms.EARLIEST, terms.LATEST):
            dated.add(quad.subject)
    return {names[0]: node for node, names in nodes.items() if len(names) == 1}, dated


def _looking_back(text: str, article: Bounds) -> Bounds | None:
    if article.first is None or article.last is None:
        return None
    days = roughly_ago(text, article.first, article.last)
    return Bounds(*days) if days else None


def appeared(article: Article, facts: ArticleFacts, gazetteer: Gazetteer) -> Bounds | None:
    """When an article appeared, by the offices of those whom it presents; None if they say nothing.

    The tenures of a person in one kind of office for one state count from the first to the last.
    """
    told = [*_in_office(facts, gazetteer), *_took_office(article, facts, gazetteer)]
    first = max((b.first for b in told if b.first), default=None)
    last = min((b.last for b in told if b.last), default=None)
    if (first is None and last is None) or (first and last and first > last):
        return None
    return Bounds(first, last)


def _in_office(facts: ArticleFacts, gazetteer: Gazetteer) -> Iterator[Bounds]:
    for role in facts.roles:
        record = person_record(role.official, gazetteer)
        if record is None or role.former:
            continue
        if found := _from_first_to_last([t for t in record.tenures if same_office(role, t)]):
            yield found


def _from_first_to_last(tenures: Sequence[Tenure]) -> Bounds | None:
    if not tenures:
        return None
    starts = [t.start and bounds(t.start, date.min)[0] for t in tenures]
    ends = [t.end and _last_day(t.end) for t in tenures]
    first = min((s for s in starts if s), default=None) if all(starts) else None
    last = max((e for e in ends if e), default=None) if all(ends) else None
    return Bounds(first, last) if first or last else None


def _last_day(end: str) -> date:
    """The last day in office; one that is known by its month or year can be any of it."""
    first, last = bounds(end, date.max)
    return last - _DAY if first == last else last


def _took_office(article: Article, facts: ArticleFacts, gazetteer: Gazetteer) -> Iterator[Bounds]:
    """ "Since President Joe Biden took office in January": after that day, and within a year."""
    for match in pattern_of("took-office").finditer(article.text):
        for day in _starts(match["name"], facts, gazetteer):
            month = (match["month"] or "").lower()
            named = numbers_of("months").get(month.rstrip("."))
            if named is None or match["year"]:
                yield Bounds(day, None)
            elif named == day.month:
                yield Bounds(day, date(day.year + 1, day.month, 1) - _DAY)


def _starts(name: str, facts: ArticleFacts, gazetteer: Gazetteer) -> list[date]:
    """The day on which the one person of this name in the article came to lead a state."""
    people = {
        role.official.key: role.official
        for role in facts.roles
        if name.endswith(role.official.label.split()[-1])
    }
    if len(people) != 1:
        return []
    record = person_record(next(iter(people.values())), gazetteer)
    led = [t for t in record.tenures if t.office_type in _HEADS and t.start] if record else []
    known = [bounds(t.start, date.min) for t in led]
    return [first for first, last in known if first == last][:1] if len(known) == 1 else []
