"""Code lists, issues and the concepts of other vocabularies' codes as trees of values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from rdflib import DCTERMS, RDF, SKOS, Graph, URIRef
from rdflib.term import Node

from ontology.alignment import MATCHES, links_of
from ontology.alignment import Mapping as Link
from ontology.graphs import all_files
from ontology.prefixes import BASE

_MATCHES: Final = frozenset(MATCHES)


@dataclass(frozen=True, slots=True)
class Concept:
    """A code, an issue or a group of issues, with those below it."""

    iri: str
    notation: str
    label: str
    definition: str
    names: tuple[str, ...]
    below: tuple["Concept", ...]
    matches: tuple[Link, ...]

    def all(self) -> Iterator["Concept"]:
        """Itself and all below it, in reading order."""
        yield self
        for concept in self.below:
            yield from concept.all()


@dataclass(frozen=True, slots=True)
class Scheme:
    """A list or tree of concepts; ``source`` is the file that has it, such as ``codes``."""

    iri: str
    label: str
    definition: str
    licence: str
    source: str
    concepts: tuple[Concept, ...]

    def all(self) -> Iterator[Concept]:
        """All concepts in reading order."""
        for concept in self.concepts:
            yield from concept.all()


@cache
def schemes(base: str = BASE) -> Mapping[str, Scheme]:
    """Every concept scheme by its IRI under ``base``, in the order of its label."""
    found = [
        _scheme(graph, scheme, name, base)
        for name, graph in all_files().items()
        for scheme in graph.subjects(RDF.type, SKOS.ConceptScheme)
        if str(scheme).startswith(BASE)
    ]
    return MappingProxyType({s.iri: s for s in sorted(found, key=lambda s: (s.label, s.iri))})


@cache
def places(base: str = BASE) -> Mapping[str, tuple[Scheme, tuple[Concept, ...]]]:
    """Every concept by its IRI, with its scheme and the path to it from the top, itself last."""
    found: dict[str, tuple[Scheme, tuple[Concept, ...]]] = {}
    for scheme in schemes(base).values():
        for top in scheme.concepts:
            _place(found, scheme, (top,))
    return MappingProxyType(found)


def concept_graph(iri: str, base: str = BASE) -> Graph:
    """What the files say of a concept; of a scheme, with all of its concepts."""
    graph = Graph()
    wanted = URIRef(_canonical(iri, base))
    for source in all_files().values():
        heads: list[Node] = [wanted, *source.subjects(SKOS.inScheme, wanted)]
        for head in heads:
            for triple in source.triples((head, None, None)):
                graph.add(triple)
    for prefix, namespace in all_files()["issues"].namespaces():
        graph.bind(prefix, namespace)
    return graph if base == BASE else _rebased(graph, base)


def _place(
    found: dict[str, tuple[Scheme, tuple[Concept, ...]]], scheme: Scheme, path: tuple[Concept, ...]
) -> None:
    found[path[-1].iri] = (scheme, path)
    for concept in path[-1].below:
        _place(found, scheme, (*path, concept))


def _scheme(graph: Graph, scheme: Node, source: str, base: str) -> Scheme:
    members = set(graph.subjects(SKOS.inScheme, scheme))
    tops = [m for m in members if not members & set(graph.objects(m, SKOS.broader))]
    ontology = next(graph.subjects(RDF.type, URIRef("http://www.w3.org/2002/07/owl#Ontology")))
    licence = graph.value(scheme, DCTERMS.license) or graph.value(ontology, DCTERMS.license)
    return Scheme(
        iri=_moved(str(scheme), base),
        label=_text(graph, scheme, SKOS.prefLabel),
        definition=_text(graph, scheme, SKOS.definition),
        licence=str(licence or ""),
        source=source,
        concepts=_concepts(graph, tops, members, base),
    )


def _concepts(
    graph: Graph, nodes: list[Node], members: set[Node], base: str
) -> tuple[Concept, ...]:
    found = [_concept(graph, node, members, base) for node in nodes]
    return tuple(sorted(found, key=lambda c: (c.label.casefold(), c.iri)))


def _concept(graph: Graph, node: Node, members: set[Node], base: str) -> Concept:
    iri = str(node)
    # Concepts of another scheme can stand below one of this; they have a tree of their own.
    below = [each for each in graph.subjects(SKOS.broader, node) if each in members]
    return Concept(
        iri=_moved(iri, base),
        notation=_text(graph, node, SKOS.notation),
        label=_text(graph, node, SKOS.prefLabel),
        definition=_text(graph, node, SKOS.definition),
        names=tuple(sorted(str(name) for name in graph.objects(node, SKOS.altLabel))),
        below=_concepts(graph, below, members, base),
        matches=links_of(iri),
    )


def _text(graph: Graph, node: Node, prop: URIRef) -> str:
    return str(graph.value(node, prop) or "")


def _moved(iri: str, base: str) -> str:
    return base + iri.removeprefix(BASE) if iri.startswith(BASE) else iri


def _canonical(iri: str, base: str) -> str:
    return BASE + iri.removeprefix(base) if iri.startswith(base) else iri


def _rebased(graph: Graph, base: str) -> Graph:
    """Codes and issues under another base; the ontology's own terms keep their namespace."""
    moved = Graph()
    parts = (f"{BASE}code/", f"{BASE}issue")

    def move(node: Node) -> Node:
        if isinstance(node, URIRef) and str(node).startswith(parts):
            return URIRef(_moved(str(node), base))
        return node

    for s, p, o in graph:
        moved.add((move(s), p, move(o)))
    return moved
