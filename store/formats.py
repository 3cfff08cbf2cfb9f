"""The media types an answer can have, by the kind of answer.

The order matters: the first type of a kind is what a caller without a preference gets.
"""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import QueryResultsFormat, RdfFormat


class SolutionType(NamedTuple):
    """How solutions or a boolean are written, and the suffix of a file that holds them."""

    format: QueryResultsFormat
    suffix: str


class GraphType(NamedTuple):
    """How triples are written, and the suffix of a file that holds them."""

    format: RdfFormat
    suffix: str


SOLUTION_TYPES: dict[str, SolutionType] = {
    "application/sparql-results+json": SolutionType(QueryResultsFormat.JSON, ".srj"),
    "application/sparql-results+xml": SolutionType(QueryResultsFormat.XML, ".srx"),
    "text/csv": SolutionType(QueryResultsFormat.CSV, ".csv"),
    "text/tab-separated-values": SolutionType(QueryResultsFormat.TSV, ".tsv"),
    "application/json": SolutionType(QueryResultsFormat.JSON, ".json"),
    "application/xml": SolutionType(QueryResultsFormat.XML, ".xml"),
}

GRAPH_TYPES: dict[str, GraphType] = {
    "text/turtle": GraphType(RdfFormat.TURTLE, ".ttl"),
    "application/n-triples": GraphType(RdfFormat.N_TRIPLES, ".nt"),
    "application/rdf+xml": GraphType(RdfFormat.RDF_XML, ".rdf"),
    "application/ld+json": GraphType(RdfFormat.JSON_LD, ".jsonld"),
    "application/trig": GraphType(RdfFormat.TRIG, ".trig"),
    "application/n-quads": GraphType(RdfFormat.N_QUADS, ".nq"),
    "text/n3": GraphType(RdfFormat.N3, ".n3"),
    "application/json": GraphType(RdfFormat.JSON_LD, ".json"),
    "application/xml": GraphType(RdfFormat.RDF_XML, ".xml"),
}


DATASET_TYPES: tuple[str, ...] = (
    "application/trig",
    "application/n-quads",
    "application/ld+json",
    "application/json",
)
"""The types of graphs that keep several apart, the preferred one first."""


def offers(kind: str) -> tuple[str, ...]:
    """The media types for "solutions", "boolean" or "graph", the preferred one first."""
    return tuple(GRAPH_TYPES if kind == "graph" else SOLUTION_TYPES)


def choose(kind: str, accept: tuple[str, ...]) -> str | None:
    """The first of `accept` that can carry this kind; the preferred type if `accept` is empty.

    None if nothing fits. Media types are compared without case and without parameters.
    """
    return first_of(offers(kind), accept)


def choose_for_dataset(accept: tuple[str, ...]) -> str | None:
    """As `choose`, for several graphs in one file."""
    return first_of(DATASET_TYPES, accept)


def first_of(available: tuple[str, ...], accept: tuple[str, ...]) -> str | None:
    """The first of `accept` that is available; of those available if `accept` is empty."""
    if not accept:
        return available[0]
    wanted = (name.partition(";")[0].strip().lower() for name in accept)
    return next((name for name in wanted if name in available), None)
