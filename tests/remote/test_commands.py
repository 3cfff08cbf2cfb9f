"""`parley build --endpoint` and `parley serve --endpoint`, with real servers."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from running import ROOT, Running, parley, start, stop
from servers import oxigraph, virtuoso

from store.remote_http import Endpoint

MEETINGS = """PREFIX parley: <https://w3id.org/parley/ontology#>
SELECT ?m WHERE { ?m a parley:Meeting } ORDER BY ?m"""
QUOTED = """PREFIX parley: <https://w3id.org/parley/ontology#>
SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s parley:quote ?quote }
  FILTER(STRSTARTS(STR(?g), "https://w3id.org/parley/id/article/")) }"""
SERVERS: dict[str, Callable[[Path], AbstractContextManager[Endpoint]]] = {
    "oxigraph": oxigraph,
    "virtuoso": virtuoso,
}


@pytest.fixture(scope="module", params=list(SERVERS))
def environment(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """The settings that lead to a server."""
    with SERVERS[request.param](tmp_path_factory.mktemp(request.param)) as endpoint:
        told = {
            "PARLEY_ENDPOINT": endpoint.query,
            "PARLEY_UPDATE_ENDPOINT": endpoint.update,
            "PARLEY_DATA_ENDPOINT": endpoint.data,
            "PARLEY_ENDPOINT_USER": endpoint.user,
            "PARLEY_ENDPOINT_PASSWORD": endpoint.password,
            "PARLEY_DEFAULT_GRAPH": endpoint.default_graph,
        }
        yield {name: value for name, value in told.items() if value}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("work")


def ask(running: Running, query: str) -> list[dict[str, dict[str, str]]]:
    path = "/sparql?" + urlencode({"query": query})
    status, _, body = running.get(path, "application/sparql-results+json")
    assert status == 200, body
    rows: list[dict[str, dict[str, str]]] = json.loads(body)["results"]["bindings"]
    return rows


def test_a_build_is_written_to_a_server_and_served_from_it(
    environment: dict[str, str], folder: Path, seed_store: Path, seed_server: Running
) -> None:
    store = folder / environment["PARLEY_ENDPOINT"].rpartition(":")[2].replace("/", "-")
    shutil.copytree(seed_store / "reports", store / "reports")  # read already
    os.environ.update(environment)
    try:
        first = parley("build", str(ROOT / "seeds"), "--store", str(store))
        again = None
        if "PARLEY_DEFAULT_GRAPH" not in environment:  # once is enough: it takes its time
            again = parley("build", str(ROOT / "seeds"), "--store", str(store))
    finally:
        for name in environment:
            del os.environ[name]
    assert first.returncode == 0, first.stderr
    sent = re.search(r"(\d+) graphs written, 0 unchanged", first.stderr)
    assert sent is not None, first.stderr
    assert int(sent[1]) >= 4  # one for each article, and the default graph
    assert again is None or f"0 graphs written, {sent[1]} unchanged" in again.stderr
    assert not (store / "current").exists()
    running = start(folder / "nothing", None, **environment)
    try:
        for query in (MEETINGS, QUOTED):
            assert [
                {name: term["value"] for name, term in row.items()} for row in ask(running, query)
            ] == [
                {name: term["value"] for name, term in row.items()}
                for row in ask(seed_server, query)
            ]
        status, headers, page = running.get("/", "text/html")
        assert status == 200, page
        _, headers, _ = running.get("/sparql?" + urlencode({"query": MEETINGS}))
        assert "etag" not in headers  # others may write there
        for path in ("/ask/who-attended?place=Seoul", "/.well-known/void", "/healthz"):
            status, _, page = running.get(path)
            assert status == 200, page
    finally:
        stop(running)


def test_a_server_that_is_not_there_is_named(folder: Path) -> None:
    url = "http://127.0.0.1:9/sparql"
    served = parley("serve", "--endpoint", url)
    assert served.returncode == 1
    assert url in served.stderr.replace("\n", "")
    built = parley("build", str(ROOT / "seeds"), "--store", str(folder / "x"), "--endpoint", url)
    assert built.returncode == 1
    assert "--data-endpoint" in built.stderr
    wrong = parley("serve", "--endpoint", "ftp://example.org/")
    assert wrong.returncode == 2
