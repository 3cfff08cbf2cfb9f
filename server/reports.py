"""How the articles about one event or agreement differ, how it stood in each, why they are one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from pyoxigraph import NamedNode

from ontology import terms
from queries.table import Cell, read_table, text_of
from server.dates import span
from server.describe import PROLOGUE, cell, text_of_iri
from server.facts import code
from store.engine import Engine

_REPORTS: Final = """SELECT ?way ?node ?what ?label ?asOf ?earliest ?latest ?article ?title WHERE {
  %(this)s ?way ?part .
  VALUES ?way { parley:disagreement parley:statusHistory parley:identification }
  OPTIONAL { ?part parley:version ?version }
  BIND(COALESCE(?version, ?part) AS ?node)
  OPTIONAL { ?part parley:disagreesOn|parley:reportedStatus|parley:reason ?what }
  OPTIONAL { ?node rdfs:label ?label }
  OPTIONAL { ?node parley:asOf ?asOf }
  OPTIONAL { ?node parley:earliest ?earliest } OPTIONAL { ?node parley:latest ?latest }
  OPTIONAL {
    ?node parley:report ?report
    BIND(IRI(STRBEFORE(STR(?report), "#")) AS ?article)
    OPTIONAL { ?article dcterms:title ?written } OPTIONAL { ?article dcterms:identifier ?number }
    BIND(COALESCE(?written, ?number) AS ?title)
  }
} ORDER BY ?way ?asOf ?node ?what ?article"""


@dataclass(slots=True)
class Version:
    """What some articles say where they differ."""

    value: str
    articles: list[Cell] = field(default_factory=list)


class Standing(NamedTuple):
    """How it stood in an article: `as_of` is when that appeared, `when` the date it gives."""

    as_of: str
    status: Cell
    when: str
    article: Cell


@dataclass(slots=True)
class Reports:
    """`differences` are versions by what they are about, `reasons` why an article's report is
    counted among the others."""

    differences: dict[str, list[Version]] = field(default_factory=dict)
    history: list[Standing] = field(default_factory=list)
    reasons: dict[str, tuple[Cell, list[Cell]]] = field(default_factory=dict)


def reports(engine: Engine, iri: str) -> Reports:
    """What is recorded of the reports of one thing. Raises what ``Engine.query`` raises."""
    made = Reports()
    versions: dict[str, Version] = {}
    query = PROLOGUE + _REPORTS % {"this": NamedNode(iri)}
    for way, node, what, label, as_of, earliest, latest, article, title in read_table(
        engine, query
    ).rows:
        source, kind = cell(article, title), text_of_iri(way)
        if kind == terms.STATUS_HISTORY:
            when = span(text_of(earliest), text_of(latest))
            made.history.append(Standing(text_of(as_of), code(what), when, source))
        elif kind == terms.DISAGREEMENT_OF_REPORTS:
            version = versions.get(text_of_iri(node))
            if version is None:
                version = versions[text_of_iri(node)] = Version(text_of(label))
                made.differences.setdefault(code(what).text, []).append(version)
            version.articles.append(source)
        else:
            made.reasons.setdefault(text_of_iri(node), (source, []))[1].append(code(what))
    return made
