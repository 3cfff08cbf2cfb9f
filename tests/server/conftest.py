"""One server for all tests of the session."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fixture_server import Client, free_port, publish_fixture, start, stop


@pytest.fixture(scope="session")
def fixture_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_fixture(tmp_path_factory.mktemp("fixture"))


@pytest.fixture(scope="session")
def server(fixture_store: Path) -> Iterator[Client]:
    client = start(fixture_store, free_port())
    yield client
    stop(client)
