"""Triples of a ``CONSTRUCT`` or ``DESCRIBE`` as something to show."""

from __future__ import annotations

from itertools import islice

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from queries.table import Cell, Sheet, Value, text_of
from store.engine import Answer


def read_triples(answer: Answer, limit: int | None = None) -> list[Quad]:
    """The triples of an answer in N-Triples, or the first `limit` of them."""
    return list(islice(parse(answer.body, format=RdfFormat.N_TRIPLES), limit))


def triple_sheet(triples: list[Quad]) -> Sheet:
    """Triples as a table of three columns."""
    rows = tuple((_cell(t.subject), _cell(t.predicate), _cell(t.object)) for t in triples)
    return Sheet(("subject", "predicate", "object"), rows)


def _cell(value: Value) -> Cell:
    return Cell(text_of(value), value.value if isinstance(value, NamedNode) else None)
