"""Events, agreements and statements of the consolidated graph, each with its receipts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import NamedNode

from ontology import terms
from queries.evidence import Receipt, receipts
from queries.table import Cell, read_table, text_of
from server.dates import span, written
from server.describe import PROLOGUE, cell, name_of, text_of_iri
from store.engine import Engine

EVENTS: Final = (terms.MEETING, terms.VISIT, terms.PRESS_EVENT)
KINDS: Final = (*EVENTS, terms.AGREEMENT, terms.STATEMENT)
HELD: Final = ("occurred", "ongoing")
"""Notations of the statuses of what took place."""

_RELATED = " ".join(
    f"<{iri}>"
    for iri in (terms.PARTICIPANT, terms.PARTY, terms.SPEAKER, terms.ADDRESSEE, terms.ABOUT)
)
_MOST_RECEIPTS: Final = 4

_FACTS = """SELECT DISTINCT ?f ?kind ?called ?quote ?said ?status ?statusName ?act
  ?earliest ?latest ?basis ?place ?placeName WHERE {
  { SELECT DISTINCT ?f WHERE { %s } }
  VALUES ?kind { %s }
  ?f a ?kind .
  OPTIONAL { ?f rdfs:label ?called }
  OPTIONAL { ?f parley:quote ?quote }
  OPTIONAL { ?f parley:paraphrase ?said }
  OPTIONAL { ?f parley:status ?status . ?status skos:prefLabel ?statusName }
  OPTIONAL { ?f parley:speechAct/skos:prefLabel ?act }
  OPTIONAL { ?f parley:earliest ?earliest }
  OPTIONAL { ?f parley:latest ?latest }
  OPTIONAL { ?f parley:dateBasis/skos:prefLabel ?basis }
  OPTIONAL { ?f parley:place ?place . ?place rdfs:label ?placeName }
} ORDER BY ?f"""
_RELATIONS = """SELECT DISTINCT ?f ?p ?o ?oName WHERE {
  VALUES ?f { %s } VALUES ?p { %s } ?f ?p ?o . %s
} ORDER BY ?f ?p ?oName ?o"""


@dataclass(slots=True)
class Fact:
    """One event, agreement or statement. `articles` counts what reports it, shown or not."""

    iri: str
    kind: str
    name: str
    status: Cell
    act: str = ""
    earliest: str = ""
    latest: str = ""
    basis: str = ""
    place: Cell | None = None
    is_quote: bool = False
    people: list[Cell] = field(default_factory=list)
    parties: list[Cell] = field(default_factory=list)
    addressees: list[Cell] = field(default_factory=list)
    issues: list[Cell] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    articles: int = 0

    @property
    def class_name(self) -> str:
        """The local name of its class: "Meeting"."""
        return self.kind.rpartition("#")[2]

    @property
    def when(self) -> str:
        """Its date in words; a statement's is that of the first article that has it."""
        if self.earliest or self.latest:
            return span(self.earliest, self.latest)
        if self.kind == terms.STATEMENT and self.reported:
            return f"reported {written(self.reported)}"
        return ""

    @property
    def reported(self) -> str:
        """When the first article about it was issued, as ISO date."""
        return min((r.published for r in self.receipts if r.published), default="")

    @property
    def held(self) -> bool:
        """Whether it took place, or for what is no event, whether it is said at all."""
        return self.kind not in EVENTS or not self.status.iri or self.status.iri.endswith(HELD)

    @property
    def day(self) -> str:
        """What it is sorted by; empty where no date is known."""
        own = self.earliest or self.latest
        return own or (self.reported if self.kind == terms.STATEMENT else "")


def facts(engine: Engine, pattern: str) -> list[Fact]:
    """The facts that a graph pattern binds `?f` to, without what they relate to. By IRI."""
    found: dict[str, Fact] = {}
    query = PROLOGUE + _FACTS % (pattern, _iris(KINDS))
    for f, kind, called, quote, said, status, named, act, *dated in read_table(engine, query).rows:
        iri = text_of_iri(f)
        earliest, latest, basis, place, place_name = dated
        found.setdefault(
            iri,
            Fact(
                iri=iri,
                kind=text_of_iri(kind),
                name=text_of(quote or said or called) or iri.rpartition("/")[2],
                status=cell(status, named),
                act=text_of(act),
                earliest=text_of(earliest),
                latest=text_of(latest),
                basis=text_of(basis),
                place=cell(place, place_name) if place else None,
                is_quote=quote is not None,
            ),
        )
    return list(found.values())


def complete(engine: Engine, found: Sequence[Fact], most: int = _MOST_RECEIPTS) -> None:
    """Add to facts who took part, what they are about, and the sentences that say so.

    A fact gets one sentence of every article, and others while it has less than `most`.
    """
    if not found:
        return
    by_iri = {fact.iri: fact for fact in found}
    query = PROLOGUE + _RELATIONS % (_iris(by_iri), _RELATED, name_of("o"))
    for f, p, o, name in read_table(engine, query).rows:
        into = _list_of(by_iri[text_of_iri(f)], text_of_iri(p))
        if (value := cell(o, name)) not in into:
            into.append(value)
    for iri, passages in receipts(engine, map(NamedNode, by_iri)).items():
        seen: set[str] = set()
        for passage in passages:
            if passage.article not in seen or len(by_iri[iri].receipts) < most:
                by_iri[iri].receipts.append(passage)
            seen.add(passage.article)
        by_iri[iri].articles = len(seen)


def _list_of(fact: Fact, prop: str) -> list[Cell]:
    if prop in (terms.PARTICIPANT, terms.SPEAKER):
        return fact.people
    if prop == terms.PARTY:
        return fact.parties
    return fact.addressees if prop == terms.ADDRESSEE else fact.issues


def newest_first(found: Iterable[Fact]) -> list[Fact]:
    """By date, the latest first; what has none comes last, by name."""
    undated = sorted((f for f in found if not f.day), key=lambda f: (f.name, f.iri))
    dated = sorted((f for f in found if f.day), key=lambda f: (f.day, f.name, f.iri), reverse=True)
    return dated + undated


def _iris(iris: Iterable[str]) -> str:
    return " ".join(str(NamedNode(iri)) for iri in iris)
