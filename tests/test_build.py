"""A graph that violates its shapes is not published, and the article at fault is named."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from etl.article import Article, Published
from etl.consolidate import consolidated_quads
from etl.facts import ArticleFacts
from etl.iris import Iris
from etl.pipeline import Extraction, Failure, Settings, extract_all
from etl.rdf import report_quads
from etl.read import find_facts
from etl.reading import Reading
from ontology import terms
from parley.build import MisshapenGraphError, build
from store.publish import current_snapshot

DAY = date(2016, 5, 12)
TEXT = "French Foreign Minister Paul Renard met German Foreign Minister Anna Vogt in Geneva Monday."
ARTICLES = [Article(name, TEXT, published=Published(DAY, DAY)) for name in ("sound", "tampered")]


def _tamper(quads: list[Quad], kind: str) -> list[Quad]:
    """Give every meeting a second status: planned and occurred at once."""
    second = NamedNode(f"{Iris().base}code/status/planned")
    meetings = [q for q in quads if q.object == NamedNode(kind)]
    assert meetings
    extra = [Quad(q.subject, NamedNode(terms.STATUS), second, q.graph_name) for q in meetings]
    return [*quads, *extra]


def test_an_article_with_a_misshapen_graph_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def tampered(article: Article, facts: ArticleFacts, iris: Iris) -> list[Quad]:
        quads = report_quads(article, facts, iris)
        return _tamper(quads, terms.MEETING) if article.id == "tampered" else quads

    monkeypatch.setattr("etl.pipeline.report_quads", tampered)
    good, bad = extract_all(ARTICLES, Settings(), jobs=1, validate=True)
    assert isinstance(good, Extraction)
    assert isinstance(bad, Failure)
    assert "status" in bad.reason
    assert "tampered" in bad.reason


def test_evidence_that_is_not_in_the_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def shifted(reading: Reading) -> ArticleFacts:
        facts = find_facts(reading)
        event = facts.events[0]
        moved = tuple(replace(e, start=e.start + 1) for e in event.evidence)
        return replace(facts, events=(replace(event, evidence=moved),))

    monkeypatch.setattr("etl.pipeline.find_facts", shifted)
    (failed,) = extract_all(ARTICLES[:1], Settings(), jobs=1)
    assert isinstance(failed, Failure)
    assert "OffsetError" in failed.reason


def test_a_misshapen_consolidated_graph_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, store = tmp_path / "articles", tmp_path / "store"
    folder.mkdir()
    (folder / "one.txt").write_text(TEXT, "utf-8")
    before = build([folder], store, Settings()).snapshot
    monkeypatch.setattr(
        "parley.build.consolidated_quads",
        lambda reports, iris: _tamper(consolidated_quads(reports, iris), terms.MEETING),
    )
    (folder / "two.txt").write_text(TEXT.replace("Geneva", "Vienna"), "utf-8")
    with pytest.raises(MisshapenGraphError, match="status"):
        build([folder], store, Settings())
    assert current_snapshot(store) == before
