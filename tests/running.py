"""The command and the server as a user runs them, for tests of several rooms."""

import os
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def parley(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would."""
    return subprocess.run(
        [sys.executable, "-m", "parley", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd or ROOT,
        env={**os.environ, "COLUMNS": "110"},
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


def start(store: Path, port: int | None = None, *options: str, **environment: str) -> Running:
    """Start `parley serve` and wait until it answers."""
    port = port or free_port()
    where = ["--store", str(store), "--port", str(port)]
    process = subprocess.Popen(
        [sys.executable, "-m", "parley", "serve", *where, *options],
        cwd=ROOT,
        env={**os.environ, **environment},
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
