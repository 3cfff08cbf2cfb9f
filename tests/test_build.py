"""What violates its shapes is not published, and what is at fault is named."""

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
from parley.build import build
from parley.consolidating import MisshapenGraphError, Reports
from store.snapshots import current_snapshot

DAY = date(2016, 5, 12)
TEXT = "French Foreign Minister Paul Renard met German Foreign Minister Anna Vogt in Geneva Monday."
ARTICLES = [Article(name, TEXT, published=Published(DAY, DAY)) for name in ("sound", "tampered")]


def _tamper(quads: list[Quad], kind: str) -> list[Quad]:
    """Give every meeting a second status: planned and occurred at once."""
    second = NamedNode(f"{Iris().base}code/status/planned")
    meetings = [q for q in quads if q.object == NamedNode(kind)]
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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.txt").write_text(TEXT, "utf-8")
    (folder / "two.txt").write_text(TEXT.replace("Geneva", "Vienna"), "utf-8")
    return folder


def test_a_fact_that_does_not_fit_is_held_back_and_the_rest_published(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tampered(reports: Reports, iris: Iris) -> list[Quad]:
        quads = consolidated_quads(reports, iris)
        vienna = {q.subject for q in quads if str(q.object).endswith("place/vienna>")}
        meetings = [q for q in quads if q.subject in vienna]
        return [*quads, *_tamper(meetings, terms.MEETING)]

    monkeypatch.setattr("parley.consolidating.consolidated_quads", tampered)
    report = build([folder], tmp_path / "store", Settings())
    (held,) = report.held_back
    assert (held.article, held.fact) == ("two", "meeting-1")
    assert "status" in held.reason
    graph = (tmp_path / "store/quads/consolidated.nq").read_text("utf-8")
    assert f"<{terms.REPORTED_AS}> <{Iris().node('one', 'meeting-1')}>" in graph
    assert f"<{terms.REPORTED_AS}> <{Iris().node('two', 'meeting-1')}>" not in graph
    reports = (tmp_path / "store/quads/reports.nq").read_text("utf-8")
    assert f"<{Iris().node('two', 'meeting-1')}>" in reports


def test_a_graph_that_no_fact_makes_misshapen_is_not_published(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = build([folder], tmp_path / "store", Settings()).snapshot

    def tampered(reports: Reports, iris: Iris) -> list[Quad]:
        stray = NamedNode(iris.of("meeting", "from-nowhere"))
        made = Quad(stray, NamedNode(terms.RDF_TYPE), NamedNode(terms.MEETING))
        return [*consolidated_quads(reports, iris), made]

    monkeypatch.setattr("parley.consolidating.consolidated_quads", tampered)
    (folder / "three.txt").write_text(TEXT.replace("Geneva", "Rome"), "utf-8")
    with pytest.raises(MisshapenGraphError, match="from-nowhere"):
        build([folder], tmp_path / "store", Settings())
    assert current_snapshot(tmp_path / "store") == before
