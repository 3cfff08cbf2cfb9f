"""A server on the data of the suites, and which graphs each case asks it about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from pyoxigraph import DefaultGraph, NamedNode, Quad, parse
from running import Running, start, stop
from suite import Case, Named, path_of, rdf_format

from store.publish import publish

TOKEN = "open-sesame"
FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?<([^>]+)>", re.IGNORECASE)


class Reply(NamedTuple):
    """Status, media type, body and address of an answer."""

    status: int
    media_type: str
    body: bytes
    location: str | None


class Server:
    """One connection to a server, kept open.

    `services` are the addresses that stand in for the endpoints which the cases call.
    """

    def __init__(self, running: Running, services: Mapping[Named, str] | None = None) -> None:
        self.services = services or {}
        self.authorisation = {"Authorization": f"Bearer {TOKEN}"}
        self.running = running
        self._connection = HTTPConnection("127.0.0.1", running.port, timeout=60)

    def send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Reply:
        """The answer to a request."""
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        headers = response.headers
        kind = headers.get("Content-Type", "")
        return Reply(response.status, kind, response.read(), headers.get("Location"))

    def query(self, text: str, accept: str, dataset: list[tuple[str, str]]) -> Reply:
        """The answer to a query over a dataset."""
        path = "/sparql?" + urlencode(dataset)
        headers = {"Content-Type": "application/sparql-query", "Accept": accept}
        return self.send("POST", path, text.encode(), headers)

    def write(self, method: str, path: str, body: bytes, media_type: str) -> Reply:
        """The answer to a write."""
        return self.send(method, path, body, {"Content-Type": media_type, **self.authorisation})

    def update(self, text: str) -> Reply:
        """The answer to an update, which has to succeed."""
        reply = self.write("POST", "/update", text.encode(), "application/sparql-update")
        assert reply.status == 204, reply.body.decode()
        return reply

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


@contextmanager
def writable_server(folder: Path) -> Iterator[Server]:
    """A server on an empty store, which may be written to."""
    (folder / "empty.nq").touch()
    publish(folder / "store", [folder / "empty.nq"])
    running = start(folder / "store", PARLEY_WRITE_TOKEN=TOKEN)
    server = Server(running)
    yield server
    server.close()
    stop(running)


def graphs_of(suites: Path, case: Case) -> set[Named]:
    """The graphs that a query is asked over: those that it names itself, or those of the test."""
    if case.type == "QueryEvaluationTest":
        text = path_of(suites, case.request).read_text(encoding="utf-8")
        folder = case.request.rpartition("/")[0]
        named = [f"{folder}/{name}" for name in FROM.findall(text)]
        if named:
            return {Named(name, name) for name in named}
    return {Named(file, file) for file in case.data.default} | set(case.data.named)


def read(suites: Path, named: Named) -> Iterator[Quad]:
    """The quads of a file, where it names no graph in the one that it stands for."""
    path, graph = path_of(suites, named.file), NamedNode(named.graph)
    options = {"base_iri": named.file, "rename_blank_nodes": True}
    for quad in parse(path=str(path), format=rdf_format(named.file), **options):
        if isinstance(quad.graph_name, DefaultGraph):
            quad = Quad(quad.subject, quad.predicate, quad.object, graph)
        yield quad


def dataset_of(suites: Path, case: Case) -> tuple[list[str], list[str]]:
    """The default and the named graphs of a query that names none itself."""
    if FROM.search(path_of(suites, case.request).read_text(encoding="utf-8")):
        return [], []
    named = {named.graph for named in case.data.named}
    for file in case.data.default:
        if file.endswith(".trig"):
            graphs = {quad.graph_name for quad in read(suites, Named(file, file))}
            named |= {g.value for g in graphs if isinstance(g, NamedNode)} - {file}
    return list(case.data.default), sorted(named)
