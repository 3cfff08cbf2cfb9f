"""Who was at the same events as somebody, how often, and who of them met without them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup
from pyoxigraph import NamedNode

from ontology import terms
from queries.table import read_table, text_of
from server.describe import PROLOGUE, text_of_iri
from server.network import Counterpart, network
from store.engine import Engine

Href = Callable[[str | None], str | None]

TOGETHER: Final = {
    terms.OFFICIAL: "parley:participant",
    terms.POLITY: "parley:party",
    terms.ORGANIZATION: "parley:party",
}
"""What joins two of a kind at an event."""

_DRAWN: Final = 14
_COUNTERPARTS: Final = """SELECT ?other ?otherName (COUNT(DISTINCT ?event) AS ?n) WHERE {
  ?event %(by)s %(this)s, ?other ; parley:status/skos:notation ?held .
  VALUES ?held { "occurred" "ongoing" }
  FILTER(?other != %(this)s)
  ?other rdfs:label ?otherName
} GROUP BY ?other ?otherName ORDER BY DESC(?n) ?otherName ?other"""
_TIES: Final = """SELECT ?a ?b (COUNT(DISTINCT ?event) AS ?n) WHERE {
  VALUES ?a { %(iris)s } VALUES ?b { %(iris)s }
  ?event %(by)s ?a, ?b ; parley:status/skos:notation ?held .
  VALUES ?held { "occurred" "ongoing" }
  FILTER(STR(?a) < STR(?b))
} GROUP BY ?a ?b"""


@dataclass(frozen=True, slots=True)
class Company:
    """All counterparts, most frequent first, and the drawing of the first of them."""

    counterparts: list[Counterpart]
    drawing: Markup
    drawn: int


def company(engine: Engine, iri: str, name: str, kind: str, href: Href) -> Company:
    """With whom somebody was at events that took place. Raises what ``Engine.query`` raises."""
    by, this = TOGETHER[kind], str(NamedNode(iri))
    query = PROLOGUE + _COUNTERPARTS % {"by": by, "this": this}
    found: dict[str, Counterpart] = {}
    for other, other_name, count in read_table(engine, query).rows:
        each = text_of_iri(other)
        found.setdefault(
            each, Counterpart(each, text_of(other_name), int(text_of(count)), pair(iri, each, href))
        )
    everyone = list(found.values())
    shown = everyone[:_DRAWN]
    ties = _ties(engine, by, shown) if len(shown) > 1 else {}
    return Company(everyone, network(name, shown, ties), len(shown))


def _ties(engine: Engine, by: str, shown: list[Counterpart]) -> dict[tuple[str, str], int]:
    iris = " ".join(str(NamedNode(each.iri)) for each in shown)
    rows = read_table(engine, PROLOGUE + _TIES % {"by": by, "iris": iris}).rows
    return {(text_of_iri(a), text_of_iri(b)): int(text_of(n)) for a, b, n in rows}


def pair(one: str, other: str, href: Href) -> str | None:
    """The page of two: ``/between/polity/japan/and/polity/south-korea``, always the same way."""
    first, second = sorted((one, other))
    paths = [(href(iri) or "").partition("/id/") for iri in (first, second)]
    if any(before or not path for before, _, path in paths):
        return None
    return f"/between/{paths[0][2]}/and/{paths[1][2]}"
