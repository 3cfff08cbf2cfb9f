"""Fuzz a server: schemathesis against its ``/openapi.json``, then the protocol's own parameters.

    .venv/bin/python bench/fuzz.py                  # ten minutes, on a small store of its own
    .venv/bin/python bench/fuzz.py --seconds 20     # as the tests do

Nothing a client sends may be answered with a 500, in another shape than the description says, or
with a word about the machine; and the server has to be there afterwards. Exit status 1 if that
does not hold.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final
from urllib.parse import quote

from ontology import reference_ntriples
from store.publish import publish

ROOT: Final = Path(__file__).resolve().parent.parent
TOKEN: Final = "a-token-for-fuzzing"
CHECKS: Final = (
    "declared_errors_only,status_code_conformance,content_type_conformance,"
    "response_headers_conformance,response_schema_conformance,ignored_auth"
)
METHODS: Final = ("GET", "POST", "HEAD", "QUERY", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "X")
PATHS: Final = ("/sparql", "/update", "/data", "/data/a", "/ask", "/search", "/.well-known/void")
NAMES: Final = (
    *("query", "update", "default-graph-uri", "named-graph-uri", "using-graph-uri", "graph"),
    *("using-named-graph-uri", "format", "output", "timeout", "snapshot", "default", "limit", "x"),
)
VALUES: Final = (
    *("", "SELECT * {}", "ASK {}", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "SELECT", "CLEAR ALL"),
    *("http://example.org/g", "urn:x", "relative", "<>", "\0", "é", "\ud800", "%", "%zz", "+", "&"),
    *("json", "csv", "text/turtle", "html", "*/*", "1", "0", "-1", "1e400", "nan", "0.001"),
    *("a" * 5000, "\\u0000", "'\"", "{" * 300, "2026-01-01", "../../etc/passwd", "{{7*7}}"),
)
TYPES: Final = (
    *("application/sparql-query", "application/sparql-update", "text/turtle", "text/plain", ""),
    *("application/x-www-form-urlencoded", "application/n-quads", "multipart/form-data"),
    *("multipart/form-data; boundary=b", "application/sparql-query; charset=utf-16", "é/;;=,"),
)
ACCEPTS: Final = (
    *(
        "*/*",
        "",
        "text/csv",
        "text/turtle;q=0.1, */*;q=0",
        "image/png",
        "a/b;q=9",
        ",,;;",
        "text/*",
    ),
    *("application/ld+json", "text/html", "q=1", "*/json", 'text/csv;x="a,b"', "a" * 3000),
)
HEADERS: Final = (
    *("If-Match", "If-None-Match", "If-Modified-Since", "Accept-Datetime", "Range", "Query-Id"),
    *("Authorization", "Content-Encoding", "X-Forwarded-Host", "Prefer", "Origin", "Expect"),
)


@contextmanager
def server() -> Iterator[int]:
    """A server on a small store that may be written to; its port."""
    with tempfile.TemporaryDirectory() as place, socket.socket() as probe:
        (Path(place) / "reference.nq").write_text(reference_ntriples())
        publish(Path(place) / "store", [Path(place) / "reference.nq"])
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        where = ["--store", f"{place}/store", "--port", str(port), "--query-timeout", "5"]
        process = subprocess.Popen(
            [sys.executable, "-m", "parley", "serve", *where],
            cwd=ROOT,
            env={**os.environ, "PARLEY_WRITE_TOKEN": TOKEN},
            stderr=subprocess.DEVNULL,
        )
        try:
            wait(port, process)
            yield port
            assert process.poll() is None, "the server is gone"
            wait(port, process)
        finally:
            process.terminate()
            process.wait()


def wait(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until the server is ready, a minute at most."""
    for _ in range(600):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit("the server does not answer")


def against_description(port: int, seconds: float) -> bool:
    """Whether schemathesis finds nothing within the time."""
    command = [
        *(str(Path(sys.executable).with_name("schemathesis")), "run"),
        f"http://127.0.0.1:{port}/openapi.json",
        *("--checks", CHECKS, "--max-time", str(max(1, round(seconds))), "--continue-on-failure"),
        *("--header", f"Authorization: Bearer {TOKEN}", "--warnings", "off", "--no-color"),
    ]
    with tempfile.TemporaryDirectory() as place:  # where it keeps what it has found
        hooks = {"SCHEMATHESIS_HOOKS": "fuzz_hooks", "PYTHONPATH": str(ROOT / "bench")}
        done = subprocess.run(
            command,
            cwd=place,
            env={**os.environ, **hooks},
            check=False,
            capture_output=True,
            text=True,
        )
    print(done.stdout[-6000:], done.stderr[-2000:])
    return done.returncode == 0


def parameters(port: int, seconds: float, seed: int) -> list[str]:
    """Send combinations that nobody would, and tell what was answered wrongly."""
    chance, end, wrong = random.Random(seed), time.monotonic() + seconds, []
    statuses: Counter[int] = Counter()
    while time.monotonic() < end:
        request = _request(chance)
        try:
            status, kind, body = _send(port, *request)
        except (ValueError, UnicodeError):
            continue  # the client's own library refuses to send it
        except (HTTPException, OSError) as error:
            wrong.append(f"{request!r:.400}: no answer ({error!r})")
            continue
        statuses[status] += 1
        fault = _fault(status, kind, body, request[0])
        if fault:
            wrong.append(f"{request!r:.600}: {fault}")
    print(f"{statuses.total():,} requests with seed {seed}: {dict(sorted(statuses.items()))}")
    return wrong


Request = tuple[str, str, bytes | None, dict[str, str]]


def _request(chance: random.Random) -> Request:
    fields = [
        (chance.choice(NAMES), chance.choice(VALUES)) for _ in range(chance.choice((0, 1, 1, 2, 4)))
    ]

    def encoded(part: str) -> str:
        raw = part.encode("utf-8", "surrogatepass")
        return quote(raw, safe="") if chance.random() < 0.9 else quote(raw, safe="%&+={}<>'\"")

    text = "&".join(f"{encoded(name)}={encoded(value)}" for name, value in fields)
    method, path = chance.choice(METHODS), chance.choice(PATHS)
    headers = {"Authorization": f"Bearer {TOKEN}"} if chance.random() < 0.7 else {}
    if chance.random() < 0.7:
        headers["Accept"] = chance.choice(ACCEPTS)
    if chance.random() < 0.3:
        headers[chance.choice(HEADERS)] = chance.choice((*VALUES, "*", '"a"', "bytes=0-3"))[:2000]
    body: bytes | None = None
    if method not in ("GET", "HEAD", "OPTIONS", "TRACE"):
        headers["Content-Type"] = chance.choice(TYPES)
        value = chance.choice((*VALUES, text, "--b\r\n\r\n--b--"))
        body = value.encode("utf-8", "surrogatepass")
        if chance.random() < 0.5:
            text = ""
    return method, f"{path}?{text}" if text else path, body, headers


def _send(
    port: int, method: str, target: str, body: bytes | None, headers: dict[str, str]
) -> tuple[int, str, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, target, body, headers)
        response = connection.getresponse()
        return response.status, response.headers.get_content_type(), response.read()
    finally:
        connection.close()


def _fault(status: int, kind: str, body: bytes, method: str) -> str:
    """What is wrong with an answer; empty if nothing is."""
    if status >= 500 and status not in (502, 503, 504):
        return f"status {status}: {body[:300]!r}"
    for word in (b"Traceback", b'.py"', str(ROOT).encode(), TOKEN.encode()):
        if word in body:
            return f"the answer tells of {word!r}"
    if status >= 400 and method != "HEAD" and body:
        if kind == "application/problem+json":
            told = json.loads(body)
            return "" if told["status"] == status else "the problem has another status"
        return "" if kind == "text/html" else f"an error of type {kind}: {body[:200]!r}"
    return ""


def main() -> int:
    """Run both parts; 1 if anything was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=600.0, help="for both parts together")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    given = parser.parse_args()
    with server() as port:
        wrong = parameters(port, given.seconds / 2, given.seed)
        for line in wrong[:20]:
            print(line)
        clean = against_description(port, given.seconds / 2)
    print(f"{len(wrong)} wrong answers; schemathesis: {'clean' if clean else 'failures'}")
    return 0 if clean and not wrong else 1


if __name__ == "__main__":
    raise SystemExit(main())
