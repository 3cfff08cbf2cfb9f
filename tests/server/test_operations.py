"""What an operator relies on: health, metrics, logs, a prefix, reload and a quiet end."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from prometheus_client.parser import text_string_to_metric_families
from running import ROOT, Running, free_port, stop

QUERY = "/sparql?" + urlencode({"query": "SELECT * { ?s ?p ?o } LIMIT 3"})
WRONG = "/sparql?" + urlencode({"query": "SELECT"})
KILLER = "/sparql?" + urlencode(
    {"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "timeout": "0.3"}
)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("operations") / "log"


@pytest.fixture(scope="module")
def running(fixture_store: Path, log: Path) -> Iterator[Running]:
    """`parley serve` below a prefix, with its settings in a file and its log in another."""
    port = free_port()
    file = log.with_name("parley.toml")
    file.write_text(settings())
    command = [sys.executable, "-m", "parley", "--settings", str(file), "serve"]
    where = ["--store", str(fixture_store), "--port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, *where],
            cwd=ROOT,
            env={**os.environ, "PARLEY_WRITE_TOKEN": "open-sesame"},
            stderr=out,
        )
    made = Running(process, port)
    wait(made)
    yield made
    stop(made)


def settings(**more: object) -> str:
    values = {"url_prefix": "/news/parley", "log_level": "info", "log_format": "json", **more}
    return "".join(f"{name} = {json.dumps(value)}\n" for name, value in values.items())


def wait(running: Running) -> None:
    for _ in range(600):
        assert running.process.poll() is None
        try:
            if get(running, "/healthz/live")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    pytest.fail("the server did not answer within a minute")


def get(running: Running, path: str, accept: str | None = None) -> tuple[int, dict[str, str], str]:
    return running.get(f"/news/parley{path}", accept)


def figures(running: Running) -> dict[tuple[str, ...], float]:
    """The metrics by name and the values of their labels."""
    status, headers, text = get(running, "/metrics")
    assert status == 200
    assert headers["content-type"].startswith("text/plain")
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def events(log: Path) -> list[dict[str, object]]:
    lines = log.read_text().splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


def test_health(running: Running) -> None:
    status, headers, body = get(running, "/healthz")
    document = json.loads(body)
    assert (status, document["live"], document["ready"]) == (200, True, True)
    assert document["quads"] > 0
    assert headers["cache-control"] == "no-store"
    assert json.loads(get(running, "/healthz/live")[2]) == {"live": True}


def test_queries_are_counted_by_kind_and_outcome(running: Running) -> None:
    before = figures(running)
    assert get(running, QUERY)[0] == 200
    assert get(running, WRONG)[0] == 400
    assert get(running, KILLER)[0] == 503
    after = figures(running)

    def grown(*key: str) -> float:
        return after.get(key, 0) - before.get(key, 0)

    assert grown("parley_queries_total", "solutions", "ok") == 1
    assert grown("parley_queries_total", "query", "syntax") == 1
    assert grown("parley_queries_total", "query", "timeout") == 1
    assert grown("parley_query_kills_total", "timeout") == 1
    assert grown("parley_query_seconds_count", "solutions") == 1
    assert grown("parley_http_requests_total", "GET", "/sparql", "503") == 1
    assert after["parley_ready",] == 1
    assert after["parley_snapshot_quads",] > 0
    assert after["parley_snapshot_age_seconds",] > 0
    assert {("parley_workers", "idle"), ("parley_workers", "busy")} <= after.keys()
    assert ("parley_engine", "waiting") in after


def test_paths_that_are_not_there_do_not_make_new_figures(running: Running) -> None:
    for number in range(5):
        get(running, f"/nothing-{number}")
    names = {key[2] for key in figures(running) if key[0] == "parley_http_requests_total"}
    assert "none" in names
    assert not any("nothing" in name for name in names)


def test_the_log_tells_of_requests_and_queries_by_id(running: Running, log: Path) -> None:
    _, headers, _ = get(running, f"{QUERY}&not=cached")
    _, again, _ = get(running, f"{QUERY}&not=cached")
    get(running, KILLER)
    told = events(log)
    query_id = headers["query-id"]
    (query,) = [e for e in told if e["event"] == "query" and e["query_id"] == query_id]
    assert (query["kind"], query["outcome"]) == ("solutions", "ok")
    (request,) = [e for e in told if e["event"] == "request" and e.get("query_id") == query_id]
    assert (request["method"], request["path"], request["status"]) == ("GET", "/sparql", 200)
    (cached,) = [e for e in told if e.get("query_id") == again["query-id"]]
    assert (cached["event"], cached["cached"]) == ("request", True)
    killed = [e for e in told if e.get("outcome") == "timeout"][-1]
    assert killed["level"] == "warning"
    assert [e for e in told if e["event"] == "request" and e.get("problem") == "timeout"]


def test_the_log_holds_no_secret_and_no_line_of_a_client(running: Running, log: Path) -> None:
    running.get(
        "/news/parley/a%0A%7B%22forged%22:1%7D?" + urlencode({"query": "very private question"})
    )
    text = log.read_text()
    assert "open-sesame" not in text
    assert "very private question" not in text
    assert not any("forged" in e for e in events(log))


def test_everything_is_below_the_prefix(running: Running) -> None:
    assert running.get("/healthz")[0] == 404
    _, _, page = get(running, "/", "text/html")
    paths = re.findall(r'\s(?:href|src|action)="(/[^"]*)"', page)
    assert paths
    assert all(path.startswith("/news/parley/") for path in paths)
    for path in set(paths):
        status, headers, _ = running.get(path.replace("&amp;", "&"), "text/html")
        assert status in (200, 301, 302, 303, 308), path
        assert headers.get("location", "/news/parley/").startswith("/news/parley/")
    _, headers, body = get(running, "/.well-known/void", "text/turtle")
    assert f"<{running.url}/news/parley/sparql>" in body
    _, headers, _ = get(running, QUERY)
    assert '</news/parley/.well-known/void>; rel="describedby"' in headers["link"]
    problem = json.loads(get(running, WRONG)[2])
    assert running.get(problem["type"], "text/html")[0] == 200


def test_hangup_reads_the_settings_anew_and_drops_nobody(running: Running, log: Path) -> None:
    file = log.with_name("parley.toml")
    assert get(running, "/sparql?" + urlencode({"query": "ASK {}", "timeout": "9"}))[0] == 200
    file.write_text(settings(query_timeout="soon"))
    os.kill(running.process.pid, signal.SIGHUP)
    found = 0
    for _ in range(300):
        assert get(running, QUERY)[0] == 200
        found = sum("query_timeout" in str(e.get("reason")) for e in events(log))
        if found:
            break
        time.sleep(0.1)
    assert found, "what is wrong with the new settings is not logged"
    file.write_text(settings(log_format="text"))
    os.kill(running.process.pid, signal.SIGHUP)
    for _ in range(300):
        assert get(running, QUERY)[0] == 200
        if " parley.requests request method=GET" in log.read_text():
            break
        time.sleep(0.1)
    else:
        pytest.fail("the new settings are not in force")
