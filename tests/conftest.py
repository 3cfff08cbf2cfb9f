"""Fixtures that several rooms share: the store built from seeds/ and a server that runs on it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import SHARED, Running, parley, start, stop

from etl.gazetteer import Gazetteer
from etl.gazetteer.build import build


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of articles and reference data that the project commits no copy of."""
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"CI runs with the shared data beside the clone, and {SHARED} is missing")
        pytest.skip("no ../shared beside the clone: corpus and reference data are not here")
    return SHARED


@pytest.fixture(scope="session")
def seed_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store built from seeds/ by the command."""
    store = tmp_path_factory.mktemp("seeds") / "a store"
    built = parley("build", "seeds", "--store", str(store))
    assert built.returncode == 0, built.stderr
    return store


@pytest.fixture(scope="session")
def corpus_store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store built from the 88 articles of the shared corpus."""
    store = tmp_path_factory.mktemp("corpus") / "store"
    texts = [str(shared / "corpus" / "dev" / "texts"), str(shared / "corpus" / "unlabelled")]
    built = parley("build", *texts, "--store", str(store))
    assert built.returncode == 0, built.stderr
    return store


@pytest.fixture(scope="session")
def seed_server(seed_store: Path) -> Iterator[Running]:
    """`parley serve` on the store built from seeds/."""
    running = start(seed_store)
    yield running
    stop(running)


@pytest.fixture(scope="session")
def full_gazetteer_file(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gazetteer file built from ../shared/gazetteer."""
    target = tmp_path_factory.mktemp("gazetteer") / "full.sqlite"
    build(shared / "gazetteer", target)
    return target


@pytest.fixture(scope="session")
def full_gazetteer(full_gazetteer_file: Path) -> Gazetteer:
    """The core and the file, opened."""
    return Gazetteer.open(full_gazetteer_file)
