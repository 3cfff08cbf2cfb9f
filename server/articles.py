"""An article -> what its page shows: the sentences that are evidence, and what rests on each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from ontology import terms
from ontology.account import Account
from queries.table import Cell, Value, read_table, text_of, words
from server.dates import written
from server.describe import PROLOGUE, Section, text_of_iri
from server.listings import Href
from server.passages import Name, Noted, Passage, Span, passages
from store.accounts import NoAccountsError, read_account
from store.engine import Engine

_EVIDENCE: Final = """SELECT DISTINCT ?e ?start ?end ?exact ?rule ?confidence ?fact ?type ?factName
  ?person ?title ?issueName ?issue ?whole ?wholeName WHERE {
  GRAPH %(this)s {
    ?e a parley:Evidence ; oa:start ?start ; oa:end ?end ; oa:exact ?exact .
    OPTIONAL { ?e parley:rule ?rule }
    OPTIONAL { ?e parley:confidence ?confidence }
  }
  OPTIONAL {
    GRAPH %(this)s { ?fact parley:evidence ?e ; a ?type }
    OPTIONAL {
      GRAPH %(this)s { ?fact rdfs:label|parley:quote|parley:paraphrase ?factName }
    }
    OPTIONAL { GRAPH %(this)s { ?fact parley:official ?who
        OPTIONAL { ?fact parley:title ?title } }
      ?who rdfs:label ?person }
    OPTIONAL { ?whole parley:reportedAs ?fact
      OPTIONAL { ?whole rdfs:label|parley:quote|parley:paraphrase ?wholeName } }
  }
  OPTIONAL { GRAPH %(this)s { ?e parley:about ?issue } ?issue skos:prefLabel ?issueName }
} ORDER BY ?start ?end ?e ?fact"""
_NAMES: Final = """SELECT DISTINCT ?who ?type ?name WHERE {
  VALUES ?type { %(types)s }
  %(this)s parley:mentions ?who . ?who a ?type .
  { ?who rdfs:label|skos:altLabel ?name }
  UNION { GRAPH %(this)s { ?who rdfs:label|skos:altLabel ?name } }
} ORDER BY ?type ?name ?who"""
_NAMED: Final = (terms.OFFICIAL, terms.POLITY, terms.ORGANIZATION, terms.PLACE)


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Whom or what an article names, of one kind."""

    title: str
    kind: str
    values: list[Cell]


@dataclass(frozen=True, slots=True)
class Article:
    """What the page of an article shows.

    `declined` counts candidates for facts that were not taken; None where that is not known.
    """

    section: Section
    identifier: str
    publisher: str
    issued: str
    source: str
    issues: list[Cell]
    passages: list[Passage]
    mentioned: list[Mentioned]
    declined: int | None
    full_text: bool

    @property
    def dated(self) -> str:
        """Outlet and date in words."""
        return ", ".join(filter(None, (self.publisher, written(self.issued))))

    @property
    def facts(self) -> int:
        """How many facts rest on its sentences."""
        return len({noted.anchor for p in self.passages for noted in p.noted if noted.anchor})


def article(engine: Engine, section: Section, href: Href, *, full_text: bool = False) -> Article:
    """All about an article, of whose text only evidence is shown without `full_text`.

    Raises what ``Engine.query`` raises.
    """
    this = str(NamedNode(section.iri))
    said = {group.iri: group.values for group in section.groups}

    def first(prop: str) -> str:
        values = said.get(prop, [])
        return (values[0].iri or values[0].text) if values else ""

    query = _EVIDENCE % {"this": this}
    spans = spans_of(read_table(engine, PROLOGUE + query).rows, href)
    account = _account(engine, first(terms.IDENTIFIER), full_text)
    if account and full_text:
        spans += [Span(p.start, p.end, p.text, "") for p in account.passages if p.text]
    return Article(
        section=section,
        identifier=first(terms.IDENTIFIER),
        publisher=first(terms.PUBLISHER),
        issued=first(terms.ISSUED),
        source=first(terms.SOURCE),
        issues=said.get(terms.ABOUT, []),
        passages=passages(spans, _names(engine, this)),
        mentioned=_mentioned(engine, this),
        declined=sum(len(p.refused) for p in account.passages) if account else None,
        full_text=bool(account and full_text),
    )


def _account(engine: Engine, identifier: str, full_text: bool) -> Account | None:
    try:
        return read_account(engine.snapshot(), identifier, full_text=full_text)
    except NoAccountsError:
        return None


def spans_of(rows: tuple[tuple[Value, ...], ...], href: Href) -> list[Span]:
    """Evidence with what rests on it, from the rows of the query for it."""
    noted: dict[str, dict[str, Noted]] = {}
    places: dict[str, tuple[int, int, str]] = {}
    for row in rows:
        e, start, end, exact, rule, confidence, fact, kind, name, person, title = row[:11]
        issue_name, issue, whole, whole_name = row[11:]
        anchor = text_of_iri(e).partition("#")[2]
        places[anchor] = (int(text_of(start)), int(text_of(end)), text_of(exact))
        known = noted.setdefault(anchor, {})
        # Evidence for an issue belongs to the article itself, which is no fact.
        if fact is not None and "#" in text_of_iri(fact):
            own = text_of_iri(fact).partition("#")[2]
            called = text_of(name or whole_name) or own
            if person is not None:
                called = " as ".join(filter(None, (text_of(person), text_of(title))))
            leads = href(text_of_iri(whole)) if whole is not None else None
            noun = words(text_of_iri(kind).rpartition("#")[2])
        elif issue is not None:
            own, noun = "", "about"
            called, leads = text_of(issue_name), href(text_of_iri(issue))
        else:
            continue
        known.setdefault(
            own or f"{noun} {called}",
            Noted(own, noun, called, leads, text_of(rule), text_of(confidence)),
        )
    return [Span(*place, anchor, tuple(noted[anchor].values())) for anchor, place in places.items()]


def _names(engine: Engine, this: str) -> dict[str, Name]:
    found: dict[str, Name] = {}
    types = " ".join(f"<{iri}>" for iri in _NAMED)
    rows = read_table(engine, PROLOGUE + _NAMES % {"types": types, "this": this}).rows
    ranked = sorted(rows, key=lambda row: _NAMED.index(text_of_iri(row[1])))
    for who, kind, name in ranked:
        local = text_of_iri(kind).rpartition("#")[2]
        found.setdefault(text_of(name), Name(text_of_iri(who), local))
    return found


_HEADINGS: Final = {
    terms.OFFICIAL: "People",
    terms.POLITY: "States and polities",
    terms.ORGANIZATION: "Organisations",
    terms.PLACE: "Places",
}
_MENTIONED: Final = """SELECT ?type ?who (SAMPLE(?label) AS ?name) WHERE {
  VALUES ?type { %(types)s }
  %(this)s parley:mentions ?who . ?who a ?type ; rdfs:label ?label .
} GROUP BY ?type ?who ORDER BY ?name ?who"""


def _mentioned(engine: Engine, this: str) -> list[Mentioned]:
    types = " ".join(f"<{iri}>" for iri in _NAMED)
    rows = read_table(engine, PROLOGUE + _MENTIONED % {"types": types, "this": this}).rows
    found = []
    seen: set[str] = set()
    for kind in _NAMED:
        values = []
        for of, who, name in rows:
            iri = text_of_iri(who)
            # What is both a polity and a place is shown once.
            if text_of_iri(of) == kind and iri not in seen:
                seen.add(iri)
                values.append(Cell(text_of(name), iri))
        if values:
            found.append(Mentioned(_HEADINGS[kind], kind.rpartition("#")[2], values))
    return found
