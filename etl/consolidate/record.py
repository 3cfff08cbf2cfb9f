"""What a merged node records of its making: why reports were put together, where they differ, and
how the thing stood from one article to the next."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from pyoxigraph import NamedNode

from etl.consolidate.report import Fact, Group, Report
from etl.consolidate.writer import Writer
from etl.entities import Entity, Kind
from etl.facts import UNKNOWN, Agreement, Event, When
from etl.iris import slug
from etl.rdf import date_literal
from ontology import terms

Dated = TypeVar("Dated", Event, Agreement)
Told = When | Entity | str | tuple[Entity, ...]


def record_reports(writer: Writer, node: NamedNode, group: Group[Fact]) -> None:
    """Name every report, and for each that joined others the reasons."""
    for report in group.ordered():
        writer.add(node, terms.REPORTED_AS, writer.local(report))
        reasons = group.reasons.get(report.name)
        if not reasons:
            continue
        made = _part(node, "identification", report)
        writer.add(node, terms.IDENTIFICATION_OF_REPORT, made)
        writer.add(made, terms.RDF_TYPE, terms.IDENTIFICATION)
        writer.add(made, terms.REPORT, writer.local(report))
        known = list(dict.fromkeys(reasons))
        writer.add(made, terms.REASON, *(writer.iris.code("merge-reason", r) for r in known))
        writer.label(made, f"{_named(report)}: {', '.join(r.replace('-', ' ') for r in known)}")


def record_history(writer: Writer, node: NamedNode, group: Group[Dated], scheme: str) -> None:
    """How the thing stood in each article, where it did not stand the same in all."""
    reports = group.ordered()
    if len({r.fact.status for r in reports}) < 2 and not _was_moved(group):
        return
    for report in reports:
        fact, published = report.fact, report.article.published
        entry = _part(node, "status", report)
        writer.add(node, terms.STATUS_HISTORY, entry)
        writer.add(entry, terms.RDF_TYPE, terms.STATUS_REPORT)
        writer.add(entry, terms.REPORT, writer.local(report))
        writer.add(entry, terms.REPORTED_STATUS, writer.iris.code(scheme, fact.status))
        writer.bounds(entry, fact.when)
        if published:
            writer.add(entry, terms.AS_OF, date_literal(published.latest))
        day = f" for {_days(fact.when)}" if fact.when.earliest or fact.when.latest else ""
        writer.label(entry, f"{_named(report)}: {fact.status.replace('-', ' ')}{day}")


def _was_moved(group: Group[Dated]) -> bool:
    return any("moved" in reasons for reasons in group.reasons.values())


def record_event_differences(
    writer: Writer, node: NamedNode, group: Group[Event], dated: Sequence[Report[Event]]
) -> None:
    """Where articles differ on an encounter; of its day, only those that tell the day it had."""
    whens = [(r, r.fact.when) for r in dated if r.fact.when.earliest and r.fact.when.latest]
    if not _meet([when for _, when in whens]):
        _differ(writer, node, "date", whens, lambda w: (w.earliest, w.latest), _days,
                lambda made, when: writer.bounds(made, when))  # fmt: skip
    reports = group.ordered()
    places = [(r, r.fact.place) for r in reports if r.fact.place]
    if any(not _nested(a, b) for _, a in places for _, b in places):
        _differ(writer, node, "place", places, lambda p: p.key, lambda p: p.label,
                lambda made, place: writer.refer(place))  # fmt: skip
    _differ_on_sets(writer, node, "participants", [(r, r.fact.participants) for r in reports])
    _differ_on_sets(writer, node, "parties", [(r, r.fact.parties) for r in reports])


def record_agreement_differences(writer: Writer, node: NamedNode, group: Group[Agreement]) -> None:
    """Where articles differ on an agreement."""
    reports = group.ordered()
    kinds = [(r, r.fact.kind) for r in reports]
    _differ(writer, node, "kind", kinds, lambda k: k, lambda k: k.replace("-", " "), _nothing)
    _differ_on_sets(writer, node, "parties", [(r, r.fact.parties) for r in reports])


def _differ_on_sets(
    writer: Writer,
    node: NamedNode,
    on: str,
    told: Sequence[tuple[Report[Fact], tuple[Entity, ...]]],
) -> None:
    """What an article names is all that it names, in however many places it tells of the thing."""
    named: dict[str, dict[str, Entity]] = {}
    for report, entities in told:
        named.setdefault(report.article.id, {}).update({e.key: e for e in entities})
    known = [
        (report, tuple(entity for _, entity in sorted(named[report.article.id].items())))
        for report, _ in told
        if named[report.article.id]
    ]
    _differ(writer, node, on, known, lambda v: tuple(e.key for e in v),
            lambda v: f"{len(v)}: {', '.join(e.label for e in v)}", _nothing)  # fmt: skip


def _nothing(made: NamedNode, value: object) -> None:
    """For values that their label tells in full."""


def _differ(
    writer: Writer,
    node: NamedNode,
    on: str,
    told: Sequence[tuple[Report[Fact], Told]],
    key: Callable[..., Hashable],
    words: Callable[..., str],
    describe: Callable[..., object],
) -> None:
    """Record the values that reports give for one property, if there is more than one."""
    by_value: dict[Hashable, list[Report[Fact]]] = {}
    values: dict[Hashable, Told] = {}
    for report, value in told:
        by_value.setdefault(key(value), []).append(report)
        values.setdefault(key(value), value)
    if len(by_value) < 2:
        return
    made = NamedNode(f"{node.value}/disagreement/{on}")
    writer.add(node, terms.DISAGREEMENT_OF_REPORTS, made)
    writer.add(made, terms.RDF_TYPE, terms.DISAGREEMENT)
    writer.add(made, terms.DISAGREES_ON, writer.iris.code("disagreement", on))
    writer.label(made, f"{on}: {'; '.join(sorted(words(v) for v in values.values()))}")
    for name, reports in by_value.items():
        version = NamedNode(f"{made.value}/{slug(words(values[name]))[:80]}")
        writer.add(made, terms.VERSION_OF_REPORTS, version)
        writer.add(version, terms.RDF_TYPE, terms.VERSION)
        writer.label(version, words(values[name]))
        describe(version, values[name])
        writer.add(version, terms.REPORT, *(writer.local(r) for r in reports))


def _part(node: NamedNode, kind: str, report: Report[Fact]) -> NamedNode:
    return NamedNode(f"{node.value}/{kind}/{slug(report.article.id)}-{report.fact.id}")


def _named(report: Report[Fact]) -> str:
    article = report.article
    return article.title or article.id


def _days(when: When) -> str:
    if when.earliest == when.latest:
        return str(when.earliest)
    return f"{when.earliest or '…'} to {when.latest or '…'}"


def _meet(whens: Sequence[When]) -> bool:
    """Whether some day lies within all bounds."""
    firsts = [w.earliest for w in whens if w.earliest]
    lasts = [w.latest for w in whens if w.latest]
    return not firsts or not lasts or max(firsts) <= min(lasts)


def _nested(one: Entity, other: Entity) -> bool:
    """Whether two places are one, or one lies in the other."""
    if (one.kind, one.key) == (other.kind, other.key):
        return True
    return any(
        city.kind is Kind.PLACE and country.kind is Kind.POLITY and city.polity == country.key
        for city, country in ((one, other), (other, one))
    )


def agreed_bounds(whens: Iterable[When]) -> When:
    """The bounds that all reports allow; where they exclude each other, the widest.

    With the wording and the basis of a report that has just these bounds, or of one that has any.
    """
    told = list(whens)
    firsts = [w.earliest for w in told if w.earliest]
    lasts = [w.latest for w in told if w.latest]
    first: date | None = max(firsts, default=None)
    last: date | None = min(lasts, default=None)
    if first and last and first > last:
        first, last = min(firsts), max(lasts)
    best = next((w for w in told if (w.earliest, w.latest) == (first, last)), None)
    best = best or next((w for w in told if w.text), UNKNOWN)
    return When(first, last, best.text, best.basis if first or last else None)
