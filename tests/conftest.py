"""Fixtures that several rooms share: the store built from seeds/ and a server that runs on it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def parley(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would."""
    return subprocess.run(
        [sys.executable, "-m", "parley", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd or ROOT,
        env={**os.environ, "COLUMNS": "200"},
        timeout=240,
        check=False,
    )


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """A `parley serve` process and where it listens."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port
        self.url = f"http://127.0.0.1:{port}"
        self.sparql = f"{self.url}/sparql"

    def get(self, path: str, accept: str | None = None) -> tuple[int, dict[str, str], str]:
        """Status, headers (names in lower case) and body of a GET."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers={"Accept": accept} if accept else {})
            response = connection.getresponse()
            headers = {name.lower(): value for name, value in response.getheaders()}
            return response.status, headers, response.read().decode()
        finally:
            connection.close()


def start(store: Path, port: int | None = None) -> Running:
    """Start `parley serve` and wait until it answers."""
    port = port or free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "parley", "serve", "--store", str(store), "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    running = Running(process, port)
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"parley serve ended with status {process.returncode}")
        try:
            if running.get("/healthz")[0] == 200:
                return running
        except OSError:
            pass
        time.sleep(0.1)
    process.kill()
    process.wait()
    raise RuntimeError("parley serve did not answer within 30 s")


def stop(running: Running) -> None:
    """End a server as a person would, and wait for it."""
    running.process.terminate()
    try:
        running.process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        running.process.kill()
        running.process.wait()


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
def seed_server(seed_store: Path) -> Iterator[Running]:
    """`parley serve` on the store built from seeds/."""
    running = start(seed_store)
    yield running
    stop(running)
