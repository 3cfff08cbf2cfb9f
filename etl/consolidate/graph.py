"""Groups of reports -> the default graph: one node per encounter, instrument and utterance.

Each merged node keeps its reports (``parley:reportedAs``) with the reasons for which they were put
together, what they differ on and its history; its own values are the most precise ones that the
reports agree on. Ties fall to the article whose identifier sorts last, so the result does not
depend on the order of input.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from etl.article import Article
from etl.consolidate import keys
from etl.consolidate.encounters import ENCOUNTERS, HELD
from etl.consolidate.grouping import Method, View, group
from etl.consolidate.instruments import AGREEMENTS, STATEMENTS
from etl.consolidate.plans import join_plans
from etl.consolidate.record import (
    agreed_bounds,
    record_agreement_differences,
    record_event_differences,
    record_history,
    record_reports,
)
from etl.consolidate.report import Fact, Group, Report, article_order
from etl.consolidate.writer import Writer
from etl.entities import Kind
from etl.facts import Agreement, ArticleFacts, Event, Role, Statement, When
from etl.iris import Iris
from etl.rdf import EVENT_CLASSES, typed
from ontology import terms

_KIND_PATHS = {"Meeting": "meeting", "Visit": "visit", "PressEvent": "press-event",
               "DiplomaticEvent": "event"}  # fmt: skip


def consolidated_quads(reports: Sequence[tuple[Article, ArticleFacts]], iris: Iris) -> list[Quad]:
    """The default graph of a set of articles, without the ontology: sorted quads, each once."""
    ordered = sorted(reports, key=lambda pair: article_order(pair[0]))
    writer, mint = Writer(iris), keys.KeyMint()
    for article, facts in ordered:
        writer.article(article, facts)
    events = join_plans(_groups(ordered, lambda f: f.events, ENCOUNTERS))
    agreements = _groups(ordered, lambda f: f.agreements, AGREEMENTS)
    statements = _groups(ordered, lambda f: f.statements, STATEMENTS)
    # Every node has its name before any is described, since they refer to each other.
    named_events = _named(
        writer, mint, events, lambda g: _KIND_PATHS[g[0].fact.type], keys.event_key
    )
    named_agreements = _named(writer, mint, agreements, lambda _: "agreement", keys.agreement_key)
    named_statements = _named(writer, mint, statements, lambda _: "statement", keys.statement_key)
    for node, event in named_events:
        _event(writer, node, event)
    for node, agreement in named_agreements:
        _agreement(writer, node, agreement)
    for node, statement in named_statements:
        _statement(writer, node, statement)
    writer.entities()
    return sorted(set(writer.quads), key=str)


def _groups(
    reports: Iterable[tuple[Article, ArticleFacts]],
    facts_of: Callable[[ArticleFacts], Iterable[Fact]],
    method: Method[Fact, View],
) -> list[Group[Fact]]:
    return group(
        [Report(article, fact, facts) for article, facts in reports for fact in facts_of(facts)],
        method,
    )


def _named(
    writer: Writer,
    mint: keys.KeyMint,
    groups: Iterable[Group[Fact]],
    path: Callable[[list[Report[Fact]]], str],
    key: Callable[[list[Report[Fact]]], str],
) -> list[tuple[NamedNode, Group[Fact]]]:
    """Groups with their nodes, named in the order in which they were first reported."""
    named = []
    for each in sorted(groups, key=lambda g: (article_order(g.ordered()[0].article), _number(g))):
        reports = each.ordered()
        kind = path(reports)
        node = NamedNode(
            writer.iris.of(kind, mint.claim(kind, key(reports), reports[0].article.id))
        )
        named.append((node, each))
        for report in reports:
            writer.merged[writer.local(report).value] = node
    return named


def _number(each: Group[Fact]) -> tuple[str, int]:
    """Where the first report of a group stands in its article."""
    name, _, number = each.ordered()[0].fact.id.rpartition("-")
    return name, int(number) if number.isdecimal() else 0


# events --------------------------------------------------------------------------


def _event(writer: Writer, node: NamedNode, each: Group[Event]) -> None:
    reports = each.ordered()
    standing = _standing(reports)
    writer.add(node, terms.RDF_TYPE, EVENT_CLASSES[reports[-1].fact.type])
    fullest = max(reports, key=lambda r: (len(r.fact.participants), article_order(r.article))).fact
    writer.label(node, fullest.label)
    writer.add(node, terms.STATUS, writer.iris.code("status", standing[-1].fact.status))
    writer.codes(node, terms.MODE, "mode", *(r.fact.mode for r in reports))
    writer.codes(node, terms.LEVEL, "level", *(r.fact.level for r in reports))
    _when(writer, node, agreed_bounds(r.fact.when for r in standing))
    _place(writer, node, reports)
    for report in reports:
        _event_report(writer, node, report)
    _participations(writer, node, reports)
    record_reports(writer, node, each)
    record_history(writer, node, each, "status")
    record_event_differences(writer, node, each, standing)


def _standing(reports: Sequence[Report[Event]]) -> list[Report[Event]]:
    """The reports that tell how an event stands: that it was held, else the latest plan.

    What was held was held, whatever was planned; of plans, the last that tells a day counts.
    """
    held = [r for r in reports if r.fact.status in HELD]
    if held:
        return sorted(held, key=lambda r: (r.fact.status == "occurred", article_order(r.article)))
    last = reports[-1]
    days = last.fact.when if last.fact.when.earliest else None
    dated = next((r for r in reversed(reports) if r.fact.when.earliest), None)
    return [last] if days or dated is None else [dated, last]


def _place(writer: Writer, node: NamedNode, reports: Sequence[Report[Event]]) -> None:
    """The finest place that is told, the commonest of several."""
    places = [r.fact.place for r in reports if r.fact.place]
    finest = [p for p in places if p.kind is Kind.PLACE] or places
    if finest:
        commonest = Counter(p.key for p in finest).most_common(1)[0][0]
        writer.add(
            node,
            terms.PLACE_OF_EVENT,
            writer.refer(next(p for p in finest if p.key == commonest)),
        )


def _event_report(writer: Writer, node: NamedNode, report: Report[Event]) -> None:
    event = report.fact
    writer.add(node, terms.PARTY, *(writer.refer(p) for p in event.parties))
    writer.issues(node, event.about)
    for predicate, local in (
        (terms.PART_OF, event.part_of),
        (terms.ON_SIDELINES_OF, event.on_sidelines_of),
        (terms.FOLLOWS, event.follows),
        *((terms.RESULTED_IN, agreement) for agreement in event.resulted_in),
    ):
        target = writer.linked(report, local)
        if target is not None and target != node:
            writer.add(node, predicate, target)


def _participations(writer: Writer, node: NamedNode, reports: Sequence[Report[Event]]) -> None:
    people = {p.key: p for report in reports for p in report.fact.participants}
    for person in sorted(people.values(), key=lambda p: p.key):
        writer.add(node, terms.PARTICIPANT, writer.refer(person))
        part = NamedNode(f"{node.value}/participation/{person.key}")
        writer.add(node, terms.PARTICIPATION_OF_EVENT, part)
        writer.add(part, terms.RDF_TYPE, terms.PARTICIPATION)
        writer.add(part, terms.OFFICIAL_OF_ROLE, writer.refer(person))
        for report in reports:
            held = writer.roles[report.article.id].get(person.key)
            if held is not None:
                _capacity(writer, part, *held)


def _capacity(writer: Writer, part: NamedNode, role_node: NamedNode, role: Role) -> None:
    writer.add(part, terms.IN_CAPACITY, role_node)
    writer.add(role_node, terms.RDF_TYPE, terms.ROLE)
    writer.add(role_node, terms.OFFICIAL_OF_ROLE, writer.refer(role.official))
    if role.title:
        writer.add(role_node, terms.TITLE, Literal(role.title))
    writer.codes(role_node, terms.OFFICE_TYPE, "office-type", role.office_type)
    writer.add(role_node, terms.FORMER, typed(str(role.former).lower(), "boolean"))
    if role.polity:
        writer.add(role_node, terms.POLITY_OF_ROLE, writer.refer(role.polity))
        if not role.former:
            writer.add(part, terms.REPRESENTING, writer.refer(role.polity))


def _when(writer: Writer, node: NamedNode, when: When) -> None:
    writer.bounds(node, when)
    if when.text:
        writer.add(node, terms.DATE_TEXT, Literal(when.text))
    writer.codes(node, terms.DATE_BASIS, "date-basis", when.basis)


# agreements and statements ---------------------------------------------------------


def _agreement(writer: Writer, node: NamedNode, each: Group[Agreement]) -> None:
    reports = each.ordered()
    latest = reports[-1].fact
    writer.add(node, terms.RDF_TYPE, terms.AGREEMENT)
    names = Counter(r.fact.name for r in reports)
    label = min(names, key=lambda n: (-names[n], -len(n), n))
    writer.label(node, label)
    others = {n for r in reports for n in (r.fact.name, *r.fact.aliases)} - {label}
    writer.add(node, terms.ALT_LABEL, *(Literal(n, language="en") for n in sorted(others)))
    writer.codes(node, terms.KIND, "agreement-kind", *(r.fact.kind for r in reports))
    writer.add(node, terms.STATUS, writer.iris.code("agreement-status", latest.status))
    _when(writer, node, agreed_bounds([latest.when]))
    for report in reports:
        writer.add(node, terms.PARTY, *(writer.refer(p) for p in report.fact.parties))
        writer.issues(node, report.fact.about)
    record_reports(writer, node, each)
    record_history(writer, node, each, "agreement-status")
    record_agreement_differences(writer, node, each)


def _statement(writer: Writer, node: NamedNode, each: Group[Statement]) -> None:
    reports = each.ordered()
    fullest = max(reports, key=lambda r: len(r.fact.quote or r.fact.paraphrase or ""))
    said = fullest.fact
    writer.add(node, terms.RDF_TYPE, terms.STATEMENT)
    writer.add(node, terms.SPEAKER, writer.agent(fullest, "speaker", said.speaker))
    if said.quote:
        writer.add(node, terms.QUOTE, Literal(said.quote))
    if said.paraphrase:
        writer.add(node, terms.PARAPHRASE, Literal(said.paraphrase))
    writer.codes(node, terms.SPEECH_ACT, "speech-act", *(r.fact.speech_act for r in reports))
    if said.addressee:
        writer.add(node, terms.ADDRESSEE, writer.refer(said.addressee))
    for report in reports:
        if report.fact.via:
            writer.add(node, terms.VIA, writer.agent(report, "via", report.fact.via))
        made_at = writer.linked(report, report.fact.made_at)
        if made_at is not None:
            writer.add(node, terms.MADE_AT, made_at)
        writer.issues(node, report.fact.about)
    record_reports(writer, node, each)
