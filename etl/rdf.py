"""Facts -> quads of the article's own named graph. Pure: no store, no files, no clock.

No blank nodes anywhere, so sorted N-Quads are canonical.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode, Quad

from etl.article import Article, Published
from etl.entities import Entity, Kind
from etl.facts import Agreement, ArticleFacts, Event, Evidence, Role, Statement, When
from etl.iris import WIKIDATA, Iris
from ontology import terms

CLASSES = {
    Kind.OFFICIAL: terms.OFFICIAL,
    Kind.POLITY: terms.POLITY,
    Kind.ORGANIZATION: terms.ORGANIZATION,
    Kind.PLACE: terms.PLACE,
}
EVENT_CLASSES = {
    "Meeting": terms.MEETING,
    "Visit": terms.VISIT,
    "PressEvent": terms.PRESS_EVENT,
    "DiplomaticEvent": terms.DIPLOMATIC_EVENT,
}
_XSD = "http://www.w3.org/2001/XMLSchema#"
_EDTF = NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")


class OffsetError(ValueError):
    """A fact's evidence is not the slice of the article that it claims to be."""


def typed(value: str, datatype: str) -> Literal:
    """A literal of an XML Schema datatype given by its local name."""
    return Literal(value, datatype=NamedNode(_XSD + datatype))


def date_literal(day: date) -> Literal:
    """An ``xsd:date``."""
    return typed(day.isoformat(), "date")


def issued_literal(published: Published) -> Literal:
    """The publication date in the precision that is known: a day, a month or a year."""
    first, last = published.earliest, published.latest
    if published.is_day:
        return date_literal(first)
    if (first.year, first.month) == (last.year, last.month):
        return typed(f"{first:%Y-%m}", "gYearMonth")
    return typed(f"{first:%Y}", "gYear")


def text_hash(text: str) -> str:
    """SHA-256 of the text in NFC with line ends as LF and outer blanks removed."""
    normal = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    return hashlib.sha256(normal.encode()).hexdigest()


def article_triples(article: Article) -> Iterator[tuple[str, Literal | NamedNode]]:
    """What is known about an article itself, as predicate and object."""
    yield terms.RDF_TYPE, NamedNode(terms.ARTICLE)
    yield terms.IDENTIFIER, Literal(article.id)
    yield terms.TEXT_HASH, Literal(text_hash(article.text))
    if article.title:
        yield terms.TITLE_OF_WORK, Literal(article.title, language="en")
    if article.publisher:
        yield terms.PUBLISHER, Literal(article.publisher)
    if article.published:
        yield terms.ISSUED, issued_literal(article.published)
    if article.url and urlsplit(article.url).scheme in ("http", "https"):
        yield terms.SOURCE, NamedNode(article.url)


def entity_triples(entity: Entity, iris: Iris) -> Iterator[tuple[str, Literal | NamedNode]]:
    """Type, label, polity and Wikidata link of a shared entity, as predicate and object."""
    yield terms.RDF_TYPE, NamedNode(CLASSES[entity.kind])
    yield terms.LABEL, Literal(entity.label, language="en")
    if entity.wikidata:
        yield terms.SAME_AS, NamedNode(WIKIDATA + entity.wikidata)
    if entity.polity and entity.kind is Kind.PLACE:
        yield terms.IN_POLITY, NamedNode(iris.of(Kind.POLITY, entity.polity))


class ReportGraph:
    """Collects the quads of one article."""

    def __init__(self, article: Article, facts: ArticleFacts, iris: Iris) -> None:
        self.article, self.facts, self.iris = article, facts, iris
        self.graph = NamedNode(iris.article(article.id))
        self.quads: list[Quad] = []
        self._used: dict[tuple[str, str], Entity] = {e_key(e): e for e in facts.mentions}
        self._roles = {
            e_key(role.official): self.node(f"role-{number}")
            for number, role in reversed(list(enumerate(facts.roles, 1)))
        }
        self._polities = {
            e_key(role.official): role.polity
            for role in reversed(facts.roles)
            if role.polity and not role.former
        }

    def node(self, local: str) -> NamedNode:
        """An article-scoped node."""
        return NamedNode(self.iris.node(self.article.id, local))

    def add(self, subject: NamedNode, predicate: str, *values: Literal | NamedNode | str) -> None:
        """State a property; strings are IRIs."""
        for value in values:
            term = NamedNode(value) if isinstance(value, str) else value
            self.quads.append(Quad(subject, NamedNode(predicate), term, self.graph))

    def refer(self, entity: Entity) -> NamedNode:
        """The IRI of a shared entity, which is then described in this graph too."""
        self._used.setdefault(e_key(entity), entity)
        return NamedNode(self.iris.entity(entity))

    def code(self, scheme: str, value: str) -> NamedNode:
        """The IRI of a code."""
        return NamedNode(self.iris.code(scheme, value))

    def issues(self, notations: Iterable[str]) -> list[NamedNode]:
        """The IRIs of issues."""
        return [NamedNode(self.iris.issue(n)) for n in notations]

    def build(self) -> list[Quad]:
        """All quads of the article, sorted, each once."""
        self._article()
        for number, role in enumerate(self.facts.roles, 1):
            self._role(self.node(f"role-{number}"), role)
        for event in self.facts.events:
            self._event(self.node(event.id), event)
        for agreement in self.facts.agreements:
            self._agreement(self.node(agreement.id), agreement)
        for statement in self.facts.statements:
            self._statement(self.node(statement.id), statement)
        for entity in self.facts.context:
            self.refer(entity)
        for entity in list(self._used.values()):
            self._entity(entity)
        return sorted(set(self.quads), key=str)

    def _article(self) -> None:
        for predicate, value in article_triples(self.article):
            self.add(self.graph, predicate, value)
        for entity in self.facts.mentions:
            self.add(self.graph, terms.MENTIONS, self.refer(entity))
        for notation, evidence in self.facts.issues:
            issue = NamedNode(self.iris.issue(notation))
            self.add(self.graph, terms.ABOUT, issue)
            node = self._evidence(self.graph, f"about-{notation}", (evidence,))[0]
            self.add(node, terms.ABOUT, issue)

    def _entity(self, entity: Entity) -> None:
        node = NamedNode(self.iris.entity(entity))
        for predicate, value in entity_triples(entity, self.iris):
            self.add(node, predicate, value)
        for surface in self.facts.surfaces.get(f"{entity.kind}/{entity.key}", ()):
            if surface != entity.label:
                self.add(node, terms.ALT_LABEL, Literal(surface, language="en"))

    def _evidence(
        self, subject: NamedNode, local: str, evidence: tuple[Evidence, ...]
    ) -> list[NamedNode]:
        nodes = []
        for number, item in enumerate(evidence, 1):
            if self.article.text[item.start : item.end] != item.exact or not item.exact.strip():
                raise OffsetError(
                    f"article {self.article.id}, {local}: characters {item.start}–{item.end} are "
                    f"{self.article.text[item.start : item.end]!r}, not {item.exact!r}"
                )
            node = self.node(f"{local}-evidence-{number}")
            self.add(subject, terms.EVIDENCE_OF_FACT, node)
            self.add(node, terms.RDF_TYPE, terms.EVIDENCE)
            self.add(node, terms.HAS_SOURCE, self.graph)
            self.add(node, terms.START, typed(str(item.start), "nonNegativeInteger"))
            self.add(node, terms.END, typed(str(item.end), "nonNegativeInteger"))
            self.add(node, terms.EXACT, Literal(item.exact))
            self.add(node, terms.CONFIDENCE, typed(f"{item.confidence:.2f}", "decimal"))
            self.add(node, terms.RULE, Literal(item.rule))
            nodes.append(node)
        return nodes

    def _role(self, node: NamedNode, role: Role) -> None:
        self.add(node, terms.RDF_TYPE, terms.ROLE)
        self.add(node, terms.OFFICIAL_OF_ROLE, self.refer(role.official))
        if role.title:
            self.add(node, terms.TITLE, Literal(role.title))
        if role.office_type:
            self.add(node, terms.OFFICE_TYPE, self.code("office-type", role.office_type))
        if role.polity:
            self.add(node, terms.POLITY_OF_ROLE, self.refer(role.polity))
        self.add(node, terms.FORMER, typed("true" if role.former else "false", "boolean"))
        self._evidence(node, node.value.rsplit("#", 1)[-1], role.evidence)

    def _when(self, node: NamedNode, when: When) -> None:
        if when.earliest:
            self.add(node, terms.EARLIEST, date_literal(when.earliest))
        if when.latest:
            self.add(node, terms.LATEST, date_literal(when.latest))
        if when.text:
            self.add(node, terms.DATE_TEXT, Literal(when.text))
        if when.edtf:
            self.add(node, terms.EDTF, Literal(when.edtf, datatype=_EDTF))
        if when.basis:
            self.add(node, terms.DATE_BASIS, self.code("date-basis", when.basis))

    def _event(self, node: NamedNode, event: Event) -> None:
        self.add(node, terms.RDF_TYPE, EVENT_CLASSES[event.type])
        self.add(node, terms.LABEL, Literal(event.label, language="en"))
        self.add(node, terms.STATUS, self.code("status", event.status))
        if event.mode:
            self.add(node, terms.MODE, self.code("mode", event.mode))
        if event.level:
            self.add(node, terms.LEVEL, self.code("level", event.level))
        self._when(node, event.when)
        if event.place:
            self.add(node, terms.PLACE_OF_EVENT, self.refer(event.place))
        self.add(node, terms.PARTY, *(self.refer(p) for p in event.parties))
        self.add(node, terms.ABOUT, *self.issues(event.about))
        for number, person in enumerate(event.participants, 1):
            self.add(node, terms.PARTICIPANT, self.refer(person))
            self._participation(node, self.node(f"{event.id}-participation-{number}"), person)
        for predicate, target in (
            (terms.PART_OF, event.part_of),
            (terms.ON_SIDELINES_OF, event.on_sidelines_of),
            (terms.FOLLOWS, event.follows),
        ):
            if target:
                self.add(node, predicate, self.node(target))
        self.add(node, terms.RESULTED_IN, *(self.node(a) for a in event.resulted_in))
        self._evidence(node, event.id, event.evidence)

    def _participation(self, event: NamedNode, node: NamedNode, person: Entity) -> None:
        self.add(event, terms.PARTICIPATION_OF_EVENT, node)
        self.add(node, terms.RDF_TYPE, terms.PARTICIPATION)
        self.add(node, terms.OFFICIAL_OF_ROLE, self.refer(person))
        role = self._roles.get(e_key(person))
        if role:
            self.add(node, terms.IN_CAPACITY, role)
        polity = self._polities.get(e_key(person))
        if polity:
            self.add(node, terms.REPRESENTING, self.refer(polity))

    def _agreement(self, node: NamedNode, agreement: Agreement) -> None:
        self.add(node, terms.RDF_TYPE, terms.AGREEMENT)
        self.add(node, terms.LABEL, Literal(agreement.name, language="en"))
        self.add(node, terms.ALT_LABEL, *(Literal(a, language="en") for a in agreement.aliases))
        self.add(node, terms.KIND, self.code("agreement-kind", agreement.kind))
        self.add(node, terms.STATUS, self.code("agreement-status", agreement.status))
        self.add(node, terms.PARTY, *(self.refer(p) for p in agreement.parties))
        self._when(node, agreement.when)
        self.add(node, terms.ABOUT, *self.issues(agreement.about))
        self._evidence(node, agreement.id, agreement.evidence)

    def _agent(self, local: str, agent: Entity | str, called: Sequence[str] = ()) -> NamedNode:
        """A named agent's IRI, or a node for a source that the article does not name."""
        if isinstance(agent, Entity):
            return self.refer(agent)
        node = self.node(local)
        self.add(node, terms.RDF_TYPE, terms.UNNAMED_SOURCE)
        self.add(node, terms.LABEL, Literal(agent, language="en"))
        self.add(node, terms.ALT_LABEL, *(Literal(form, language="en") for form in called))
        return node

    def _statement(self, node: NamedNode, statement: Statement) -> None:
        self.add(node, terms.RDF_TYPE, terms.STATEMENT)
        speaker = self._agent(f"{statement.id}-speaker", statement.speaker, statement.called)
        self.add(node, terms.SPEAKER, speaker)
        if statement.quote:
            self.add(node, terms.QUOTE, Literal(statement.quote))
        if statement.paraphrase:
            self.add(node, terms.PARAPHRASE, Literal(statement.paraphrase))
        if statement.speech_act:
            self.add(node, terms.SPEECH_ACT, self.code("speech-act", statement.speech_act))
        if statement.via:
            self.add(node, terms.VIA, self._agent(f"{statement.id}-via", statement.via))
        if statement.addressee:
            self.add(node, terms.ADDRESSEE, self.refer(statement.addressee))
        if statement.made_at:
            self.add(node, terms.MADE_AT, self.node(statement.made_at))
        self.add(node, terms.ABOUT, *self.issues(statement.about))
        self._evidence(node, statement.id, statement.evidence)


def e_key(entity: Entity) -> tuple[str, str]:
    """What identifies a shared entity."""
    return entity.kind.value, entity.key


def report_quads(article: Article, facts: ArticleFacts, iris: Iris) -> list[Quad]:
    """The quads of one article, sorted. Raises ``OffsetError`` when evidence is not in the text."""
    return ReportGraph(article, facts, iris).build()
