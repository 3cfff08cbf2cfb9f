"""How long pages take and how large they are, page kind by page kind.

    .venv/bin/python bench/pages.py --store DIR [--repeat 15]

Each kind is asked for several subjects, those of which the data says most; a server is started for
the store, and every answer is made anew (the browser's cache is never used). The peer is the same
server's answer to the smallest of queries, `ASK {}`, so that a busy machine slows both: the ratio
says how many round trips to the engine a page is worth. Sizes are those of the page itself, not
compressed; what all pages load beside it (style sheet and script) is given once.
"""

import argparse
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from socket import socket
from urllib.parse import quote, urlsplit

BROWSER = {"Accept": "text/html,application/xhtml+xml"}
SUBJECTS = 4
MOST_BYTES = 100_000
_RANKED = """PREFIX parley: <https://w3id.org/parley/ontology#>
SELECT ?s (COUNT(*) AS ?n) WHERE { %s } GROUP BY ?s ORDER BY DESC(?n) ?s LIMIT %d"""
KINDS = {
    "official": "?s a parley:Official . ?e parley:participant|parley:speaker ?s",
    "state": "?s a parley:Polity . ?e parley:party|parley:speaker ?s",
    "organisation": "?s a parley:Organization . ?e parley:party|parley:speaker ?s",
    "place": "?s a parley:Place . ?e parley:place ?s",
    "meeting": "?s a parley:Meeting ; parley:participant ?e",
    "agreement": "?s a parley:Agreement ; parley:party ?e",
    "statement": "?s a parley:Statement ; parley:about ?e",
    "issue": "?s a parley:Issue . ?e parley:about ?s",
    "article": "?s a parley:Article ; parley:mentions ?e",
}
FIXED = {
    "home": ["/"],
    "questions": ["/ask"],
    "question": ["/ask/who-attended", "/ask/statements-by-speaker", "/ask/agreement-parties"],
    "search": ["/search?q=minister", "/search?q=china"],
}


def get(port: int, path: str, headers: dict[str, str] = BROWSER) -> tuple[int, bytes, str]:
    """Status, body and where it leads, of one request on a connection of its own."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers=headers)
    reply = connection.getresponse()
    body = reply.read()
    connection.close()
    return reply.status, body, reply.headers.get("Location", "")


@contextmanager
def served(store: Path) -> Iterator[int]:
    """A server for the store on a free port, until the block ends."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-m", "parley", "serve", "--store", str(store), "--port", str(port)],
        stdout=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            try:
                if get(port, "/healthz")[0] == 200:
                    break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


def ask(port: int, query: str) -> list[str]:
    """The first column of a query's answer."""
    status, body, _ = get(port, f"/sparql?query={quote(query)}", {"Accept": "text/csv"})
    if status != 200:
        raise SystemExit(body.decode())
    return [line.split(",")[0] for line in body.decode().splitlines()[1:]]


def paths(port: int) -> dict[str, list[str]]:
    """What to ask for of each kind; of things that send on, the page that they send to."""
    found = dict(FIXED)
    for kind, pattern in KINDS.items():
        iris = ask(port, _RANKED % (pattern, SUBJECTS))
        own = [urlsplit(iri).path.removeprefix("/parley") for iri in iris]
        found[kind] = [get(port, path)[2] or path for path in own]
    states = [p.removeprefix("/id/").removesuffix(".html") for p in found["state"][:3]]
    pairs = ((a, b) for a in states for b in states if a < b)
    found["pair"] = [f"/between/{a}/and/{b}" for a, b in pairs]
    return found


def milliseconds(port: int, path: str, headers: dict[str, str] = BROWSER) -> float:
    """How long one answer takes."""
    started = time.perf_counter()
    status, _, _ = get(port, path, headers)
    if status != 200:
        raise SystemExit(f"{path}: status {status}")
    return (time.perf_counter() - started) * 1000


def main() -> int:
    """Print a line for each kind; status 1 where a page is larger than it may be."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--repeat", type=int, default=15)
    args = parser.parse_args()
    with served(args.store) as port:
        found = paths(port)
        times: dict[str, list[float]] = {kind: [] for kind in found}
        peer: list[float] = []
        for _ in range(args.repeat):
            peer.append(milliseconds(port, "/sparql?query=ASK%7B%7D", {"Accept": "*/*"}))
            for kind, listed in found.items():
                times[kind] += [milliseconds(port, path) for path in listed]
        sizes = {kind: max(len(get(port, p)[1]) for p in listed) for kind, listed in found.items()}
        home = get(port, "/")[1].decode()
        links = re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', home)
        beside = sum(len(get(port, link)[1]) for link in links)
    base = statistics.median(peer)
    print(f"{'kind':<14}{'pages':>6}{'median ms':>11}{'p90 ms':>9}{'x ASK':>8}{'most kB':>9}")
    for kind, taken in times.items():
        high = statistics.quantiles(taken, n=10)[-1]
        middle = statistics.median(taken)
        print(
            f"{kind:<14}{len(found[kind]):>6}{middle:>11.1f}{high:>9.1f}"
            f"{middle / base:>8.1f}{sizes[kind] / 1000:>9.1f}"
        )
    every = [one for taken in times.values() for one in taken]
    print(f"all kinds: median {statistics.median(every):.1f} ms; ASK {base:.1f} ms")
    print(f"beside each page: {beside / 1000:.1f} kB of styles and scripts, kept by browsers")
    return int(max(sizes.values()) > MOST_BYTES)


if __name__ == "__main__":
    sys.exit(main())
