"""Backups: taken while others read and write, whole or refused, and what a restore brings back."""

from __future__ import annotations

import tarfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from store.backup import backup, restore
from store.embedded import EmbeddedEngine
from store.engine import GraphChange, Query, Update
from store.errors import NoSnapshotError, StoreError
from store.publish import publish
from store.snapshots import current_snapshot

EX = "http://example.org/"
NewEngine = Callable[..., EmbeddedEngine]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    (tmp_path / "data.nq").write_text(f'<{EX}s> <{EX}p> "built" .\n')
    publish(tmp_path / "store", [tmp_path / "data.nq"])
    (tmp_path / "store" / "quads").mkdir()
    (tmp_path / "store" / "quads" / "reference.nq").write_text("kept")
    return tmp_path / "store"


def values(engine: EmbeddedEngine) -> list[str]:
    text = "SELECT ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } ORDER BY ?o"
    with engine.query(Query(text, accept=("text/csv",))) as answer:
        return answer.body.read().decode().split()[1:]


def test_what_was_built_and_written_comes_back(
    store: Path, tmp_path: Path, new_engine: NewEngine
) -> None:
    engine = new_engine(store, workers=1)
    engine.update(Update(f'INSERT DATA {{ <{EX}s> <{EX}p> "written" }}'))
    taken = backup(store, tmp_path / "b.tar.gz")
    assert taken == engine.snapshot()
    engine.update(Update(f'INSERT DATA {{ <{EX}s> <{EX}p> "later" }}'))
    # The same store goes back to what it was, before the eyes of its readers.
    assert restore(tmp_path / "b.tar.gz", store).id == taken.id
    assert values(engine) == ["built", "written"]
    # Another one begins with it, and can be written to and built.
    other = tmp_path / "other" / "store"
    restored = restore(tmp_path / "b.tar.gz", other)
    assert (restored.id, restored.quads) == (taken.id, 2)
    assert (other / "quads" / "reference.nq").read_text() == "kept"
    second = new_engine(other, workers=1)
    second.change_graph(GraphChange("put", f"{EX}g", BytesIO(f"<{EX}a> <{EX}b> 7 .".encode())))
    assert values(second) == ["7", "built", "written"]
    (tmp_path / "data.nq").write_text(f'<{EX}s> <{EX}p> "rebuilt" .\n')
    publish(other, [tmp_path / "data.nq"])
    assert values(second) == ["7", "rebuilt", "written"]


def test_a_store_is_left_as_it_is_by_its_backup(store: Path, tmp_path: Path) -> None:
    before = sorted(path.relative_to(store) for path in store.rglob("*"))
    backup(store, tmp_path / "b.tar.gz")
    after = sorted(path.relative_to(store) for path in store.rglob("*"))
    assert [path for path in after if path.name != "lock"] == [
        path for path in before if path.name != "lock"
    ]


@pytest.mark.parametrize("damage", ["cut", "empty", "other", "fewer"])
def test_what_is_no_whole_backup_changes_nothing(store: Path, tmp_path: Path, damage: str) -> None:
    file = tmp_path / "b.tar.gz"
    backup(store, file)
    whole = file.read_bytes()
    if damage == "cut":
        file.write_bytes(whole[: len(whole) // 2])
    elif damage == "empty":
        file.write_bytes(b"")
    else:
        with tarfile.open(file, "r:gz") as archive:
            archive.extractall(tmp_path / "out", filter="data")
        (about,) = (tmp_path / "out").glob("snapshots/*/snapshot.json")
        if damage == "fewer":
            about.write_text(about.read_text().replace('"quads": 1', '"quads": 2'))
        else:
            (tmp_path / "out" / "current").unlink()
        with tarfile.open(file, "w:gz") as archive:
            archive.add(tmp_path / "out", ".")
    current = current_snapshot(store)
    with pytest.raises(StoreError):
        restore(file, store)
    assert current_snapshot(store) == current
    with pytest.raises(StoreError):
        restore(file, tmp_path / "new")
    assert not list((tmp_path / "new").glob("restore-*"))


def test_a_backup_that_cannot_be_written_leaves_the_old_one(store: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        backup(store, tmp_path / "nowhere" / "b.tar.gz")
    with pytest.raises(NoSnapshotError):
        backup(tmp_path, tmp_path / "b.tar.gz")
    assert not (tmp_path / "b.tar.gz").exists()


def test_nothing_is_unpacked_outside_the_store(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.tar.gz"
    with tarfile.open(file, "w:gz") as archive:
        member = tarfile.TarInfo("../escaped")
        member.size = 1
        archive.addfile(member, BytesIO(b"x"))
    with pytest.raises(StoreError):
        restore(file, store)
    assert not (tmp_path / "escaped").exists()
