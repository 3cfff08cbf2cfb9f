"""The W3C's manifests -> test cases.

Documents are named as the W3C publishes them, so that names of cases and relative IRIs are the
same on every machine.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, parse

HOME = "https://w3c.github.io/rdf-tests/sparql/"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"

SUITES = ("sparql10/manifest", "sparql11/manifest-all", "sparql12/manifest")

Node = NamedNode | BlankNode

_SUFFIXES = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".rdf": RdfFormat.RDF_XML,
    ".trig": RdfFormat.TRIG,
    ".nq": RdfFormat.N_QUADS,
}


@dataclass(frozen=True, slots=True)
class Named:
    """A file of triples, and the graph that it stands for."""

    file: str
    graph: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """Files for the default graph, and files for named graphs."""

    default: tuple[str, ...] = ()
    named: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One test. `request` is the file with the query or update, `result` that with the answer.

    `services` are the endpoints that a query calls, with the data that they hold. `lax` says that
    duplicate rows may be left out.
    """

    iri: str
    type: str
    request: str
    data: Dataset
    result: str | None = None
    after: Dataset | None = None
    services: tuple[Named, ...] = ()
    lax: bool = False

    @property
    def id(self) -> str:
        """Short enough to be read in a list of tests: ``sparql11/bind/bind01``."""
        return self.iri.removeprefix(HOME)


class Manifests:
    """The manifests below a folder, as one graph."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.graph = Store()

    def cases(self) -> list[Case]:
        """Every query and update case, in the order of the manifests."""
        found: dict[str, Case] = {}
        for suite in SUITES:
            for iri, folder in self._entries(f"{HOME}{suite}.ttl"):
                case = self._case(iri, folder)
                if case is not None:
                    found.setdefault(case.iri, case)
        return list(found.values())

    def read(self, document: str) -> Node:
        """Load a manifest; its own node."""
        file = path_of(self.root, document)
        quads = list(
            parse(
                path=str(file),
                format=RdfFormat.TURTLE,
                base_iri=document,
                rename_blank_nodes=True,
            )
        )
        self.graph.extend(quads)
        types = (q.subject for q in quads if q.object == NamedNode(f"{MF}Manifest"))
        node = next(types)
        assert isinstance(node, NamedNode | BlankNode)
        return node

    def _entries(self, document: str) -> Iterator[tuple[NamedNode, str]]:
        node = self.read(document)
        for part in self.items(self.one(node, f"{MF}include")):
            assert isinstance(part, NamedNode)
            yield from self._entries(part.value)
        for entry in self.items(self.one(node, f"{MF}entries")):
            assert isinstance(entry, NamedNode)
            yield entry, document.rpartition("/")[0]

    def _case(self, node: NamedNode, folder: str) -> Case | None:
        kind = self.text(node, f"{RDF}type").removeprefix(MF)
        action = self.one(node, f"{MF}action")
        if action is None or not kind.endswith(("SyntaxTest", "SyntaxTest11", "ResultFormatTest",
                                                "EvaluationTest")):  # fmt: skip
            return None
        name = f"{folder}/{node.value.rpartition('#')[2]}"
        if isinstance(action, NamedNode):
            return Case(name, kind, action.value, Dataset())
        request = self.text(action, f"{QT}query") or self.text(action, f"{UT}request")
        result = self.one(node, f"{MF}result")
        return Case(
            name,
            kind,
            request,
            self._dataset(action),
            result=result.value if isinstance(result, NamedNode) else None,
            after=self._dataset(result) if isinstance(result, BlankNode) else None,
            services=tuple(
                Named(self.text(part, f"{QT}data"), self.text(part, f"{QT}endpoint"))
                for part in self.all(action, f"{QT}serviceData")
            ),
            lax=self.one(node, f"{MF}resultCardinality") is not None,
        )

    def _dataset(self, node: object) -> Dataset:
        named = []
        for graph in (*self.all(node, f"{QT}graphData"), *self.all(node, f"{UT}graphData")):
            if isinstance(graph, NamedNode):
                named.append(Named(graph.value, graph.value))
            else:
                file = self.text(graph, f"{UT}graph") or self.text(graph, f"{QT}graph")
                named.append(Named(file, self.text(graph, LABEL)))
        files = (*self.all(node, f"{QT}data"), *self.all(node, f"{UT}data"))
        return Dataset(tuple(f.value for f in files if isinstance(f, NamedNode)), tuple(named))

    def all(self, subject: object, predicate: str) -> list[NamedNode | BlankNode | Literal]:
        """The objects of a subject, in a settled order."""
        assert isinstance(subject, NamedNode | BlankNode)
        quads = self.graph.quads_for_pattern(subject, NamedNode(predicate), None)
        objects = [quad.object for quad in quads]
        assert all(isinstance(o, NamedNode | BlankNode | Literal) for o in objects)
        return sorted(objects, key=str)  # type: ignore[arg-type]

    def one(self, subject: object, predicate: str) -> NamedNode | BlankNode | Literal | None:
        """The first object, if there is any."""
        return next(iter(self.all(subject, predicate)), None)

    def text(self, subject: object, predicate: str) -> str:
        """The first object as text; empty without one."""
        found = self.one(subject, predicate)
        return "" if found is None else found.value

    def items(self, head: object) -> Iterator[NamedNode | BlankNode | Literal]:
        """The members of a list."""
        while isinstance(head, BlankNode):
            (first,) = self.all(head, f"{RDF}first")
            yield first
            head = self.one(head, f"{RDF}rest")


@cache
def cases(root: Path) -> tuple[Case, ...]:
    """All cases below a folder, which is read once."""
    return tuple(Manifests(root).cases())


def path_of(root: Path, document: str) -> Path:
    """Where a published document lies."""
    assert document.startswith(HOME), document
    return root / document.removeprefix(HOME)


def rdf_format(document: str) -> RdfFormat:
    """By the suffix of its name."""
    return _SUFFIXES[Path(document).suffix]


class Unsupported(NamedTuple):
    """Why a case does not pass: by the "engine", or by "policy" of the server."""

    by: str
    reason: str


@cache
def unsupported() -> dict[str, Unsupported]:
    """The cases of ``unsupported.tsv``."""
    with Path(__file__).with_name("unsupported.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {row["case"]: Unsupported(row["by"], row["reason"]) for row in rows}
