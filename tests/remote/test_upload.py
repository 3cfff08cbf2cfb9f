"""Uploads to another server: in batches, resumed where they were cut, only what changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from servers import oxigraph

from store import upload
from store.engine import ALL_GRAPHS, GraphChange, Snapshot, Written
from store.errors import StoreError
from store.journal import Journal
from store.remote_engine import RemoteEngine
from store.remote_http import Endpoint
from store.upload import Upload, Uploaded

EX = "http://example.org/"
STATE = f"{EX}id/dataset"
GRAPHS = [f"{EX}g{n}" for n in range(6)]


class Flaky:
    """A server that can be cut off after some writes."""

    def __init__(self, engine: RemoteEngine) -> None:
        self.engine = engine
        self.left: int | None = None
        self.changes: list[tuple[str, str]] = []

    def snapshot(self) -> Snapshot:
        return self.engine.snapshot()

    def change_graph(self, change: GraphChange) -> Written:
        if self.left is not None:
            if not self.left:
                raise StoreError("the line is cut")
            self.left -= 1
        self.changes.append((change.method, change.graph))
        return self.engine.change_graph(change)


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as made:
        yield made


@pytest.fixture
def target(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flaky]:
    """An empty server, written to by small batches, one at a time."""
    monkeypatch.setattr(upload, "BATCH", 10)
    monkeypatch.setattr(upload, "_AT_ONCE", 1)
    engine = RemoteEngine(endpoint, state_graph=STATE)
    for graph in (*GRAPHS, STATE):
        try:
            engine.change_graph(GraphChange("delete", graph))
        except StoreError:
            continue
    engine.change_graph(GraphChange("delete", "default"))
    engine.snapshot()
    yield Flaky(engine)
    engine.close()


def files(folder: Path, **sizes: int) -> list[Path]:
    """N-Quads files: 25 statements by default in the default graph, 3 in each other."""
    lines = [f"<{EX}s{n}> <{EX}p> <{EX}o> .\n" for n in range(sizes.pop("default", 25))]
    (folder / "a.nq").write_text("".join(lines))
    lines = [
        f"<{EX}s{n}> <{EX}p> <{EX}o> <{graph}> .\n"
        for graph in GRAPHS
        for n in range(sizes.get(graph.removeprefix(EX), 3))
    ]
    (folder / "b.nq").write_text("".join(lines))
    return [folder / "a.nq", folder / "b.nq"]


def run(target: Flaky, folder: Path, **sizes: int) -> Uploaded:
    target.changes.clear()
    journal = Journal(folder / "journal.jsonl", "test")
    return Upload(target, files(folder, **sizes), journal, state_graph=STATE).run()


def held(target: Flaky) -> dict[str, int]:
    """Statements by graph, on the server."""
    with target.engine.read_graph(ALL_GRAPHS, ("application/n-quads",)) as answer:
        quads = list(parse(answer.body.read(), format=RdfFormat.N_QUADS))
    counted: dict[str, int] = {}
    for quad in quads:
        name = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else "default"
        counted[name] = counted.get(name, 0) + 1
    counted.pop(STATE, None)
    return counted


EVERYTHING = {"default": 25, **dict.fromkeys(GRAPHS, 3)}


def test_everything_is_sent_and_then_only_what_changes(target: Flaky, tmp_path: Path) -> None:
    first = run(target, tmp_path)
    assert held(target) == EVERYTHING
    assert (first.sent, first.removed, first.unchanged) == (7, 0, 0)
    assert first.snapshot.quads == 25 + 6 * 3
    again = run(target, tmp_path)
    assert (again.sent, again.removed, again.unchanged) == (0, 0, 7)
    assert target.changes == []
    assert again.snapshot.id == first.snapshot.id
    less = run(target, tmp_path, g0=0, g1=12)
    assert (less.sent, less.removed, less.unchanged) == (1, 1, 5)
    assert target.changes == [("put", GRAPHS[1]), ("post", GRAPHS[1]), ("delete", GRAPHS[0]),
                              ("put", STATE)]  # fmt: skip
    assert held(target) == {
        **{g: n for g, n in EVERYTHING.items() if g != GRAPHS[0]},
        GRAPHS[1]: 12,
    }
    assert less.snapshot.id != first.snapshot.id


@pytest.mark.parametrize("cut", [0, 1, 3, 6, 7, 8, 9])
def test_what_was_cut_goes_on_where_it_stopped(target: Flaky, tmp_path: Path, cut: int) -> None:
    target.left = cut
    with pytest.raises(StoreError):
        run(target, tmp_path)
    target.left = None
    run(target, tmp_path)
    # Six graphs, the default graph in three parts, and the note of the state.
    assert len(target.changes) == 6 + 3 + 1 - cut
    assert held(target) == EVERYTHING
    assert run(target, tmp_path).sent == 0


def test_a_journal_that_a_crash_has_cut_is_read_up_to_there(target: Flaky, tmp_path: Path) -> None:
    target.left = 5
    with pytest.raises(StoreError):
        run(target, tmp_path)
    target.left = None
    journal = tmp_path / "journal.jsonl"
    journal.write_text(journal.read_text()[:-5])
    run(target, tmp_path)
    assert held(target) == EVERYTHING
    assert len(target.changes) == 6 + 3 + 1 - 4


def test_content_that_changed_meanwhile_replaces_what_was_begun(
    target: Flaky, tmp_path: Path
) -> None:
    target.left = 8  # two parts of the default graph
    with pytest.raises(StoreError):
        run(target, tmp_path)
    target.left = None
    run(target, tmp_path, default=11)
    assert held(target) == {**EVERYTHING, "default": 11}


def test_a_server_that_others_filled_anew_gets_everything(target: Flaky, tmp_path: Path) -> None:
    run(target, tmp_path)
    target.engine.change_graph(GraphChange("delete", STATE))
    target.engine.change_graph(GraphChange("delete", GRAPHS[2]))
    assert run(target, tmp_path).sent == 7
    assert held(target) == EVERYTHING
