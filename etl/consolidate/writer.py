"""Collects the quads of the default graph, and what all articles say of the shared entities."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from etl.article import Article
from etl.consolidate.report import Fact, Report
from etl.entities import Entity, Kind
from etl.facts import ArticleFacts, Role, When
from etl.iris import WIKIDATA, Iris
from etl.rdf import CLASSES, article_triples, date_literal
from ontology import terms

Value = Literal | NamedNode | str  # a string is an IRI


class Writer:
    """Quads so far, entities referred to, and the merged node of each report."""

    def __init__(self, iris: Iris) -> None:
        self.iris = iris
        self.quads: list[Quad] = []
        self.roles: dict[str, dict[str, tuple[NamedNode, Role]]] = {}  # article, person
        self.merged: dict[str, NamedNode] = {}  # report node -> merged node
        self._entities: dict[tuple[str, str], Entity] = {}
        self._labels: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._surfaces: dict[tuple[str, str], set[str]] = defaultdict(set)

    def add(self, subject: NamedNode, predicate: str, *values: Value) -> None:
        """State a property."""
        for value in values:
            term = NamedNode(value) if isinstance(value, str) else value
            self.quads.append(Quad(subject, NamedNode(predicate), term, DefaultGraph()))

    def label(self, subject: NamedNode, text: str) -> None:
        """Give a node its name."""
        self.add(subject, terms.LABEL, Literal(text, language="en"))

    def codes(self, subject: NamedNode, predicate: str, scheme: str, *values: str | None) -> None:
        """State the commonest of several codes, the first among equals."""
        known = [v for v in values if v]
        if known:
            commonest = Counter(known).most_common(1)[0][0]
            self.add(subject, predicate, self.iris.code(scheme, commonest))

    def bounds(self, subject: NamedNode, when: When) -> None:
        """State the days between which something lies."""
        if when.earliest:
            self.add(subject, terms.EARLIEST, date_literal(when.earliest))
        if when.latest:
            self.add(subject, terms.LATEST, date_literal(when.latest))

    def issues(self, subject: NamedNode, notations: Iterable[str]) -> None:
        """State what something is about."""
        self.add(subject, terms.ABOUT, *(self.iris.issue(n) for n in notations))

    def refer(self, entity: Entity) -> NamedNode:
        """The IRI of a shared entity, which is then described."""
        key = (entity.kind.value, entity.key)
        known = self._entities.setdefault(key, entity)
        if known.wikidata is None and entity.wikidata is not None:
            self._entities[key] = entity
        self._labels[key][entity.label] += 1
        return NamedNode(self.iris.entity(entity))

    def local(self, report: Report[Fact]) -> NamedNode:
        """The node that an article's graph describes."""
        return NamedNode(self.iris.node(report.article.id, report.fact.id))

    def linked(self, report: Report[Fact], local: str | None) -> NamedNode | None:
        """The merged node of another fact of the same article."""
        return self.merged.get(self.iris.node(report.article.id, local)) if local else None

    def agent(self, report: Report[Fact], slot: str, agent: Entity | str) -> NamedNode:
        """A named agent's IRI, or a node for a source that the article does not name."""
        if isinstance(agent, Entity):
            return self.refer(agent)
        node = NamedNode(self.iris.node(report.article.id, f"{report.fact.id}-{slot}"))
        self.add(node, terms.RDF_TYPE, terms.UNNAMED_SOURCE)
        self.label(node, agent)
        return node

    def article(self, article: Article, facts: ArticleFacts) -> None:
        """Describe an article, and remember how it names and presents people."""
        node = NamedNode(self.iris.article(article.id))
        for predicate, value in article_triples(article):
            self.add(node, predicate, value)
        for entity in facts.mentions:
            self.add(node, terms.MENTIONS, self.refer(entity))
        for entity in facts.context:
            self.refer(entity)
        self.issues(node, (notation for notation, _ in facts.issues))
        for name, forms in facts.surfaces.items():
            kind, _, key = name.partition("/")
            self._surfaces[kind, key].update(forms)
        roles: dict[str, tuple[NamedNode, Role]] = {}
        for number, role in enumerate(facts.roles, 1):
            role_node = NamedNode(self.iris.node(article.id, f"role-{number}"))
            roles.setdefault(role.official.key, (role_node, role))
        self.roles[article.id] = roles

    def entities(self) -> None:
        """Describe every entity that was referred to."""
        for key, entity in sorted(self._entities.items()):
            node = NamedNode(self.iris.entity(entity))
            labels = self._labels[key]
            label = min(labels, key=lambda text: (-labels[text], -len(text), text))
            self.add(node, terms.RDF_TYPE, CLASSES[entity.kind])
            self.label(node, label)
            for other in sorted((set(labels) | self._surfaces[key]) - {label}):
                self.add(node, terms.ALT_LABEL, Literal(other, language="en"))
            if entity.wikidata:
                self.add(node, terms.SAME_AS, NamedNode(WIKIDATA + entity.wikidata))
            if entity.polity and entity.kind is Kind.PLACE:
                self.add(node, terms.IN_POLITY, self.iris.of(Kind.POLITY, entity.polity))
