"""Remote endpoints on behalf of queries: deadlines, a cache, manners, and who failed.

The engine's own HTTP client has no timeout, no name and no limit, and it runs in a worker. So a
query is rewritten to call a door on the loopback interface of this process, under an address that
holds only while the query runs; behind the door, the endpoint is asked with all of these.
"""

from __future__ import annotations

import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from typing import Final

from store import remote
from store.errors import QueryServiceError
from store.federated import Call
from store.loopback import Door
from store.remote import RemoteError, Solutions
from store.scan import tokens

AGENT: Final = "Parley/0.1 (SPARQL federation)"
"""What an endpoint is told about who asks, where the operator gives no contact."""

KEPT_FOR: Final = 300.0
"""Seconds for which an endpoint's answer to a query is taken for its answer now."""

_KEPT_BYTES: Final = 64 << 20
_MAX_BYTES: Final = 16 << 20
_MAX_REQUESTS: Final = 50
_AT_ONCE: Final = 4
_SHARE: Final = 0.85
"""Of a query's time: the rest is for what it does with the rows, or without them."""
_GENERATED: Final = re.compile(r"\?[0-9a-f]{24,32}")


def agent(contact: str | None) -> str:
    """The `User-Agent`, with the operator's address: Wikidata throttles those who give none.

    Characters that a header cannot hold are left out.
    """
    plain = "".join(c for c in contact or "" if c.isascii() and c.isprintable() and c not in "()")
    return f"{AGENT[:-1]}; {plain.strip()})" if plain.strip() else AGENT


class Cache:
    """Answers by endpoint and query; the oldest go when it is full."""

    def __init__(self, seconds: float, size: int) -> None:
        self._seconds, self._size = seconds, size
        self._held: OrderedDict[tuple[str, str], tuple[float, Solutions]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: tuple[str, str]) -> Solutions | None:
        """The answer, if it is not too old."""
        with self._lock:
            held = self._held.get(key)
            return held[1] if held and time.monotonic() - held[0] < self._seconds else None

    def put(self, key: tuple[str, str], answer: Solutions) -> None:
        """Keep an answer."""
        with self._lock:
            self._drop(key)
            self._held[key] = (time.monotonic(), answer)
            self._bytes += len(answer.body)
            while self._bytes > self._size:
                self._drop(next(iter(self._held)))

    def _drop(self, key: tuple[str, str]) -> None:
        if key in self._held:
            self._bytes -= len(self._held.pop(key)[1].body)


class Federation:
    """The remote endpoints of one engine."""

    def __init__(self, *, agent: str = AGENT, kept_for: float = KEPT_FOR) -> None:
        self._agent = agent
        self._cache = Cache(kept_for, _KEPT_BYTES)
        self._slots: dict[str, BoundedSemaphore] = {}
        self._resting: dict[str, float] = {}
        self._lock = Lock()
        self._door: Door | None = None

    @contextmanager
    def session(self, calls: Sequence[Call], timeout: float) -> Iterator[Session]:
        """What one query may call, until it ends. `timeout` is the query's own."""
        door = self._open()
        session = Session(self, calls, timeout)
        key = secrets.token_urlsafe(18)
        session.address = f"{door.address}{key}/"
        door.admit(key, session.answer)
        try:
            yield session
        finally:
            door.dismiss(key)

    def close(self) -> None:
        """Shut the door."""
        with self._lock:
            door, self._door = self._door, None
        if door is not None:
            door.close()

    def _open(self) -> Door:
        with self._lock:
            if self._door is None:
                self._door = Door()
            return self._door

    def ask(self, endpoint: str, query: str, deadline: float) -> Solutions:
        """The endpoint's answer, kept or new. Raises `RemoteError`."""
        query = _plain(query)
        kept = self._cache.get((endpoint, query))
        if kept is not None:
            return kept
        with self._lock:
            slot = self._slots.setdefault(endpoint, BoundedSemaphore(_AT_ONCE))
        start = time.monotonic()
        if not slot.acquire(timeout=max(0.0, deadline - start)):
            raise RemoteError(
                f"is busy with {_AT_ONCE} other queries from here, and this one's time is over",
                timeout=True,
            )
        try:
            self._check_rest(endpoint)
            seconds = max(0.001, deadline - time.monotonic())
            answer = remote.ask(
                endpoint, query, seconds=seconds, max_bytes=_MAX_BYTES, agent=self._agent
            )
        except RemoteError as error:
            if error.pause:
                self._resting[endpoint] = time.monotonic() + error.pause
            raise
        finally:
            slot.release()
        self._cache.put((endpoint, query), answer)
        return answer

    def _check_rest(self, endpoint: str) -> None:
        left = self._resting.get(endpoint, 0.0) - time.monotonic()
        if left > 0:
            raise RemoteError(f"asked to be left alone, for another {left:.0f} s")


class Session:
    """The calls of one query. Its failure is the first one that is not SILENT."""

    def __init__(self, federation: Federation, calls: Sequence[Call], timeout: float) -> None:
        self._federation, self._calls = federation, calls
        self._deadline = time.monotonic() + timeout * _SHARE
        self._failed: dict[tuple[int, str], RemoteError] = {}
        self._requests = 0
        self.address = ""
        self.failure: QueryServiceError | None = None

    def iri(self, call: Call) -> str:
        """What the engine has to call instead of the endpoint."""
        return f"{self.address}{self._calls.index(call)}"

    def answer(self, index: int, query: str) -> Solutions:
        """What the endpoint of a call says. Raises `RemoteError`."""
        query = _plain(query)
        call = self._calls[index]
        try:
            # The engine may ask the same for every row; what has failed once has failed.
            if (index, query) in self._failed:
                raise self._failed[index, query]
            self._requests += 1
            if self._requests > _MAX_REQUESTS:
                raise RemoteError(f"would be asked more than {_MAX_REQUESTS} times by this query")
            return self._federation.ask(call.endpoint, query, self._deadline)
        except RemoteError as error:
            self._failed[index, query] = error
            if call.silent is None and self.failure is None:
                self.failure = QueryServiceError(
                    f"The endpoint <{call.endpoint}> {error}. Nothing is wrong with the rest; "
                    "SERVICE SILENT goes on without its rows.",
                    endpoint=call.endpoint,
                    timeout=error.timeout,
                )
            raise


def _plain(query: str) -> str:
    """The variables that the engine makes up, under names that are the same every time."""
    names: dict[str, str] = {}
    return "".join(
        names.setdefault(token.text, f"?generated_{len(names)}")
        if token.kind == "variable" and _GENERATED.fullmatch(token.text)
        else token.text
        for token in tokens(query)
    )
