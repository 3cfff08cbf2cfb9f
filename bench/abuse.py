"""What queries made to do harm do to others: a cheap query's latency with and without them.

    .venv/bin/python bench/abuse.py [--clients 20] [--killers 500] [--seconds 15] [--deadline 2]

Twenty clients ask a cheap query, first alone and then while others send killers. Printed are the
cheap query's 99th percentiles and their ratio (it should be at most 3), how long after its deadline
each kind of killer was answered (at most 0.5 s), and what is left of processes, files and memory
afterwards. Ends with status 1 if a killer got a wrong answer or something is left.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote, urlencode

from peers.servers import Server, family, parley

from store.publish import publish

EX = "http://example.org/"
DOUBLING = " ".join(f"BIND(CONCAT(?v{n},?v{n},?v{n},?v{n}) AS ?v{n + 1})" for n in range(20))
PATHS = (
    f"SELECT (COUNT(*) AS ?n) {{ ?a <{EX}knows>+ ?b . ?c <{EX}knows>+ ?d . ?d <{EX}knows>* ?a }}"
)
BOMB = f"SELECT (STRLEN(?v20) AS ?n) {{ BIND('{'x' * 999}' AS ?v0) {DOUBLING} }}"
KILLERS: dict[str, tuple[str, tuple[int, ...]]] = {
    "cross count": ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", (503,)),
    "sorted product": ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i", (503, 413)),
    "streamed product": ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", (503, 413)),
    "concat bomb": (BOMB, (503,)),
    "dense paths": (PATHS, (503,)),
    "2,500 braces": ("SELECT * " + "{" * 2_500 + "}" * 2_500, (400,)),
    "100,000 braces": ("SELECT * " + "{" * 100_000 + "}" * 100_000, (400,)),
    "10,000 ors": ("SELECT (" + "||".join(["true"] * 10_000) + " AS ?x) {}", (400,)),
    "50 MB body": ("#" * 50_000_000, (413,)),
}  # fmt: skip
CHEAP = f"SELECT ?o {{ <{EX}s7> ?p ?o }}"


def publish_data(folder: Path) -> Path:
    """A store with plain statements and a dense graph."""
    lines = [f'<{EX}s{n}> <{EX}p{n % 5}> "value {n}" .\n' for n in range(20_000)]
    lines += [f"<{EX}n{a}> <{EX}knows> <{EX}n{b}> .\n" for a in range(150) for b in range(150)]
    (folder / "data.nq").write_text("".join(lines))
    publish(folder / "store", [folder / "data.nq"])
    return folder / "store"


class Crowd:
    """Clients with a cheap query each time, and how long each took."""

    def __init__(self, server: Server, clients: int) -> None:
        self.server = server
        self.times: list[float] = []
        self.failures: list[str] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(n,)) for n in range(clients)]

    def run(self, seconds: float) -> None:
        """Ask for so long."""
        for thread in self._threads:
            thread.start()
        time.sleep(seconds)
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, lane: int) -> None:
        connection = HTTPConnection(self.server.host, self.server.port, timeout=60)
        number = 0
        while not self._stop.is_set():
            number += 1  # another text each time, or the cache would answer
            path = f"/sparql?query={quote(f'{CHEAP} # {lane} {number}')}"
            start = time.perf_counter()
            try:
                connection.request("GET", path, headers={"Accept": "text/csv"})
                reply = connection.getresponse()
                body = reply.read()
            except (OSError, HTTPException) as error:
                self.failures.append(repr(error))
                connection.close()
                continue
            self.times.append(time.perf_counter() - start)
            if reply.status != 200:
                self.failures.append(f"{reply.status} {body[:80]!r}")
            time.sleep(0.02)
        connection.close()

    def p99(self) -> float:
        """Seconds that 99 of 100 took at most."""
        return statistics.quantiles(self.times, n=100)[98] if len(self.times) > 1 else 0.0


class Abuse:
    """Killers from several clients, until so many were sent."""

    def __init__(self, server: Server, deadline: float, total: int) -> None:
        self.server, self.deadline, self.left = server, deadline, total
        self.late: defaultdict[str, list[float]] = defaultdict(list)
        self.wrong: list[str] = []
        self._lock = threading.Lock()

    def run(self, lanes: int) -> None:
        """Send all of them."""
        threads = [threading.Thread(target=self._lane, args=(n,)) for n in range(lanes)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _lane(self, number: int) -> None:
        names = list(KILLERS)
        while True:
            with self._lock:
                if not self.left:
                    return
                self.left -= 1
                number += 1
            name = names[number % len(names)]
            if name == "50 MB body" and number % 5:
                self._leave(KILLERS["cross count"][0])
                continue
            self._kill(name)

    def _leave(self, text: str) -> None:
        """Ask, and leave before there is an answer."""
        connection = HTTPConnection(self.server.host, self.server.port, timeout=60)
        connection.request("GET", f"/sparql?{urlencode({'query': text})}")
        time.sleep(0.2)
        connection.close()

    def _kill(self, name: str) -> None:
        text, statuses = KILLERS[name]
        connection = HTTPConnection(self.server.host, self.server.port, timeout=120)
        body = urlencode({"query": text, "timeout": self.deadline})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        start = time.perf_counter()
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.request("POST", "/sparql", body, headers)
            start = time.perf_counter()
            reply = connection.getresponse()
            said = reply.read()
            with self._lock:
                self.late[name].append(time.perf_counter() - start - self.deadline)
                if reply.status not in statuses:
                    self.wrong.append(f"{name}: {reply.status} {said[:120]!r}")
        connection.close()


def state(server: Server) -> dict[str, float]:
    """Processes, open files and MiB of a server."""
    assert server.process is not None
    pids = family(server.process.pid)
    files = 0
    for pid in pids:
        with suppress(OSError):
            files += len(list(Path(f"/proc/{pid}/fd").iterdir()))
    return {"processes": len(pids), "files": files, "MiB": server.memory() / (1 << 20)}


def main() -> int:
    """Measure and print; 0 if all is well."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--killers", type=int, default=500)
    parser.add_argument("--lanes", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--deadline", type=float, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        store = publish_data(Path(name))
        server = parley("parley", store, "--query-timeout", "10", "--query-memory", "400")
        time.sleep(5)
        try:
            quiet = Crowd(server, options.clients)
            quiet.run(options.seconds)
            before = state(server)
            abuse = Abuse(server, options.deadline, options.killers)
            killing = threading.Thread(target=abuse.run, args=(options.lanes,))
            killing.start()
            pressed = Crowd(server, options.clients)
            pressed.run(options.seconds)
            killing.join()
            deadline = time.monotonic() + 60
            after = state(server)
            while after["processes"] > before["processes"] and time.monotonic() < deadline:
                time.sleep(1)
                after = state(server)
        finally:
            server.stop()
    late = {name: round(max(each), 2) for name, each in abuse.late.items()}
    left = after["processes"] > before["processes"] or after["files"] > before["files"] + 20
    print(json.dumps({
        "p99 quiet ms": round(quiet.p99() * 1000, 1),
        "p99 pressed ms": round(pressed.p99() * 1000, 1),
        "ratio": round(pressed.p99() / quiet.p99(), 2), "cheap answers": len(pressed.times),
        "cheap failures": (quiet.failures + pressed.failures)[:5],
        "latest answer after its deadline, s": late, "wrong": abuse.wrong[:5],
        "before": before, "after": after,
    }, indent=1))  # fmt: skip
    return 1 if abuse.wrong or left or pressed.failures else 0


if __name__ == "__main__":
    sys.exit(main())
