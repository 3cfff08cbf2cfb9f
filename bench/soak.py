"""Readers, a writer and random kills, for as long as you like; afterwards everything must be there.

    .venv/bin/python bench/soak.py [--minutes 20] [--seed 0] [--folder DIR]

A server is started on a small store. Readers check that they see every write that was acknowledged
before they asked. A writer inserts one numbered statement after the other. Meanwhile processes are
killed at random with SIGKILL: query workers, the process that holds the data in memory, the one
that writes, the web process, and now and then all of them at once.

Ends with status 0 if every acknowledged write is there, none that was refused is, no answer was
wrong, no error was other than a declared one, and the processes are as many as at the beginning.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote

from peers.servers import ROOT, family, free_port

from store.publish import publish

EX = "http://example.org/"
TOKEN = "soak-token-of-this-run"
DECLARED = {"timeout", "memory", "overload", "engine", "writing", "cancelled"}
DOWN = 180.0
"""Seconds that a web process that was killed may take to come back, on a machine that is busy."""
COUNT = f"SELECT (COUNT(*) AS ?n) (MAX(?o) AS ?last) {{ ?s <{EX}written> ?o }}"
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@dataclass
class Ledger:
    """What happened."""

    done: set[int] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)
    unknown: set[int] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    down_until: float = 0.0
    stop: threading.Event = field(default_factory=threading.Event)


class Served:
    """A server that is started again when all of it was killed."""

    def __init__(self, store: Path, log: Path) -> None:
        self.store, self.log, self.port = store, log, free_port()
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = ["--query-timeout", "2", "--query-memory", "300", "--log-level", "error"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "parley", "serve", "--store", str(self.store),
                 "--port", str(self.port), *options],
                cwd=ROOT, stdout=log, stderr=log,
                env={**os.environ, "PARLEY_WRITE_TOKEN": TOKEN},
            )  # fmt: skip
        self.await_answer()

    def await_answer(self) -> None:
        """Wait until it answers; go on after a while, so that the others say that it does not."""
        deadline = time.monotonic() + DOWN
        while time.monotonic() < deadline:
            with suppress(OSError, HTTPException):
                if self.send("GET", "/healthz")[0] == 200:
                    return
            time.sleep(0.1)

    def send(self, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
        """Status and body of an answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Authorization": f"Bearer {TOKEN}"} if body else {}
        if body:
            headers["Content-Type"] = "application/sparql-update"
        headers["Accept"] = "application/sparql-results+json"
        try:
            connection.request(method, path, body, headers)
            reply = connection.getresponse()
            return reply.status, reply.read()
        finally:
            connection.close()

    def processes(self) -> dict[int, str]:
        """Those of the server, and what each is."""
        found = {}
        for pid in family(self.process.pid) - {self.process.pid}:
            try:
                found[pid] = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
        return found


def read(server: Served, ledger: Ledger, dice: random.Random) -> None:
    """Ask, and check what is said."""
    while not ledger.stop.is_set():
        known = set(ledger.done)
        query = HEAVY if dice.random() < 0.02 else COUNT
        try:
            status, body = server.send("GET", f"/sparql?query={quote(query)}")
        except (OSError, HTTPException) as error:
            _lost(ledger, error)
            continue
        if status == 200 and query is COUNT:
            (row,) = json.loads(body)["results"]["bindings"]
            if int(row["n"]["value"]) < len(known):
                ledger.wrong.append(f"{row['n']['value']} seen where {len(known)} were written")
            ledger.counts["answered"] += 1
        elif status != 200:
            _declared(ledger, status, body)
        time.sleep(dice.random() * 0.02)


def write(server: Served, ledger: Ledger) -> None:
    """Insert numbered statements."""
    for number in range(1, 10_000_000):
        if ledger.stop.is_set():
            return
        update = f"INSERT DATA {{ <{EX}w{number}> <{EX}written> {number} }}"
        try:
            status, body = server.send("POST", "/update", update)
        except (OSError, HTTPException) as error:
            ledger.unknown.add(number)
            _lost(ledger, error)
            continue
        if status < 300:
            ledger.done.add(number)
            ledger.counts["written"] += 1
        else:
            _declared(ledger, status, body)
            told = json.loads(body).get("type", "")
            unsure = told == "/problem/unknown-outcome"
            (ledger.unknown if unsure else ledger.refused).add(number)
        time.sleep(0.05)


def _declared(ledger: Ledger, status: int, body: bytes) -> None:
    try:
        kind = json.loads(body)["type"].removeprefix("/problem/")
    except (ValueError, KeyError):
        kind = body[:80].decode("utf-8", "replace")
    ledger.counts[f"{status} {kind}"] += 1
    if status != 503 or kind not in DECLARED:
        ledger.wrong.append(f"{status} {kind}: {body[:200]!r}")


def _lost(ledger: Ledger, error: Exception) -> None:
    ledger.counts["connection lost"] += 1
    if time.monotonic() > ledger.down_until:
        ledger.wrong.append(f"connection lost while the server was up: {error!r}")
    time.sleep(0.2)


def kill(server: Served, ledger: Ledger, dice: random.Random) -> None:
    """Kill something every now and then."""
    while not ledger.stop.wait(dice.uniform(0.3, 2.0)):
        everything = dice.random() < 0.03
        if everything:
            ledger.down_until = time.monotonic() + DOWN
            for pid in [server.process.pid, *server.processes()]:
                _end(pid)
            server.process.wait()
            ledger.counts["killed everything"] += 1
            server.start()
            ledger.down_until = time.monotonic() + 1
            continue
        kinds = ["store.worker", "store.hot", "store.writer"] * 3 + ["parley serve"]
        kind = dice.choice(kinds)
        found = [pid for pid, command in server.processes().items() if kind in command]
        if found:
            is_web = kind == "parley serve"
            if is_web:
                ledger.down_until = time.monotonic() + DOWN
            _end(dice.choice(found))
            ledger.counts[f"killed {kind}"] += 1
            if is_web:
                server.await_answer()
                ledger.down_until = time.monotonic() + 1


def _end(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def judge(server: Served, ledger: Ledger, before: int) -> list[str]:
    """What is not as it should be."""
    query = f"SELECT ?o {{ ?s <{EX}written> ?o }}"
    deadline = time.monotonic() + 60
    while True:
        try:
            status, body = server.send("GET", f"/sparql?timeout=30&query={quote(query)}")
            if status == 200:
                break
        except (OSError, HTTPException):
            pass
        if time.monotonic() > deadline:
            return [*ledger.wrong, "the server does not answer at the end"]
        time.sleep(0.5)
    there = {int(row["o"]["value"]) for row in json.loads(body)["results"]["bindings"]}
    faults = list(ledger.wrong)
    if lost := ledger.done - there:
        faults.append(f"{len(lost)} acknowledged writes are lost: {sorted(lost)[:5]}")
    if ghosts := ledger.refused & there:
        faults.append(f"{len(ghosts)} refused writes are there: {sorted(ghosts)[:5]}")
    deadline = time.monotonic() + 60
    while len(server.processes()) > before + 2 and time.monotonic() < deadline:
        time.sleep(0.5)  # extra workers leave after half a minute
    if len(server.processes()) > before + 2:  # the writer may be one more, the memory's another
        faults.append(f"{len(server.processes())} processes are left; {before} at the beginning")
    return faults


def main() -> int:
    """Run it; 0 if all is well."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="parley-soak-"))
    folder.mkdir(parents=True, exist_ok=True)
    data = folder / "data.nq"
    data.write_text("".join(f'<{EX}s{n}> <{EX}p{n % 7}> "{n}" .\n' for n in range(5_000)))
    publish(folder / "store", [data])
    server, ledger = Served(folder / "store", folder / "log"), Ledger()
    time.sleep(4)
    before = len(server.processes())
    dice = [random.Random(options.seed * 100 + n) for n in range(5)]
    threads = [threading.Thread(target=read, args=(server, ledger, dice[n])) for n in range(3)]
    threads.append(threading.Thread(target=write, args=(server, ledger)))
    threads.append(threading.Thread(target=kill, args=(server, ledger, dice[3])))
    for thread in threads:
        thread.start()
    end = time.monotonic() + options.minutes * 60
    while time.monotonic() < end and len(ledger.wrong) < 50:
        time.sleep(min(30.0, max(0.1, end - time.monotonic())))
        print(dict(ledger.counts), file=sys.stderr, flush=True)
    ledger.stop.set()
    for thread in threads:
        thread.join()
    faults = judge(server, ledger, before)
    server.process.terminate()
    server.process.wait(60)
    print(json.dumps({"counts": ledger.counts, "unknown": len(ledger.unknown),
                      "faults": faults[:20]}, indent=1))  # fmt: skip
    if not faults and options.folder is None:
        shutil.rmtree(folder)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
