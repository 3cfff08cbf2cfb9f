"""Protocol tests: what is sent, in which order, and what has to come back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode
from suite import HOME, LABEL, MF, RDF, UT, Manifests, Named

HT = "http://www.w3.org/2011/http#"
CNT = "http://www.w3.org/2011/content#"
_STATUS = "http://www.w3.org/2011/http-statusCodes#"
_NAMES = {"OK": "200", "Created": "201", "NoContent": "204", "NotFound": "404"}
FOLDERS = ("protocol/manifest", "graph-store-protocol/manifest-direct",
           "graph-store-protocol/manifest-indirect")  # fmt: skip

Node = NamedNode | BlankNode | Literal


@dataclass(frozen=True, slots=True)
class Expected:
    """What an answer has to be. `statuses` are codes or beginnings of them, as "2" for 2xx.

    `format` is "boolean", "tabular" or "RDF"; `location` the name under which later requests
    refer to the address that the answer gives.
    """

    statuses: tuple[str, ...]
    boolean: bool | None
    format: str
    location: str
    headers: dict[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and the answer that it has to get."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    expected: Expected


@dataclass(frozen=True, slots=True)
class ProtocolCase:
    """Requests in their order, and the graphs that they need beforehand."""

    id: str
    type: str
    graphs: tuple[Named, ...]
    exchanges: tuple[Exchange, ...]


@cache
def protocol_cases(root: Path) -> tuple[ProtocolCase, ...]:
    """Those of the protocol and of the graph store protocol."""
    manifests = Manifests(root)
    found = []
    for folder in FOLDERS:
        node = manifests.read(f"{HOME}sparql11/{folder}.ttl")
        for entry in manifests.items(manifests.one(node, f"{MF}entries")):
            name = f"{folder.rpartition('/')[0]}/{entry.value.rpartition('#')[2]}"
            found.append(_case(manifests, entry, name))
    return tuple(found)


def _case(manifests: Manifests, entry: Node, name: str) -> ProtocolCase:
    graphs = tuple(
        Named(manifests.text(graph, f"{UT}graph"), manifests.text(graph, LABEL))
        for graph in manifests.all(entry, f"{UT}graphData")
    )
    action = manifests.one(entry, f"{MF}action")
    requests = manifests.items(manifests.one(action, f"{HT}requests"))
    exchanges = tuple(_exchange(manifests, request) for request in requests)
    return ProtocolCase(
        name, manifests.text(entry, f"{RDF}type").removeprefix(MF), graphs, exchanges
    )


def _exchange(manifests: Manifests, request: Node) -> Exchange:
    body = manifests.one(request, f"{HT}body")
    sent = None
    if body is not None:
        encoding = manifests.text(body, f"{CNT}characterEncoding")
        sent = manifests.text(body, f"{CNT}chars").encode(encoding)
    response = manifests.one(request, f"{HT}resp")
    return Exchange(
        manifests.text(request, f"{HT}methodName"),
        manifests.text(request, f"{HT}absolutePath"),
        _headers(manifests, request),
        sent,
        _expected(manifests, response),
    )


def _expected(manifests: Manifests, response: object) -> Expected:
    statuses = [
        s.value.removeprefix(_STATUS) for s in manifests.all(response, f"{MF}expectedStatus")
    ]
    boolean = manifests.text(response, f"{MF}expectedBoolean")
    body = manifests.one(response, f"{HT}body")
    return Expected(
        tuple(_NAMES.get(s, s.removeprefix("StatusCode").removesuffix("xx")) for s in statuses),
        {"true": True, "false": False, "": None}[boolean],
        manifests.text(response, f"{MF}expectedFormat"),
        manifests.text(response, f"{MF}expectedLocation"),
        _headers(manifests, response),
        "" if body is None else manifests.text(body, f"{CNT}chars"),
    )


def _headers(manifests: Manifests, node: object) -> dict[str, str]:
    listed = manifests.items(manifests.one(node, f"{HT}headers"))
    return {
        manifests.text(header, f"{HT}fieldName"): manifests.text(header, f"{HT}fieldValue")
        for header in listed
    }
