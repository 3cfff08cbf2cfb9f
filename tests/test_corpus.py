"""Extraction over articles of all kinds: no failure, no blank node, the same bytes every time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, RdfFormat, parse
from running import parley

from etl.consolidate import consolidated_quads
from etl.iris import Iris
from etl.pipeline import Extraction, Settings, extract, extract_all
from etl.readers import read_articles


@pytest.fixture(scope="module")
def extractions(shared: Path) -> list[Extraction]:
    read = read_articles([shared / "corpus" / "unlabelled", shared / "corpus" / "dev" / "texts"])
    assert not read.problems
    results = list(extract_all(read.articles, Settings(), jobs=2))
    failed = [r for r in results if not isinstance(r, Extraction)]
    assert not failed, "\n".join(f"{f.article.id}: {f.trace}" for f in failed)
    return [r for r in results if isinstance(r, Extraction)]


def test_every_article_is_extracted(extractions: list[Extraction]) -> None:
    assert len(extractions) == 88


def test_most_articles_say_something(extractions: list[Extraction]) -> None:
    silent = [e.article.id for e in extractions if not e.facts.roles and not e.facts.events]
    assert len(silent) < 12, silent


def _terms(text: str) -> Iterator[object]:
    for quad in parse(text.encode(), format=RdfFormat.N_QUADS):
        yield from (quad.subject, quad.object, quad.graph_name)


def test_no_blank_nodes_are_written(extractions: list[Extraction]) -> None:
    for extraction in extractions:
        assert not any(isinstance(t, BlankNode) for t in _terms(extraction.nquads))


def test_lines_are_sorted_and_stand_once(extractions: list[Extraction]) -> None:
    for extraction in extractions:
        quads = list(parse(extraction.nquads.encode(), format=RdfFormat.N_QUADS))
        assert len(quads) == len(set(quads)) == len(extraction.nquads.splitlines())


def test_extraction_is_repeatable(extractions: list[Extraction]) -> None:
    for extraction in extractions[::11]:
        assert extract(extraction.article, Settings()).nquads == extraction.nquads


def test_consolidation_does_not_depend_on_order(extractions: list[Extraction]) -> None:
    reports = [(e.article, e.facts) for e in extractions]
    forward = consolidated_quads(reports, Iris())
    assert forward == consolidated_quads(reports[::-1], Iris())
    assert not any(isinstance(t, BlankNode) for q in forward for t in (q.subject, q.object))


def test_two_runs_of_the_command_write_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.nq", "two.nq"):
        ran = parley("extract", "seeds", "-o", str(tmp_path / name))
        assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "one.nq").read_bytes() == (tmp_path / "two.nq").read_bytes()
