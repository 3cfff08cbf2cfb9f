"""The questions on the store built from seeds/: enough rows, right ones, and examples that work."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from queries import run
from queries.catalog import Question, question, questions
from queries.table import Table
from queries.values import Reader
from store.embedded import EmbeddedEngine
from store.limits import Limits

# Every value as text, as SPARQL's CSV has it.
EXPECTED: dict[str, dict[str, list[dict[str, str]]]] = yaml.load(
    (Path(__file__).parent / "on_seeds.yaml").read_text("utf-8"), Loader=yaml.BaseLoader
)
IDS = "https://w3id.org/parley/id/"
by_name = pytest.mark.parametrize("asked", questions().values(), ids=lambda q: q.name)


@pytest.fixture(scope="module")
def seeds(seed_store: Path) -> Iterator[EmbeddedEngine]:
    opened = EmbeddedEngine(seed_store, Limits(timeout=20, workers=1))
    yield opened
    opened.close()


def examples(asked: Question) -> dict[str, str]:
    """What is needed, as the header's examples have it."""
    return {p.name: p.example for p in asked.parameters if p.required}


@by_name
def test_there_are_the_rows_that_the_header_promises(
    asked: Question, seeds: EmbeddedEngine
) -> None:
    assert len(run.run(seeds, asked, examples(asked)).rows) >= asked.minimum.seeds


@by_name
def test_the_examples_can_be_typed_in_and_are_proposed(
    asked: Question, seeds: EmbeddedEngine
) -> None:
    reader = Reader(seeds)
    for parameter in asked.parameters:
        assert reader.read(parameter, parameter.example)
        choices = reader.choices(parameter)
        assert len(choices) == len(set(choices))
        if parameter.type in ("entity", "code", "text") and asked.minimum.seeds:
            assert choices
            assert reader.read(parameter, choices[0])


def test_every_question_has_its_right_rows_stated() -> None:
    assert sorted(EXPECTED) == list(questions())
    empty = {name for name, expected in EXPECTED.items() if not expected["rows"]}
    assert empty == {name for name, asked in questions().items() if not asked.minimum.seeds}


def held(table: Table, wanted: dict[str, str]) -> bool:
    """Whether a row has all the values."""
    at = {table.columns.index(column): value for column, value in wanted.items()}
    return any(
        all(getattr(row[i], "value", "").removeprefix(IDS) == value for i, value in at.items())
        for row in table.rows
    )


@pytest.mark.parametrize("name", EXPECTED)
def test_the_rows_are_right(name: str, seeds: EmbeddedEngine) -> None:
    asked, expected = question(name), EXPECTED[name]
    table = run.run(seeds, asked, {**examples(asked), **dict(expected.get("given", {}))})
    assert [row for row in expected["rows"] if not held(table, row)] == []
    assert [row for row in expected.get("never", []) if held(table, row)] == []
