"""Text of a dataset -> what the checks evaluate: an rdflib graph for shapes, a store for queries.

Checks see the default namespace whatever base the data was written under, and beside the data the
little of the ontology that they need: subclasses, disjointness, declarations, codes and issues.
"""

from collections.abc import Iterable
from functools import cache

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    parse,
)
from pyoxigraph import Literal as OxLiteral
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from ontology.graphs import reference_ntriples
from ontology.prefixes import BASE

_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_NEEDED = frozenset(
    {
        _RDF_TYPE,
        "http://www.w3.org/2000/01/rdf-schema#subClassOf",
        "http://www.w3.org/2002/07/owl#disjointWith",
        "http://www.w3.org/2004/02/skos/core#inScheme",
    }
)


def read_quads(text: str, base: str = BASE) -> list[Quad]:
    """The quads of N-Quads or N-Triples, moved from ``base`` to the default namespace.

    Raises ``SyntaxError`` for text that is neither.
    """
    base = base if base.endswith("/") else f"{base}/"
    if base != BASE:
        text = text.replace(f"<{base}", f"<{BASE}")
    return list(parse(text.encode(), format=RdfFormat.N_QUADS))


@cache
def context() -> tuple[Quad, ...]:
    """What the checks need of ontology, code lists and issues."""
    quads = parse(reference_ntriples().encode(), format=RdfFormat.N_QUADS)
    return tuple(quad for quad in quads if quad.predicate.value in _NEEDED)


def checkable_graph(quads: Iterable[Quad]) -> Graph:
    """One graph of all quads, whatever graph they stand in, with the context."""
    graph = Graph()
    for quad in (*quads, *context()):
        graph.add(
            (rdflib_term(quad.subject), URIRef(quad.predicate.value), rdflib_term(quad.object))
        )
    return graph


def checkable_store(quads: Iterable[Quad], *, keep_graphs: bool = False) -> Store:
    """A store of all quads with the context; in the default graph, unless graphs are kept."""
    store = Store()
    if not keep_graphs:
        quads = (Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in quads)
    store.extend(quads)
    store.extend(context())
    return store


def rdflib_term(term: object) -> Node:
    """A term of pyoxigraph as one of rdflib. Raises ``TypeError`` for a triple term."""
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    if isinstance(term, OxLiteral):
        if term.language:
            return Literal(term.value, lang=term.language)
        return Literal(term.value, datatype=URIRef(term.datatype.value))
    raise TypeError(f"no RDF 1.1 term: {term!r}")
