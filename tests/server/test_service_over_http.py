"""SERVICE over HTTP: the operator's setting, and what a client is told."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from endpoint import Behaviour, Endpoint
from fixture_server import BROWSER, Client, Reply, free_port, start, stop

SUDMARK = "<http://www.wikidata.org/entity/Q999999999>"
DATA = f"{SUDMARK} <http://www.wikidata.org/prop/direct/P1082> 1200000 ."


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    made = Endpoint(DATA)
    yield made
    made.close()


@pytest.fixture(scope="module")
def federated(fixture_store: Path, endpoint: Endpoint) -> Iterator[Client]:
    client = start(fixture_store, free_port(), allow=(endpoint.url,))
    yield client
    stop(client)


def population(server: Client, endpoint: Endpoint, accept: str = "application/json") -> Reply:
    query = (
        "PREFIX owl: <http://www.w3.org/2002/07/owl#> "
        "PREFIX wdt: <http://www.wikidata.org/prop/direct/> "
        "SELECT ?polity ?people WHERE { ?polity owl:sameAs ?item "
        f"SERVICE <{endpoint.url}> {{ ?item wdt:P1082 ?people }} }}"
    )
    return server.get("/sparql?" + urlencode({"query": query}), accept)


def test_parley_and_another_endpoint_in_one_answer(federated: Client, endpoint: Endpoint) -> None:
    endpoint.behaviour = Behaviour()
    reply = population(federated, endpoint)
    (row,) = json.loads(reply.body)["results"]["bindings"]
    assert row["polity"]["value"].endswith("/id/polity/sudmark")
    assert row["people"]["value"] == "1200000"
    # The other side may change while the snapshot stays.
    assert "etag" not in reply.headers
    assert reply.headers["cache-control"] == "no-store"
    assert b"1200000" in population(federated, endpoint, BROWSER).body
    assert len(endpoint.queries) == 1


@pytest.mark.parametrize(
    ("behaviour", "status", "kind"),
    [
        (Behaviour(status=500, body=b""), 502, "service-failed"),
        (Behaviour(wait=10), 504, "service-timeout"),
    ],
)
def test_a_failure_is_a_gateways(
    fixture_store: Path, behaviour: Behaviour, status: int, kind: str
) -> None:
    endpoint = Endpoint(DATA)
    client = start(fixture_store, free_port(), allow=("http://other.invalid/", endpoint.url))
    try:
        endpoint.behaviour = behaviour
        reply = population(client, endpoint)
    finally:
        stop(client)
        endpoint.close()
    document = json.loads(reply.body)
    assert (reply.status, document["type"]) == (status, f"/problem/{kind}")
    assert document["endpoint"] == endpoint.url
    assert endpoint.url in document["detail"]
    assert document["query_id"] == reply.headers["query-id"]
    assert f"127.0.0.1:{client.port}" not in reply.text


def test_a_refusal_names_the_setting(server: Client, federated: Client, endpoint: Endpoint) -> None:
    asked = len(endpoint.queries)
    refused = population(server, endpoint)
    assert refused.status == 403
    assert "PARLEY_SERVICE_ALLOW" in json.loads(refused.body)["detail"]
    query = urlencode({"query": "SELECT * { SERVICE <http://192.0.2.1/> { ?s ?p ?o } }"})
    detail = json.loads(federated.get(f"/sparql?{query}").body)["detail"]
    assert f"<{endpoint.url}>" in detail
    assert "PARLEY_SERVICE_ALLOW" in detail
    assert len(endpoint.queries) == asked
