"""Events, agreements and statements of the consolidated graph, each with its receipts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import NamedNode

from ontology import terms
from queries.evidence import Receipt, receipts
from queries.table import Cell, Value, read_table, text_of
from server.dates import span, written
from server.describe import PROLOGUE, cell, text_of_iri
from store.engine import Engine

EVENTS: Final = (terms.MEETING, terms.VISIT, terms.PRESS_EVENT)
KINDS: Final = (*EVENTS, terms.AGREEMENT, terms.STATEMENT)
HELD: Final = ("occurred", "ongoing")
"""Notations of the statuses of what took place."""

_RELATED: Final = (
    terms.PARTICIPANT,
    terms.PARTY,
    terms.SPEAKER,
    terms.ADDRESSEE,
    terms.ABOUT,
    terms.PLACE_OF_EVENT,
)
_OWN: Final = (
    terms.RDF_TYPE,
    terms.LABEL,
    terms.QUOTE,
    terms.PARAPHRASE,
    terms.STATUS,
    terms.SPEECH_ACT,
    terms.EARLIEST,
    terms.LATEST,
    terms.DATE_BASIS,
)
_MOST_RECEIPTS: Final = 2

# Rows of triples rather than a column for each property, and in no order: both take several times
# as long.
_FACTS: Final = f"""SELECT ?f ?p ?o WHERE {{
  {{
    {{ SELECT DISTINCT ?f WHERE {{ %(pattern)s }} }}
    ?f ?p ?o FILTER(?p IN ({", ".join(f"<{iri}>" for iri in _OWN)}))
  }} UNION {{
    {{ SELECT DISTINCT ?f WHERE {{ %(pattern)s }} }}
    ?f parley:speechAct ?act ; parley:reportedAs ?report .
    BIND(IRI(STRBEFORE(STR(?report), "#")) AS ?article)
    ?article <{terms.ISSUED}> ?o . BIND(<{terms.ISSUED}> AS ?p)
  }}
}}"""
_RELATIONS: Final = f"""SELECT ?f ?p ?o ?name WHERE {{
  VALUES ?f {{ %s }}
  ?f ?p ?o FILTER(?p IN ({", ".join(f"<{iri}>" for iri in _RELATED)}))
  ?o rdfs:label|skos:prefLabel ?name
}}"""


@dataclass(slots=True)
class Fact:
    """One event, agreement or statement.

    `reported` is when a statement was first reported, as ISO date; `articles` counts what reports
    a fact, shown or not.
    """

    iri: str
    kind: str
    name: str
    status: Cell
    act: str = ""
    earliest: str = ""
    latest: str = ""
    basis: str = ""
    reported: str = ""
    is_quote: bool = False
    places: list[Cell] = field(default_factory=list)
    people: list[Cell] = field(default_factory=list)
    parties: list[Cell] = field(default_factory=list)
    addressees: list[Cell] = field(default_factory=list)
    issues: list[Cell] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    articles: int = 0

    def related(self, prop: str) -> list[Cell]:
        """Those that it is related to by a property."""
        return {
            terms.PARTICIPANT: self.people,
            terms.SPEAKER: self.people,
            terms.PARTY: self.parties,
            terms.ADDRESSEE: self.addressees,
            terms.PLACE_OF_EVENT: self.places,
        }.get(prop, self.issues)

    @property
    def class_name(self) -> str:
        """The local name of its class: "Meeting"."""
        return self.kind.rpartition("#")[2]

    @property
    def when(self) -> str:
        """Its date in words; a statement's is that of the first article that has it."""
        if self.earliest or self.latest:
            return span(self.earliest, self.latest)
        return f"reported {written(self.reported)}" if self.reported else ""

    @property
    def held(self) -> bool:
        """Whether it took place, or for what is no event, whether it is said at all."""
        return self.kind not in EVENTS or not self.status.iri or self.status.iri.endswith(HELD)

    @property
    def day(self) -> str:
        """What it is sorted by; empty where no date is known."""
        return self.earliest or self.latest or self.reported


def facts(engine: Engine, pattern: str) -> list[Fact]:
    """The facts that a graph pattern binds `?f` to, without what they relate to. By IRI.

    Raises what ``Engine.query`` raises.
    """
    said: dict[str, dict[str, list[Value]]] = {}
    for f, p, o in _in_order(engine, _FACTS % {"pattern": pattern}):
        said.setdefault(text_of_iri(f), {}).setdefault(text_of_iri(p), []).append(o)
    return [fact for iri, own in said.items() if (fact := _fact(iri, own)) is not None]


def _fact(iri: str, said: dict[str, list[Value]]) -> Fact | None:
    """The fact of which this is said; None if it is of no kind that is shown as one."""
    classes = {text_of_iri(value) for value in said.get(terms.RDF_TYPE, [])}
    kind = next((kind for kind in KINDS if kind in classes), None)
    if kind is None:
        return None

    def first(*properties: str) -> Value:
        return next((said[prop][0] for prop in properties if prop in said), None)

    name = text_of(first(terms.QUOTE, terms.PARAPHRASE, terms.LABEL))
    return Fact(
        iri=iri,
        kind=kind,
        name=name or iri.rpartition("/")[2],
        status=code(first(terms.STATUS)),
        act=code(first(terms.SPEECH_ACT)).text,
        earliest=text_of(first(terms.EARLIEST)),
        latest=text_of(first(terms.LATEST)),
        basis=code(first(terms.DATE_BASIS)).text,
        reported=text_of(first(terms.ISSUED)),
        is_quote=terms.QUOTE in said,
    )


def complete(engine: Engine, found: Sequence[Fact], most: int = _MOST_RECEIPTS) -> None:
    """Add to facts who took part, what they are about, and the sentences that say so.

    A fact gets one sentence of every article, and others while it has less than `most`.
    """
    if not found:
        return
    by_iri = {fact.iri: fact for fact in found}
    for f, p, o, name in _in_order(engine, _RELATIONS % _iris(by_iri)):
        into = by_iri[text_of_iri(f)].related(text_of_iri(p))
        if (value := cell(o, name)) not in into:
            into.append(value)
    for iri, passages in receipts(engine, map(NamedNode, by_iri)).items():
        seen: set[str] = set()
        for passage in passages:
            if passage.article not in seen or len(by_iri[iri].receipts) < most:
                by_iri[iri].receipts.append(passage)
            seen.add(passage.article)
        by_iri[iri].articles = len(seen)


def code(value: Value) -> Cell:
    """A value of a code list, by its notation, which is its name with hyphens for blanks."""
    if value is None:
        return Cell("")
    iri = text_of_iri(value)
    return Cell(iri.rpartition("/")[2].replace("-", " "), iri)


def _in_order(engine: Engine, query: str) -> list[tuple[Value, ...]]:
    """The rows of a query, each once, always in the same order: by subject, property and name."""
    rows = {tuple(map(text_of_iri, row)): row for row in read_table(engine, PROLOGUE + query).rows}
    return [rows[key] for key in sorted(rows, key=lambda key: (key[0], key[1], key[-1], key))]


def newest_first(found: Iterable[Fact]) -> list[Fact]:
    """By date, the latest first; what has none comes last, by name."""
    undated = sorted((f for f in found if not f.day), key=lambda f: (f.name, f.iri))
    dated = sorted((f for f in found if f.day), key=lambda f: (f.day, f.name, f.iri), reverse=True)
    return dated + undated


def _iris(iris: Iterable[str]) -> str:
    return " ".join(str(NamedNode(iri)) for iri in iris)
