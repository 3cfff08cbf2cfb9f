"""The questions on the store built from seeds/: enough rows, and examples that work."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from queries import run
from queries.catalog import Question, questions
from queries.values import Reader
from store.embedded import EmbeddedEngine
from store.limits import Limits

by_name = pytest.mark.parametrize("asked", questions().values(), ids=lambda q: q.name)


@pytest.fixture(scope="module")
def seeds(seed_store: Path) -> Iterator[EmbeddedEngine]:
    opened = EmbeddedEngine(seed_store, Limits(timeout=20, workers=1))
    yield opened
    opened.close()


@by_name
def test_there_are_the_rows_that_the_header_promises(
    asked: Question, seeds: EmbeddedEngine
) -> None:
    given = {p.name: p.example for p in asked.parameters if p.required}
    assert len(run.run(seeds, asked, given).rows) >= asked.minimum.seeds


@by_name
def test_the_examples_can_be_typed_in(asked: Question, seeds: EmbeddedEngine) -> None:
    reader = Reader(seeds)
    for parameter in asked.parameters:
        assert reader.read(parameter, parameter.example)
