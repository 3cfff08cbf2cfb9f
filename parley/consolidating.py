"""Articles' facts -> the consolidated graph, in its shapes, and which facts it does without.

One fact that does not fit must not keep ten thousand articles from being published. A fact whose
merged node violates an error-level shape stays in its article's graph and is held back from the
consolidated one; what cannot be traced to facts stops the build.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from etl.article import Article
from etl.consolidate import consolidated_quads
from etl.consolidate.tenures import tenure_quads
from etl.consolidate.undated import undated_quads
from etl.facts import Agreement, ArticleFacts, Event, Statement
from etl.gazetteer import Gazetteer
from etl.iris import Iris
from ontology import terms
from ontology.check import check_data
from ontology.violation import Violation, errors

Reports = Sequence[tuple[Article, ArticleFacts]]
_ROUNDS = 5  # holding back a fact can split a merged node, whose parts are checked anew


class MisshapenGraphError(Exception):
    """The consolidated graph violates an error-level shape and is not published."""


@dataclass(frozen=True, slots=True, order=True)
class HeldBack:
    """A fact that stays out of the consolidated graph, and the violation that it would cause."""

    article: str
    fact: str
    reason: str

    def __str__(self) -> str:
        return f"{self.fact} of article {self.article}, from the merged graph: {self.reason}"


def consolidate(
    reports: Reports, gazetteer: Gazetteer, iris: Iris
) -> tuple[bytes, tuple[HeldBack, ...]]:
    """The consolidated graph as sorted N-Quads that fit their shapes, and the facts held back.

    Raises ``MisshapenGraphError`` for a violation that no report of a fact accounts for.
    """
    held: set[HeldBack] = set()
    for _ in range(_ROUNDS):
        kept = _without(reports, held)
        quads = consolidated_quads(kept, iris)
        quads += tenure_quads(kept, quads, gazetteer, iris)
        quads += undated_quads(kept, quads, gazetteer, iris)
        graph = nquads(quads)
        found = errors(check_data(graph.decode(), "consolidated", iris.base))
        if not found:
            return graph, tuple(sorted(held))
        blamed = {fact for violation in found for fact in _to_blame(violation, quads, kept, iris)}
        if not blamed:
            break
        held |= blamed
    listed = "".join(f"\n  {violation}" for violation in found[:5])
    raise MisshapenGraphError(
        f"the consolidated graph is not published: {len(found)} violations of its shapes"
        f"{listed}\n  The last snapshot goes on serving. See: parley check"
    )


def nquads(quads: Iterable[Quad]) -> bytes:
    """Sorted N-Quads: without blank nodes they are canonical."""
    return serialize(sorted(set(quads), key=str), format=RdfFormat.N_QUADS) or b""


def _without(reports: Reports, held: set[HeldBack]) -> Reports:
    """The reports without the facts held back."""
    out = {(each.article, each.fact) for each in held}
    if not out:
        return reports
    return [
        (article, replace(
            facts,
            events=tuple(e for e in facts.events if (article.id, e.id) not in out),
            agreements=tuple(a for a in facts.agreements if (article.id, a.id) not in out),
            statements=tuple(s for s in facts.statements if (article.id, s.id) not in out),
        ))
        for article, facts in reports
    ]  # fmt: skip


def _to_blame(
    violation: Violation, quads: Sequence[Quad], reports: Reports, iris: Iris
) -> set[HeldBack]:
    """The reported facts that make up the node that a violation was found at."""
    at = violation.where
    reported = [q for q in quads if q.predicate.value == terms.REPORTED_AS]
    nodes = {
        q.object
        for q in reported
        if isinstance(q.subject, NamedNode)
        and (at == q.subject.value or at.startswith(f"{q.subject.value}/"))
    }
    return {
        HeldBack(article.id, fact.id, f"{violation.message} ({violation.what})")
        for article, facts in reports
        for fact in _merged(facts)
        if NamedNode(iris.node(article.id, fact.id)) in nodes
    }


def _merged(facts: ArticleFacts) -> Iterator[Event | Agreement | Statement]:
    """The facts that consolidation merges with those of other articles."""
    yield from facts.events
    yield from facts.agreements
    yield from facts.statements
