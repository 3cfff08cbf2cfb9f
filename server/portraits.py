"""A person, state, organisation, place, office or issue -> all that its page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import NamedNode

from ontology import terms
from ontology.prefixes import PREFIXES
from queries.table import Cell, read_table, text_of
from server.counterparts import TOGETHER, Company, company
from server.describe import PROLOGUE, Group, Section, cell
from server.listings import PATTERNS, Account, Href, account
from server.offices import Held, Titled, offices, titles
from store.engine import Engine

# What somebody is first of all, where the graph says several things.
KINDS: Final = (
    terms.OFFICIAL,
    terms.POLITY,
    terms.ORGANIZATION,
    terms.PLACE,
    terms.OFFICE,
    terms.ISSUE,
)
_NOUNS: Final = {
    terms.OFFICIAL: "Official",
    terms.POLITY: "State or polity",
    terms.ORGANIZATION: "Organisation",
    terms.PLACE: "Place",
    terms.OFFICE: "Office",
    terms.ISSUE: "Issue",
}
_ARTICLES: Final = """SELECT DISTINCT ?article ?title ?publisher ?issued WHERE {
  ?article parley:mentions|parley:about %s ; a parley:Article .
  OPTIONAL { ?article dcterms:title ?written }
  OPTIONAL { ?article dcterms:identifier ?number }
  OPTIONAL { ?article dcterms:publisher ?publisher }
  OPTIONAL { ?article dcterms:issued ?issued }
  BIND(COALESCE(?written, ?number) AS ?title)
} ORDER BY DESC(STR(?issued)) ?title ?article"""
_SPEAKERS: Final = """SELECT ?who ?name (COUNT(DISTINCT ?f) AS ?n) WHERE {
  { SELECT ?issue { ?issue skos:broader* %s } }
  ?f parley:about ?issue ; a parley:Statement ; parley:speaker ?who .
  ?who rdfs:label ?name
} GROUP BY ?who ?name ORDER BY DESC(?n) ?name ?who"""
_MOST_ARTICLES: Final = 24
# What the head of the page says already, or what only machines need.
_ELSEWHERE: Final = (terms.SAME_AS, terms.ALT_LABEL, terms.MET_WITH)


@dataclass(frozen=True, slots=True)
class Source:
    """An article that speaks of something; `issued` is an ISO date."""

    article: Cell
    publisher: str
    issued: str


@dataclass(slots=True)
class Portrait:
    """What the page of a thing shows."""

    section: Section
    kind: str
    noun: str
    also: list[str] = field(default_factory=list)
    wikidata: list[Cell] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    account: Account | None = None
    company: Company | None = None
    offices: list[Held] = field(default_factory=list)
    titles: list[Titled] = field(default_factory=list)
    speakers: list[tuple[Cell, int]] = field(default_factory=list)
    articles: list[Source] = field(default_factory=list)
    articles_total: int = 0


def kind_of(section: Section) -> str | None:
    """The class by which a thing has a portrait, if it has one."""
    classes = {kind.iri for kind in section.kinds}
    return next((kind for kind in KINDS if kind in classes), None)


def portrait(engine: Engine, section: Section, kind: str, href: Href) -> Portrait:
    """All about a thing of a kind. Raises what ``Engine.query`` raises."""
    iri, name = section.iri, section.name
    sources = _articles(engine, iri)
    said = {group.iri: group.values for group in section.groups}
    return Portrait(
        section=section,
        kind=kind,
        noun=_NOUNS[kind],
        also=[value.text for value in said.get(terms.ALT_LABEL, []) if value.text != name],
        wikidata=_wikidata(said.get(terms.SAME_AS, [])),
        groups=[group for group in section.groups if group.iri not in _ELSEWHERE],
        account=account(engine, iri, name, kind, href) if kind in PATTERNS else None,
        company=company(engine, iri, name, kind, href) if kind in TOGETHER else None,
        offices=offices(engine, iri, kind),
        titles=titles(engine, iri, kind),
        speakers=_speakers(engine, iri) if kind == terms.ISSUE else [],
        articles=sources[:_MOST_ARTICLES],
        articles_total=len(sources),
    )


def _speakers(engine: Engine, iri: str) -> list[tuple[Cell, int]]:
    """Who makes statements about an issue or what it comprises, and how many."""
    rows = read_table(engine, PROLOGUE + _SPEAKERS % NamedNode(iri)).rows
    return [(cell(who, name), int(text_of(count))) for who, name, count in rows]


def _wikidata(values: Sequence[Cell]) -> list[Cell]:
    """Links to items, shown by their numbers."""
    base = PREFIXES["wd"]
    iris = [value.iri for value in values if value.iri and value.iri.startswith(base)]
    return [Cell(iri.removeprefix(base), iri) for iri in iris]


def _articles(engine: Engine, iri: str) -> list[Source]:
    rows = read_table(engine, PROLOGUE + _ARTICLES % NamedNode(iri)).rows
    found = {
        text_of(article): Source(cell(article, title), text_of(publisher), text_of(issued))
        for article, title, publisher, issued in reversed(rows)
    }
    return list(reversed(found.values()))
