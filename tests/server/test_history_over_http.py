"""Earlier snapshots over HTTP, what changed between them, and queries that are called off."""

import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from fixture_server import BROWSER, Client, Reply, free_port, start, stop
from werkzeug.http import http_date

from store.embedded import EmbeddedEngine
from store.engine import Snapshot, Update
from store.publish import publish
from store.snapshots import all_snapshots

EX = "http://example.org/"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server over two snapshots, of 200 and 201 statements."""
    folder = tmp_path_factory.mktemp("history")
    lines = (f'<{EX}s{n}> <{EX}p> "{n}" .\n' for n in range(200))
    (folder / "data.nq").write_text("".join(lines))
    publish(folder / "store", [folder / "data.nq"])
    time.sleep(1.1)  # the second is what HTTP can tell apart
    engine = EmbeddedEngine(folder / "store")
    engine.update(Update(f'INSERT DATA {{ <{EX}new> <{EX}p> "new" }}'))
    engine.close()
    running = start(folder / "store", free_port(), limit=30)
    yield running
    stop(running)


@pytest.fixture(scope="module")
def kept(client: Client) -> list[Snapshot]:
    """The snapshots."""
    return all_snapshots(client.store)


def count(client: Client, headers: dict[str, str] | None = None, **parameters: str) -> Reply:
    """How many statements there are."""
    fields = urlencode({"query": COUNT, "format": "csv", **parameters})
    return client.send("GET", f"/sparql?{fields}", headers=headers)


def rows(reply: Reply) -> int:
    """The number in an answer."""
    assert reply.status == 200, reply.text
    return int(reply.text.split()[1])


def test_a_snapshot_by_id_and_by_date(client: Client, kept: list[Snapshot]) -> None:
    assert rows(count(client)) == 201
    assert rows(count(client, snapshot=kept[0].id)) == 200
    assert rows(count(client, snapshot=kept[1].id)) == 201
    for moment in (f"{kept[1].created:%Y-%m-%d}", f"{kept[1].created:%Y-%m}", "2999"):
        assert rows(count(client, snapshot=moment)) == 201
    assert rows(count(client, snapshot=f"{kept[0].created:%Y-%m-%dT%H:%M:%SZ}")) == 200
    for wrong in ("2001-01-01", "yesterday", "20200101T000000.000000Z-none", "../.."):
        reply = count(client, snapshot=wrong)
        assert (reply.status, json.loads(reply.body)["snapshot"]) == (404, wrong)


def test_memento(client: Client, kept: list[Snapshot]) -> None:
    old = http_date(kept[0].created)
    reply = count(client, {"Accept-Datetime": old})
    assert rows(reply) == 200
    assert reply.headers["memento-datetime"] == old
    assert "accept-datetime" in reply.headers["vary"].lower()
    assert f'</sparql?snapshot={kept[0].id}>; rel="memento"' in reply.headers["link"]
    assert rows(count(client, {"Accept-Datetime": http_date(datetime.now(UTC))})) == 201
    early = http_date(kept[0].created - timedelta(days=900))
    assert rows(count(client, {"Accept-Datetime": early})) == 200
    assert count(client, {"Accept-Datetime": "soon"}).status == 400
    again = count(client, {"Accept-Datetime": old, "If-None-Match": reply.headers["etag"]})
    assert again.status == 304


def test_the_list_of_snapshots(client: Client, kept: list[Snapshot]) -> None:
    listed = json.loads(client.get("/snapshots", "application/json").body)["snapshots"]
    assert [each["id"] for each in listed] == [kept[1].id, kept[0].id]
    assert [each["quads"] for each in listed] == [201, 200]
    assert rows(client.get(f"{listed[1]['sparql']}&format=csv&query={quote(COUNT)}")) == 200
    links = client.get("/snapshots", "application/link-format").text
    assert links.count('rel="memento"') == 2
    page = client.get("/snapshots", BROWSER).text
    assert f"/snapshots/diff?from={kept[0].id}" in page
    assert client.get("/snapshots", "image/png").status == 406


def test_what_changed(client: Client, kept: list[Snapshot]) -> None:
    reply = client.get(f"/snapshots/diff?from={kept[0].id}&to={kept[1].id}")
    assert reply.text == f'TX .\nA <{EX}new> <{EX}p> "new" .\nTC .\n'
    assert reply.headers["content-type"] == "application/rdf-patch"
    back = client.get(
        f"/snapshots/diff?from={kept[1].id}&to={kept[0].id}", "application/sparql-update"
    )
    assert back.text == f'DELETE DATA {{ <{EX}new> <{EX}p> "new" }} ;\n'
    same = f"/snapshots/diff?from={kept[0].created:%Y-%m-%dT%H:%M:%SZ}"
    assert client.get(same).text == reply.text
    assert client.get("/snapshots/diff").status == 400
    assert client.get("/snapshots/diff?from=1999").status == 404
    assert client.get(f"/snapshots/diff?from={kept[0].id}", "text/html").status == 200


def test_the_query_page_asks_it_too(client: Client, kept: list[Snapshot]) -> None:
    page = client.get(f"/sparql?snapshot={kept[0].id}&query={quote(COUNT)}", BROWSER).text
    assert ">200<" in page
    assert f'name="snapshot" value="{kept[0].id}"' in page


def test_a_query_is_ended_by_whoever_knows_its_id(client: Client) -> None:
    replies: list[Reply] = []
    name = "my-own-query"

    def ask() -> None:
        path = f"/sparql?{urlencode({'query': CROSS})}"
        replies.append(client.send("GET", path, headers={"Query-Id": name}))

    thread = threading.Thread(target=ask)
    thread.start()
    for _ in range(200):
        reply = client.send("DELETE", f"/queries/{name}")
        if reply.status != 404:
            break
        time.sleep(0.05)
    assert (reply.status, reply.body) == (204, b"")
    thread.join()
    problem = json.loads(replies[0].body)
    assert (replies[0].status, problem["type"]) == (503, "/problem/cancelled")
    assert problem["query_id"] == replies[0].headers["query-id"] == name
    assert client.send("DELETE", f"/queries/{name}").status == 404
    assert client.send("GET", "/sparql?query=ASK{}", headers={"Query-Id": "a b"}).status == 400


def test_the_folder_of_snapshots_is_not_to_be_reached(client: Client) -> None:
    assert Path(client.store, "snapshots").is_dir()
    for path in ("/snapshots/", "/snapshots/..", "/snapshots/diff?from=../x"):
        assert client.get(path).status in (200, 404)
        assert "data" not in client.get(path, "application/json").headers.get("location", "")
