"""The home page, the health check, and the pages about problems."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, render_template

from ontology import terms
from queries.catalog import groups
from queries.table import read_table, text_of
from server.facts import Fact, complete, facts, newest_first
from server.problems import KINDS, ProblemError
from server.services import services
from store.engine import Engine

blueprint = Blueprint("pages", __name__)

_COUNTED = (
    (terms.ARTICLE, "article", "articles", "articles"),
    (terms.OFFICIAL, "official", "officials", "who-attended"),
    (terms.MEETING, "meeting", "meetings", "meetings-by-place"),
    (terms.AGREEMENT, "agreement", "agreements", "agreements-by-status"),
    (terms.STATEMENT, "statement", "statements", "statements-by-speaker"),
)
_NEVER = "~"  # after every date
_COUNT = """SELECT ?type (COUNT(DISTINCT ?s) AS ?n)
WHERE {{ VALUES ?type {{ {} }} ?s a ?type }} GROUP BY ?type"""
_SOURCES = f"""SELECT ?publisher (COUNT(DISTINCT ?a) AS ?n)
  (MIN(COALESCE(STR(?issued), "{_NEVER}")) AS ?first) (MAX(COALESCE(STR(?issued), "")) AS ?last)
WHERE {{
  ?a a <{terms.ARTICLE}> .
  OPTIONAL {{ ?a <{terms.PUBLISHER}> ?publisher }}
  OPTIONAL {{ ?a <{terms.ISSUED}> ?issued }}
}} GROUP BY ?publisher ORDER BY DESC(?n) ?publisher LIMIT 200"""
_LATEST = """{ SELECT ?f WHERE {
  ?f a parley:Meeting ; parley:status/skos:notation "occurred" ; parley:latest ?day
} ORDER BY DESC(?day) ?f LIMIT 6 }"""


@dataclass(frozen=True, slots=True)
class Figure:
    """How many there are of something, and the question that lists them."""

    count: int
    noun: str
    href: str


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher, with its articles' number and first and last date, empty where not known."""

    publisher: str
    articles: int
    first: str
    last: str


def figures(engine: Engine) -> list[Figure]:
    """What the consolidated graph holds."""
    query = _COUNT.format(" ".join(f"<{iri}>" for iri, *_ in _COUNTED))
    counts = {text_of(t): text_of(n) for t, n in read_table(engine, query).rows}
    found = []
    for iri, one, many, question in _COUNTED:
        # Counts come back under the type's short name.
        count = int(counts.get(f"parley:{iri.rpartition('#')[2]}", "0"))
        found.append(Figure(count, one if count == 1 else many, f"/ask/{question}"))
    return found


def sources(engine: Engine) -> list[Source]:
    """Where the articles come from, the largest source first."""
    return [
        Source(text_of(publisher), int(text_of(count)), text_of(first).strip(_NEVER), text_of(last))
        for publisher, count, first, last in read_table(engine, _SOURCES).rows
        if text_of(count) != "0"
    ]


def latest(engine: Engine) -> list[Fact]:
    """The last meetings that took place, with what says so."""
    found = newest_first(facts(engine, _LATEST))
    complete(engine, found)
    return found


@blueprint.get("/")
def home() -> Response:
    """What there is, and what can be asked."""
    served = services()
    return Response(
        render_template(
            "home.html",
            figures=served.once_per_snapshot("figures", lambda: figures(served.engine)),
            sources=served.once_per_snapshot("sources", lambda: sources(served.engine)),
            latest=served.once_per_snapshot("latest", lambda: latest(served.engine)),
            groups=groups(),
        )
    )


@blueprint.get("/problem/<kind>")
def problem(kind: str) -> Response:
    """What a kind of problem means, for whoever follows the `type` of one."""
    if kind not in KINDS:
        raise ProblemError("not-found", f"There is no problem called {kind!r}.")
    return Response(render_template("kind.html", name=kind, kind=KINDS[kind]))
