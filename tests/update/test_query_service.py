"""The client of the query service against every fault that it is known to show."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import faulty
import pytest

from etl.gazetteer.update.cache import AnswerCache
from etl.gazetteer.update.errors import ServiceError, TooMuchError, UpdateError
from etl.gazetteer.update.service import WAITS, QueryService

QUERY = "SELECT ?item WHERE { ?item ?p ?o }"
ROW = json.dumps(
    {
        "head": {"vars": ["item"]},
        "results": {"bindings": [{"item": {"type": "uri", "value": "http://e.org/Q1"}}]},
    }
).encode()
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def peer() -> Iterator[faulty.Service]:
    with faulty.running() as service:
        service.answer = lambda _: ROW
        yield service


class Waits(list[float]):
    """Notes how long it was to sleep, and does not."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def client(peer: faulty.Service, tmp_path: Path, waits: Waits) -> QueryService:
    cache = AnswerCache(tmp_path / "answers")
    with cache.held():
        pass
    return QueryService(
        peer.url, "me@example.org", cache, timeout=1.0, sleep=waits, now=lambda: NOW
    )


def test_an_answer_is_rows_of_plain_values(client: QueryService, peer: faulty.Service) -> None:
    answer = client.ask(QUERY)
    assert answer.rows == [{"item": "http://e.org/Q1"}]
    assert answer.retrieved == "2026-03-01"
    assert peer.queries == [QUERY]


def test_it_says_who_asks_and_posts(client: QueryService, peer: faulty.Service) -> None:
    client.ask(QUERY)
    (headers,) = peer.headers
    assert headers["User-Agent"].startswith("Parley/")
    assert "(me@example.org)" in headers["User-Agent"]
    assert "application/sparql-results+json" in headers["Accept"]


@pytest.mark.parametrize("contact", ["", "me", "me@home", "a@b.org\r\nX: y", "me (a@b.org)"])
def test_a_contact_that_reaches_nobody_is_refused(contact: str, tmp_path: Path) -> None:
    with pytest.raises(UpdateError, match="mail"):
        QueryService("http://127.0.0.1:9", contact, AnswerCache(tmp_path))


@pytest.mark.parametrize(
    ("fault", "least"),
    [
        (faulty.status(429, Retry_After="37"), 37),
        (faulty.status(429, Retry_After="2"), WAITS[0]),
        (faulty.status(429, Retry_After="Sun, 01 Mar 2026 12:01:30 GMT"), 90),
        (faulty.status(429, Retry_After="soon"), WAITS[0]),
        (faulty.status(503, Retry_After="11"), 11),
        (faulty.status(500, b"a bug"), WAITS[0]),
        (faulty.status(502, b"<html>"), WAITS[0]),
        (faulty.status(504), WAITS[0]),
        (faulty.cut, WAITS[0]),
        (faulty.cut_chunk, WAITS[0]),
        (faulty.hang_up, WAITS[0]),
        (faulty.silent, WAITS[0]),
        (faulty.dripping, WAITS[0]),
        (faulty.body(b'{"head": {"vars": ["item"]}, "results": {"bin'), WAITS[0]),
        (faulty.body(b"<!DOCTYPE html><title>Wikimedia Error</title>"), WAITS[0]),
        (faulty.body(b""), WAITS[0]),
        (faulty.body(b"[]"), WAITS[0]),
        (faulty.body(b'{"boolean": true}'), WAITS[0]),
        (faulty.body(b'{"results": {"bindings": [{"item": "Q1"}]}}'), WAITS[0]),
        (faulty.body(b"\xff\xfe\xfa"), WAITS[0]),
    ],
)
def test_what_passes_is_waited_for(
    client: QueryService, peer: faulty.Service, waits: Waits, fault: faulty.Fault, least: float
) -> None:
    peer.faults = [fault]
    assert client.ask(QUERY).rows == [{"item": "http://e.org/Q1"}]
    assert waits == [least]
    assert len(peer.queries) == 2


def test_lag_that_is_told_in_a_body_is_waited_for(
    client: QueryService, peer: faulty.Service, waits: Waits, shared: Path
) -> None:
    told = (shared / "gazetteer/fixtures/error_maxlag_WDTK_Apache2.json").read_bytes()
    worse = json.dumps({"error": {"code": "maxlag", "lag": 44.5, "info": "Waiting"}}).encode()
    peer.faults = [faulty.body(told), faulty.body(worse)]
    assert len(client.ask(QUERY).rows) == 1
    assert waits == [5.0, 44.5]


def test_waits_grow_and_are_the_same_every_time(
    client: QueryService, peer: faulty.Service, waits: Waits
) -> None:
    peer.faults = [faulty.status(503)] * 20
    with pytest.raises(ServiceError, match="run again to go on"):
        client.ask(QUERY)
    assert waits == list(WAITS)
    assert len(peer.queries) == len(WAITS) + 1
    assert client.waited == sum(WAITS)


def test_a_wait_of_hours_is_told_instead(client: QueryService, peer: faulty.Service) -> None:
    peer.faults = [faulty.status(429, Retry_After="86400")]
    with pytest.raises(ServiceError, match="86400"):
        client.ask(QUERY)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (faulty.status(400, b"Parse error: line 3"), "refused the query.*line 3"),
        (faulty.status(401), "password"),
        (faulty.status(403, b"Your agent is blocked"), "403.*blocked"),
        (faulty.status(404), "no query service"),
    ],
)
def test_what_does_not_pass_is_told_at_once(
    client: QueryService, peer: faulty.Service, waits: Waits, fault: faulty.Fault, message: str
) -> None:
    peer.faults = [fault]
    with pytest.raises(ServiceError, match=message):
        client.ask(QUERY)
    assert (waits, len(peer.queries)) == ([], 1)


@pytest.mark.parametrize(
    "faults",
    [
        [faulty.status(500, b"java.util.concurrent.TimeoutException at com.bigdata")],
        [faulty.body(ROW[:-3] + b"\njava.util.concurrent.TimeoutException")],
        [faulty.status(413)],
        [faulty.status(414)],
        [faulty.silent] * 3,
        [faulty.status(504)] * 3,
    ],
)
def test_a_question_that_is_too_large_is_known_as_such_in_the_next_run(
    client: QueryService, peer: faulty.Service, faults: list[faulty.Fault]
) -> None:
    peer.faults = list(faults)
    for _ in range(2):
        with pytest.raises(TooMuchError):
            client.ask(QUERY)
    assert len(peer.queries) == len(faults)


def test_nothing_is_asked_twice(
    client: QueryService, peer: faulty.Service, remade: Callable[[], QueryService]
) -> None:
    first = client.ask(QUERY)
    assert remade().ask(QUERY) == first
    assert len(peer.queries) == 1


@pytest.fixture
def remade(client: QueryService) -> Callable[[], QueryService]:
    """The same client in another process."""
    return lambda: QueryService(client.endpoint, client.contact, client.cache)


def test_a_damaged_answer_is_asked_for_again(
    client: QueryService, peer: faulty.Service, tmp_path: Path
) -> None:
    client.ask(QUERY)
    (kept,) = (tmp_path / "answers/running").iterdir()
    whole = kept.read_bytes()
    for damaged in (whole[:-9], b"", b"no gzip", whole[:30] + b"\0\0\0" + whole[33:]):
        kept.write_bytes(damaged)
        assert len(client.ask(QUERY).rows) == 1
    assert len(peer.queries) == 5
    assert kept.read_bytes() == whole


def test_a_run_that_ended_is_not_reused(client: QueryService, peer: faulty.Service) -> None:
    with client.cache.held():
        client.ask(QUERY)
        client.cache.finish()
    with client.cache.held():
        client.ask(QUERY)
        client.cache.finish()
    assert len(peer.queries) == 2


def test_two_runs_do_not_share_a_folder(client: QueryService, tmp_path: Path) -> None:
    with (
        client.cache.held(),
        pytest.raises(UpdateError, match="under way"),
        AnswerCache(tmp_path / "answers").held(),
    ):
        pass
