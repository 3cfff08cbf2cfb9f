"""A small published store and engines over it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from store.embedded import EmbeddedEngine
from store.limits import Limits
from store.publish import publish

EX = "http://example.org/"


def write_quads(path: Path, count: int, graph: str | None = None) -> Path:
    """An N-Quads file of `count` statements, in a named graph if one is given."""
    end = f" <{graph}> ." if graph else " ."
    lines = (f'<{EX}s{n}> <{EX}p{n % 7}> "value {n}"{end}\n' for n in range(count))
    path.write_text("".join(sorted(lines)), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def store_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with 2,000 statements in the default graph and 10 in a named one."""
    folder = tmp_path_factory.mktemp("published")
    files = [write_quads(folder / "all.nq", 2_000), write_quads(folder / "g.nq", 10, f"{EX}g")]
    publish(folder / "store", files)
    return folder / "store"


@pytest.fixture
def new_engine() -> Iterator[Callable[..., EmbeddedEngine]]:
    """Makes engines and closes them after the test."""
    engines: list[EmbeddedEngine] = []

    def make(store: Path, **settings: Any) -> EmbeddedEngine:
        reach = {k: settings.pop(k) for k in ("service_allow", "agent") if k in settings}
        engines.append(EmbeddedEngine(store, Limits(**settings), **reach))
        return engines[-1]

    yield make
    for engine in engines:
        engine.close()


@pytest.fixture(scope="module")
def engine(store_dir: Path) -> Iterator[EmbeddedEngine]:
    """An engine over the small store, shared by the tests of a module."""
    shared = EmbeddedEngine(store_dir, Limits(timeout=20, max_result=200_000))
    yield shared
    shared.close()
