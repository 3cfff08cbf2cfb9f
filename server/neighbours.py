"""A term of the ontology -> what stands around it in its drawing."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ontology.glossary import Term, curie
from ontology.prefixes import BASE
from ontology.relations import Relation, incoming, outgoing, relations
from server.diagram import Edge, Neighbours, Node

Href = Callable[[str | None], str | None]
_CODE = f"{BASE}code/"


def name_of_value(iri: str | None) -> str:
    """What a box says of a class, a code list or a datatype."""
    if iri is None:
        return "anything"
    if iri.startswith(_CODE):
        return f"code: {iri.removeprefix(_CODE)}"
    return curie(iri).removeprefix("parley:")


def neighbours(term: Term, href: Href) -> Neighbours:
    """Classes above and below with all relations; or properties with domains and range."""

    def node(iri: str | None, quiet: bool = False) -> Node:
        return Node(name_of_value(iri), href(iri), quiet)

    above = tuple(node(iri) for iri in term.parents)
    below = tuple(node(iri) for iri in term.children)
    if term.is_class:
        return Neighbours(
            term.name,
            above,
            below,
            _edges(incoming(term.iri), node, lambda r: r.subject),
            _edges(outgoing(term.iri), node, lambda r: r.value),
        )
    held = [r for r in relations() if r.property == term.iri]
    subjects = sorted({r.subject for r in held}) or ([term.domain] if term.domain else [])
    values = sorted({r.value for r in held if r.value} or ({term.range} if term.range else set()))
    return Neighbours(
        term.name,
        above,
        below,
        tuple(Edge(Node("of"), node(iri)) for iri in subjects),
        tuple(Edge(Node("value"), node(iri)) for iri in values),
    )


def _edges(
    found: tuple[Iterable[Relation], Iterable[Relation]],
    node: Callable[[str | None, bool], Node],
    end: Callable[[Relation], str | None],
) -> tuple[Edge, ...]:
    return tuple(
        Edge(node(relation.property, quiet), node(end(relation), quiet))
        for quiet, group in zip((False, True), found, strict=True)
        for relation in group
    )
