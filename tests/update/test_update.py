"""Updating a gazetteer file from a stand-in of Wikidata's query service."""

import csv
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import faulty
import pytest
import world
from pyoxigraph import QueryResultsFormat, RdfFormat, Store
from running import ROOT, start, stop
from standin import HEAD, publish_turtle

from etl.gazetteer import Gazetteer
from etl.gazetteer.build import build
from etl.gazetteer.core_data import core_data
from etl.gazetteer.file import GazetteerFile
from etl.gazetteer.update import (
    AnswerCache,
    Plan,
    QueryService,
    ServiceError,
    UpdateSummary,
    countries,
    update,
)

DAY = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SOURCE = "wikidata-2026-03-01"
Updater = Callable[..., UpdateSummary]


class Bar:
    """Counts what is done."""

    def __init__(self, what: str, total: int) -> None:
        self.what, self.total, self.count = what, total, 0

    def advance(self, current: str) -> None:
        assert current
        self.count += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert error is not None or self.count == self.total, self.what


def _no_sleep(seconds: float) -> None:
    raise AssertionError(f"nothing failed, and it waits for {seconds} s")


def _update(url: str, output: Path, *polities: str, current: Path | None = None) -> UpdateSummary:
    cache = AnswerCache(output.with_name(f"{output.stem}.answers"))
    service = QueryService(url, "me@example.org", cache, sleep=_no_sleep, now=lambda: DAY)
    return update(Plan(countries(polities), 1990, output, current), service, Bar)


def _tenures(path: Path) -> set[tuple[str, ...]]:
    query = (
        "SELECT p.key, t.office_qid, t.office_type, t.start, t.end, t.source"
        " FROM tenure t JOIN person p ON p.id = t.person"
    )
    with closing(sqlite3.connect(path)) as db:
        return set(db.execute(query))


def _changes(summary: UpdateSummary) -> set[tuple[str, ...]]:
    with summary.report.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {(r["outcome"], r["kind"], r["qid"]) for r in rows}


def _people(path: Path, name: str) -> list[str]:
    found = GazetteerFile(path, core_data().entities).people(name)
    return [record.entity.wikidata or "" for record in found]


# Parley's own server as the query service


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`parley serve` over the made-up world."""
    served = start(publish_turtle(tmp_path_factory.mktemp("world"), world.WORLD))
    yield served.sparql
    stop(served)


@pytest.fixture(scope="module")
def old_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("old")
    build(world.tables(folder / "tables"), folder / "old.sqlite")
    return folder / "old.sqlite"


def test_offices_and_holders_of_the_country(url: str, tmp_path: Path) -> None:
    summary = _update(url, tmp_path / "g.sqlite", "fr")
    assert _tenures(tmp_path / "g.sqlite") == {
        ("ada-lind", world.MINISTER, "foreign-minister", "2001-05-02", "2004", SOURCE),
        ("bo-quist", world.MINISTER, "foreign-minister", "2004-03", None, SOURCE),
        ("cy-brandt", world.MINISTER, "foreign-minister", None, "2001-05-02", SOURCE),
        ("fay-moved", world.MINISTER, "foreign-minister", "2007-06-01", "2008-07-01", SOURCE),
        ("hal-king", world.CROWN, "head-of-state", "1998-06-01", None, SOURCE),
        ("hal-king", "Q900000199", "ambassador", "1995-06-01", "1997-06-01", SOURCE),
    }
    assert _changes(summary) == {
        ("undated-end", "tenure", world.EVE),
        ("unnamed", "person", world.NAMELESS),
    }
    assert summary.complete


@pytest.mark.parametrize("name", ["Ada Lind", "Ada Maria Lind", "Lindova Ada"])
def test_names_in_several_languages(url: str, tmp_path: Path, name: str) -> None:
    _update(url, tmp_path / "g.sqlite", "fr")
    assert _people(tmp_path / "g.sqlite", name) == [world.ADA]


def test_organizations_have_the_names_that_tell_them(url: str, tmp_path: Path) -> None:
    _update(url, tmp_path / "g.sqlite", "fr")
    named = Gazetteer.open(tmp_path / "g.sqlite").named()
    found = {n: named.get(n) for n in ("ruritanian union", "ruru", "union")}
    items = {n: name and name.entity.wikidata for n, name in found.items()}
    assert items == {"ruritanian union": world.UNION, "ruru": world.UNION, "union": None}


def test_what_the_file_has_is_kept_and_differences_are_told(
    url: str, tmp_path: Path, old_file: Path
) -> None:
    summary = _update(url, tmp_path / "g.sqlite", "fr", current=old_file)
    found = _tenures(tmp_path / "g.sqlite")
    old = "eps_officeholders"
    assert found >= {
        ("ada-lind", world.MINISTER, "foreign-minister", "2001-05-02", "2004", SOURCE),
        ("bo-quist", world.MINISTER, "foreign-minister", "2004-03", None, SOURCE),
        ("fay-moved", world.MINISTER, "foreign-minister", "2007-06-01", "2008-07-01", SOURCE),
        ("lou-lost", "Q900000198", "foreign-minister", "2005-06-01", "2006", old),
        ("lou-lost", "Q900000197", "foreign-minister", "2009", "2010", old),
    }
    assert len(found) == 8
    assert _changes(summary) == {
        ("undated-end", "tenure", world.EVE),
        ("unnamed", "person", world.NAMELESS),
        ("changed", "tenure", world.ADA),
        ("changed", "tenure", world.BO),
        ("redirected", "person", world.OLD_FAY),
        ("redirected", "office", world.OLD_OFFICE),
        ("redirected", "organization", world.OLD_UNION),
        ("deleted", "person", world.LOST),
        ("deleted", "office", "Q900000198"),
        ("lacking", "tenure", world.LOST),
    }
    assert _people(tmp_path / "g.sqlite", "Fay Moved") == [world.FAY]
    assert _people(tmp_path / "g.sqlite", "Lou Lost") == [world.LOST]


def test_an_end_that_the_answers_lack_stays(url: str, tmp_path: Path) -> None:
    folder = world.tables(tmp_path / "tables")
    path = folder / "eps_officeholders.csv"
    path.write_text(path.read_text().replace(",2004-04-09,,", ",2004-03-02,2005-01-31,"))
    build(folder, tmp_path / "old.sqlite")
    summary = _update(url, tmp_path / "g.sqlite", "fr", current=tmp_path / "old.sqlite")
    bo = ("bo-quist", world.MINISTER, "foreign-minister", "2004-03", "2005-01-31", SOURCE)
    assert bo in _tenures(tmp_path / "g.sqlite")
    assert ("lacking", "tenure", world.BO) in _changes(summary)


def test_keys_stay_when_a_namesake_arrives(url: str, tmp_path: Path, old_file: Path) -> None:
    folder = world.tables(tmp_path / "tables")
    path = folder / "eps_people.csv"
    path.write_text(path.read_text() + "Q900000280,Hal King,,,\n")
    build(folder, tmp_path / "old.sqlite")
    _update(url, tmp_path / "g.sqlite", "fr", current=tmp_path / "old.sqlite")
    with closing(sqlite3.connect(tmp_path / "g.sqlite")) as db:
        keys = dict(db.execute("SELECT qid, key FROM person WHERE label = 'Hal King'"))
    assert keys == {"Q900000280": "hal-king", world.HAL: f"hal-king-{world.HAL.lower()}"}


def test_updating_again_changes_nothing(url: str, tmp_path: Path, old_file: Path) -> None:
    first, second = tmp_path / "a.sqlite", tmp_path / "b.sqlite"
    _update(url, first, "fr", current=old_file)
    _update(url, second, "fr", current=first)
    assert first.read_bytes() == second.read_bytes()
    _update(url, first, "fr", current=first)
    assert first.read_bytes() == second.read_bytes()


def test_a_service_without_offices_is_told(url: str, tmp_path: Path) -> None:
    with pytest.raises(ServiceError, match="knows no office"):
        _update(url, tmp_path / "g.sqlite", "de")
    assert not (tmp_path / "g.sqlite").exists()


def test_the_people_of_the_seeds(shared: Path, tmp_path: Path) -> None:
    seeds = shared / "gazetteer/fixtures/standin_seed.ttl"
    served = start(publish_turtle(tmp_path, files=(seeds,)))
    try:
        summary = _update(served.sparql, tmp_path / "g.sqlite")
    finally:
        stop(served)
    assert summary.complete
    (park,) = Gazetteer.open(tmp_path / "g.sqlite").people("Park Jin")
    (minister,) = [t for t in park.tenures if t.office_type == "foreign-minister"]
    assert (minister.start, minister.office_qid) == ("2022-05-12", "Q12592509")
    found = _tenures(tmp_path / "g.sqlite")
    named = {key: (kind, start, end) for key, _, kind, start, end, _ in found}
    assert named["park-jin"] == ("foreign-minister", "2022-05-12", None)
    assert named["chung-eui-yong"] == ("foreign-minister", "2021-02-09", "2022-05-12")
    assert named["kim-jong-un"][0] in {"head-of-state", "party-leader"}
    assert ("suh-wook", "Q12592405", "defence-minister", "2020-09", "2022-05-10", SOURCE) in found


# A service that fails


@pytest.fixture
def peer() -> Iterator[faulty.Service]:
    """The made-up world behind a service that can be told to fail."""
    store = Store()
    store.load((HEAD + world.WORLD).encode(), format=RdfFormat.TURTLE)

    def answer(query: str) -> bytes:
        return store.query(query).serialize(format=QueryResultsFormat.JSON) or b""

    with faulty.running() as service:
        service.answer = answer
        yield service


def test_questions_that_are_too_much_are_halved(
    peer: faulty.Service, tmp_path: Path, old_file: Path
) -> None:
    _update(peer.url, tmp_path / "whole.sqlite", "fr", current=old_file)
    whole, asked = peer.answer, len(peer.queries)
    listing = re.compile(r"VALUES \?(?!country)\w+ ({ wd:.*? })")

    def answer(query: str) -> bytes:
        most = max(block.count("wd:Q") for block in listing.findall(query))
        return b"java.util.concurrent.TimeoutException" if most > 2 else whole(query)

    peer.answer = answer
    summary = _update(peer.url, tmp_path / "parts.sqlite", "fr", current=old_file)
    assert summary.complete
    assert (tmp_path / "parts.sqlite").read_bytes() == (tmp_path / "whole.sqlite").read_bytes()
    assert len(peer.queries) > 2 * asked
    assert peer.most_at_once == 1


def test_a_question_that_is_never_answered_is_told_and_old_rows_stay(
    peer: faulty.Service, tmp_path: Path, old_file: Path
) -> None:
    whole = peer.answer
    peer.answer = lambda query: b"TimeoutException" if "p:P39" in query else whole(query)
    summary = _update(peer.url, tmp_path / "g.sqlite", "fr", current=old_file)
    assert not summary.complete
    assert ("unanswered", "query", world.MINISTER) in _changes(summary)
    kept = {row[0] for row in _tenures(tmp_path / "g.sqlite")}
    assert kept == {"ada-lind", "bo-quist", "fay-moved", "lou-lost"}


def test_items_that_could_not_be_asked_about_are_not_called_deleted(
    peer: faulty.Service, tmp_path: Path, old_file: Path
) -> None:
    whole = peer.answer
    peer.answer = lambda query: b"TimeoutException" if "owl:sameAs" in query else whole(query)
    summary = _update(peer.url, tmp_path / "g.sqlite", "fr", current=old_file)
    assert not [change for change in _changes(summary) if change[0] == "deleted"]
    assert world.LOST in _people(tmp_path / "g.sqlite", "Lou Lost")


def test_a_service_that_breaks_down_leaves_the_old_file(
    peer: faulty.Service, tmp_path: Path, old_file: Path
) -> None:
    target = tmp_path / "g.sqlite"
    target.write_bytes(old_file.read_bytes())
    peer.answer = lambda _: b"<html>Service down for maintenance</html>"
    waits: list[float] = []
    service = QueryService(
        peer.url, "me@example.org", AnswerCache(tmp_path / "c"), sleep=waits.append
    )
    with pytest.raises(ServiceError, match="HTML instead of JSON"):
        update(Plan(countries(["fr"]), 1990, target, target), service, Bar)
    assert target.read_bytes() == old_file.read_bytes()
    assert waits == sorted(waits)


@pytest.mark.parametrize("position", [1, 4, 7])
def test_a_killed_run_goes_on_where_it_stopped(
    peer: faulty.Service, tmp_path: Path, position: int
) -> None:
    command = [
        sys.executable, "-m", "parley", "gazetteer", "update", "-o", str(tmp_path / "g.sqlite"),
        "--countries", "fr", "--endpoint", peer.url, "--contact", "me@example.org",
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    peer.faults = [lambda h: h.reply(200, peer.answer(peer.queries[-1]))] * (position - 1)
    peer.faults.append(faulty.silent)
    first = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        faulty.eventually(lambda: len(peer.queries) == position)
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait(10)
    assert not (tmp_path / "g.sqlite").exists()
    peer.ending.set()
    again = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert again.returncode == 0, again.stderr
    cut = peer.queries[position - 1]
    assert {q: peer.queries.count(q) for q in set(peer.queries)} == {
        q: 2 if q == cut else 1 for q in set(peer.queries)
    }
    assert _people(tmp_path / "g.sqlite", "Ada Lind") == [world.ADA]
    left = [p.name for p in tmp_path.iterdir() if p.name.startswith(".")]
    assert left == []
