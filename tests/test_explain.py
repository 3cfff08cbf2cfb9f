"""Accounts of extraction: what they say, what is withheld, as text, as a file and in the server."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from running import Running, parley, start, stop

from etl.accounting import account_of
from etl.article import Article, Published
from etl.gazetteer import Gazetteer
from etl.read import find_facts, read
from ontology.account import Account
from server.accounts import sheet_of, stand_alone_page
from store.accounts import NoAccountsError, read_account
from store.snapshots import current_snapshot

DAY = date(2016, 5, 12)
TEXT = (
    "French Foreign Minister Paul Renard met German Foreign Minister Anna Vogt in Geneva Monday."
    "\n\nConsultations went on. <b>Rain</b> fell on the lake.\n"
)


@pytest.fixture(scope="module")
def account() -> Account:
    article = Article("one", TEXT, title="Ministers & talks", published=Published(DAY, DAY))
    reading = read(article, Gazetteer.core())
    return account_of(reading, find_facts(reading))


def test_every_passage_and_stretch_is_cut_from_the_article(account: Account) -> None:
    for passage in account.passages:
        assert passage.text == TEXT[passage.start : passage.end]
        for seen in passage.seen:
            assert seen.text == TEXT[seen.start : seen.end]
    assert [p.paragraph for p in account.passages] == sorted(p.paragraph for p in account.passages)


def test_a_passage_names_the_facts_that_rest_on_it_with_their_rules(account: Account) -> None:
    first = account.passages[0]
    grounds = {g.fact: g.rule for g in first.grounds}
    assert grounds["meeting-1"] == "events/verb-meet"
    assert {account.fact(name).type for name in grounds} >= {"Role", "Meeting"}
    details = dict(account.fact("meeting-1").details)
    assert details["participants"] == "Paul Renard, Anna Vogt"
    assert details["when"] == "2016-05-09"


def test_what_was_declined_stands_at_its_place_with_the_reason(account: Account) -> None:
    (refused,) = [r for p in account.passages for r in p.refused if r.what.startswith("event")]
    assert TEXT[refused.start : refused.end] == "Consultations"
    assert refused.reason


def test_quotations_of_which_no_statement_was_made_are_told() -> None:
    text = (
        "French Foreign Minister Paul Renard met German Foreign Minister Anna Vogt in Geneva. "
        "He called it a “reset”. “We are glad to be here today,” Renard said."
    )
    reading = read(Article("q", text), Gazetteer.core())
    account = account_of(reading, find_facts(reading))
    refused = {r.what: r.reason for p in account.passages for r in p.refused}
    assert refused["quotation: “reset”"] == "fewer than 4 words"
    assert not any("glad" in what for what in refused)
    assert "reset" not in "".join(r.what for p in account.without_text().passages
                                  if p.text is None for r in p.refused)  # fmt: skip


def test_json_gives_the_same_account(account: Account) -> None:
    assert Account.from_json(account.to_json()) == account
    assert b"\n" not in account.to_json()


def test_without_text_no_word_of_a_sentence_without_facts_is_told(account: Account) -> None:
    shown = account.without_text()
    assert shown.passages[0].text == account.passages[0].text
    assert b"lake" in account.to_json()
    assert b"lake" not in shown.to_json()
    assert "lake" not in stand_alone_page([shown])


def test_pieces_of_a_sentence_make_the_sentence(account: Account) -> None:
    for row in sheet_of(account).rows:
        assert "".join(piece.text for piece in row.pieces) == row.passage.text
    kinds = {p.kind for row in sheet_of(account).rows for p in row.pieces}
    assert {"official", "polity", "place", "date"} <= kinds


def test_the_page_stands_alone_and_escapes_the_text(account: Account) -> None:
    page = stand_alone_page([account])
    assert "&lt;b&gt;Rain&lt;/b&gt;" in page
    assert "Ministers &amp; talks" in page
    assert not re.search(r"<(?:script|link|img|iframe)\b|url\(|@import", page)


def test_the_command_writes_a_page_and_json(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(TEXT, "utf-8")
    page, data = tmp_path / "one.html", tmp_path / "one.json"
    for file in (page, data):
        assert parley("explain", str(tmp_path / "one.txt"), "-o", str(file)).returncode == 0
    assert "meeting-1" in page.read_text("utf-8")
    (found,) = json.loads(data.read_text("utf-8"))
    assert found["article"] == "one"
    refused = parley("explain", str(tmp_path / "one.txt"), "-o", str(tmp_path / "one.pdf"))
    assert refused.returncode == 2
    assert ".html" in refused.stderr


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explained")
    (folder / "articles").mkdir()
    (folder / "articles/an id.txt").write_text(TEXT, "utf-8")
    built = parley("build", str(folder / "articles"), "--store", str(folder / "store"))
    assert built.returncode == 0, built.stderr
    return folder / "store"


@pytest.fixture(scope="module")
def explained(store: Path) -> Iterator[Running]:
    running = start(store)
    yield running
    stop(running)


def test_the_store_keeps_accounts_and_withholds_text_unless_asked(store: Path) -> None:
    snapshot = current_snapshot(store)
    kept = read_account(snapshot, "an id")
    full = read_account(snapshot, "an id", full_text=True)
    assert kept
    assert full
    assert kept == full.without_text() != full
    assert read_account(snapshot, "another") is None


def test_building_again_gives_the_same_accounts_and_snapshot(store: Path) -> None:
    accounts = store / "quads/accounts.jsonl"
    before, snapshot = accounts.read_bytes(), current_snapshot(store).id
    articles = store.parent / "articles"
    assert parley("build", str(articles), "--store", str(store)).returncode == 0
    assert (accounts.read_bytes(), current_snapshot(store).id) == (before, snapshot)


def test_a_snapshot_without_accounts_says_so(store: Path, tmp_path: Path) -> None:
    snapshot = current_snapshot(store)
    bare = type(snapshot)(snapshot.id, tmp_path / "data", snapshot.created, snapshot.quads)
    with pytest.raises(NoAccountsError, match="Build the dataset again"):
        read_account(bare, "an id")


def test_the_server_explains_an_article_as_page_and_as_json(explained: Running) -> None:
    status, headers, page = explained.get("/explain/an%20id", accept="text/html")
    assert (status, headers["content-type"].split(";")[0]) == (200, "text/html")
    assert "Meeting of Paul Renard and Anna Vogt" in page
    assert "lake" not in page
    status, headers, body = explained.get("/explain/an%20id", accept="application/json")
    assert (status, headers["content-type"]) == (200, "application/json")
    assert json.loads(body)["passages"][0]["grounds"]
    assert headers["etag"]


def test_an_unknown_article_is_not_found(explained: Running) -> None:
    assert explained.get("/explain/nothing")[0] == 404
    assert explained.get("/explain/an%20id?format=ttl", accept="text/html")[0] == 406


def test_the_page_of_an_article_has_its_whole_text_only_where_that_is_published(
    store: Path, explained: Running
) -> None:
    path = "/id/article/an%20id"
    status, _, page = explained.get(path, accept="text/html")
    assert status == 200
    assert "Paul Renard" in page
    assert "lake" not in page
    assert 'href="/explain/an%20id"' in page
    assert "1 candidate declined" in page
    assert 'href="/id/article/an%20id.ttl"' in page
    assert explained.get(f"{path}.ttl")[0] == 200
    published = start(store, None, "--publish-text")
    try:
        page = published.get(path, accept="text/html")[2]
    finally:
        stop(published)
    assert "&lt;b&gt;Rain&lt;/b&gt; fell on the lake." in page
    assert "not published here" not in page
