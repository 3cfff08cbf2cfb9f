"""The competency questions, asked of the graph that the command builds from seeds/.

Each folder of ``tests/competency`` holds ``question.md`` (the question and where its answer comes
from), ``query.rq`` and what is expected, as rows of the columns that the file names:

- ``exactly.csv``: these rows and no others;
- ``among.csv``: these rows at least; there may be others, which are right too or do not matter;
- ``never.csv``: rows that must not be there.

``open.toml`` names the questions that do not hold yet, with the reason. They are asked all the
same: one that begins to hold fails the test until it is taken off the list.
"""

import csv
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ontology.prefixes import BASE, PREFIXES
from store.embedded import EmbeddedEngine
from store.engine import Query

FOLDER = Path(__file__).parent / "competency"
QUESTIONS = sorted(path for path in FOLDER.iterdir() if path.is_dir())
OPEN: dict[str, str] = tomllib.loads((FOLDER / "open.toml").read_text("utf-8"))
EXPECTATIONS = ("exactly.csv", "among.csv", "never.csv")
MUST_HOLD = 30

Row = dict[str, str]


@pytest.fixture(scope="module")
def engine(seed_store: Path) -> Iterator[EmbeddedEngine]:
    engine = EmbeddedEngine(seed_store)
    yield engine
    engine.close()


def short(cell: dict[str, str]) -> str:
    """A term as the files of expectations write it: ``official/park-jin``, ``status/planned``."""
    value = cell["value"]
    if cell["type"] != "uri":
        return value
    for start in (f"{BASE}id/", f"{BASE}code/", BASE):
        if value.startswith(start) and not value.startswith(PREFIXES["parley"]):
            return value.removeprefix(start)
    name = next((n for n, iri in PREFIXES.items() if value.startswith(iri)), None)
    return f"{name}:{value.removeprefix(PREFIXES[name])}" if name else value


def ask(engine: EmbeddedEngine, text: str) -> list[Row]:
    """The rows of a SELECT, every term short; an unbound variable is empty."""
    with engine.query(Query(text, accept=("application/sparql-results+json",))) as answer:
        found = json.load(answer.body)
    names = found["head"]["vars"]
    return [
        {name: short(row[name]) if name in row else "" for name in names}
        for row in found["results"]["bindings"]
    ]


def rows_of(path: Path) -> tuple[list[str], set[tuple[str, ...]]]:
    """The header and the rows of a CSV file; none when there is no file."""
    if not path.exists():
        return [], set()
    with path.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    assert all(len(row) == len(header) for row in rows), path
    return header, {tuple(row) for row in rows}


def faults(folder: Path, answer: list[Row]) -> list[str]:
    """How an answer departs from what is expected, one line each."""
    found: list[str] = []
    for name in EXPECTATIONS:
        header, wanted = rows_of(folder / name)
        given = {tuple(row[column] for column in header) for row in answer} if header else set()
        lacking = set() if name == "never.csv" else wanted - given
        excess = given - wanted if name == "exactly.csv" else set()
        excess |= given & wanted if name == "never.csv" else set()
        found += [f"missing: {', '.join(row)}" for row in sorted(lacking)]
        found += [f"wrong:   {', '.join(row)}" for row in sorted(excess)]
    return found


@pytest.mark.parametrize("folder", QUESTIONS, ids=lambda path: path.name)
def test_question(folder: Path, engine: EmbeddedEngine) -> None:
    found = faults(folder, ask(engine, (folder / "query.rq").read_text("utf-8")))
    if folder.name not in OPEN:
        assert not found, "\n".join([f"{folder.name} does not hold:", *found])
    elif found:
        pytest.xfail(f"open: {OPEN[folder.name]}")
    else:
        pytest.fail(f"{folder.name} holds now: take it off tests/competency/open.toml")


def test_most_questions_hold() -> None:
    numbers = [int(path.name.split("-")[0]) for path in QUESTIONS]
    assert numbers == list(range(1, 45))
    assert OPEN.keys() <= {path.name for path in QUESTIONS}
    assert all(len(reason) > 20 for reason in OPEN.values())
    assert len(QUESTIONS) - len(OPEN) >= MUST_HOLD


@pytest.mark.parametrize("folder", QUESTIONS, ids=lambda path: path.name)
def test_a_question_is_complete_and_names_no_node_of_the_seeds(folder: Path) -> None:
    text = (folder / "question.md").read_text("utf-8")
    assert re.match(r"# .+\n\n.*\*\*Answer\.\*\* .+", text, re.DOTALL), "a title and the answer"
    query = (folder / "query.rq").read_text("utf-8")
    assert (folder / "exactly.csv").exists() != (folder / "among.csv").exists()
    keyed = re.search(r"(id/|id:)(article|meeting|visit|press-event|agreement|statement)", query)
    assert keyed is None, f"the query names {keyed and keyed.group()}"
    assert not re.search(r"00[034]_|[0-9a-f]{16}", query), "the query names an article"


def test_expectations_can_fail(tmp_path: Path) -> None:
    answer = [{"who": "a", "where": "x"}, {"who": "b", "where": ""}]
    (tmp_path / "exactly.csv").write_text("who\na\n")
    assert faults(tmp_path, answer) == ["wrong:   b"]
    (tmp_path / "exactly.csv").write_text("who,where\na,x\nb,\nc,\n")
    assert faults(tmp_path, answer) == ["missing: c, "]
    (tmp_path / "exactly.csv").unlink()
    (tmp_path / "among.csv").write_text("where\nx\n")
    assert faults(tmp_path, answer) == []
    (tmp_path / "never.csv").write_text("who\nb\n")
    assert faults(tmp_path, answer) == ["wrong:   b"]
