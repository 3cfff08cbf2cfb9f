"""What is a SPARQL query and what is not, by the W3C's suites, over HTTP."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import Store
from suite import Case, path_of, unsupported
from suite_server import Server

KINDS = ("PositiveSyntaxTest", "NegativeSyntaxTest", "PositiveSyntaxTest11",
         "NegativeSyntaxTest11")  # fmt: skip


def test_a_query_is_taken_or_refused(query_server: Server, suites: Path, case: Case) -> None:
    query = path_of(suites, case.request).read_bytes()
    headers = {"Content-Type": "application/sparql-query", "Accept": "*/*"}
    reply = query_server.send("POST", "/sparql", query, headers)
    outcome = "" if reply.status == 200 else json.loads(reply.body)["type"]
    known = unsupported().get(case.id)
    if known is not None and known.by == "policy":
        assert outcome == "/problem/service"
        pytest.xfail(known.reason)
    if known is not None:
        assert _parses(query.decode()) == case.type.startswith("Negative")
        pytest.xfail(known.reason)
    if case.type.startswith("Positive"):
        # A function that the engine lacks is syntax all the same.
        assert outcome in ("", "/problem/evaluation"), reply.body.decode()
    else:
        assert outcome == "/problem/syntax", query.decode()


def _parses(query: str) -> bool:
    try:
        Store().query(query, base_iri="http://example.org/")
    except SyntaxError:
        return False
    return True
