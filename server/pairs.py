"""``/between/…/and/…``: what two states, organisations or people had to do with each other."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

from flask import Blueprint, Response, redirect, render_template, request
from markupsafe import Markup
from pyoxigraph import NamedNode
from werkzeug.wrappers import Response as AnyResponse

from ontology import terms
from queries.table import Cell, read_table, text_of
from server.counterparts import pair
from server.describe import PROLOGUE, Describer, Section, cell, text_of_iri
from server.facts import EVENTS, Fact, complete, facts, newest_first
from server.listings import drawn
from server.portraits import kind_of
from server.problems import ProblemError
from server.search import index
from server.services import services
from store.engine import Engine

blueprint = Blueprint("pairs", __name__)

SIDES: Final = ("Official", "Polity", "Organization")
"""Local names of the classes of what a pair can be made of."""

_MOST: Final = 50
_THERE: Final = "parley:participant|parley:party"
_PATTERN: Final = """{ ?f %(there)s %(a)s . ?f %(there)s %(b)s }
  UNION { ?f parley:speaker %(a)s ; parley:addressee %(b)s }
  UNION { ?f parley:speaker %(b)s ; parley:addressee %(a)s }
  UNION { ?f parley:madeAt ?at . ?at %(there)s %(a)s . ?at %(there)s %(b)s }"""
_SPOKE: Final = """SELECT ?side ?who ?whoName (COUNT(DISTINCT ?event) AS ?n) WHERE {
  VALUES ?side { %(a)s %(b)s }
  ?event parley:party %(a)s, %(b)s ; parley:participation ?part .
  ?part parley:representing ?side ; parley:official ?who . ?who rdfs:label ?whoName .
} GROUP BY ?side ?who ?whoName ORDER BY DESC(?n) ?whoName ?who"""


class Year(NamedTuple):
    """The facts of a year, empty for those without a date; `silent` years lie before the next."""

    year: str
    facts: list[Fact]
    silent: int


class Side(NamedTuple):
    """One of the two, and who acted for it, with the number of events."""

    section: Section
    people: list[tuple[Cell, int]]


@dataclass(frozen=True, slots=True)
class Pair:
    """What the page shows. `shown` of `total` facts are listed."""

    sides: tuple[Side, Side]
    counts: list[tuple[int, str]]
    timeline: Markup
    undated: int
    years: list[Year]
    shown: int
    total: int


@blueprint.get("/between")
def ask() -> AnyResponse:
    """A form for two names; given both, on to the page of the pair."""
    given = [request.args.get(name, "").strip() for name in ("a", "b")]
    if not all(given):
        return Response(render_template("between.html", given=given))
    found = [_named(name) for name in given]
    leads = pair(found[0], found[1], services().links.href)
    if leads is None or found[0] == found[1]:
        raise ProblemError("parameter", "Name two different ones.", {"parameter": "b"})
    return redirect(leads, 303)


def _named(name: str) -> str:
    """The IRI of who goes by a name, or has the IRI. Raises ``ProblemError``."""
    hits = index().find(name, types=SIDES, limit=1).hits
    if not hits:
        detail = f"No person, state or organisation here is called {name!r}."
        raise ProblemError("parameter", detail, {"parameter": "a"})
    return hits[0].iri


@blueprint.get(
    "/between/<any(official, polity, organization):kind>/<key>/and/"
    "<any(official, polity, organization):other_kind>/<other_key>"
)
def between(kind: str, key: str, other_kind: str, other_key: str) -> AnyResponse:
    """The page of two, at one address whichever of them is named first."""
    served = services()
    iris = [served.links.iri(f"id/{k}/{v}") for k, v in ((kind, key), (other_kind, other_key))]
    sections = [Describer(served.engine, iri).section() for iri in iris]
    for section in sections:
        if kind_of(section) is None:
            raise ProblemError("not-found", f"The data does not speak of {section.iri}.")
    canonical = pair(iris[0], iris[1], served.links.href)
    if iris[0] == iris[1]:
        raise ProblemError("not-found", "A pair has two different sides.")
    if canonical and canonical != request.path:
        return redirect(canonical, 301)
    return Response(render_template("pair.html", page=_pair(served.engine, *sections)))


def _pair(engine: Engine, one: Section, other: Section) -> Pair:
    names = {"a": str(NamedNode(one.iri)), "b": str(NamedNode(other.iri)), "there": _THERE}
    found = newest_first(facts(engine, _PATTERN % names))
    shown = found[:_MOST]
    complete(engine, shown)
    href = services().links.href
    return Pair(
        _sides(engine, one, other, names),
        _counts(found),
        *drawn(found, f"{one.name} and {other.name}", href),
        years=_years(newest_first(shown)),
        shown=len(shown),
        total=len(found),
    )


def _sides(
    engine: Engine, one: Section, other: Section, names: dict[str, str]
) -> tuple[Side, Side]:
    acted: dict[str, list[tuple[Cell, int]]] = {one.iri: [], other.iri: []}
    for side, who, name, count in read_table(engine, PROLOGUE + _SPOKE % names).rows:
        acted[text_of_iri(side)].append((cell(who, name), int(text_of(count))))
    return Side(one, acted[one.iri]), Side(other, acted[other.iri])


def _counts(found: list[Fact]) -> list[tuple[int, str]]:
    """How many there are of each sort, in words that a number can stand before."""
    events = [fact for fact in found if fact.kind in EVENTS]
    held = sum(fact.held for fact in events)
    agreements = sum(fact.kind == terms.AGREEMENT for fact in found)
    statements = sum(fact.kind == terms.STATEMENT for fact in found)
    return [
        (held, "event that took place" if held == 1 else "events that took place"),
        (len(events) - held, "planned, proposed or cancelled"),
        (agreements, "agreement" if agreements == 1 else "agreements"),
        (statements, "statement" if statements == 1 else "statements"),
    ]


def _years(found: list[Fact]) -> list[Year]:
    """By year, the latest first; between two years, how many passed with nothing reported."""
    grouped = [(year, list(some)) for year, some in groupby(found, key=lambda f: f.day[:4])]
    years = [year for year, _ in grouped]
    return [
        Year(year, some, int(year) - int(after) - 1 if year and after else 0)
        for (year, some), after in zip(grouped, [*years[1:], ""], strict=False)
    ]
