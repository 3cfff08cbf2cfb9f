"""What the shapes demand, in words: one value a shape that has a message."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from rdflib import DCTERMS, SH, Graph, URIRef

SHAPES: Final = "https://w3id.org/parley/shapes"


@dataclass(frozen=True, slots=True)
class Demand:
    """One shape: whom it concerns, by whole IRIs, what is wrong without it, and what to do."""

    name: str
    targets: tuple[str, ...]
    path: str | None
    is_error: bool
    message: str
    advice: str


@dataclass(frozen=True, slots=True)
class ShapeFile:
    """A file of shapes."""

    name: str
    title: str
    description: str
    demands: tuple[Demand, ...]


def shape_bytes(name: str) -> bytes:
    """A file of shapes as it is written. Raises ``FileNotFoundError``."""
    return files("ontology").joinpath("shapes", f"{name}.ttl").read_bytes()


@cache
def shape_graph(name: str) -> Graph:
    """The shapes of one file. Do not change it."""
    return Graph().parse(data=shape_bytes(name), format="turtle")


@cache
def shape_files() -> Mapping[str, ShapeFile]:
    """Every file of shapes by its name, sorted."""
    folder = files("ontology").joinpath("shapes")
    names = sorted(f.name.removesuffix(".ttl") for f in folder.iterdir() if f.name.endswith(".ttl"))
    return MappingProxyType({name: _file(name) for name in names})


@cache
def all_shapes() -> Graph:
    """The shapes of all files. Do not change it."""
    graph = Graph()
    for name in shape_files():
        for prefix, namespace in shape_graph(name).namespaces():
            graph.bind(prefix, namespace)
        graph += shape_graph(name)
    return graph


def _file(name: str) -> ShapeFile:
    graph, iri = shape_graph(name), URIRef(f"{SHAPES}/{name}")
    found = [
        _demand(graph, shape, str(message))
        for shape, message in graph.subject_objects(SH.message)
        if isinstance(shape, URIRef)
    ]
    return ShapeFile(
        name,
        str(graph.value(iri, DCTERMS.title) or name),
        str(graph.value(iri, DCTERMS.description) or ""),
        tuple(sorted(found, key=lambda demand: demand.name)),
    )


def _demand(graph: Graph, shape: URIRef, message: str) -> Demand:
    holders = [shape, *graph.subjects(SH.property, shape)]
    path = graph.value(shape, SH.path)
    return Demand(
        name=str(shape).removeprefix(f"{SHAPES}#"),
        targets=tuple(sorted(str(t) for h in holders for t in graph.objects(h, SH.targetClass))),
        path=str(path) if isinstance(path, URIRef) else None,
        is_error=graph.value(shape, SH.severity) in (None, SH.Violation),  # SHACL's default
        message=message,
        advice=str(graph.value(shape, SH.description) or ""),
    )
