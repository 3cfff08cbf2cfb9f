"""The ontology as a person reads it: each class and property as a value, its axioms in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final, Literal

from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ontology import terms
from ontology.graphs import all_files, ontology_graph
from ontology.prefixes import PREFIXES

Kind = Literal["class", "object property", "datatype property", "annotation property"]

_KINDS: Final[tuple[tuple[URIRef, Kind], ...]] = (
    (OWL.Class, "class"),
    (OWL.ObjectProperty, "object property"),
    (OWL.DatatypeProperty, "datatype property"),
    (OWL.AnnotationProperty, "annotation property"),
)
_CHARACTERISTICS: Final = {
    OWL.FunctionalProperty: "functional: a subject has at most one value",
    OWL.InverseFunctionalProperty: "inverse functional: a value has at most one subject",
    OWL.TransitiveProperty: "transitive: it leads on from value to value",
    OWL.SymmetricProperty: "symmetric: it holds in both directions",
    OWL.AsymmetricProperty: "asymmetric: it never holds in both directions",
    OWL.IrreflexiveProperty: "irreflexive: nothing is related to itself",
}
_RESERVED: Final = URIRef(f"{terms.NAMESPACE}reserved")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a phrase: words, or the name of a term with its IRI."""

    text: str
    iri: str | None = None


Phrase = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property. IRIs are whole; ``phrases`` are its axioms in words."""

    iri: str
    name: str
    kind: Kind
    label: str
    definition: str
    notes: tuple[str, ...]
    examples: tuple[str, ...]
    reserved: str
    deprecated: bool
    parents: tuple[str, ...]
    children: tuple[str, ...]
    disjoint: tuple[str, ...]
    domain: str | None
    range: str | None
    phrases: tuple[Phrase, ...]

    @property
    def is_class(self) -> bool:
        """Whether it is a class; otherwise it is a property."""
        return self.kind == "class"


@cache
def glossary() -> Mapping[str, Term]:
    """Every term of the ontology by its name, sorted. Do not change it."""
    graph = ontology_graph()
    found = {}
    for iri, kind in _declared(graph):
        name = str(iri).removeprefix(terms.NAMESPACE)
        found[name] = _term(graph, iri, name, kind)
    return MappingProxyType(dict(sorted(found.items())))


def term_of(iri: str) -> Term | None:
    """The term with an IRI, if the ontology defines it."""
    if not iri.startswith(terms.NAMESPACE):
        return None
    return glossary().get(iri.removeprefix(terms.NAMESPACE))


def ancestors(iri: str) -> tuple[str, ...]:
    """A class or property and all above it, the nearest first."""
    found = [iri]
    for each in found:
        term = term_of(each)
        found += [parent for parent in (term.parents if term else ()) if parent not in found]
    return tuple(found)


def term_graph(iri: str) -> Graph:
    """What the ontology says of one term: its triples and the disjointness that names it."""
    source = ontology_graph()
    graph = Graph()
    for prefix, namespace in source.namespaces():
        graph.bind(prefix, namespace)
    heads: list[Node] = [URIRef(iri)]
    for axiom in sorted(source.subjects(RDF.type, OWL.AllDisjointClasses), key=str):
        members = source.value(axiom, OWL.members)
        if members is not None and URIRef(iri) in Collection(source, members):
            heads.append(axiom)
    for head in heads:
        for triple in source.triples((head, None, None)):
            graph.add(triple)
            if isinstance(triple[2], BNode):
                heads.append(triple[2])
    return graph


def curie(iri: str) -> str:
    """The IRI with the prefix that a file of the ontology has for it, else whole."""
    for prefix, namespace in _namespaces():
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


@cache
def _namespaces() -> tuple[tuple[str, str], ...]:
    """Prefixes with their namespaces, the longest namespace first."""
    found = {
        str(namespace): prefix
        for graph in all_files().values()
        for prefix, namespace in graph.namespaces()
        if prefix
    } | {namespace: prefix for prefix, namespace in PREFIXES.items()}
    pairs = [(prefix, namespace) for namespace, prefix in found.items()]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[1]), pair)))


def _declared(graph: Graph) -> Iterator[tuple[URIRef, Kind]]:
    for type_, kind in _KINDS:
        for iri in graph.subjects(RDF.type, type_):
            if isinstance(iri, URIRef) and str(iri).startswith(terms.NAMESPACE):
                yield iri, kind


def _term(graph: Graph, iri: URIRef, name: str, kind: Kind) -> Term:
    above = RDFS.subClassOf if kind == "class" else RDFS.subPropertyOf
    domain, range_ = graph.value(iri, RDFS.domain), graph.value(iri, RDFS.range)
    parents, disjoint = _named(graph.objects(iri, above)), _disjoint(graph, iri)
    return Term(
        iri=str(iri),
        name=name,
        kind=kind,
        label=str(graph.value(iri, RDFS.label) or name),
        definition=str(graph.value(iri, SKOS.definition) or ""),
        notes=_texts(graph.objects(iri, SKOS.scopeNote)),
        examples=_texts(graph.objects(iri, SKOS.example)),
        reserved=str(graph.value(iri, _RESERVED) or ""),
        deprecated=(graph.value(iri, OWL.deprecated) or False) is not False,
        parents=parents,
        children=_named(graph.subjects(above, iri)),
        disjoint=disjoint,
        domain=None if domain is None else str(domain),
        range=None if range_ is None else str(range_),
        phrases=tuple(_phrases(graph, iri, kind, parents, disjoint)),
    )


def _texts(nodes: Iterator[Node]) -> tuple[str, ...]:
    return tuple(sorted(str(node) for node in nodes))


def _named(nodes: Iterator[Node]) -> tuple[str, ...]:
    return tuple(sorted(str(node) for node in nodes if isinstance(node, URIRef)))


def _disjoint(graph: Graph, iri: URIRef) -> tuple[str, ...]:
    found = {*graph.objects(iri, OWL.disjointWith), *graph.subjects(OWL.disjointWith, iri)}
    for axiom in graph.subjects(RDF.type, OWL.AllDisjointClasses):
        members = graph.value(axiom, OWL.members)
        if members is not None and iri in (listed := list(Collection(graph, members))):
            found.update(listed)
    return tuple(sorted(str(node) for node in found - {iri}))


def _phrases(
    graph: Graph, iri: URIRef, kind: Kind, parents: tuple[str, ...], disjoint: tuple[str, ...]
) -> Iterator[Phrase]:
    is_class = kind == "class"
    own = Part(str(iri).removeprefix(terms.NAMESPACE), str(iri))
    for parent in parents:
        words = "is also" if is_class else "holds only where this holds too:"
        yield (Part("every"), own, Part(words), _part(parent)) if is_class else (
            own, Part(words), _part(parent)
        )  # fmt: skip
    if disjoint:
        yield (Part("nothing is both"), own, Part("and any of"), *_listed(disjoint))
    if (domain := graph.value(iri, RDFS.domain)) is not None:
        yield Part("whatever has"), own, Part("is"), _part(str(domain))
    if (range_ := graph.value(iri, RDFS.range)) is not None:
        yield Part("every value of"), own, Part("is"), _part(str(range_))
    for type_, words in _CHARACTERISTICS.items():
        if (iri, RDF.type, type_) in graph:
            yield (Part(words),)
    for chain in graph.objects(iri, OWL.propertyChainAxiom):
        steps = [_part(str(step)) for step in Collection(graph, chain)]
        joined = [part for step in steps for part in (step, Part("then"))][:-1]
        yield (*joined, Part("together give"), own)
    if is_class:
        yield from _existence(iri)


def _existence(iri: URIRef) -> Iterator[Phrase]:
    """The restrictions of ``existence.ttl``, sorted."""
    graph = all_files()["existence"]
    found = []
    for restriction in graph.objects(iri, RDFS.subClassOf):
        prop, filler = (graph.value(restriction, p) for p in (OWL.onProperty, OWL.someValuesFrom))
        if prop is not None and filler is not None:
            found.append((str(prop), str(filler)))
    for prop_iri, filler_iri in sorted(found):
        yield (
            Part("every"), _part(str(iri)), Part("has, known or not, some"), _part(prop_iri),
            Part("that is"), _part(filler_iri),
        )  # fmt: skip


def _part(iri: str) -> Part:
    return Part(curie(iri).removeprefix("parley:"), iri)


def _listed(iris: tuple[str, ...]) -> Iterator[Part]:
    return (_part(iri) for iri in iris)
