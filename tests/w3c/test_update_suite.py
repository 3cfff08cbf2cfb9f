"""SPARQL 1.1 and 1.2 updates of the W3C's suites, over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from expectations import canonical
from pyoxigraph import Dataset, DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse, serialize
from suite import Case, Named, path_of, unsupported
from suite import Dataset as Files
from suite_server import Server, read, writable_server

KINDS = ("UpdateEvaluationTest", "PositiveUpdateSyntaxTest", "PositiveUpdateSyntaxTest11",
         "NegativeUpdateSyntaxTest", "NegativeUpdateSyntaxTest11")  # fmt: skip
_NQUADS = "application/n-quads"
_NOWHERE = "urn:x-no-graph"


@pytest.fixture(scope="module")
def server(suites: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with writable_server(tmp_path_factory.mktemp("update")) as made:
        yield made


def test_an_update_does_what_it_should(server: Server, suites: Path, case: Case) -> None:
    text = path_of(suites, case.request).read_bytes()
    if case.type == "UpdateEvaluationTest":
        text = f"BASE <{case.request}>\n".encode() + text
        before = serialize(quads_of(suites, case.data), format=RdfFormat.N_QUADS) or b""
        assert server.write("PUT", "/data", before, _NQUADS).status == 204
    reply = server.write("POST", "/update", text, "application/sparql-update")
    outcome = "" if reply.status == 204 else json.loads(reply.body)["type"]
    known = unsupported().get(case.id)
    if known is not None and known.by == "policy":
        assert outcome == "/problem/service"
        pytest.xfail(known.reason)
    if known is not None:
        assert not _passes_in_process(suites, case), f"{case.id} works: take it off the list"
        pytest.xfail(known.reason)
    if case.type.startswith("Negative"):
        # What holds LOAD is refused before it is parsed.
        assert outcome in ("/problem/syntax", "/problem/service"), text.decode()
    elif case.after is None:
        # An operation that fails, as a graph that is dropped and was never there, is syntax too.
        assert outcome in ("", "/problem/evaluation"), reply.body.decode()
    else:
        assert outcome == "", reply.body.decode()
        got = server.send("GET", "/data", None, {"Accept": _NQUADS})
        assert canonical(parse(got.body, format=RdfFormat.N_QUADS)) == _after(suites, case)


def quads_of(suites: Path, files: Files) -> Iterator[Quad]:
    """The statements of files, each in the graph that it is meant for."""
    for file in files.default:
        for quad in read(suites, Named(file, _NOWHERE)):
            moved = quad.graph_name == NamedNode(_NOWHERE)
            graph = DefaultGraph() if moved else quad.graph_name
            yield Quad(quad.subject, quad.predicate, quad.object, graph)
    for named in files.named:
        yield from read(suites, named)


def _after(suites: Path, case: Case) -> Dataset:
    assert case.after is not None
    return canonical(quads_of(suites, case.after))


def _passes_in_process(suites: Path, case: Case) -> bool:
    """Whether the engine, without any server, does what it should."""
    store = Store()
    store.extend(quads_of(suites, case.data))
    try:
        store.update(path_of(suites, case.request).read_text("utf-8"), base_iri=case.request)
    except SyntaxError:
        return case.type.startswith("Negative")
    except (RuntimeError, OSError):
        return False
    if case.after is None:
        return case.type.startswith("Positive")
    return canonical(store) == _after(suites, case)
