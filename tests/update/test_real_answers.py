"""Recorded answers and data of the real services, and what the queries name."""

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import faulty
import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat, Store
from running import parley

from etl.gazetteer.update.asking import Row
from etl.gazetteer.update.cache import AnswerCache
from etl.gazetteer.update.service import QueryService
from etl.gazetteer.update.template import fill, items, year

QUERIES = ["holders", "moved", "names", "national", "offices", "organizations", "people"]
PRIME_MINISTER = "wdqs_{}_Q14211_positionhistory_MIT.json"


@pytest.fixture
def fixtures(shared: Path) -> Path:
    return shared / "gazetteer/fixtures"


@pytest.fixture
def peer() -> Iterator[faulty.Service]:
    with faulty.running() as service:
        yield service


def _client(peer: faulty.Service, folder: Path, waits: list[float]) -> QueryService:
    cache = AnswerCache(folder)
    with cache.held():
        pass
    return QueryService(peer.url, "me@example.org", cache, timeout=5, sleep=waits.append)


@pytest.mark.parametrize(
    ("name", "variable"), [("mandates", "item"), ("biodata", "item"), ("metadata", "item")]
)
def test_recorded_answers_are_read(
    peer: faulty.Service, tmp_path: Path, fixtures: Path, name: str, variable: str
) -> None:
    recorded = (fixtures / PRIME_MINISTER.format(name)).read_bytes()
    peer.faults = [
        faulty.status(429, b"Too Many Requests", Retry_After="60"),
        faulty.body(recorded[: len(recorded) // 2]),
        faulty.body(recorded),
    ]
    waits: list[float] = []
    answer = _client(peer, tmp_path, waits).ask("SELECT * {}")
    bindings = json.loads(recorded)["results"]["bindings"]
    assert len(answer.rows) == len(bindings) > 0
    found = [Row(values, answer.retrieved).item(variable) for values in answer.rows]
    assert found == [b[variable]["value"].rpartition("/")[2] for b in bindings]
    assert waits == [60, 10]


def test_bodies_that_are_no_table_of_results_are_no_answers(
    peer: faulty.Service, tmp_path: Path, fixtures: Path
) -> None:
    names = [
        "error_maxlag_WDTK_Apache2.json",
        "wbgetentities_Q7747_nomenklatura_MIT.json",
        "wbsearchentities_abc_WDTK_Apache2.json",
        "entitydata_Q42_wdqs_Apache2.ttl",
    ]
    peer.faults = [faulty.body((fixtures / name).read_bytes()) for name in names]
    waits: list[float] = []
    assert _client(peer, tmp_path, waits).ask("SELECT * {}").rows == []
    assert len(waits) == len(names)


@pytest.fixture
def writer(fixtures: Path) -> Store:
    """The complete data of one person as the service has it."""
    store = Store()
    store.load(path=str(fixtures / "entitydata_Q42_wdqs_Apache2.ttl"), format=RdfFormat.TURTLE)
    return store


def _rows(store: Store, query: str) -> list[dict[str, str]]:
    body = store.query(query).serialize(format=QueryResultsFormat.JSON)
    return [
        {v: t["value"] for v, t in b.items()}
        for b in json.loads(body or b"")["results"]["bindings"]
    ]


def test_queries_find_what_real_data_has(writer: Store) -> None:
    names = _rows(writer, fill("names", item=items(["Q42"])))
    assert {"item": "http://www.wikidata.org/entity/Q42", "name": "Douglas Adams",
            "language": "en", "use": "label"} in names  # fmt: skip
    assert {r["name"] for r in names if r["use"] == "alias" and r["language"] == "en"}
    assert {r["language"] for r in names} > {"en", "fr", "de"}
    assert "ja" not in {r["language"] for r in names}
    (person,) = _rows(writer, fill("people", item=items(["Q42"])))
    assert person["born"].startswith("1952-03-11")
    moved = _rows(writer, fill("moved", item=items(["Q42", "Q900000001"])))
    assert moved == [{"item": "http://www.wikidata.org/entity/Q42"}]


def test_classes_are_verified_items(shared: Path) -> None:
    with (shared / "gazetteer/seed_entities.csv").open(encoding="utf-8") as file:
        verified = {r["qid"]: r["label"] for r in csv.DictReader(file) if r["verified"] == "yes"}
    with files("etl.gazetteer.update").joinpath("classes.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert verified.get(row["qid"]) == row["label"]


@pytest.mark.parametrize("name", QUERIES)
def test_queries_call_no_other_service(name: str) -> None:
    text = files("etl.gazetteer.update").joinpath(f"{name}.rq").read_text("utf-8")
    assert "SERVICE" not in text.upper().replace("?SERVICE", "")
    assert "VALUES ?" in text


def test_every_query_is_listed() -> None:
    found = sorted(p.name for p in files("etl.gazetteer.update").iterdir() if p.name.endswith("rq"))
    assert found == [f"{name}.rq" for name in QUERIES]


def test_queries_are_filled_completely() -> None:
    filled = fill("holders", office=items(["Q1", "Q2"]), since=year(1990))
    assert "VALUES ?office { wd:Q1 wd:Q2 }" in filled
    with pytest.raises(ValueError, match="no values for"):
        fill("holders", since=year(1990))
    with pytest.raises(ValueError, match="has no VALUES"):
        fill("holders", offices=items(["Q1"]), since=year(1990))
    with pytest.raises(ValueError, match="not an item"):
        items(["Q1 } DROP"])


# The command


def test_the_command_says_what_is_missing(tmp_path: Path) -> None:
    target = str(tmp_path / "g.sqlite")
    no_contact = parley("gazetteer", "update", "-o", target)
    assert no_contact.returncode == 2
    assert "PARLEY_CONTACT" in no_contact.stderr
    no_target = parley("gazetteer", "update", "--contact", "me@example.org")
    assert no_target.returncode == 2
    assert "-o FILE" in no_target.stderr
    elsewhere = parley(
        "gazetteer", "update", "-o", target, "--contact", "me@example.org", "--countries", "kr,zz"
    )
    assert elsewhere.returncode == 2
    assert "'zz'" in elsewhere.stderr
    assert not any(tmp_path.iterdir())


def test_the_command_starts_from_no_other_file(tmp_path: Path, peer: faulty.Service) -> None:
    target = tmp_path / "g.sqlite"
    with closing(sqlite3.connect(target)) as db:
        db.execute("CREATE TABLE meta (key TEXT, value TEXT)")
        db.commit()
    told = parley(
        "gazetteer", "update", "-o", str(target), "--contact", "me@example.org",
        "--endpoint", peer.url,
    )  # fmt: skip
    assert told.returncode == 1
    assert "g.sqlite: format None" in told.stderr
    assert peer.queries == []
