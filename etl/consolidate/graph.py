"""Clusters of reports -> the default graph: one node per encounter, instrument and utterance.

Each merged node keeps its reports (``parley:reportedAs``); the values are the most precise ones
that the reports agree on, the status that of the latest article. Ties fall to the article whose
identifier sorts last, so the result does not depend on the order of input.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from etl.article import Article
from etl.consolidate import cluster as c
from etl.consolidate import keys
from etl.consolidate.cluster import Fact, Report
from etl.entities import Entity, Kind
from etl.facts import Agreement, ArticleFacts, Event, Role, Statement, When
from etl.iris import WIKIDATA, Iris
from etl.rdf import CLASSES, EVENT_CLASSES, article_triples, date_literal, typed
from ontology import terms

_KIND_PATHS = {"Meeting": "meeting", "Visit": "visit", "PressEvent": "press-event",
               "DiplomaticEvent": "event"}  # fmt: skip


class Consolidation:
    """Collects the quads of the default graph."""

    def __init__(self, reports: Sequence[tuple[Article, ArticleFacts]], iris: Iris) -> None:
        self.reports = sorted(reports, key=lambda pair: _order(pair[0]))
        self.iris = iris
        self.quads: list[Quad] = []
        self._mint = keys.KeyMint()
        self._merged: dict[str, NamedNode] = {}  # report node -> merged node
        self._entities: dict[tuple[str, str], Entity] = {}
        self._labels: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._surfaces: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._roles: dict[str, dict[str, tuple[NamedNode, Role]]] = {}

    def build(self) -> list[Quad]:
        """All quads, sorted, each once."""
        for article, facts in self.reports:
            self._article(article, facts)
        events = self._clusters(lambda f: f.events, c.event_blocks, c.same_event)
        agreements = self._clusters(lambda f: f.agreements, c.agreement_blocks, c.same_agreement)
        statements = self._clusters(lambda f: f.statements, c.statement_blocks, c.same_statement)
        # Every node has its name before any is described, since they refer to each other.
        named_events = [(self._name(g, _path(g), keys.event_key(g)), g) for g in events]
        named_agreements = [
            (self._name(g, "agreement", keys.agreement_key(g)), g) for g in agreements
        ]
        named_statements = [
            (self._name(g, "statement", keys.statement_key(g)), g) for g in statements
        ]
        for node, event_group in named_events:
            self._event(node, event_group)
        for node, agreement_group in named_agreements:
            self._agreement(node, agreement_group)
        for node, statement_group in named_statements:
            self._statement(node, statement_group)
        self._describe_entities()
        return sorted(set(self.quads), key=str)

    # plumbing ----------------------------------------------------------------------------------

    def _add(self, subject: NamedNode, predicate: str, *values: Literal | NamedNode | str) -> None:
        for value in values:
            term = NamedNode(value) if isinstance(value, str) else value
            self.quads.append(Quad(subject, NamedNode(predicate), term, DefaultGraph()))

    def _clusters(
        self,
        facts_of: Callable[[ArticleFacts], Iterable[Fact]],
        blocks: Callable[[Fact], Iterable[object]],
        same: Callable[[Fact, Fact], bool],
    ) -> list[list[Report[Fact]]]:
        reports = [
            Report(article, fact) for article, facts in self.reports for fact in facts_of(facts)
        ]
        return c.cluster(reports, blocks, same)

    def _name(self, group: list[Report[Fact]], kind: str, key: str) -> NamedNode:
        key = self._mint.claim(kind, key, group[0].article.id)
        node = NamedNode(self.iris.of(kind, key))
        for report in group:
            self._merged[self._local(report)] = node
        return node

    def _local(self, report: Report[Fact]) -> str:
        return self.iris.node(report.article.id, report.fact.id)

    def _reported(self, node: NamedNode, group: list[Report[Fact]]) -> None:
        for report in group:
            self._add(node, terms.REPORTED_AS, NamedNode(self._local(report)))

    def _linked(self, report: Report[Fact], local: str | None) -> NamedNode | None:
        if local is None:
            return None
        return self._merged.get(self.iris.node(report.article.id, local))

    def _refer(self, entity: Entity) -> NamedNode:
        key = (entity.kind.value, entity.key)
        known = self._entities.setdefault(key, entity)
        if known.wikidata is None and entity.wikidata is not None:
            self._entities[key] = entity
        self._labels[key][entity.label] += 1
        return NamedNode(self.iris.entity(entity))

    # articles and entities ---------------------------------------------------------------------

    def _article(self, article: Article, facts: ArticleFacts) -> None:
        node = NamedNode(self.iris.article(article.id))
        for predicate, value in article_triples(article):
            self._add(node, predicate, value)
        for entity in facts.mentions:
            self._add(node, terms.MENTIONS, self._refer(entity))
        for entity in facts.context:
            self._refer(entity)
        self._add(node, terms.ABOUT, *(self.iris.issue(n) for n, _ in facts.issues))
        for name, forms in facts.surfaces.items():
            kind, _, key = name.partition("/")
            self._surfaces[kind, key].update(forms)
        roles: dict[str, tuple[NamedNode, Role]] = {}
        for number, role in enumerate(facts.roles, 1):
            role_node = NamedNode(self.iris.node(article.id, f"role-{number}"))
            roles.setdefault(role.official.key, (role_node, role))
        self._roles[article.id] = roles

    def _describe_entities(self) -> None:
        for key, entity in sorted(self._entities.items()):
            node = NamedNode(self.iris.entity(entity))
            labels = self._labels[key]
            label = min(labels, key=lambda text: (-labels[text], -len(text), text))
            self._add(node, terms.RDF_TYPE, CLASSES[entity.kind])
            self._add(node, terms.LABEL, Literal(label, language="en"))
            others = (set(labels) | self._surfaces[key]) - {label}
            for other in sorted(others):
                self._add(node, terms.ALT_LABEL, Literal(other, language="en"))
            if entity.wikidata:
                self._add(node, terms.SAME_AS, NamedNode(WIKIDATA + entity.wikidata))
            if entity.polity and entity.kind is Kind.PLACE:
                self._add(node, terms.IN_POLITY, self.iris.of(Kind.POLITY, entity.polity))

    # events ------------------------------------------------------------------------------------

    def _event(self, node: NamedNode, group: list[Report[Event]]) -> None:
        latest = group[-1].fact
        self._add(node, terms.RDF_TYPE, EVENT_CLASSES[latest.type])
        fullest = max(group, key=lambda r: (len(r.fact.participants), _order(r.article))).fact
        self._add(node, terms.LABEL, Literal(fullest.label, language="en"))
        self._add(node, terms.STATUS, self.iris.code("status", latest.status))
        self._code(node, terms.MODE, "mode", [r.fact.mode for r in group])
        self._code(node, terms.LEVEL, "level", [r.fact.level for r in group])
        self._when(node, [r.fact.when for r in group])
        places = [r.fact.place for r in group if r.fact.place]
        if places:
            finest = max(places, key=lambda p: p.kind is Kind.PLACE)
            self._add(node, terms.PLACE_OF_EVENT, self._refer(finest))
        for report in group:
            self._event_report(node, report)
        self._participations(node, group)
        self._reported(node, group)

    def _event_report(self, node: NamedNode, report: Report[Event]) -> None:
        event = report.fact
        self._add(node, terms.PARTY, *(self._refer(p) for p in event.parties))
        self._add(node, terms.ABOUT, *(self.iris.issue(n) for n in event.about))
        for predicate, local in (
            (terms.PART_OF, event.part_of),
            (terms.ON_SIDELINES_OF, event.on_sidelines_of),
            (terms.FOLLOWS, event.follows),
            *((terms.RESULTED_IN, agreement) for agreement in event.resulted_in),
        ):
            target = self._linked(report, local)
            if target is not None and target != node:
                self._add(node, predicate, target)

    def _participations(self, node: NamedNode, group: list[Report[Event]]) -> None:
        people = {p.key: p for report in group for p in report.fact.participants}
        for person in sorted(people.values(), key=lambda p: p.key):
            self._add(node, terms.PARTICIPANT, self._refer(person))
            part = NamedNode(f"{node.value}/participation/{person.key}")
            self._add(node, terms.PARTICIPATION_OF_EVENT, part)
            self._add(part, terms.RDF_TYPE, terms.PARTICIPATION)
            self._add(part, terms.OFFICIAL_OF_ROLE, self._refer(person))
            for report in group:
                held = self._roles[report.article.id].get(person.key)
                if held is not None:
                    self._capacity(part, *held)

    def _capacity(self, part: NamedNode, role_node: NamedNode, role: Role) -> None:
        self._add(part, terms.IN_CAPACITY, role_node)
        self._add(role_node, terms.RDF_TYPE, terms.ROLE)
        self._add(role_node, terms.OFFICIAL_OF_ROLE, self._refer(role.official))
        if role.title:
            self._add(role_node, terms.TITLE, Literal(role.title))
        if role.office_type:
            self._add(role_node, terms.OFFICE_TYPE, self.iris.code("office-type", role.office_type))
        self._add(role_node, terms.FORMER, typed(str(role.former).lower(), "boolean"))
        if role.polity:
            self._add(role_node, terms.POLITY_OF_ROLE, self._refer(role.polity))
            if not role.former:
                self._add(part, terms.REPRESENTING, self._refer(role.polity))

    def _code(self, node: NamedNode, predicate: str, scheme: str, values: list[str | None]) -> None:
        known = [v for v in values if v]
        if known:
            commonest = Counter(known).most_common(1)[0][0]
            self._add(node, predicate, self.iris.code(scheme, commonest))

    def _when(self, node: NamedNode, reported: list[When]) -> None:
        """The bounds that all reports allow; where they exclude each other, the widest."""
        firsts = [w.earliest for w in reported if w.earliest]
        lasts = [w.latest for w in reported if w.latest]
        first, last = _bounds(firsts, lasts)
        if first:
            self._add(node, terms.EARLIEST, date_literal(first))
        if last:
            self._add(node, terms.LATEST, date_literal(last))
        best = next((w for w in reported if w.earliest == first and w.latest == last), None)
        best = best or next((w for w in reported if w.text), None)
        if best and best.text:
            self._add(node, terms.DATE_TEXT, Literal(best.text))
        if best and best.basis and (first or last):  # no day, so nothing for it to rest on
            self._add(node, terms.DATE_BASIS, self.iris.code("date-basis", best.basis))

    # agreements and statements -----------------------------------------------------------------

    def _agreement(self, node: NamedNode, group: list[Report[Agreement]]) -> None:
        latest = group[-1].fact
        self._add(node, terms.RDF_TYPE, terms.AGREEMENT)
        names = Counter(r.fact.name for r in group)
        label = min(names, key=lambda n: (-names[n], -len(n), n))
        self._add(node, terms.LABEL, Literal(label, language="en"))
        others = {n for r in group for n in (r.fact.name, *r.fact.aliases)} - {label}
        self._add(node, terms.ALT_LABEL, *(Literal(n, language="en") for n in sorted(others)))
        self._code(node, terms.KIND, "agreement-kind", [r.fact.kind for r in group])
        self._add(node, terms.STATUS, self.iris.code("agreement-status", latest.status))
        self._when(node, [latest.when])
        for report in group:
            self._add(node, terms.PARTY, *(self._refer(p) for p in report.fact.parties))
            self._add(node, terms.ABOUT, *(self.iris.issue(n) for n in report.fact.about))
        self._reported(node, group)

    def _statement(self, node: NamedNode, group: list[Report[Statement]]) -> None:
        report = group[0]
        said = report.fact
        self._add(node, terms.RDF_TYPE, terms.STATEMENT)
        self._add(node, terms.SPEAKER, self._agent(report, "speaker", said.speaker))
        if said.quote:
            self._add(node, terms.QUOTE, Literal(said.quote))
        if said.paraphrase:
            self._add(node, terms.PARAPHRASE, Literal(said.paraphrase))
        if said.speech_act:
            self._add(node, terms.SPEECH_ACT, self.iris.code("speech-act", said.speech_act))
        if said.addressee:
            self._add(node, terms.ADDRESSEE, self._refer(said.addressee))
        for each in group:
            if each.fact.via:
                self._add(node, terms.VIA, self._agent(each, "via", each.fact.via))
            made_at = self._linked(each, each.fact.made_at)
            if made_at is not None:
                self._add(node, terms.MADE_AT, made_at)
            self._add(node, terms.ABOUT, *(self.iris.issue(n) for n in each.fact.about))
        self._reported(node, group)

    def _agent(self, report: Report[Statement], slot: str, agent: Entity | str) -> NamedNode:
        if isinstance(agent, Entity):
            return self._refer(agent)
        node = NamedNode(self.iris.node(report.article.id, f"{report.fact.id}-{slot}"))
        self._add(node, terms.RDF_TYPE, terms.UNNAMED_SOURCE)
        self._add(node, terms.LABEL, Literal(agent, language="en"))
        return node


def _order(article: Article) -> tuple[str, str]:
    """Articles by publication, those without a date first, then by identifier."""
    return (article.published.latest.isoformat() if article.published else "", article.id)


def _path(group: list[Report[Event]]) -> str:
    return _KIND_PATHS[group[0].fact.type]


def _bounds(firsts: list[date], lasts: list[date]) -> tuple[date | None, date | None]:
    first, last = max(firsts, default=None), min(lasts, default=None)
    if first and last and first > last:
        return min(firsts), max(lasts)
    return first, last


def consolidated_quads(reports: Sequence[tuple[Article, ArticleFacts]], iris: Iris) -> list[Quad]:
    """The default graph of a set of articles, without the ontology: sorted quads, each once."""
    return Consolidation(reports, iris).build()
