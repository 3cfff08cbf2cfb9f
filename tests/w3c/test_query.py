"""SPARQL 1.0, 1.1 and 1.2 queries of the W3C's suites, over HTTP.

``unsupported.tsv`` lists what the engine itself gets wrong, and why.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from expectations import accept, answer, canonical, expected, same
from pyoxigraph import NamedNode, QueryResultsFormat, QueryTriples, Store
from suite import Case, path_of, unsupported
from suite_server import Server, dataset_of, graphs_of, read

KINDS = ("QueryEvaluationTest", "CSVResultFormatTest")
"""What ``pytest_generate_tests`` takes from the manifests."""


def test_the_answer_is_the_one_expected(query_server: Server, suites: Path, case: Case) -> None:
    known = unsupported().get(case.id)
    if known is not None and known.by == "policy":
        status, _ = _ask(query_server, suites, case)
        assert status == 403
        pytest.xfail(known.reason)
    if known is not None:
        assert not _passes_in_process(suites, case), f"{case.id} works: take it off the list"
        pytest.xfail(known.reason)
    status, told = _ask(query_server, suites, case)
    assert status == 200, told
    assert told == ""


def _ask(server: Server, suites: Path, case: Case) -> tuple[int, str]:
    """The status, and how the answer differs from the one that is wanted."""
    query = path_of(suites, case.request).read_text(encoding="utf-8")
    default, named = dataset_of(suites, case)
    dataset = [("default-graph-uri", iri) for iri in default]
    dataset += [("named-graph-uri", iri) for iri in named]
    sent = f"BASE <{case.request}>\n{query}"
    for service in case.services:
        sent = sent.replace(f"<{service.graph}>", f"<{server.services.get(service, '')}>")
    reply = server.query(sent, accept(case), dataset)
    if reply.status != 200:
        return reply.status, reply.body.decode()
    wanted, got = expected(suites, case, query), answer(reply.body, reply.media_type, query)
    fits = same(wanted, got, lax=case.lax)
    return reply.status, "" if fits else f"{query}\nwanted {wanted}\ngot {got}"


def _passes_in_process(suites: Path, case: Case) -> bool:
    """Whether the engine, without any server, gives the answer that is wanted."""
    store, query = Store(), path_of(suites, case.request).read_text(encoding="utf-8")
    for named in graphs_of(suites, case):
        store.extend(read(suites, named))
    default, named_graphs = dataset_of(suites, case)
    chosen = {}
    if default or named_graphs:
        chosen = {
            "default_graph": [NamedNode(iri) for iri in default],
            "named_graphs": [NamedNode(iri) for iri in named_graphs],
        }
    try:
        results = store.query(query, base_iri=case.request, **chosen)
        if isinstance(results, QueryTriples):
            return same(expected(suites, case, query), canonical(results))
        body = results.serialize(format=QueryResultsFormat.JSON)
    except (SyntaxError, RuntimeError, OSError):
        return False
    got = answer(body or b"", "application/sparql-results+json", query)
    return same(expected(suites, case, query), got, lax=case.lax)
