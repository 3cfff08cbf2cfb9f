"""`/search` over HTTP: a page without scripts, and JSON."""

import html
import json
import re
from typing import Any
from urllib.parse import quote

import pytest
from fixture_server import BROWSER, Client
from test_pages import page, problem

ID = "https://w3id.org/parley/id/"


def search(server: Client, query: str) -> dict[str, Any]:
    reply = server.get(f"/search?{query}", "application/json")
    assert reply.status == 200, reply.text
    assert reply.headers["content-type"] == "application/json"
    document: dict[str, Any] = json.loads(reply.body)
    return document


def test_every_page_has_the_box(server: Client) -> None:
    for path in ("/", "/ask", "/search", "/id/official/anna-berg"):
        assert re.search(
            r'<form[^>]*action="/search"[^>]*>\s*<span[^>]*>\s*<input[^>]*name="q"',
            page(server, path),
        )


def test_names_come_first_then_sentences_with_marks(server: Client) -> None:
    text = page(server, "/search?q=Carl+Dahl")
    assert (
        text.index("<h2>Names") < text.index("/id/official/carl-dahl") < text.index("<h2>Sentences")
    )
    text = page(server, "/search?q=met+Dahl")
    assert "Berg <mark>met Dahl</mark> in Velm" in text
    assert "&lt;b&gt;on the edge&lt;/b&gt;" in text
    links = set(re.findall(r'href="(/id/article/[^"]+)"', text))
    assert "/id/article/a1#meeting-1" in links
    for link in links:
        path, _, anchor = link.partition("#")
        target = page(server, path)
        assert not anchor or f'id="{anchor}"' in target, link


def test_stems_accents_and_all_words(server: Client) -> None:
    found = search(server, "q=Ostby+phoning")["evidence"]
    (sentence,) = found["results"]
    assert sentence["sentence"] == "Holm-Østby phoned Berg over the weekend."
    assert [sentence["sentence"][a:b] for a, b in sentence["matches"]] == ["Østby phoned"]
    assert sentence["article"] == f"{ID}article/a3"
    assert sentence["fact"] == f"{ID}article/a3#meeting-1"
    assert search(server, "q=Ostby+unheard-of")["evidence"]["total"] == 0


def test_json(server: Client) -> None:
    found = search(server, "q=berg,+ANNA")
    first = found["names"]["results"][0]
    assert first == {
        "iri": f"{ID}official/anna-berg", "name": "Anna Berg", "type": "Official",
        "description": "Foreign Minister, Norland", "score": 90.0, "matched": "Anna Berg",
        "articles": 2,
    }  # fmt: skip
    assert server.get("/search?q=Berg").headers["content-type"] == "application/json"
    assert server.get("/search?q=Berg&format=json", BROWSER).text.startswith("{")
    assert "<h1>" in server.get("/search?q=Berg&format=html").text


def test_kinds(server: Client) -> None:
    places = search(server, "q=Velm&type=Place")
    assert [hit["type"] for hit in places["names"]["results"]] == ["Place"]
    assert places["evidence"]["total"] == 0
    text = page(server, "/search?q=Velm&type=Place")
    assert '<option value="Place" selected>' in text
    assert "<h2>Sentences" not in text


def test_pages_follow_each_other_and_hold_everything_once(server: Client) -> None:
    seen: list[str] = []
    number, path = 1, "/search?q=of"
    total = search(server, "q=of")["names"]["total"]
    while True:
        seen += [hit["iri"] for hit in search(server, f"q=of&page={number}")["names"]["results"]]
        later = re.search(r'<a href="([^"]+)">Later</a>', page(server, path))
        if not later:
            break
        number, path = number + 1, html.unescape(later[1])
    assert number > 1
    assert len(seen) == len(set(seen)) == total


def test_what_is_asked_for_is_escaped(server: Client) -> None:
    text = page(server, "/search?q=" + quote('"><script>alert(1)</script>'))
    assert "&#34;&gt;&lt;script" in text


def test_no_answer_twice(server: Client) -> None:
    reply = server.get("/search?q=Berg", "application/json")
    again = server.get("/search?q=Berg", "application/json", If_None_Match=reply.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    other = server.get("/search?q=Berg", BROWSER, If_None_Match=reply.headers["etag"])
    assert other.status == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("q=", 400),
        ("q=x&type=Comet", 422),
        ("q=x&page=0", 422),
        ("q=x&page=two", 422),
        ("q=x&page=501", 422),
        ("q=x&format=ttl", 406),
        ("q=" + "x" * 1_001, 413),
    ],
)
def test_what_goes_wrong(server: Client, query: str, status: int) -> None:
    assert problem(server.get(f"/search?{query}", "application/json"), status)["detail"]


def test_without_a_question_there_is_a_form(server: Client) -> None:
    assert '<form class="fields" action="/search"' in page(server, "/search")
    assert "Nothing in the data has such a name" in page(server, "/search?q=qqqqqq")
