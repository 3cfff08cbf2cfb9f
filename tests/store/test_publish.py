"""Publishing: atomic, repeatable, one at a time."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pyoxigraph import Store

from store.errors import NoSnapshotError, StoreBusyError, StoreError
from store.publish import publish
from store.snapshots import Retention, current_snapshot

ROOT = Path(__file__).resolve().parents[2]

CRASH = """
import os, signal, sys
from pathlib import Path
from importlib import import_module
from store.publish import publish
place, _, step = sys.argv[1].rpartition(".")
module = import_module(place)
def die(*arguments):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(module, step, die)
publish(Path(sys.argv[2]), [Path(sys.argv[3])])
"""

HOLD = """
import sys
from pathlib import Path
from store.snapshots import exclusive
with exclusive(Path(sys.argv[1])):
    print("locked", flush=True)
    sys.stdin.read()
"""

CRASHES = [
    "store.publish.fill",
    "store.sealing.write_index",
    "store.snapshots.sync",
    "store.snapshots.point_to",
    "store.publish.prune",
]

Quads = Callable[[str, int], Path]


@pytest.fixture
def quads(tmp_path: Path) -> Quads:
    """Writes an N-Quads file of so many statements."""

    def write(name: str, count: int) -> Path:
        path = tmp_path / name
        lines = (f"<http://x/{n}> <http://x/p> <http://x/o> .\n" for n in range(count))
        path.write_text("".join(lines), encoding="utf-8")
        return path

    return write


def snapshots(store: Path) -> list[str]:
    """The names in the folder of snapshots."""
    return sorted(path.name for path in (store / "snapshots").iterdir())


def test_nothing_published_yet(tmp_path: Path) -> None:
    with pytest.raises(NoSnapshotError, match="Nothing has been published"):
        current_snapshot(tmp_path)


def test_a_snapshot_holds_the_files_and_says_so(tmp_path: Path, quads: Quads) -> None:
    snapshot = publish(tmp_path / "store", [quads("a.nq", 3), quads("b.nq", 5)])
    assert snapshot == current_snapshot(tmp_path / "store")
    assert snapshot.quads == 5  # the three are among the five
    assert len(Store.read_only(str(snapshot.path))) == 5
    assert snapshot.id.startswith(f"{snapshot.created:%Y%m%dT%H%M%S.%fZ}-")
    assert abs(datetime.now(UTC) - snapshot.created) < timedelta(minutes=5)


def test_the_same_content_is_not_published_again(tmp_path: Path, quads: Quads) -> None:
    a, b = quads("a.nq", 3), quads("b.nq", 5)
    first = publish(tmp_path / "store", [a, b])
    assert publish(tmp_path / "store", [b, a.rename(tmp_path / "z.nq")]) == first
    elsewhere = publish(tmp_path / "other", [b, tmp_path / "z.nq"])
    assert elsewhere.id.rpartition("-")[2] == first.id.rpartition("-")[2]
    assert publish(tmp_path / "store", [b]) != first


def test_going_back_to_earlier_content(tmp_path: Path, quads: Quads) -> None:
    a, b = quads("a.nq", 3), quads("b.nq", 5)
    counts = [publish(tmp_path / "store", [file]).quads for file in (a, b, a)]
    assert counts == [3, 5, 3]


def test_old_snapshots_go_but_never_the_current_one(tmp_path: Path, quads: Quads) -> None:
    two, one = (Retention(count, grace=timedelta()) for count in (2, 1))
    for count in range(1, 6):
        last = publish(tmp_path / "store", [quads("a.nq", count)], retention=two)
    assert len(snapshots(tmp_path / "store")) == 2
    assert current_snapshot(tmp_path / "store") == last
    assert last.quads == 5
    last = publish(tmp_path / "store", [quads("a.nq", 9)], retention=one)
    assert snapshots(tmp_path / "store") == [last.id]


def test_a_file_that_cannot_be_loaded_changes_nothing(tmp_path: Path, quads: Quads) -> None:
    first = publish(tmp_path / "store", [quads("a.nq", 3)])
    bad = tmp_path / "bad.nq"
    bad.write_text("<http://x/a> <http://x/p> .\n", encoding="utf-8")
    with pytest.raises(StoreError, match=r"bad\.nq"):
        publish(tmp_path / "store", [bad])
    with pytest.raises(StoreError, match=r"missing\.nq"):
        publish(tmp_path / "store", [tmp_path / "missing.nq"])
    assert current_snapshot(tmp_path / "store") == first
    assert snapshots(tmp_path / "store") == [first.id]


@pytest.mark.parametrize("step", CRASHES)
def test_killed_in_the_middle(step: str, tmp_path: Path, quads: Quads) -> None:
    store = tmp_path / "store"
    first = publish(store, [quads("a.nq", 3)])
    crash = [sys.executable, "-c", CRASH, step, str(store), str(quads("b.nq", 4))]
    done = subprocess.run(crash, cwd=ROOT, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    served = current_snapshot(store)
    assert served.quads == (4 if step.endswith("prune") else 3)
    assert step.endswith("prune") or served == first
    assert len(Store.read_only(str(served.path))) == served.quads

    after = publish(store, [quads("c.nq", 6)])
    assert current_snapshot(store) == after
    assert not [name for name in snapshots(store) if name.startswith("loading-")]
    assert not (store / "current.new").exists()


def test_one_writer_at_a_time(tmp_path: Path, quads: Quads) -> None:
    store = tmp_path / "store"
    first = publish(store, [quads("a.nq", 3)])
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(store)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "locked\n"
        with pytest.raises(StoreBusyError, match=rf"id {holder.pid}\b.*is writing"):
            publish(store, [quads("b.nq", 4)], wait=0.2)
        assert current_snapshot(store) == first
        os.kill(holder.pid, signal.SIGKILL)
    assert publish(store, [quads("b.nq", 4)]).quads == 4  # the lock went with its holder


def test_a_damaged_snapshot_is_named_and_can_be_replaced(tmp_path: Path, quads: Quads) -> None:
    snapshot = publish(tmp_path / "store", [quads("a.nq", 3)])
    (snapshot.path.parent / "snapshot.json").write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match=snapshot.id):
        current_snapshot(tmp_path / "store")
    (tmp_path / "store" / "current").write_text("gone\n", encoding="utf-8")
    with pytest.raises(StoreError, match="gone"):
        current_snapshot(tmp_path / "store")
    assert publish(tmp_path / "store", [quads("b.nq", 4)]).quads == 4
