"""Is a graph an ontology of OWL 2 DL? The restrictions of the structural specification, checked.

What breaks them is told one by one: undeclared terms, terms of two kinds, literals where things
belong, datatypes outside the map, non-simple properties in the wrong place, malformed expressions.
"""

from collections.abc import Callable, Iterator
from functools import cached_property

from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from ontology import owl_terms as words
from ontology.violation import Violation

_Finding = tuple[str, Node, str, str]  # check, where, message, advice


class Terms:
    """What a graph declares."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.classes = self._of(OWL.Class) | words.BUILT_IN_CLASSES
        self.object = self._of(OWL.ObjectProperty)
        self.data = self._of(OWL.DatatypeProperty)
        self.annotation = self._of(OWL.AnnotationProperty) | words.BUILT_IN_ANNOTATIONS
        self.datatypes = self._of(RDFS.Datatype)
        self.properties = self.object | self.data | self.annotation

    def _of(self, kind: URIRef) -> set[Node]:
        return set(self.graph.subjects(RDF.type, kind))

    @cached_property
    def compound(self) -> set[Node]:
        """Properties that follow from several steps, and those above them: they are not simple."""
        graph = self.graph
        found = set(graph.subjects(RDF.type, OWL.TransitiveProperty))
        found |= set(graph.subjects(OWL.propertyChainAxiom, None))
        while True:
            more = {above for p in found for above in graph.objects(p, RDFS.subPropertyOf)}
            more |= {q for p in found for q in graph.objects(p, OWL.inverseOf)}
            more |= {q for p in found for q in graph.subjects(OWL.inverseOf, p)}
            more |= {q for p in found for q in graph.objects(p, OWL.equivalentProperty)}
            if more <= found:
                return found
            found |= more


def dl_violations(graph: Graph) -> list[Violation]:
    """What keeps a graph (with all that it imports merged in) from being OWL 2 DL; sorted."""
    terms = Terms(graph)
    found = {finding for check in _CHECKS for finding in check(terms)}
    return sorted(
        Violation("error", f"dl/{what}", _name(where), message, advice)
        for what, where, message, advice in found
    )


def _name(node: Node) -> str:
    return "" if isinstance(node, BNode) else str(node)


def _headers(terms: Terms) -> Iterator[_Finding]:
    ontologies = set(terms.graph.subjects(RDF.type, OWL.Ontology))
    if not ontologies:
        yield "header", BNode(), "no owl:Ontology is declared", "Add a header to the file."


def _kinds(terms: Terms) -> Iterator[_Finding]:
    pairs = (
        (terms.object, terms.data, "an object and a datatype property"),
        (terms.object, terms.annotation, "an object and an annotation property"),
        (terms.data, terms.annotation, "a datatype and an annotation property"),
        (terms.classes, terms.datatypes, "a class and a datatype"),
        (terms.classes, terms.properties, "a class and a property"),
    )
    for one, other, kinds in pairs:
        for term in one & other:
            yield "two-kinds", term, f"is {kinds}", "Make two terms of it, or drop one kind."
    for thing, kind in terms.graph.subject_objects(RDF.type):
        if kind in terms.classes and thing in terms.classes | terms.properties:
            yield ("two-kinds", thing, "is a term and an individual too",
                   "Keep individuals apart from classes and properties.")  # fmt: skip


def _reserved(terms: Terms) -> Iterator[_Finding]:
    for thing, kind in terms.graph.subject_objects(RDF.type):
        known = thing in words.DATATYPES | words.BUILT_IN_ANNOTATIONS
        if words.is_reserved(thing) and kind in words.BUILT_IN_TYPES and not known:
            yield ("reserved", thing, "defines a name of OWL's own vocabularies",
                   "Take a name in a namespace of your own.")  # fmt: skip
        if words.is_reserved(kind) and kind not in words.BUILT_IN_TYPES | words.BUILT_IN_CLASSES:
            yield ("reserved", thing, f"has the type {kind}, which OWL 2 DL does not use",
                   "Use a class or one of OWL's own types.")  # fmt: skip


def _used_properties(terms: Terms) -> Iterator[_Finding]:
    known = terms.properties | words.AXIOM_WORDS
    for subject, used, value in terms.graph:
        if used not in known:
            yield ("undeclared", used, "is used as a property and declared as none",
                   "Declare it as object, datatype or annotation property.")  # fmt: skip
        elif used in terms.object and isinstance(value, Literal):
            yield ("literal-value", subject, f"has a literal as its {used}, an object property",
                   "Use an IRI, or make it a datatype property.")  # fmt: skip
        elif used in terms.data and not isinstance(value, Literal):
            yield ("thing-value", subject, f"has a thing as its {used}, a datatype property",
                   "Use a literal, or make it an object property.")  # fmt: skip


def _used_classes(terms: Terms) -> Iterator[_Finding]:
    for node in _in_class_position(terms):
        yield from _undeclared_class(terms, node)


def _in_class_position(terms: Terms) -> Iterator[Node]:
    graph = terms.graph
    for position in words.CLASS_POSITIONS:
        for one, other in graph.subject_objects(position):
            yield from (one, other)
    for axiom in graph.subjects(RDF.type, OWL.AllDisjointClasses):
        yield from _members(graph, axiom, OWL.members)
    for operator in (OWL.unionOf, OWL.intersectionOf):
        for expression in set(graph.subjects(operator, None)) - terms.datatypes:
            yield from _members(graph, expression, operator)
    yield from (kind for kind in graph.objects(None, RDF.type) if not words.is_reserved(kind))


def _undeclared_class(terms: Terms, node: Node) -> Iterator[_Finding]:
    restriction = (node, RDF.type, OWL.Restriction) in terms.graph
    if node not in terms.classes and not restriction:
        yield ("undeclared", node, "is used as a class and declared as none",
               "Declare it as owl:Class, or correct the spelling.")  # fmt: skip


def _ranges(terms: Terms) -> Iterator[_Finding]:
    for prop in terms.object | terms.data:
        for domain in terms.graph.objects(prop, RDFS.domain):
            yield from _undeclared_class(terms, domain)
        for value in terms.graph.objects(prop, RDFS.range):
            yield from _filler(terms, prop, value)


def _filler(terms: Terms, prop: Node, value: Node) -> Iterator[_Finding]:
    """What a property leads to: a class for an object property, else a datatype of the map."""
    if prop in terms.object:
        yield from _undeclared_class(terms, value)
    elif value not in words.DATATYPES | terms.datatypes:
        yield ("datatype", prop, f"leads to {_name(value)}, which is no datatype of OWL 2",
               "Use one of the OWL 2 datatype map, or check the form by a shape.")  # fmt: skip


def _literals(terms: Terms) -> Iterator[_Finding]:
    for subject, _, value in terms.graph:
        if isinstance(value, Literal) and value.datatype is not None:
            if value.datatype not in words.DATATYPES:
                yield ("datatype", subject, f"has a literal of the datatype {value.datatype}",
                       "Use one of the OWL 2 datatype map.")  # fmt: skip
            elif value.ill_typed:
                yield ("datatype", subject, f"has {str(value)!r}, which is no {value.datatype}",
                       "Correct the literal or its datatype.")  # fmt: skip


def _characteristics(terms: Terms) -> Iterator[_Finding]:
    graph = terms.graph
    for kind in words.ONLY_OF_OBJECT_PROPERTIES:
        for prop in set(graph.subjects(RDF.type, kind)) - terms.object:
            yield ("characteristic", prop, f"is {kind.fragment} and no object property",
                   "Only object properties can be so.")  # fmt: skip
    for prop in set(graph.subjects(RDF.type, OWL.FunctionalProperty)):
        if prop not in terms.object | terms.data:
            yield ("characteristic", prop, "is functional and neither object nor datatype property",
                   "Annotation properties have no characteristics.")  # fmt: skip
    for kind in words.ONLY_OF_SIMPLE_PROPERTIES:
        for prop in set(graph.subjects(RDF.type, kind)) & terms.compound:
            yield ("not-simple", prop, f"is {kind.fragment} and follows from several steps",
                   "Drop the characteristic, or the chain or transitivity.")  # fmt: skip


def _hierarchies(terms: Terms) -> Iterator[_Finding]:
    for relation in (RDFS.subPropertyOf, OWL.equivalentProperty):
        for one, other in terms.graph.subject_objects(relation):
            kinds = (terms.object, terms.data, terms.annotation)
            if not any(one in kind and other in kind for kind in kinds):
                yield ("mixed-hierarchy", one, f"stands below {_name(other)}, of another kind",
                       "Relate object properties to object properties, and so on.")  # fmt: skip
    for prop, chain in terms.graph.subject_objects(OWL.propertyChainAxiom):
        for link in (prop, *terms.graph.items(chain)):
            if link not in terms.object:
                yield ("chain", prop, f"has a chain with {_name(link)}, no object property",
                       "Chain object properties only.")  # fmt: skip


def _regularity(terms: Terms) -> Iterator[_Finding]:
    """Chains must not lead back to themselves through other properties."""
    graph = terms.graph
    below: dict[Node, set[Node]] = {}
    for sub, above in graph.subject_objects(RDFS.subPropertyOf):
        below.setdefault(above, set()).add(sub)
    for prop, chain in graph.subject_objects(OWL.propertyChainAxiom):
        links = list(graph.items(chain))
        inner = set(links) if set(links) == {prop} else set(links[1:-1])
        inner |= {link for link in (links[0], links[-1]) if link != prop}
        below.setdefault(prop, set()).update(inner - {prop} if len(links) == 2 else inner)
    for prop in set(graph.subjects(OWL.propertyChainAxiom, None)):
        seen: set[Node] = set()
        waiting = list(below.get(prop, ()))
        while waiting:
            link = waiting.pop()
            if link == prop:
                yield ("irregular", prop, "depends on itself by way of a chain",
                       "Break the circle of chains and subproperties.")  # fmt: skip
            if link not in seen:
                seen.add(link)
                waiting += below.get(link, ())


def _restrictions(terms: Terms) -> Iterator[_Finding]:
    graph = terms.graph
    for restriction in graph.subjects(RDF.type, OWL.Restriction):
        props = list(graph.objects(restriction, OWL.onProperty))
        fillers = [(word, v) for word in words.FILLERS for v in graph.objects(restriction, word)]
        where = next(iter(graph.subjects(RDFS.subClassOf, restriction)), restriction)
        if len(props) != 1 or len(fillers) != 1:
            yield ("restriction", where, "has a restriction without one property and one filler",
                   "Write owl:onProperty once, and one filler.")  # fmt: skip
            continue
        prop, (word, value) = props[0], fillers[0]
        if prop not in terms.object | terms.data:
            yield ("restriction", where, f"restricts {_name(prop)}, no object or datatype property",
                   "Restrict a declared property.")  # fmt: skip
        elif word in (OWL.someValuesFrom, OWL.allValuesFrom):
            yield from _filler(terms, prop, value)
        elif word in (*words.CARDINALITIES, OWL.hasSelf) and prop in terms.compound:
            yield ("not-simple", where, f"counts {_name(prop)}, which follows from several steps",
                   "Count simple properties only, or check the number by a shape.")  # fmt: skip


def _expressions(terms: Terms) -> Iterator[_Finding]:
    """Blank nodes are parts of axioms, nothing else; lists are whole."""
    graph = terms.graph
    structural = words.BUILT_IN_TYPES
    for node in {s for s in graph.subjects() if isinstance(s, BNode)}:
        kinds = set(graph.objects(node, RDF.type))
        if (node, RDF.first, None) in graph:
            if len(list(graph.objects(node, RDF.rest))) != 1:
                yield "list", node, "a list is broken off", "Write the list in parentheses."
        elif not kinds & structural:
            yield ("blank-node", node, "a blank node is no expression and no axiom",
                   "Give the individual an IRI.")  # fmt: skip


def _members(graph: Graph, axiom: Node, word: URIRef) -> list[Node]:
    return [m for head in graph.objects(axiom, word) for m in graph.items(head)]


_CHECKS: tuple[Callable[[Terms], Iterator[_Finding]], ...] = (
    _headers, _kinds, _reserved, _used_properties, _used_classes, _ranges, _literals,
    _characteristics, _hierarchies, _regularity, _restrictions, _expressions,
)  # fmt: skip
