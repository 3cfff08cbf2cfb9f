"""Offices that somebody held, or that a state has, and the titles that articles give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from ontology import terms
from queries.table import Cell, read_table, text_of
from server.dates import period
from server.describe import PROLOGUE, cell
from store.engine import Engine

_TENURES: Final = """SELECT DISTINCT ?office ?officeName ?of ?ofName ?from ?until WHERE {
  %(mine)s ?tenure a parley:Tenure ; parley:office ?office ; parley:official ?official .
  ?office rdfs:label ?officeName .
  OPTIONAL { ?office parley:ofPolity ?polity }
  BIND(%(of)s AS ?of)
  OPTIONAL { ?of rdfs:label ?ofName }
  OPTIONAL { ?tenure parley:from ?from } OPTIONAL { ?tenure parley:until ?until }
} ORDER BY DESC(STR(?from)) ?officeName ?ofName ?office"""
_TITLES: Final = """SELECT ?title ?of ?ofName (COUNT(DISTINCT ?article) AS ?n) WHERE {
  GRAPH ?article {
    ?role a parley:Role ; parley:title ?title ; parley:official ?official ; %(mine)s .
    OPTIONAL { ?role parley:polity ?polity }
  }
  BIND(%(of)s AS ?of)
  OPTIONAL { ?of rdfs:label ?ofName }
} GROUP BY ?title ?of ?ofName ORDER BY DESC(?n) ?title ?ofName ?of LIMIT 60"""


@dataclass(frozen=True, slots=True)
class Held:
    """An office, who held it or whose it is, and when."""

    office: Cell
    of: Cell
    when: str


@dataclass(frozen=True, slots=True)
class Titled:
    """A title as articles write it, whom or what it goes with, and in how many of them."""

    title: str
    of: Cell
    articles: int


def offices(engine: Engine, iri: str, kind: str) -> list[Held]:
    """Tenures from reference data, the latest first: those of a person, a polity or an office."""
    this = str(NamedNode(iri))
    mine = {
        terms.OFFICIAL: f"?tenure parley:official {this} .",
        terms.POLITY: f"?office parley:ofPolity {this} .",
        terms.OFFICE: f"?tenure parley:office {this} .",
    }.get(kind)
    if mine is None:
        return []
    of = "?polity" if kind == terms.OFFICIAL else "?official"
    rows = read_table(engine, PROLOGUE + _TENURES % {"mine": mine, "of": of}).rows
    return [
        Held(cell(office, name), cell(whose, called), period(text_of(since), text_of(until)))
        for office, name, whose, called, since, until in rows
    ]


def titles(engine: Engine, iri: str, kind: str) -> list[Titled]:
    """How articles call a person, or whom they call something of a polity or organisation."""
    mine = {
        terms.OFFICIAL: "parley:official <THIS>",
        terms.POLITY: "parley:polity <THIS>",
        terms.ORGANIZATION: "parley:polity <THIS>",
    }.get(kind)
    if mine is None:
        return []
    of = "?polity" if kind == terms.OFFICIAL else "?official"
    query = _TITLES % {"mine": mine.replace("<THIS>", str(NamedNode(iri))), "of": of}
    return [
        Titled(text_of(title), cell(whose, called), int(text_of(count)))
        for title, whose, called, count in read_table(engine, PROLOGUE + query).rows
    ]
