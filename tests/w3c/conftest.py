"""The suites, and a server on their data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from endpoint import Endpoint
from pyoxigraph import RdfFormat, serialize
from running import SHARED, start, stop
from suite import cases, path_of
from suite_server import Server, graphs_of, read

from store.publish import publish

SUITES = SHARED / "w3c" / "sparql"
UNREACHABLE = "http://invalid.endpoint.org/sparql"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every case is a test of its own; without the suites there is one, which says so."""
    wanted = getattr(metafunc.module, "KINDS", ())
    if "case" not in metafunc.fixturenames:
        return
    chosen = [c for c in cases(SUITES) if c.type in wanted] if SUITES.is_dir() else []
    metafunc.parametrize("case", chosen or [None], ids=[c.id for c in chosen] or ["absent"])


@pytest.fixture(scope="session")
def suites(shared: Path) -> Path:
    """The folder of the suites."""
    return shared / "w3c" / "sparql"


@pytest.fixture(scope="session")
def query_server(suites: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that has every file of the query tests as a named graph."""
    folder = tmp_path_factory.mktemp("w3c")
    queries = [case for case in cases(suites) if "Update" not in case.type]
    named = {named for case in queries for named in graphs_of(suites, case)}
    quads = folder / "suites.nq"
    with quads.open("wb") as file:
        for graph in sorted(named, key=lambda n: n.graph):
            serialize(read(suites, graph), output=file, format=RdfFormat.N_QUADS)
    publish(folder / "store", [quads])
    called = {named for case in queries for named in case.services if named.file}
    endpoints = {named: Endpoint(path_of(suites, named.file)) for named in called}
    services = {named: endpoint.url for named, endpoint in endpoints.items()}
    allowed = " ".join((*services.values(), UNREACHABLE))
    running = start(folder / "store", None, "--service-allow", allowed)
    server = Server(running, services)
    yield server
    server.close()
    stop(running)
    for endpoint in endpoints.values():
        endpoint.close()
