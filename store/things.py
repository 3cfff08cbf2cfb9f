"""What a dataset speaks of, gathered for searching: names, a line that tells each apart, values.

Only the default graph says what there is; roles and evidence come from the articles' graphs too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from ontology import terms
from ontology.prefixes import PREFIXES
from store.folding import fold
from store.likeness import Kind

TYPES: Final[dict[str, str]] = {
    "Official": terms.OFFICIAL,
    "Polity": terms.POLITY,
    "Organization": terms.ORGANIZATION,
    "Place": terms.PLACE,
    "Office": terms.OFFICE,
    "Meeting": terms.MEETING,
    "Visit": terms.VISIT,
    "PressEvent": terms.PRESS_EVENT,
    "Agreement": terms.AGREEMENT,
    "Issue": terms.ISSUE,
}
"""The kinds of things that are searched, with their classes. What has two is the first."""

_DIRECT: Final = {
    terms.SAME_AS: "wikidata",
    f"{PREFIXES['skos']}exactMatch": "wikidata",
    terms.OF_POLITY: "polity",
    terms.IN_POLITY: "polity",
    terms.OFFICE_TYPE: "officeType",
    terms.PLACE_OF_EVENT: "place",
    terms.PARTICIPANT: "participant",
    terms.PARTY: "party",
    terms.ABOUT: "about",
    terms.STATUS: "status",
    terms.MODE: "mode",
    terms.KIND: "kind",
    terms.EARLIEST: "earliest",
    terms.LATEST: "latest",
    terms.NOTATION: "notation",
    terms.BROADER: "broader",
}
_NAMING: Final = (terms.LABEL, terms.PREF_LABEL, terms.ALT_LABEL)
_WIKIDATA: Final = PREFIXES["wd"]
_COMMON: Final = 2  # so many words without a capital are no name


@dataclass(frozen=True, slots=True, order=True)
class Value:
    """One value of a property; `iri` is empty for what is only text."""

    property: str
    text: str
    iri: str = ""


@dataclass(slots=True)
class Thing:
    """Something with names. `named` is the number of articles that speak of it."""

    iri: str
    type: str
    label: str = ""
    names: dict[str, Kind] = field(default_factory=dict)
    values: list[Value] = field(default_factory=list)
    description: str = ""
    named: int = 0


@dataclass(frozen=True, slots=True)
class Capacity:
    """An office or a role in which somebody stands in the data."""

    title: str = ""
    office: str = ""
    polity: str = ""
    office_type: str = ""
    since: str = ""
    until: str = ""


class Graph:
    """A store, asked for one property at a time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.label: dict[str, str] = {}
        for predicate in (terms.LABEL, terms.PREF_LABEL):
            for subject, value in sorted(self._named(predicate), key=_english_first):
                self.label.setdefault(subject, value.value)

    def _named(self, predicate: str) -> list[tuple[str, Literal]]:
        found = self._store.quads_for_pattern(None, NamedNode(predicate), None, DefaultGraph())
        return [
            (quad.subject.value, quad.object)
            for quad in found
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
        ]

    def pairs(self, predicate: str, *, everywhere: bool = False) -> Iterator[tuple[str, str, bool]]:
        """Subject, object, and whether that is an IRI."""
        graph = None if everywhere else DefaultGraph()
        for quad in self._store.quads_for_pattern(None, NamedNode(predicate), None, graph):
            value = quad.object
            if isinstance(quad.subject, NamedNode) and isinstance(value, NamedNode | Literal):
                yield quad.subject.value, value.value, isinstance(value, NamedNode)

    def of_class(self, iri: str) -> list[str]:
        """What the default graph calls one of these."""
        found = self._store.quads_for_pattern(
            None, NamedNode(terms.RDF_TYPE), NamedNode(iri), DefaultGraph()
        )
        return sorted(q.subject.value for q in found if isinstance(q.subject, NamedNode))

    def called(self, iri: str) -> str:
        """The label of something, or the end of its IRI."""
        return self.label.get(iri) or iri.rstrip("/").rpartition("/")[2].rpartition("#")[2]


def _english_first(pair: tuple[str, Literal]) -> tuple[bool, str, str]:
    subject, literal = pair
    return not (literal.language or "en").startswith("en"), literal.value, subject


def gather(graph: Graph) -> list[Thing]:
    """Everything that has a name, in the order of the IRIs."""
    things: dict[str, Thing] = {}
    for kind, class_iri in TYPES.items():
        for iri in graph.of_class(class_iri):
            if iri in graph.label:
                things.setdefault(iri, Thing(iri, kind, graph.label[iri]))
    for predicate in _NAMING:
        for subject, text, is_iri in graph.pairs(predicate):
            if subject in things and not is_iri and fold(text):
                thing = things[subject]
                thing.names.setdefault(text, _kind(thing, text))
    for predicate, name in _DIRECT.items():
        for subject, text, is_iri in graph.pairs(predicate):
            if subject in things:
                _add(graph, things[subject], name, text, is_iri)
    _count(graph, things)
    return [things[iri] for iri in sorted(things)]


def _kind(thing: Thing, text: str) -> Kind:
    words = text.split()
    if thing.type != "Issue" and len(words) <= _COMMON and text == text.lower():
        return "noun"
    if text == thing.label:
        return "label"
    return "part" if thing.type == "Official" and len(fold(text).split()) == 1 else "alias"


def _add(graph: Graph, thing: Thing, name: str, text: str, is_iri: bool) -> None:
    if name == "wikidata":
        if not text.startswith(_WIKIDATA):
            return
        value = Value(name, text.removeprefix(_WIKIDATA), text)
    else:
        value = Value(name, graph.called(text), text) if is_iri else Value(name, text)
    if value not in thing.values:
        thing.values.append(value)


def _count(graph: Graph, things: dict[str, Thing]) -> None:
    """How many articles speak of a thing: by naming it, or as one of its reports."""
    counts: Counter[str] = Counter()
    articles = set(graph.of_class(terms.ARTICLE))
    for article, named, _ in graph.pairs(terms.MENTIONS):
        counts[named] += article in articles
    for subject, issue, _ in graph.pairs(terms.ABOUT):
        counts[issue] += subject in articles
    reports = {(merged, report.partition("#")[0]) for merged, report, _ in graph.pairs(
        terms.REPORTED_AS)}  # fmt: skip
    counts.update(merged for merged, _ in reports)
    for iri, thing in things.items():
        thing.named = counts[iri]


def capacities(graph: Graph) -> dict[str, list[Capacity]]:
    """By official: tenures, the latest first, then the roles that articles give them."""
    said = {
        name: dict(_first(graph.pairs(predicate, everywhere=True)))
        for name, predicate in (
            ("title", terms.TITLE),
            ("office", terms.OFFICE_OF_TENURE),
            ("polity", terms.POLITY_OF_ROLE),
            ("office_type", terms.OFFICE_TYPE),
            ("since", terms.FROM),
            ("until", terms.UNTIL),
            ("of", terms.OF_POLITY),
        )
    }
    found: defaultdict[str, list[Capacity]] = defaultdict(list)
    pairs = {(node, who) for node, who, _ in graph.pairs(terms.OFFICIAL_OF_ROLE, everywhere=True)}
    for node, who in sorted(pairs):
        office = said["office"].get(node, "")
        if not office and node not in said["title"] and node not in said["office_type"]:
            continue  # a participation
        found[who].append(
            Capacity(
                said["title"].get(node, ""),
                office,
                said["polity"].get(node) or said["of"].get(office, ""),
                said["office_type"].get(node) or said["office_type"].get(office, ""),
                said["since"].get(node, ""),
                said["until"].get(node, ""),
            )
        )
    for held in found.values():
        held.sort(key=lambda c: (c.office, c.title, c.polity))
        held.sort(key=lambda c: c.since, reverse=True)
        held.sort(key=lambda c: not c.office)
    return dict(found)


def _first(rows: Iterator[tuple[str, str, bool]]) -> Iterator[tuple[str, str]]:
    """One value a subject: the last of the sorted ones, whatever the store's order."""
    yield from sorted((subject, text) for subject, text, _ in rows)
