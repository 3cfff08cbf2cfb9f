"""OWL RL entailment over plain triples of IRIs, with the rule of the standard that gives each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

import reasonable  # type: ignore[import-untyped]
from rdflib import OWL, RDF, RDFS, Graph, URIRef

from ontology import terms
from ontology.graphs import ontology_graph

Statement = tuple[str, str, str]

# The rules of OWL 2 RL that this ontology sets off, by their names in the standard.
ENTAILMENTS: Mapping[str, tuple[str, str]] = {
    "cax-sco": ("Subclasses", "What belongs to a class belongs to every class above it."),
    "prp-dom": ("Domains", "What has a property belongs to the domain of that property."),
    "prp-rng": ("Ranges", "What is the value of a property belongs to its range."),
    "prp-spo1": ("Subproperties", "What one property relates every property above it relates."),
    "prp-symp": ("Symmetric properties", "A symmetric property holds both ways."),
    "prp-trp": ("Transitive properties", "A transitive property holds across several steps."),
    "owl-rl": ("OWL 2 RL", "What follows from several axioms of the ontology together."),
}
# Nothing may become one with another by inference: two nodes are one where consolidation says so.
# (The reasoner also takes the subjects of an inverse functional property for one and the same.)
_IDENTITY = (OWL.FunctionalProperty, OWL.InverseFunctionalProperty, OWL.hasKey, OWL.sameAs)
_ANNOTATIONS = (RDFS.label, RDFS.comment, RDFS.isDefinedBy, RDFS.seeAlso)


def concerns(statement: Statement) -> bool:
    """Whether an axiom of the ontology can draw anything from a statement of data."""
    subject, predicate, value = statement
    told = value if predicate == terms.RDF_TYPE else predicate
    return told.startswith(terms.NAMESPACE) and not subject.startswith(terms.NAMESPACE)


def entail(facts: frozenset[Statement]) -> list[tuple[str, Statement]]:
    """What the ontology entails beyond ``facts``, sorted, each with the rule that gives it.

    Left out is what says nothing of the data: axioms about terms, ``owl:Thing``, identity.
    """
    reasoner = reasonable.PyReasoner()
    reasoner.from_graph(_axioms())
    reasoner.from_graph(list(facts))
    closure = {(str(s), str(p), str(o)) for s, p, o in reasoner.reason()}
    fresh = sorted(s for s in closure - facts if concerns(s))
    grounds = _Grounds(facts)
    return [(grounds.rule(statement), statement) for statement in fresh]


@cache
def _axioms() -> Graph:
    """The ontology without what only people read and without what makes things the same."""
    axioms = Graph()
    unread = {*_ANNOTATIONS, *ontology_graph().subjects(RDF.type, OWL.AnnotationProperty)}
    for triple in ontology_graph():
        if triple[1] not in unread and not {triple[1], triple[2]} & {*_IDENTITY}:
            axioms.add(triple)
    return axioms


@cache
def _above(term: str) -> frozenset[str]:
    """The classes above a class, or the properties above a property."""
    graph, found = _axioms(), set[str]()
    for way in (RDFS.subClassOf, RDFS.subPropertyOf):
        found.update(str(t) for t in graph.transitive_objects(URIRef(term), way))
    return frozenset(found - {term})


@cache
def _classes_by(way: URIRef, term: str) -> frozenset[str]:
    """The domains or ranges of a property and of those above it, with all classes above them."""
    graph = _axioms()
    found = {
        str(c) for p in (term, *sorted(_above(term))) for c in graph.objects(URIRef(p), way)
    }  # fmt: skip
    return frozenset(found.union(*(_above(c) for c in sorted(found))))


def _has(term: str, characteristic: URIRef) -> bool:
    return (URIRef(term), RDF.type, characteristic) in _axioms()


class _Grounds:
    """Finds what a statement follows from."""

    def __init__(self, facts: Iterable[Statement]) -> None:
        self._facts = facts = frozenset(facts)
        self._types: dict[str, set[str]] = defaultdict(set)
        self._uses: dict[str, set[str]] = defaultdict(set)  # properties that a thing has
        self._used: dict[str, set[str]] = defaultdict(set)  # properties that it is a value of
        self._between: dict[tuple[str, str], set[str]] = defaultdict(set)
        for subject, predicate, value in facts:
            if predicate == terms.RDF_TYPE:
                self._types[subject].add(value)
            else:
                self._uses[subject].add(predicate)
                self._used[value].add(predicate)
                self._between[subject, value].add(predicate)

    def rule(self, statement: Statement) -> str:
        """The rule that gives a statement in the fewest steps."""
        subject, predicate, value = statement
        if predicate == terms.RDF_TYPE:
            return self._of_type(subject, value)
        if any(predicate in _above(p) for p in self._between[subject, value]):
            return "prp-spo1"
        if _has(predicate, OWL.SymmetricProperty) and predicate in self._between[value, subject]:
            return "prp-symp"
        if _has(predicate, OWL.TransitiveProperty) and predicate in self._uses[subject]:
            return "prp-trp"
        return "owl-rl"

    def _of_type(self, thing: str, kind: str) -> str:
        if any(kind in _above(t) for t in self._types[thing]):
            return "cax-sco"
        if any(kind in _classes_by(RDFS.domain, p) for p in self._uses[thing]):
            return "prp-dom"
        if any(kind in _classes_by(RDFS.range, p) for p in self._used[thing]):
            return "prp-rng"
        return "owl-rl"
