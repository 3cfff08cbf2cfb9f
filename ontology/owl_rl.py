"""Does a graph stay within OWL 2 RL, so that rule engines draw every conclusion?

Checked by a list of what is allowed: everything that is not on it is reported. A graph should be
OWL 2 DL first (``ontology.owl_dl``).
"""

from collections.abc import Iterator

from rdflib import OWL, RDF, RDFS, BNode, Graph, URIRef
from rdflib.term import Node

from ontology import owl_terms as words
from ontology.violation import Violation

_BELOW = frozenset({OWL.intersectionOf, OWL.unionOf, OWL.oneOf, OWL.someValuesFrom, OWL.hasValue})
_ABOVE = frozenset(
    {
        OWL.intersectionOf, OWL.complementOf, OWL.allValuesFrom, OWL.hasValue,
        OWL.maxCardinality, OWL.maxQualifiedCardinality,
    }
)  # fmt: skip
_EQUAL = frozenset({OWL.intersectionOf, OWL.hasValue})
_NOWHERE = (OWL.disjointUnionOf, OWL.hasSelf)
_CONSTRUCTORS = (
    OWL.intersectionOf, OWL.unionOf, OWL.oneOf, OWL.complementOf, *words.FILLERS,
)  # fmt: skip
_MAXIMA = (OWL.maxCardinality, OWL.maxQualifiedCardinality)
_DATATYPES = words.DATATYPES - {OWL.real, OWL.rational}


def rl_violations(graph: Graph) -> list[Violation]:
    """What a graph says beyond OWL 2 RL, sorted."""
    return sorted(
        Violation(
            "error", f"rl/{what}", "" if isinstance(where, BNode) else str(where), message,
            "Say it in the file of what must exist, by a shape or by a rule, not in the core.",
        )
        for what, where, message in set(_findings(graph))
    )  # fmt: skip


def _findings(graph: Graph) -> Iterator[tuple[str, Node, str]]:
    for below, above in graph.subject_objects(RDFS.subClassOf):
        yield from _expression(graph, below, below, _BELOW, "subclass")
        yield from _expression(graph, below, above, _ABOVE, "superclass")
    for one, other in graph.subject_objects(OWL.equivalentClass):
        yield from _expression(graph, one, one, _EQUAL, "equivalent")
        yield from _expression(graph, one, other, _EQUAL, "equivalent")
    for position in (RDFS.domain, RDFS.range):
        for prop, value in graph.subject_objects(position):
            yield from _expression(graph, prop, value, _ABOVE, "domain-or-range")
    for prop, value in graph.subject_objects(RDFS.range):
        is_data = (prop, RDF.type, OWL.DatatypeProperty) in graph
        if is_data and value not in _DATATYPES:
            yield "datatype", prop, f"ranges over {value}, which OWL 2 RL does not know"
    for prop in graph.subjects(RDF.type, OWL.ReflexiveProperty):
        yield "reflexive", prop, "is reflexive, which OWL 2 RL cannot say"
    for word in _NOWHERE:
        for node in graph.subjects(word, None):
            yield "construct", node, f"uses {word.fragment}, which OWL 2 RL does not have"


def _expression(
    graph: Graph, owner: Node, node: Node, allowed: frozenset[URIRef], position: str
) -> Iterator[tuple[str, Node, str]]:
    if isinstance(node, URIRef):
        if node == OWL.Thing and position in ("subclass", "equivalent"):
            yield position, owner, "puts owl:Thing where OWL 2 RL does not allow it"
        return
    for word in _CONSTRUCTORS:
        for value in graph.objects(node, word):
            if word not in allowed:
                yield position, owner, f"has {word.fragment} as {position}, beyond OWL 2 RL"
            elif word in _MAXIMA and str(value) not in ("0", "1"):
                yield position, owner, "has a maximum above one, beyond OWL 2 RL"
            elif word == OWL.complementOf:
                yield from _expression(graph, owner, value, _BELOW, "subclass")
            else:
                for part in _parts(graph, word, value):
                    yield from _expression(graph, owner, part, allowed, position)


def _parts(graph: Graph, word: URIRef, value: Node) -> list[Node]:
    """The class expressions inside one."""
    if word in (OWL.intersectionOf, OWL.unionOf):
        return list(graph.items(value))
    return [value] if word in (OWL.someValuesFrom, OWL.allValuesFrom) else []
