"""What follows from the consolidated graph: OWL RL entailments and the ontology's own rules.

Everything inferred goes into the default graph, so that a plain query sees it, and into one named
graph for each rule (``…/id/graph/inferred/RULE``), so that it can be told from what is asserted.
Those graphs are described in the default graph.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from ontology import terms
from ontology.inference import inferred_graph, rules
from ontology.prefixes import BASE
from store.entailment import ENTAILMENTS, Statement, concerns, entail

_DESCRIPTION = "http://purl.org/dc/terms/description"
_DEFAULT = DefaultGraph()


def infer_files(paths: Iterable[Path], base: str = BASE) -> list[Quad]:
    """``infer`` over N-Quads or N-Triples files."""
    quads = (q for path in paths for q in parse(path=path, format=RdfFormat.N_QUADS))
    return infer(quads, base)


def infer(quads: Iterable[Quad], base: str = BASE) -> list[Quad]:
    """All that follows from the default graph of ``quads`` and is not asserted there.

    ``quads`` are the reference data and the consolidated graph; named graphs among them are not
    looked at. The answer holds each inferred triple twice, in the default graph and in the graph
    of the rule that found it first, and the description of those graphs; it is sorted, each quad
    once. ``owl:sameAs`` is a link to other data sets: nothing is copied across it.

    Rules are applied in reading order, each until it adds nothing, so a rule that counts must
    come after those that add what it counts.
    """
    inference = _Inference(quads, base)
    grew = True
    while grew:
        grew = inference.entail()
        grew = inference.apply_rules() or grew
    return sorted({*inference.found, *_descriptions(base)}, key=str)


class _Inference:
    """The graph as it grows, and what was added to it."""

    def __init__(self, quads: Iterable[Quad], base: str) -> None:
        self.found: list[Quad] = []
        self._base = base
        self._facts: set[Statement] = set()  # what axioms can draw something from
        self._store = Store()
        asserted = [q for q in quads if q.graph_name == _DEFAULT]
        self._store.bulk_extend(asserted)
        for quad in asserted:
            self._remember(quad.triple)
        self._entailed_from = 0  # number of facts when entailment last ran

    def entail(self) -> bool:
        """Add what OWL RL entails; tells whether that was anything."""
        if len(self._facts) == self._entailed_from:
            return False
        fresh = entail(frozenset(self._facts))
        for rule, (subject, predicate, value) in fresh:
            self._add(rule, Triple(NamedNode(subject), NamedNode(predicate), NamedNode(value)))
        self._entailed_from = len(self._facts)  # a closure entails nothing more
        return bool(fresh)

    def apply_rules(self) -> bool:
        """Apply the rules in order; tells whether one added something."""
        grew = False
        for rule in rules(self._base):
            while fresh := self._fresh(rule.query):
                grew = True
                for triple in fresh:
                    self._add(rule.name, triple)
        return grew

    def _fresh(self, query: str) -> list[Triple]:
        """What a rule constructs that the graph does not hold."""
        answer = self._store.query(query)
        assert isinstance(answer, QueryTriples)
        return sorted({t for t in answer if not self._holds(t)}, key=str)

    def _holds(self, triple: Triple) -> bool:
        return Quad(triple.subject, triple.predicate, triple.object, _DEFAULT) in self._store

    def _add(self, rule: str, triple: Triple) -> None:
        parts = triple.subject, triple.predicate, triple.object
        quad = Quad(*parts, _DEFAULT)
        self._store.add(quad)
        self.found += [quad, Quad(*parts, NamedNode(inferred_graph(rule, self._base)))]
        self._remember(triple)

    def _remember(self, triple: Triple) -> None:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode):
            statement = triple.subject.value, triple.predicate.value, triple.object.value
            if concerns(statement):
                self._facts.add(statement)


def _descriptions(base: str) -> Iterator[Quad]:
    """What each inferred graph holds, for the default graph."""
    told = {name: (title, text) for name, (title, text) in ENTAILMENTS.items()}
    told |= {rule.name: (rule.title, f"{rule.infers} {rule.why}") for rule in rules(base)}
    for name, (title, text) in told.items():
        graph = NamedNode(inferred_graph(name, base))
        for predicate, value in (
            (terms.RDF_TYPE, NamedNode(terms.INFERRED_GRAPH)),
            (terms.IDENTIFIER, Literal(name)),
            (terms.TITLE_OF_WORK, Literal(title, language="en")),
            (_DESCRIPTION, Literal(text, language="en")),
        ):
            yield Quad(graph, NamedNode(predicate), value, _DEFAULT)
