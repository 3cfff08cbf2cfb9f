"""The description of the machine paths: complete, valid, and kept by a server under fuzzing."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from fixture_server import Client
from flask import Flask

from queries import catalog
from server.app import create_app
from server.openapi import description
from store.embedded import EmbeddedEngine

ROOT = Path(__file__).resolve().parents[2]
# What is for machines, by the views' blueprints. Linked data, pages and the reconciliation API,
# which describes itself by its own manifest, are not in it.
_MACHINES = {"sparql", "update", "graph_store", "openapi", "operations", "void", "history", "ask"}
_METHODS = {"get", "put", "post", "delete", "patch"}


@pytest.fixture(scope="module")
def app(fixture_store: Path) -> Flask:
    return create_app(EmbeddedEngine(fixture_store))


def test_every_machine_path_is_described(app: Flask) -> None:
    paths = description()["paths"]
    missing = []
    for rule in app.url_map.iter_rules():
        room = rule.endpoint.partition(".")[0]
        path = re.sub(r"<(?:[^:>]+:)?([^>]+)>", r"{\1}", rule.rule)
        if room not in _MACHINES or path in ("/ask/{asked}", "/healthz/ready", "/snapshots/diff"):
            continue
        path = path.replace("{query_id}", "{id}")
        for method in (rule.methods or set()) & {name.upper() for name in _METHODS}:
            if method.lower() not in paths.get(path, {}):
                missing.append(f"{method} {path}")
    assert missing == []


def test_every_described_path_is_there(app: Flask) -> None:
    adapter = app.url_map.bind("localhost")
    for path, item in description()["paths"].items():
        for method in _METHODS & item.keys():
            assert adapter.test(re.sub(r"\{\w+\}", "x", path), method.upper()), (method, path)


def test_every_question_is_an_operation_with_its_parameters() -> None:
    paths = description()["paths"]
    for question in catalog.questions().values():
        operation = paths[f"/ask/{question.name}"]["get"]
        assert operation["operationId"] == question.name
        names = {p["name"] for p in operation["parameters"] if "name" in p}
        assert names - {"evidence", "format"} == {p.name for p in question.parameters}


def test_names_of_operations_are_unique_and_references_lead_somewhere() -> None:
    document = description()
    names = [
        operation["operationId"]
        for item in document["paths"].values()
        for method, operation in item.items()
        if method in _METHODS
    ]
    assert len(names) == len(set(names))
    for reference in re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(document)):
        node = document
        for part in reference.split("/"):
            node = node[part]


def test_the_document_names_its_own_address(server: Client) -> None:
    reply = server.get("/openapi.json")
    document = json.loads(reply.body)
    assert document["openapi"].startswith("3.1")
    assert document["servers"] == [{"url": server.url}]
    assert server.get("/openapi.json", If_None_Match=reply.headers["etag"]).status == 304


def test_a_fuzzer_finds_nothing() -> None:
    """The brief form of ``bench/fuzz.py``, always with the same requests."""
    done = subprocess.run(
        [sys.executable, "bench/fuzz.py", "--seconds", "6", "--seed", "7"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
