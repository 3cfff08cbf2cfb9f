"""``/about/data``: what the data covers, how well it was read, and how to cite it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup

from ontology import terms
from queries.table import read_table, text_of
from server.bars import Bar, bars
from server.pages import Source, sources
from server.services import services
from server.site import site
from store.engine import Engine

blueprint = Blueprint("about", __name__)

_KINDS: Final = (
    (terms.OFFICIAL, "people"),
    (terms.POLITY, "states and polities"),
    (terms.ORGANIZATION, "organisations"),
    (terms.PLACE, "places"),
    (terms.MEETING, "meetings"),
    (terms.VISIT, "visits"),
    (terms.PRESS_EVENT, "press events"),
    (terms.AGREEMENT, "agreements"),
    (terms.STATEMENT, "statements"),
)
_COUNTS: Final = f"""SELECT ?kind (COUNT(DISTINCT ?s) AS ?n) (COUNT(DISTINCT ?linked) AS ?to)
  (COUNT(DISTINCT ?dated) AS ?on) WHERE {{
  VALUES ?kind {{ {" ".join(f"<{iri}>" for iri, _ in _KINDS)} }} ?s a ?kind .
  OPTIONAL {{ ?s <{terms.SAME_AS}> ?item BIND(?s AS ?linked) }}
  OPTIONAL {{ ?s <{terms.LATEST}> ?day BIND(?s AS ?dated) }}
}} GROUP BY ?kind"""
_YEARS: Final = f"""SELECT ?year (COUNT(DISTINCT ?a) AS ?n) WHERE {{
  ?a a <{terms.ARTICLE}> . OPTIONAL {{ ?a <{terms.ISSUED}> ?issued }}
  BIND(COALESCE(SUBSTR(STR(?issued), 1, 4), "no date") AS ?year)
}} GROUP BY ?year ORDER BY ?year"""


@dataclass(frozen=True, slots=True)
class Score:
    """What a scorer gives for one category, from 0 to 1: where rules were tuned, and blind."""

    category: str
    tuned: float
    blind: float


@dataclass(frozen=True, slots=True)
class Held:
    """How many there are of a kind; of these, linked to Wikidata, and with a date."""

    kind: str
    count: int
    linked: int
    dated: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a snapshot covers: facts by kind, outlets, and a drawing of articles by year."""

    held: list[Held]
    sources: list[Source]
    years: Markup
    articles: int


@cache
def scores() -> tuple[Score, ...]:
    """The pinned scores of extraction, below which no change of it may fall.

    Categories that are no share, such as counts, are left out.
    """
    pinned: Mapping[str, Mapping[str, float]] = json.loads(
        files("server").joinpath("floors.json").read_text("utf-8")
    )
    tuned, blind = pinned["tuned on"], pinned["blind"]
    return tuple(
        Score(category, value, blind[category])
        for category, value in tuned.items()
        if isinstance(value, float)
    )


def coverage(engine: Engine) -> Coverage:
    """What the snapshot covers. Raises what ``Engine.query`` raises."""
    counted = {
        text_of(kind).rpartition(":")[2]: tuple(int(text_of(n)) for n in numbers)
        for kind, *numbers in read_table(engine, _COUNTS).rows
    }
    held = [Held(name, *counted.get(iri.rpartition("#")[2], (0, 0, 0))) for iri, name in _KINDS]
    years = [Bar(text_of(y), int(text_of(n))) for y, n in read_table(engine, _YEARS).rows]
    drawing = bars(years, "Articles by year of publication")
    return Coverage(held, sources(engine), drawing, round(sum(bar.value for bar in years)))


@blueprint.get("/about/data")
def data() -> Response:
    """The page. Its figures are those of the snapshot that is served."""
    served = services()
    found = served.once_per_snapshot("coverage", lambda: coverage(served.engine))
    ranked = sorted(scores(), key=lambda score: score.blind)
    return Response(
        render_template(
            "about.html",
            coverage=found,
            scores=scores(),
            weakest=ranked[:4],
            address=site(request).at("/").toPython(),
        )
    )
