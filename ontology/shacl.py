"""SHACL shapes -> violations."""

from functools import cache
from importlib.resources import files
from typing import cast

import pyshacl
from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from ontology.violation import Level, Violation

_SHAPES = "https://w3id.org/parley/shapes#"
_LEVELS: dict[Node | None, Level] = {SH.Violation: "error"}


@cache
def shapes(*names: str) -> Graph:
    """The shapes of files of ``ontology/shapes``, named without their ending. Do not change it."""
    graph = Graph()
    for name in names:
        data = files("ontology").joinpath("shapes", f"{name}.ttl").read_bytes()
        graph.parse(data=data, format="turtle")
    return graph


def shape_violations(data: Graph, *names: str) -> list[Violation]:
    """What the shapes of some files find in a graph, sorted, each once."""
    shape_graph = shapes(*names)
    conforms, report, text = pyshacl.validate(
        data, shacl_graph=shape_graph, inference="none", advanced=False, inplace=True
    )
    if not isinstance(report, Graph):
        raise RuntimeError(f"the shapes could not be evaluated: {text}")
    if conforms and (None, SH.result, None) not in report:
        return []
    found = {
        _violation(result, report, shape_graph)
        for validation in report.subjects(RDF.type, SH.ValidationReport)
        for result in report.objects(validation, SH.result)
    }
    return sorted(found)


def _violation(result: Node, report: Graph, shape_graph: Graph) -> Violation:
    shape = cast(URIRef, report.value(result, SH.sourceShape))
    message = str(report.value(result, SH.resultMessage) or "")
    value = report.value(result, SH.value)
    focus = str(report.value(result, SH.focusNode))
    if value is not None and str(value) != focus:
        message = f"{message}, but is {str(value)[:80]!r}"
    return Violation(
        level=_LEVELS.get(report.value(result, SH.resultSeverity), "warning"),
        what=f"shape/{str(shape).removeprefix(_SHAPES)}",
        where=focus,
        message=message,
        advice=str(shape_graph.value(shape, SH.description) or ""),
    )
