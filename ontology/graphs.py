"""The reference graph that every store begins with, and look-ups in it."""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import combinations

from rdflib import OWL, RDF, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ontology import terms
from ontology.prefixes import BASE

_SCHEME_BASE = f"{BASE}code/"
_REBASED = tuple(f"<{BASE}{part}" for part in ("code/", "issue/", "issue>"))


@cache
def _read(name: str) -> Graph:
    return Graph().parse(data=files("ontology").joinpath(name).read_bytes(), format="turtle")


def ontology_graph() -> Graph:
    """The ontology as written, with the blank nodes of its axioms. Do not change it."""
    return _read("parley.ttl")


def codes_graph() -> Graph:
    """The code lists. Do not change it."""
    return _read("codes.ttl")


def issues_graph() -> Graph:
    """The issues and their groups. Do not change it."""
    return _read("issues.ttl")


def alignment_names() -> tuple[str, ...]:
    """The vocabularies that the ontology is aligned with, sorted."""
    folder = files("ontology").joinpath("alignments")
    return tuple(
        sorted(e.name.removesuffix(".ttl") for e in folder.iterdir() if e.name.endswith(".ttl"))
    )


def all_files() -> dict[str, Graph]:
    """Every Turtle file of the ontology by its name: core, what must exist, codes, issues and
    ``alignments/NAME``. Do not change the graphs."""
    names = ["parley", "existence", "codes", "issues"]
    names += [f"alignments/{name}" for name in alignment_names()]
    return {name: _read(f"{name}.ttl") for name in names}


def reference_ntriples(base: str = BASE) -> str:
    """Ontology, code lists and issues as sorted N-Triples, for the default graph of a store.

    There are no blank nodes: every ``owl:AllDisjointClasses`` is written out as pairs of disjoint
    classes, which say the same, and axioms that need a blank node (restrictions, property chains)
    stay in ``ontology_graph()`` alone. Codes and issues stand under ``base``; the ontology's own
    terms keep their namespace, which is fixed.
    """
    lines = sorted(set(_lines()))
    base = base if base.endswith("/") else f"{base}/"
    if base != BASE:
        lines = sorted(_rebase(line, base) for line in lines)
    return "".join(f"{line}\n" for line in lines)


def _lines() -> Iterator[str]:
    for graph in (ontology_graph(), codes_graph(), issues_graph()):
        for triple in _grounded(graph):
            yield " ".join(term.n3() for term in triple) + " ."


def _rebase(line: str, base: str) -> str:
    for prefix in _REBASED:
        line = line.replace(prefix, prefix.replace(BASE, base))
    return line


def _grounded(graph: Graph) -> Iterator[tuple[Node, Node, Node]]:
    """The triples without blank nodes, and the pairs that disjointness axioms stand for."""
    for triple in graph:
        if not any(isinstance(term, BNode) for term in triple):
            yield triple
    for axiom in graph.subjects(RDF.type, OWL.AllDisjointClasses):
        members = graph.value(axiom, OWL.members)
        if members is not None:
            for one, other in combinations(Collection(graph, members), 2):
                yield one, OWL.disjointWith, other


def _strings(nodes: Iterable[Node]) -> tuple[str, ...]:
    return tuple(sorted(str(node) for node in nodes))


@cache
def issue_notations() -> tuple[str, ...]:
    """The notations of all issues, sorted."""
    graph = issues_graph()
    issues = graph.subjects(RDF.type, URIRef(terms.ISSUE))
    return _strings(n for i in issues for n in graph.objects(i, URIRef(terms.NOTATION)))


@cache
def issue_labels() -> dict[str, str]:
    """Every issue's preferred label by its notation, sorted by notation. Do not change it."""
    graph = issues_graph()
    return {
        notation: str(graph.value(URIRef(f"{BASE}issue/{notation}"), URIRef(terms.PREF_LABEL)))
        for notation in issue_notations()
    }


@cache
def code_schemes() -> tuple[str, ...]:
    """The names of the code lists, sorted."""
    schemes = codes_graph().subjects(RDF.type, URIRef(terms.CONCEPT_SCHEME))
    return _strings(URIRef(str(scheme).removeprefix(_SCHEME_BASE)) for scheme in schemes)


@cache
def code_values(scheme: str) -> tuple[str, ...]:
    """The values of a code list such as ``office-type``, sorted. Raises ``KeyError``."""
    if scheme not in code_schemes():
        raise KeyError(f"no code list {scheme!r}; there are {', '.join(code_schemes())}")
    graph = codes_graph()
    concepts = graph.subjects(URIRef(terms.IN_SCHEME), URIRef(_SCHEME_BASE + scheme))
    return _strings(n for c in concepts for n in graph.objects(c, URIRef(terms.NOTATION)))
