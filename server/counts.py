"""How much of what a snapshot holds: the figures of its VoID description."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ontology import terms
from ontology.prefixes import PREFIXES
from queries.table import iter_text, read_table
from store.engine import Engine

WIKIDATA = PREFIXES["wd"]
MOST_GRAPHS = 1_000

# What may be linked to Wikidata, and the properties that say so.
_LINKED = (
    *(terms.OFFICIAL, terms.POLITY, terms.ORGANIZATION, terms.PLACE, terms.OFFICE),
    *(terms.AGREEMENT, terms.ISSUE, terms.ISSUE_GROUP),
)
_LINKS = (terms.SAME_AS, *(f"{PREFIXES['skos']}{name}Match" for name in ("exact", "close")))
_EXAMPLES = (terms.OFFICIAL, terms.MEETING, terms.AGREEMENT, terms.STATEMENT, terms.ARTICLE)

_TOTALS = """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects)
  (COUNT(DISTINCT ?p) AS ?properties) (COUNT(DISTINCT ?o) AS ?objects) WHERE { ?s ?p ?o }"""
_ENTITIES = """SELECT (COUNT(*) AS ?entities)
WHERE { SELECT DISTINCT ?s WHERE { ?s ?p ?o FILTER(STRSTARTS(STR(?s), "%s")) } }"""
_CLASSES = """SELECT ?class (COUNT(DISTINCT ?s) AS ?entities)
WHERE { ?s a ?class FILTER(isIRI(?class)) } GROUP BY ?class ORDER BY ?class"""
_PROPERTIES = """SELECT ?p (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects)
  (COUNT(DISTINCT ?o) AS ?objects) WHERE { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"""
_GRAPHS = """SELECT ?g (COUNT(*) AS ?triples)
WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"""
_LINKSETS = """SELECT ?p ?kind (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects)
  (COUNT(DISTINCT ?o) AS ?objects)
WHERE {
  VALUES ?p { %s }
  ?s ?p ?o FILTER(STRSTARTS(STR(?o), "%s"))
  OPTIONAL { VALUES ?kind { %s } ?s a ?kind }
} GROUP BY ?p ?kind ORDER BY ?p ?kind"""
_EXAMPLE = """SELECT ?kind (MIN(STR(?s)) AS ?example)
WHERE { VALUES ?kind { %s } ?s a ?kind FILTER(STRSTARTS(STR(?s), "%s")) }
GROUP BY ?kind ORDER BY ?kind"""


@dataclass(frozen=True, slots=True)
class Part:
    """The triples with one property, or of one graph."""

    iri: str
    triples: int
    subjects: int = 0
    objects: int = 0


@dataclass(frozen=True, slots=True)
class Linkset:
    """Links to Wikidata by one property, from one kind of thing; no `kind` is any other."""

    predicate: str
    kind: str
    triples: int
    subjects: int
    objects: int


@dataclass(frozen=True, slots=True)
class Counts:
    """The default graph in figures, and the named graphs beside it."""

    triples: int
    subjects: int
    properties: int
    objects: int
    entities: int
    classes: tuple[tuple[str, int], ...]
    by_property: tuple[Part, ...]
    linksets: tuple[Linkset, ...]
    examples: tuple[str, ...]
    graphs: tuple[Part, ...]


def count(engine: Engine, base: str) -> Counts:
    """The figures of the snapshot. Raises what ``Engine.query`` raises."""

    def rows(query: str, *parts: str) -> Iterator[tuple[str, ...]]:
        return iter_text(read_table(engine, query % parts if parts else query))

    ((triples, subjects, properties, objects),) = rows(_TOTALS)
    ((entities,),) = rows(_ENTITIES, f"{base}id/")
    links = rows(_LINKSETS, _iris(_LINKS), WIKIDATA, _iris(_LINKED))
    return Counts(
        triples=int(triples),
        subjects=int(subjects),
        properties=int(properties),
        objects=int(objects),
        entities=int(entities),
        classes=tuple((iri, int(n)) for iri, n in rows(_CLASSES)),
        by_property=tuple(Part(p, int(n), int(s), int(o)) for p, n, s, o in rows(_PROPERTIES)),
        linksets=tuple(Linkset(p, kind, int(n), int(s), int(o)) for p, kind, n, s, o in links),
        examples=tuple(iri for _, iri in rows(_EXAMPLE, _iris(_EXAMPLES), f"{base}id/")),
        graphs=tuple(Part(iri, int(n)) for iri, n in rows(_GRAPHS)),
    )


def _iris(iris: tuple[str, ...]) -> str:
    return " ".join(f"<{iri}>" for iri in iris)
