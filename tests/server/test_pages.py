"""Pages, canned questions and linked data over HTTP."""

import csv
import html
import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from fixture_server import BROWSER, Client, Reply
from flask import Flask
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from queries.catalog import questions
from queries.table import Table
from server.listings import QUESTIONS, question_about
from server.question_page import rows_shown
from store.engine import Snapshot

ID = "https://w3id.org/parley/id/"
MEETING = "/id/meeting/2031-04-01-velm-anna-berg-carl-dahl"
PAGES = [
    "/", "/about/data", "/between", "/ask", "/sparql", "/ontology", "/code", "/code/status",
    "/code/status/planned", "/issue",
    "/issue/sanctions", MEETING, "/id/article/a1", "/id/official/anna-berg", "/id/polity/sudmark",
    "/id/statement/anna-berg-a1-1", f"{MEETING}/participation/anna-berg", "/problem/timeout",
    "/sparql?query=ASK%7B%7D", "/sparql?query=DESCRIBE+%3Chttps://w3id.org/parley/id/place/velm%3E",
    *(f"/ask/{name}" for name in questions()),
]  # fmt: skip


def page(server: Client, path: str, status: int = 200) -> str:
    """A page, which must be whole, strict, and self-contained."""
    reply = server.get(path, BROWSER)
    assert reply.status == status, reply.text
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.text.rstrip().endswith("</html>")
    # Scripts are files of this server, never text in the page.
    assert reply.text.count("<script") == len(
        re.findall(r'<script type="module" src="/static/build/[\w.-]+"></script>', reply.text)
    )
    assert " style=" not in reply.text
    assert not re.search(r'<(?:link|img|form)[^>]*(?:src|action)="(?!/)', reply.text)
    assert not re.search(r'<link rel="(?:stylesheet|icon)"[^>]*href="(?!/static/)', reply.text)
    return reply.text


def problem(reply: Reply, status: int) -> dict[str, object]:
    assert reply.status == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    document: dict[str, object] = json.loads(reply.body)
    assert "Traceback" not in reply.text
    return document


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole(server: Client, path: str) -> None:
    text = page(server, path)
    assert text.count("<h1") == 1
    assert len(text) < 600_000


@pytest.mark.parametrize("path", [p for p in PAGES if p.startswith(("/id", "/ask/who", "/code/"))])
def test_links_to_this_server_lead_somewhere(server: Client, path: str) -> None:
    found = set(re.findall(r'href="(/[^"#]*)', page(server, path)))
    for link in sorted(found):
        assert server.get(html.unescape(link), BROWSER).status == 200, link


def test_home_counts_what_there_is(server: Client) -> None:
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page(server, "/")))
    for figure in ("3 articles", "4 officials", "4 meetings", "1 agreement ", "2 statements"):
        assert f" {figure}" in f"{text} "
    for question in questions().values():
        assert question.title in html.unescape(text)
    assert "Strait Wire" in text
    assert "2 April 2031" in text


def test_what_the_data_holds_is_escaped(server: Client) -> None:
    text = page(server, "/ask/who-attended")
    assert "<b>" not in text
    assert "&lt;b&gt;on the edge&lt;/b&gt;" in text
    assert "&lt;script" in page(server, "/sparql?query=" + quote("<script>alert(1)</script>"), 400)
    assert "&lt;i&gt;" in page(server, "/ask/who-attended?place=%3Ci%3E", 422)


# Canned questions


def test_a_question_page_has_form_rows_links_and_sparql(server: Client) -> None:
    text = page(server, "/ask/who-attended?place=Velm")
    assert "2 rows" in text
    assert 'value="Velm"' in text
    assert f'href="{MEETING}"' in text
    assert 'href="/id/article/a1"' in text
    assert "/ask/who-attended.csv?place=Velm" in text
    assert html.escape(f"<{ID}place/velm>") in text
    assert '<option value="Velm">' in text
    assert '<option value="Meeting of Anna Berg and Carl Dahl">' in text


def test_a_question_shows_its_sparql_without_its_header(server: Client) -> None:
    for path in ("/ask/who-attended", "/sparql?example=who-attended"):
        text = page(server, path)
        assert "#+" not in text
        assert "SELECT DISTINCT ?meeting" in text
    assert "who-attended" in page(server, "/sparql?example=who-atended", 404)


def test_a_meeting_leads_to_its_rows(server: Client) -> None:
    (link,) = re.findall(r'href="(/ask/who-attended\?meeting=[^"]+)"', page(server, MEETING))
    assert "2 rows" in page(server, html.unescape(link))
    planned = page(server, "/id/meeting/undated-harsk-carl-dahl-eva-fink")
    assert "/ask/who-attended" not in planned


def test_a_long_answer_comes_page_by_page(server: Client) -> None:
    listed = tuple((Literal(f"row {n}"),) for n in range(121))
    snapshot = Snapshot("none", Path(), datetime(2031, 4, 2, tzinfo=UTC), 0)
    table = Table(("name",), listed, "", snapshot, "", 0.0)
    seen, address = [], "/ask/counterparts?page=1"
    while address:
        with Flask("reader").test_request_context(address):
            shown = rows_shown(questions()["counterparts"], table, {"person": "A & B"}, 120)
        seen += [row[0].text for row in shown.sheet.rows]
        address = shown.later
        assert not address or "person=A+%26+B" in address
    assert seen == [f"row {n}" for n in range(120)]
    assert shown.more
    assert "page=2" in shown.earlier
    assert "page" in page(server, "/ask/who-attended?page=2", 422)


def test_a_question_without_what_it_needs_asks_for_it(server: Client) -> None:
    text = page(server, "/ask/meetings-of-person")
    assert "(needed)" in text
    assert 'role="alert"' not in text
    assert "must be filled in" in html.unescape(
        page(server, "/ask/meetings-of-person?status=planned", 422)
    )


@pytest.mark.parametrize("suffix", ["csv", "json", "tsv", "xml"])
def test_a_question_as_a_file(server: Client, suffix: str) -> None:
    reply = server.get(f"/ask/who-attended.{suffix}?place=Velm", BROWSER)
    assert reply.status == 200
    assert f'filename="who-attended.{suffix}"' in reply.headers["content-disposition"]
    assert reply.text.count("official/anna-berg") >= 1
    again = server.get(
        f"/ask/who-attended.{suffix}?place=Velm", If_None_Match=reply.headers["etag"]
    )
    assert again.status == 304


@pytest.mark.parametrize(
    ("suffix", "media_type", "begins"),
    [
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("parquet", "application/vnd.apache.parquet", b"PAR1"),
        ("md", "text/markdown; charset=utf-8", b"| meeting |"),
        ("tex", "application/x-tex", b"% needs"),
        ("html", "text/html; charset=utf-8", b"<!doctype html>"),
        ("pdf", "application/pdf", b"%PDF-"),
        ("svg", "image/svg+xml", b"<svg"),
        ("png", "image/png", b"\x89PNG"),
        ("ics", "text/calendar; charset=utf-8", b"BEGIN:VCALENDAR"),
        ("atom", "application/atom+xml", b"<?xml"),
    ],
)
def test_a_question_as_a_file_made_of_its_rows(
    server: Client, suffix: str, media_type: str, begins: bytes
) -> None:
    path = f"/ask/who-attended.{suffix}?place=Velm&evidence=true"
    reply = server.get(path, BROWSER)
    assert reply.status == 200, reply.text
    assert reply.headers["content-type"] == media_type
    assert reply.body.startswith(begins)
    assert f'filename="who-attended.{suffix}"' in reply.headers["content-disposition"]
    assert server.get(path, If_None_Match=reply.headers["etag"]).status == 304
    if suffix != "html":
        assert server.get("/ask/who-attended", media_type).headers["content-type"] == media_type
        assert server.get(f"/ask/who-attended?format={suffix}").headers[
            "content-type"
        ] == media_type  # fmt: skip


def test_evidence_is_a_switch_of_every_file(server: Client) -> None:
    plain = server.get("/ask/who-attended.csv").text.splitlines()
    sourced = list(csv.DictReader(io.StringIO(server.get("/ask/who-attended.csv?evidence=1").text)))
    assert "sentence" not in plain[0]
    assert len(sourced) == len(plain) - 1
    assert {row["outlet"] for row in sourced} == {"Strait Wire", ""}
    problem(server.get("/ask/who-attended.csv?evidence=maybe"), 422)
    problem(server.get("/ask/counterparts.csv?evidence=true"), 422)


def test_a_question_by_accept_and_its_rows(server: Client) -> None:
    assert json.loads(server.get("/ask/who-attended").body)["head"]["vars"][0] == "meeting"
    rows = list(csv.DictReader(io.StringIO(server.get("/ask/who-attended", "text/csv").text)))
    assert [row["officialLabel"] for row in rows[:2]] == ["Anna Berg", "Carl Dahl"]
    named = server.get("/ask/who-attended?format=csv", BROWSER)
    assert named.headers["content-type"].startswith("text/csv")


def test_the_list_of_questions_for_programs(server: Client) -> None:
    listed = json.loads(server.get("/ask").body)["questions"]
    assert [q["name"] for q in listed] == list(questions())
    assert any(p["type"] == "date" for q in listed for p in q["parameters"])


@pytest.mark.parametrize(
    ("path", "accept", "status", "says"),
    [
        ("/ask/who-atended", None, 404, "who-attended"),
        ("/ask/who-atended.csv", None, 404, "who-attended"),
        ("/ask/who-attended.gif", None, 406, "/ask/who-attended.csv"),
        ("/ask/who-attended", "image/gif", 406, "text/csv"),
        ("/ask/who-attended.csv?place=Vlem", None, 422, "Velm"),
        ("/ask/who-attended.csv?nothing=x", None, 422, "place"),
        ("/ask/who-attended.csv?place=Velm&place=Harsk", None, 422, "2 times"),
        ("/ask/who-attended.csv?from=2031-13", None, 422, "2023-11-14"),
        ("/ask/agreements-by-status.json?status=done", None, 422, "ratified"),
        ("/ask/meetings-of-person.csv", None, 422, "must be filled in"),
        ("/ask/who-attended.csv?place=%FF%00", None, 422, "is called"),
        ("/id/official/nobody", None, 404, "nobody"),
        ("/id/official/anna-berg", "text/csv", 406, "text/turtle"),
        ("/id/official/%3Cx%3E%22%20%7D", None, 404, "speak"),
        ("/problem/none", None, 404, "none"),
    ],
)
def test_wrong_questions_and_addresses(
    server: Client, path: str, accept: str | None, status: int, says: str
) -> None:
    assert says in json.dumps(problem(server.get(path, accept), status))


def test_a_browser_gets_errors_as_pages(server: Client) -> None:
    assert "Did you mean" in page(server, "/ask/who-atended", 404)
    assert "nothing at /nowhere" in page(server, "/nowhere", 404)
    wrong = page(server, "/sparql?" + urlencode({"query": "SELECT * { ?s ?p ?o ] }"}), 400)
    assert "SELECT * { ?s ?p ?o ] }</textarea>" in wrong


# The SPARQL page


def test_the_sparql_page_shows_rows_with_links(server: Client) -> None:
    query = "SELECT ?s WHERE { ?s a <https://w3id.org/parley/ontology#Official> } ORDER BY ?s"
    text = page(server, "/sparql?" + urlencode({"query": query}))
    assert 'href="/id/official/anna-berg"' in text
    assert "4 rows" in text
    html_by_name = server.get("/sparql?" + urlencode({"query": query, "format": "html"}))
    assert html_by_name.headers["content-type"].startswith("text/html")
    assert 'class="answer">Yes' in page(server, "/sparql?query=ASK%7B%7D")


def test_the_sparql_page_says_when_it_shows_only_the_first_rows(server: Client) -> None:
    query = "SELECT * WHERE { ?s ?p ?o . ?x a ?y } LIMIT 5000"
    text = page(server, "/sparql?" + urlencode({"query": query}))
    assert "More than 1,000 rows; the first 100 are shown" in text
    assert text.count("<tr>") == 101
    assert len(text) < 100_000


def test_the_data_is_described_by_its_own_figures(server: Client) -> None:
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.unescape(page(server, "/about/data"))))
    assert "A machine read 3 articles" in text
    assert "people 4 " in text
    assert "meetings 4 2 50 %" in text
    assert re.search(r" 2031 (2 )?no date ", text)
    pinned = json.loads((Path(__file__).parents[1] / "quality/floors.json").read_text("utf-8"))
    for category, score in pinned["blind"].items():
        if isinstance(score, float):
            tuned = pinned["tuned on"][category]
            assert f" {category} {100 * tuned:.0f} % {100 * score:.0f} % " in text
    for path in re.findall(r'href="(/data[^"]+|/.well-known/[^"]+)"', page(server, "/about/data")):
        assert server.get(html.unescape(path), BROWSER).status == 200


# Two and what is between them


def test_a_pair_has_one_address_and_tells_its_story(server: Client) -> None:
    path = "/between/polity/norland/and/polity/sudmark"
    back = server.get("/between/polity/sudmark/and/polity/norland", BROWSER, follow=False)
    assert (back.status, back.headers["location"]) == (301, path)
    by_name = server.get("/between?a=Sudmark&b=norland", BROWSER, follow=False)
    assert (by_name.status, by_name.headers["location"]) == (303, path)
    text = re.sub(r"\s+", " ", page(server, path))
    assert "1 event that took place" in text
    assert "1 agreement" in text
    assert 'href="/id/agreement/strait-accord"' in text
    people = page(server, "/between/official/anna-berg/and/official/carl-dahl")
    assert "1 statement" in people  # which she makes to him


def test_a_pair_without_anything_says_so(server: Client) -> None:
    assert "Nothing is reported" in page(server, "/between/polity/norland/and/polity/ostria")
    assert "called" in page(server, "/between?a=Nowhere&b=Norland", 422)
    assert "different" in page(server, "/between?a=Norland&b=Norland", 422)
    page(server, "/between/polity/norland/and/polity/nowhere", 404)


# Linked data


@pytest.mark.parametrize(
    ("accept", "media_type", "format_"),
    [
        (None, "text/turtle; charset=utf-8", RdfFormat.TURTLE),
        ("*/*", "text/turtle; charset=utf-8", RdfFormat.TURTLE),
        ("application/ld+json", "application/ld+json", RdfFormat.JSON_LD),
        ("application/json", "application/json", RdfFormat.JSON_LD),
        ("application/n-triples", "application/n-triples", RdfFormat.N_TRIPLES),
        ("application/rdf+xml", "application/rdf+xml", RdfFormat.RDF_XML),
    ],
)
def test_a_resource_in_every_format(
    server: Client, accept: str | None, media_type: str, format_: RdfFormat
) -> None:
    reply = server.get("/id/official/anna-berg", accept)
    assert reply.headers["content-type"] == media_type
    triples = list(parse(reply.body, format=format_))
    assert {t.subject for t in triples} == {NamedNode(f"{ID}official/anna-berg")}
    assert len(triples) == 3
    by_name = server.get("/id/official/anna-berg?format=ttl", BROWSER)
    assert by_name.headers["content-type"].startswith("text/turtle")


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        (None, "ttl"),
        (BROWSER, "html"),
        ("application/ld+json", "jsonld"),
        ("application/json", "jsonld"),
        ("application/rdf+xml", "rdf"),
        ("application/n-quads", "nt"),
        ("text/turtle;q=0.5, application/n-triples", "nt"),
    ],
)
def test_a_thing_sends_on_to_documents_about_it(
    server: Client, accept: str | None, suffix: str
) -> None:
    reply = server.get("/id/official/anna-berg", accept, follow=False)
    assert reply.status == 303
    assert reply.headers["location"] == f"/id/official/anna-berg.{suffix}"
    assert "Accept" in reply.headers["vary"]
    document = server.get(reply.headers["location"], accept, follow=False)
    assert document.status == 200
    for links in (reply.headers["link"], document.headers["link"]):
        assert f'<{ID}official/anna-berg>; rel="describes"' in links
        assert '</id/official/anna-berg.ttl>; rel="alternate"; type="text/turtle"' in links


def test_an_article_is_a_document_itself(server: Client) -> None:
    reply = server.get("/id/article/a1", "text/turtle", follow=False)
    assert reply.status == 200
    assert server.get("/id/article/a1.ttl", BROWSER).body == reply.body
    assert server.get("/id/article/a1.none", BROWSER).status == 404


def test_a_meeting_comes_with_who_took_part(server: Client) -> None:
    triples = list(parse(server.get(MEETING).body, format=RdfFormat.TURTLE))
    assert NamedNode(f"https://w3id.org/parley{MEETING}/participation/carl-dahl") in {
        t.subject for t in triples
    }
    text = page(server, MEETING)
    assert "The two ministers shook hands" in text
    assert "Norland&#39;s top diplomat, Berg, saw Dahl last month." in text


def test_a_meeting_tells_where_its_articles_differ(server: Client) -> None:
    text = re.sub(r"<[^>]+>|\s+", " ", page(server, MEETING))
    text = re.sub(r" +", " ", text)
    assert "date 2031-04-01 Ministers meet in Velm date 2031-04-03 a2 " in text
    assert "30 March 2031 planned for 3 April 2031 · Ministers meet in Velm" in text
    assert "a2 : same people" in text


def test_questions_that_pages_lead_to_are_there_with_their_parameters() -> None:
    for (kind, key), (name, parameter) in QUESTIONS.items():
        assert parameter in {p.name for p in questions()[name].parameters}, (kind, key)
        assert question_about(kind, key, "A & B") == f"/ask/{name}?{parameter}=A+%26+B"
    assert "place" in {p.name for p in questions()["meetings-by-place"].parameters}
    assert question_about("nothing", "events", "x") is None


def test_a_person_has_counterparts_offices_and_a_timeline(server: Client) -> None:
    text = page(server, "/id/official/anna-berg")
    assert 'href="/between/official/anna-berg/and/official/carl-dahl"' in text
    assert "1 April 2031: Meeting of Anna Berg and Carl Dahl" in text
    assert "3–4 May 2031: Call of Anna Berg and Lars Holm" in text
    assert re.search(r"Foreign Minister, <a[^>]*>Norland</a></span> <span class=\"n\">1<", text)
    assert "Not linked to Wikidata" in text
    assert "Wikidata Q999999999" in page(server, "/id/polity/sudmark")


def test_an_article_comes_with_all_that_it_says(server: Client) -> None:
    triples = list(parse(server.get("/id/article/a1").body, format=RdfFormat.TURTLE))
    assert NamedNode(f"{ID}article/a1#meeting-1-evidence-1") in {t.subject for t in triples}
    text = page(server, "/id/article/a1")
    assert "Ministers meet in Velm" in text
    for anchor in ("meeting-1", "meeting-1-evidence-2", "role-1", "agreement-1", "statement-1"):
        assert f'id="{anchor}"' in text


def test_terms_of_the_ontology_have_anchors_and_definitions(server: Client) -> None:
    text = page(server, "/ontology")
    assert 'id="Meeting"' in text
    assert 'id="reportedAs"' in text
    turtle = server.get("/ontology").body
    assert len(list(parse(turtle, format=RdfFormat.TURTLE))) > 300


def test_health_names_the_snapshot(server: Client) -> None:
    reply = server.get("/healthz")
    document = json.loads(reply.body)
    assert document["live"] is True
    assert document["ready"] is True
    assert document["snapshot"] in server.get("/sparql?query=ASK%7B%7D").headers["etag"]
    assert reply.headers["cache-control"] == "no-store"


def test_the_style_sheet_asks_no_other_host(server: Client) -> None:
    reply = server.get("/static/parley.css")
    assert reply.headers["content-type"].startswith("text/css")
    assert "http" not in reply.text
    assert "prefers-color-scheme: dark" in reply.text
    assert len(reply.body) < 25_000
