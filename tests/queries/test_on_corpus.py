"""The questions on the store of 88 articles: enough rows, in one order, each with its sentence."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from queries import run
from queries.catalog import Question, questions
from queries.evidence import receipts
from queries.table import Table
from store.embedded import EmbeddedEngine
from store.limits import Limits

by_name = pytest.mark.parametrize("asked", questions().values(), ids=lambda q: q.name)
# What every row of such a question needs a sentence for.
FACTS = ("meeting", "visit", "event", "agreement", "statement", "fact", "item")


@pytest.fixture(scope="module")
def corpus(corpus_store: Path) -> Iterator[EmbeddedEngine]:
    opened = EmbeddedEngine(corpus_store, Limits(timeout=60, workers=1))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def tables(corpus: EmbeddedEngine) -> dict[str, Table]:
    """The answer to each question, with nothing given that need not be."""
    return {
        name: run.run(
            corpus,
            asked,
            {p.name: "any" for p in asked.parameters if p.default}
            | {p.name: p.example for p in asked.parameters if p.required},
        )
        for name, asked in questions().items()
    }


@by_name
def test_there_are_the_rows_that_the_header_promises(
    asked: Question, tables: dict[str, Table]
) -> None:
    table = tables[asked.name]
    assert len(table.rows) >= asked.minimum.corpus
    assert len(set(table.rows)) == len(table.rows)


def test_only_what_takes_two_reports_of_one_event_may_be_missing() -> None:
    """These articles hardly share an event; those of tests/consolidation do."""
    empty = {name for name, asked in questions().items() if not asked.minimum.corpus}
    assert empty == {"disagreements", "status-histories"}


@by_name
def test_the_order_leaves_no_ties(asked: Question, tables: dict[str, Table]) -> None:
    table = tables[asked.name]
    keys = re.findall(r"\?(\w+)", asked.text[asked.text.rindex("ORDER BY") :])
    assert set(keys) <= set(table.columns)
    picked = [tuple(row[table.columns.index(key)] for key in keys) for row in table.rows]
    assert len(set(picked)) == len(picked)


@by_name
def test_every_row_of_a_fact_leads_to_its_sentence(
    asked: Question, tables: dict[str, Table], corpus: EmbeddedEngine
) -> None:
    table = tables[asked.name]
    if not asked.evidence:
        assert not set(FACTS) & set(table.columns), "rows about facts need evidence"
        return
    facts = [row[table.columns.index(asked.evidence)] for row in table.rows]
    found = receipts(corpus, facts)
    assert [fact for fact in facts if getattr(fact, "value", "") not in found] == []


def test_evidence_by_the_switch_is_the_first_of_the_receipts(
    tables: dict[str, Table], corpus: EmbeddedEngine
) -> None:
    asked = questions()["visits"]
    plain, table = tables["visits"], run.run(corpus, asked, {}, evidence=True)
    assert [row[: len(plain.columns)] for row in table.rows] == list(plain.rows)
    at = {name: table.columns.index(name) for name in ("visit", "sentence", "article")}
    found = receipts(corpus, (row[at["visit"]] for row in table.rows))
    for row in table.rows:
        fact, sentence, article = (getattr(row[i], "value", "") for i in at.values())
        assert (sentence, article) in {(r.sentence, r.article) for r in found[fact]}
