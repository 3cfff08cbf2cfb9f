"""The gazetteer built from all reference data, once a session."""

from pathlib import Path

import pytest

from etl.gazetteer import Gazetteer
from etl.gazetteer.build import build


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
