"""Reading from `parley serve` and from its peers, on the same data in one run.

    .venv/bin/python bench/reading.py [--sizes 100000 1000000] [--tools DIR]
                                       [--peer virtuoso=URL …] [--rounds 3] [--seconds 4]

DIR holds the programs `oxigraph` and `rdflib-endpoint`; they are installed there from their
packages if they are missing. `--peer` adds an endpoint that runs already and holds the same data
(the N-Quads file is named when it is made). `wrk` measures look-ups; without it a client of the
standard library does, which is the slower the faster the server is.

All servers run at once and are asked in turn, so that a busy machine slows all of them; of the
rounds the best counts. Ratios are what it is about: absolute figures differ from run to run. On a
machine that does other work too, look at the processor time of look-ups, which that work leaves
alone, rather than at their rate.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from peers.data import replicate, seed_store, subjects
from peers.servers import (
    JSON,
    Server,
    heated,
    oxigraph_disk,
    oxigraph_memory,
    parley,
    rdflib_endpoint,
    timed,
    tool,
)

from queries.catalog import questions
from queries.run import prepare
from store.embedded import EmbeddedEngine
from store.publish import fill, publish
from store.snapshots import current_snapshot

AGGREGATE = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?type ?p (COUNT(*) AS ?n) WHERE { ?s a ?type ; ?p ?o } GROUP BY ?type ?p ORDER BY ?type ?p"""
MILLION = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } LIMIT 1000000"
CANNED = 5
LUA = """
local file = io.open("%s"); local paths = {}
for line in file:lines() do paths[#paths + 1] = line end
local n = math.random(#paths)
request = function()
  n = n %% #paths + 1
  return wrk.format("GET", paths[n], {Accept = "%s"})
end
"""


def look_ups(server: Server, iris: list[str], seconds: float) -> float:
    """Look-ups a second, by four clients."""
    paths = [server.target(f"SELECT * {{ <{iri}> ?p ?o }}") for iri in iris]
    if shutil.which("wrk"):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "paths").write_text("\n".join(paths))
            Path(folder, "ask.lua").write_text(LUA % (f"{folder}/paths", JSON))
            done = subprocess.run(
                ["wrk", "-t1", "-c4", f"-d{seconds:g}s", "-s", f"{folder}/ask.lua",
                 f"http://{server.host}:{server.port}"],
                capture_output=True, text=True, check=True,
            )  # fmt: skip
        wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
        if wrong:
            print(f"  {server.name}: {wrong[1]} look-ups failed", file=sys.stderr)
        found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
        return float(found[1]) if found and not wrong else 0.0
    return _by_threads(server, iris, seconds)


def _by_threads(server: Server, iris: list[str], seconds: float) -> float:
    counts = [0] * 4
    end = time.monotonic() + seconds

    def run(lane: int) -> None:
        while time.monotonic() < end:
            server.ask(f"SELECT * {{ <{iris[(lane * 7 + counts[lane]) % len(iris)]}> ?p ?o }}")
            counts[lane] += 1

    lanes = [threading.Thread(target=run, args=(lane,)) for lane in range(4)]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()
    return sum(counts) / seconds


def canned(seeds: Path) -> dict[str, str]:
    """Some canned questions as they are sent to an endpoint, with their examples filled in."""
    engine = EmbeddedEngine(seeds)
    found = {}
    try:
        for name, question in questions().items():
            if len(found) < CANNED and question.parameters:
                given = {p.name: p.example for p in question.parameters[:1]}
                found[name] = prepare(engine, question, given)
    finally:
        engine.close()
    return found


def install(folder: Path) -> Path:
    """The peers' programs, from their packages."""
    if not (folder / "bin/oxigraph").exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        pip = [str(folder / "bin/pip"), "install", "--quiet"]
        subprocess.run([*pip, "oxigraph", "oxrdflib", "rdflib-endpoint[cli]"], check=True)
    return folder / "bin"


class Comparison:
    """Figures by measurement and server."""

    def __init__(self) -> None:
        self.figures: dict[str, dict[str, float]] = {}

    def note(self, what: str, server: str, figure: float, *, more_is_better: bool) -> None:
        """Keep the best figure."""
        kept = self.figures.setdefault(what, {})
        best = max if more_is_better else min
        kept[server] = best(kept.get(server, figure), figure)

    def ratio(self, what: str, ours: str, theirs: str, *, more_is_better: bool) -> float | None:
        """How many times better ours is; None where one was not measured."""
        found = self.figures.get(what, {})
        if not found.get(ours) or not found.get(theirs):
            return None
        value = found[ours] / found[theirs]
        return value if more_is_better else 1 / value


def measure(servers: list[Server], iris: list[str], texts: dict[str, str],
            options: argparse.Namespace, size: int) -> Comparison:  # fmt: skip
    """Ask all servers in turn, several times."""
    found = Comparison()
    for number in range(options.rounds):
        for server in servers:
            print(f"  round {number + 1}: {server.name}", file=sys.stderr, flush=True)
            _measure_look_ups(found, server, iris, options.seconds)
            if server.name == "rdflib-endpoint":
                continue
            for what, text in {**texts, "aggregate": AGGREGATE}.items():
                try:
                    seconds = server.ask(f"{text}\n# {number}")[1]
                except (RuntimeError, OSError) as error:
                    print(f"  {server.name}: {what}: {error}", file=sys.stderr)
                    continue
                found.note(what, server.name, seconds, more_is_better=False)
    if size >= 1_000_000:
        for server in servers:
            if server.name != "rdflib-endpoint":
                first, total, _ = server.ask(f"{MILLION} # {time.time()}")
                found.note("first byte of 1M rows", server.name, first, more_is_better=False)
                found.note("all of 1M rows", server.name, total, more_is_better=False)
    for server in servers:
        found.note("MiB", server.name, server.memory() / (1 << 20), more_is_better=False)
    return found


def compare(size: int, folder: Path, options: argparse.Namespace, bin_folder: Path) -> Comparison:
    """All measurements on a graph of one size."""
    seeds = seed_store(folder)
    quads, triples = replicate(current_snapshot(seeds).path, size, folder)
    print(f"{size:,} statements: {quads}", file=sys.stderr)
    ox = tool(bin_folder, "oxigraph")
    store, location = folder / f"parley-{size}", folder / f"oxigraph-{size}"
    for place in (store, location):
        shutil.rmtree(place, ignore_errors=True)
    load = {"parley": timed(lambda: publish(store, [quads]))}
    without = folder / f"without-index-{size}"
    shutil.rmtree(without, ignore_errors=True)
    load["parley without index"] = timed(lambda: fill(without, [quads]))
    if ox:
        command = [ox, "load", "--location", str(location), "--file", str(quads)]
        load["oxigraph disk"] = timed(
            lambda: subprocess.run(command, check=True, capture_output=True)
        )
    servers = []
    try:
        servers.append(parley("parley disk", store, "--data-memory", "0", "--cache", "0"))
        hot = ["--data-memory", "12000"]
        servers.append(heated(parley("parley hot", store, *hot, "--cache", "0")))
        servers.append(heated(parley("parley cached", store, *hot)))
        if ox:
            servers += [oxigraph_disk(ox, location), oxigraph_memory(ox, quads)]
        endpoint = tool(bin_folder, "rdflib-endpoint")
        if endpoint and size <= options.rdflib_up_to:
            servers.append(rdflib_endpoint(endpoint, triples))
        servers += [Server(*given.split("=", 1)).await_ready() for given in options.peer]
        found = measure(servers, subjects(triples, 20_000), canned(seeds), options, size)
    finally:
        for server in servers:
            server.stop()
    for name, seconds in load.items():
        found.note("bulk load", name, seconds, more_is_better=False)
    return found


def _measure_look_ups(found: Comparison, server: Server, iris: list[str], seconds: float) -> None:
    for what, nodes in (("look-ups", iris), ("repeated", iris[:50])):
        begun = server.cpu()
        rate = look_ups(server, nodes, seconds)
        used = (server.cpu() - begun) / max(1.0, rate * seconds)
        found.note(f"{what}/s", server.name, rate, more_is_better=True)
        found.note(f"CPU of {what}, µs", server.name, used * 1e6, more_is_better=False)


TARGETS = [
    ("aggregate", "parley hot", "oxigraph memory", False, 0.7),
    ("aggregate", "parley hot", "oxigraph disk", False, 2.5),
    ("look-ups/s", "parley disk", "oxigraph disk", True, 0.4),
    ("look-ups/s", "parley hot", "oxigraph disk", True, 0.4),
    ("look-ups/s", "parley hot", "rdflib-endpoint", True, 8.0),
    ("CPU of look-ups, µs", "parley hot", "oxigraph disk", False, 0.4),
    ("CPU of repeated, µs", "parley cached", "oxigraph memory", False, 1.0),
    ("repeated/s", "parley cached", "oxigraph memory", True, 1.0),
    ("repeated/s", "parley cached", "oxigraph disk", True, 2.0),
    ("bulk load", "parley", "oxigraph disk", False, 0.8),
    ("bulk load", "parley without index", "oxigraph disk", False, 0.8),
]


def report(size: int, found: Comparison, texts: dict[str, str]) -> None:
    """The figures, and the ratios beside what they should be."""
    print(f"\n## {size:,} statements\n")
    names = list(dict.fromkeys(name for row in found.figures.values() for name in row))
    print("| | " + " | ".join(names) + " |\n|---|" + "---|" * len(names))
    for what, row in found.figures.items():
        cells = [f"{row[name]:.4g}" if name in row else "" for name in names]
        print(f"| {what} | " + " | ".join(cells) + " |")
    print("\n| ratio | is | should be |\n|---|---|---|")
    wanted = list(TARGETS)
    for text in texts:
        wanted += [
            (text, "parley hot", "oxigraph memory", False, 0.7),
            (text, "parley hot", "oxigraph disk", False, 2.5),
        ]
    for what, ours, theirs, more, target in wanted:
        is_now = found.ratio(what, ours, theirs, more_is_better=more)
        if is_now is not None:
            mark = "" if is_now >= target else " **missed**"
            print(f"| {what}: {ours} to {theirs} | {is_now:.2f}{mark} | ≥ {target:g} |")


def main() -> None:
    """Measure, print, and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--folder", type=Path, default=Path("data/bench"))
    parser.add_argument("--tools", type=Path, default=Path("data/bench/tools"))
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=URL")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--rdflib-up-to", type=int, default=1_000_000)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    bin_folder = install(options.tools)
    texts = canned(seed_store(options.folder))
    for size in options.sizes:
        found = compare(size, options.folder, options, bin_folder)
        report(size, found, texts)
        (options.folder / f"endpoint-{size}.json").write_text(json.dumps(found.figures, indent=1))


if __name__ == "__main__":
    main()
