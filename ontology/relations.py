"""What classes have and what leads to them, by domains and by shapes together.

Many properties, such as ``parley:status``, belong to several classes and have no domain; the shapes
of data say which.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from rdflib import RDFS, SH, SKOS, Graph, URIRef
from rdflib.term import Node

from ontology.demands import shape_graph
from ontology.glossary import ancestors
from ontology.graphs import ontology_graph

_DATA_SHAPES: Final = ("data", "report", "consolidated")


@dataclass(frozen=True, slots=True)
class Relation:
    """A class has a property whose values are of a class, of a code list or of a datatype."""

    subject: str
    property: str
    value: str | None


@cache
def relations() -> tuple[Relation, ...]:
    """What classes have, by domains and by shapes: sorted, each property of a class once."""
    found = dict(_shaped())
    graph = ontology_graph()
    for prop, domain in graph.subject_objects(RDFS.domain):
        key = (str(domain), str(prop))
        value = graph.value(prop, RDFS.range)
        found.setdefault(key, str(value) if value is not None else None)
    return tuple(Relation(*key, found[key]) for key in sorted(found))


def outgoing(iri: str) -> tuple[tuple[Relation, ...], tuple[Relation, ...]]:
    """What a class has: said of the class itself, and said of the classes above it."""
    above = ancestors(iri)
    own = tuple(r for r in relations() if r.subject == iri)
    taken = {r.property for r in own}
    inherited = {
        r.property: r
        for each in reversed(above[1:])
        for r in relations()
        if r.subject == each and r.property not in taken
    }
    return own, tuple(inherited[prop] for prop in sorted(inherited))


def incoming(iri: str) -> tuple[tuple[Relation, ...], tuple[Relation, ...]]:
    """What leads to a class: to itself, and to the classes above it."""
    above = ancestors(iri)[1:]
    own = tuple(r for r in relations() if r.value == iri)
    inherited = tuple(r for r in relations() if r.value in above and r.value != str(SKOS.Concept))
    return own, inherited


def _shaped() -> Iterator[tuple[tuple[str, str], str | None]]:
    """Class and property of the shapes of data, with what the property's values are."""
    graph = Graph()
    for name in _DATA_SHAPES:
        graph += shape_graph(name)
    found: dict[tuple[str, str], str | None] = {}
    for shape, target in graph.subject_objects(SH.targetClass):
        for prop in graph.objects(shape, SH.property):
            path = graph.value(prop, SH.path)
            limit = graph.value(prop, SH.maxCount)
            if not isinstance(path, URIRef) or (limit is not None and str(limit) == "0"):
                continue
            key = (str(target), str(path))
            found[key] = found.get(key) or _value_of(graph, prop) or _range(path)
    yield from sorted(found.items())


def _value_of(graph: Graph, prop: Node) -> str | None:
    node = graph.value(prop, SH.node)
    for condition in graph.objects(node, SH.property) if node is not None else ():
        if (value := graph.value(condition, SH.hasValue)) is not None:
            return str(value)
    value = graph.value(prop, SH["class"]) or graph.value(prop, SH.datatype)
    return None if value is None else str(value)


def _range(prop: URIRef) -> str | None:
    value = ontology_graph().value(prop, RDFS.range)
    return None if value is None else str(value)
