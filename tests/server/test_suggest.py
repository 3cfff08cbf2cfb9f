"""Names proposed while somebody types, over a real server."""

import json

import pytest
from fixture_server import Client


def suggested(server: Client, query: str) -> list[dict[str, str]]:
    reply = server.get(f"/suggest?{query}")
    assert reply.status == 200, reply.text
    assert reply.headers["content-type"] == "application/json"
    found: list[dict[str, str]] = json.loads(reply.body)["suggestions"]
    return found


def test_the_beginning_of_a_name_finds_it(server: Client) -> None:
    (found,) = suggested(server, "q=anna+b&type=Official")
    assert found["name"] == "Anna Berg"
    assert found["kind"] == "Official"
    assert found["href"] == "/id/official/anna-berg"
    assert found["description"]


def test_kinds_narrow_what_is_proposed(server: Client) -> None:
    assert {s["kind"] for s in suggested(server, "q=velm")} > {"Place"}
    assert {s["kind"] for s in suggested(server, "q=velm&type=Place")} == {"Place"}
    assert {s["name"] for s in suggested(server, "q=velm&type=Place,Polity")} == {"Velm", "Ostria"}
    assert suggested(server, "q=velm&type=Official") == []
    assert suggested(server, "q=") == []


def test_the_answer_is_kept_with_the_snapshot(server: Client) -> None:
    reply = server.get("/suggest?q=berg&limit=1")
    assert len(json.loads(reply.body)["suggestions"]) == 1
    assert server.get("/suggest?q=berg&limit=1", If_None_Match=reply.headers["etag"]).status == 304


@pytest.mark.parametrize("query", ["q=x&type=Person", "q=x&limit=0", "q=x&limit=many"])
def test_what_cannot_be_asked_is_said(server: Client, query: str) -> None:
    reply = server.get(f"/suggest?{query}")
    assert reply.status == 422
    assert reply.headers["content-type"] == "application/problem+json"
