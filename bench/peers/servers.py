"""Servers as processes: started on the same data, measured, ended."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parents[2]
JSON = "application/sparql-results+json"


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A SPARQL endpoint, and the process that it is unless somebody else started it."""

    def __init__(self, name: str, url: str, process: subprocess.Popen[bytes] | None = None) -> None:
        self.name, self.url, self.process = name, url, process
        parts = urlsplit(url)
        self.host, self.port, self.path = parts.hostname or "", parts.port or 80, parts.path

    def target(self, query: str) -> str:
        """The path of a query."""
        return f"{self.path}?{urlencode({'query': query})}"

    def ask(self, query: str, timeout: float = 600, accept: str = JSON) -> tuple[float, float, int]:
        """Seconds to the first byte of the answer's body and to its end, and its size."""
        connection = HTTPConnection(self.host, self.port, timeout=timeout)
        try:
            start = time.perf_counter()
            connection.request("GET", self.target(query), headers={"Accept": accept})
            response = connection.getresponse()
            first, size = 0.0, 0
            while piece := response.read1(1 << 20):
                first = first or time.perf_counter() - start
                size += len(piece)
            total = time.perf_counter() - start
            if response.status != 200:
                raise RuntimeError(f"{self.name} answered {response.status}")
            return first, total, size
        finally:
            connection.close()

    def await_ready(self, seconds: float = 1200) -> Server:
        """Wait until it answers."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process is not None and self.process.poll() is not None:
                raise RuntimeError(f"{self.name} ended with status {self.process.returncode}")
            with suppress(OSError, RuntimeError, HTTPException):
                self.ask("ASK {}", 30)
                return self
            time.sleep(0.1)
        raise RuntimeError(f"{self.name} did not start")

    def memory(self) -> int:
        """Bytes in memory of the process and those below it, shared pages counted once."""
        if self.process is None or not Path("/proc/self/smaps_rollup").exists():
            return 0
        return sum(_pss(pid) for pid in family(self.process.pid))

    def cpu(self) -> float:
        """Seconds of processor time that the process and those below it have used so far."""
        if self.process is None or not Path("/proc/self/stat").exists():
            return 0.0
        return sum(_ticks(pid) for pid in family(self.process.pid)) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """End it."""
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def family(pid: int) -> set[int]:
    """A process and those below it."""
    listing = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, check=True)
    pairs = [tuple(map(int, line.split())) for line in listing.stdout.splitlines()]
    found = {pid}
    for _ in range(6):
        found |= {child for child, parent in pairs if parent in found}
    return found


def _ticks(pid: int) -> int:
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])
    return 0


def _pss(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def launch(name: str, command: list[str], port: int, path: str) -> Server:
    """Start a process and wait until it answers on the port."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return Server(name, f"http://127.0.0.1:{port}{path}", process).await_ready()


def parley(name: str, store: Path, *options: str) -> Server:
    """`parley serve` with options."""
    port = free_port()
    command = [sys.executable, "-m", "parley", "serve", "--store", str(store), "--port", str(port)]
    limits = ["--query-timeout", "600", "--result-size", "4096"]
    server = launch(name, [*command, *limits, *options], port, "/sparql")
    time.sleep(1)
    return server


def is_hot(server: Server) -> bool:
    """Whether a Parley server has its data in memory and workers on it."""
    connection = HTTPConnection(server.host, server.port, timeout=30)
    try:
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode()
    finally:
        connection.close()
    return any(
        line.startswith("parley_workers{") and "in_memory" in line and float(line.split()[1]) >= 2
        for line in text.splitlines()
    )


def heated(server: Server, seconds: float = 600) -> Server:
    """The server, once its data are in memory."""
    deadline = time.monotonic() + seconds
    while not is_hot(server):
        if time.monotonic() > deadline:
            raise RuntimeError(f"{server.name} does not hold its data in memory")
        time.sleep(0.5)
    return server


def oxigraph_disk(tool: str, location: Path) -> Server:
    """`oxigraph serve-read-only` over a database that it loaded before."""
    port = free_port()
    where = ["--location", str(location), "--bind", f"127.0.0.1:{port}"]
    return launch("oxigraph disk", [tool, "serve-read-only", *where], port, "/query")


def oxigraph_memory(tool: str, data: Path) -> Server:
    """`oxigraph serve` without a folder, filled over HTTP."""
    port = free_port()
    server = launch(
        "oxigraph memory", [tool, "serve", "--bind", f"127.0.0.1:{port}"], port, "/query"
    )
    connection = HTTPConnection("127.0.0.1", port, timeout=1200)
    with data.open("rb") as file:
        headers = {
            "Content-Type": "application/n-quads",
            "Content-Length": str(data.stat().st_size),
        }
        connection.request("POST", "/store?no_transaction", file, headers)
        reply = connection.getresponse()
        reply.read()
    if reply.status >= 300:
        raise RuntimeError(f"oxigraph took no data: {reply.status}")
    return server


def rdflib_endpoint(tool: str, triples: Path) -> Server:
    """`rdflib-endpoint serve` over Oxigraph in memory, which is its fastest."""
    port = free_port()
    command = [tool, "serve", "--store", "Oxigraph", "--host", "127.0.0.1", "--port", str(port)]
    return launch("rdflib-endpoint", [*command, str(triples)], port, "/")


def timed(run: Callable[[], object]) -> float:
    """Seconds that something takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def tool(folder: Path, name: str) -> str | None:
    """A program of the folder, or of the system."""
    own = folder / name
    return str(own) if own.exists() else shutil.which(name)
