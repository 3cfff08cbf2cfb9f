"""RSGI requests -> the WSGI application, in threads; slow and absent clients cost none of them.

The web server's own WSGI tells nobody that a client has left, and lets one that reads slowly hold
a thread. Here the event loop does all the waiting for clients: it reads a request to its end
before a thread takes it, sends the answer piece by piece, and calls off the queries of a request
whose client is gone.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final, NamedTuple
from wsgiref.types import StartResponse, WSGIApplication

from granian._granian import RSGIHTTPProtocol, RSGIProtocolClosed
from granian.rsgi import Scope

from server.asked import Asked, Headers, environment
from server.cache import Cache, Stored
from server.fast import PRIOR, Done, FastLane, Plain
from server.metrics import Metrics
from server.operations import CACHE, note
from store.engine import Cancellable, Engine
from store.errors import QueryError, StoreError
from store.owners import OWNER, Owner

_PIECE: Final = 256 * 1024
_IN_MEMORY: Final = 1 << 20
_PATIENCE: Final = 120.0
"""Seconds that a client may take over a piece of an answer, or of its request."""

_BODILESS: Final = frozenset({"GET", "HEAD", "DELETE", "OPTIONS"})
"""Methods whose requests have no body that means anything."""

_UNWATCHED: Final = 0.05
"""Seconds in which nobody looks whether the client is still there: most answers take less."""


class Reply(NamedTuple):
    """What the application answers. `rest` are the pieces that are not in `body`, if it is long."""

    status: int
    headers: Headers
    body: bytes
    rest: Iterable[bytes] | None = None


class Front:
    """The server's application. At most `threads` requests are worked at, and `waiting` wait.

    A body may have `max_body` bytes; of who says `Authorization`, `max_upload`.
    """

    def __init__(
        self,
        application: WSGIApplication,
        engine: Engine,
        cache: Cache,
        metrics: Metrics,
        lane: FastLane | None = None,
        *,
        threads: int,
        waiting: int,
        max_body: int,
        max_upload: int,
    ) -> None:
        self._application = application
        self._engine = engine
        self._cache = cache
        self._metrics = metrics
        self._lane = lane
        metrics.cache.labels("bytes").set_function(lambda: cache.size)
        metrics.cache.labels("answers").set_function(lambda: cache.count)
        self._threads = ThreadPoolExecutor(threads, "request")
        self._most = threads + waiting
        self._max_body = max_body
        self._max_upload = max_upload
        self._open = 0

    async def __call__(self, scope: Scope, protocol: RSGIHTTPProtocol) -> None:
        """Answer one request."""
        if scope.proto != "http":
            return
        asked = Asked(scope)
        key = self._cache.key(asked)
        known = self._cache.find(key, asked) if key is not None else None
        if known is not None:
            query_id = next((v for n, v in known.headers if n == "query-id"), None)
            note(self._metrics, asked.method, CACHE, asked.path, query_id, 0.0)
            protocol.response_bytes(known.status, known.headers, known.body)
            return
        if self._open >= self._most:
            protocol.response_bytes(*_overloaded(self._most))
            return
        self._open += 1
        try:
            await self._answer(asked, protocol, key)
        except RSGIProtocolClosed:
            pass  # the client has left
        finally:
            self._open -= 1

    async def _answer(
        self, asked: Asked, protocol: RSGIHTTPProtocol, key: tuple[str, ...] | None
    ) -> None:
        bodiless = asked.method in _BODILESS and "content-length" not in asked.headers
        with BytesIO() if bodiless else await self._read(asked, protocol) as body:
            owner = Owner()
            plain = self._lane.plain(asked) if self._lane is not None else None
            call = partial(self._call, asked, body, plain, owner)
            reply = await self._work(protocol, call, owner)
        if reply.rest is not None:
            await self._stream(protocol, reply)
            return
        if key is not None:
            self._cache.store(key, Stored(reply.status, reply.headers, reply.body))
        if asked.method == "HEAD" or reply.status in (204, 304):
            protocol.response_empty(reply.status, reply.headers)
        else:
            protocol.response_bytes(reply.status, reply.headers, reply.body)

    async def _read(self, asked: Asked, protocol: RSGIHTTPProtocol) -> IO[bytes]:
        """The body of a request, up to what is taken and a little more, so that it is refused."""
        file: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  the caller closes it
        most = self._max_upload if "authorization" in asked.headers else self._max_body
        size = 0
        pieces = aiter(protocol)
        while True:
            try:
                piece = await asyncio.wait_for(anext(pieces), _PATIENCE)
            except (StopAsyncIteration, TimeoutError):
                break
            if size <= most:
                file.write(piece)
            size += len(piece)
        file.seek(0)
        return file

    async def _work(
        self, protocol: RSGIHTTPProtocol, call: Callable[[], Reply], owner: Owner
    ) -> Reply:
        """Have a thread do the work; call its queries off if the client leaves."""
        loop = asyncio.get_running_loop()
        watches: list[asyncio.Task[None]] = []
        later = loop.call_later(
            _UNWATCHED, lambda: watches.append(loop.create_task(self._watch(protocol, owner)))
        )
        try:
            return await loop.run_in_executor(self._threads, call)
        finally:
            later.cancel()
            for watch in watches:
                watch.cancel()

    async def _watch(self, protocol: RSGIHTTPProtocol, owner: Owner) -> None:
        await protocol.client_disconnect()
        owner.cancelled = True
        if isinstance(self._engine, Cancellable):
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(None, self._engine.cancel_owned, owner)

    async def _stream(self, protocol: RSGIHTTPProtocol, reply: Reply) -> None:
        assert reply.rest is not None
        loop = asyncio.get_running_loop()
        pieces = iter(reply.rest)
        try:
            transport = protocol.response_stream(reply.status, reply.headers)
            while piece := await loop.run_in_executor(None, _gather, pieces):
                await asyncio.wait_for(transport.send_bytes(piece), _PATIENCE)
        except TimeoutError:
            pass  # it reads no more, and gets no more
        finally:
            _close(reply.rest)

    def _call(self, asked: Asked, body: IO[bytes], plain: Plain | None, owner: Owner) -> Reply:
        return copy_context().run(self._run, asked, body, plain, owner)

    def _run(self, asked: Asked, body: IO[bytes], plain: Plain | None, owner: Owner) -> Reply:
        OWNER.set(owner)
        prior: StoreError | None = None
        if plain is not None and self._lane is not None:
            done = self._lane.answer(plain)
            if isinstance(done, Done):
                note(self._metrics, "GET", "/sparql", asked.path, done.query_id, done.elapsed)
                return Reply(200, done.headers, done.body)
            prior = done
        environ = environment(asked, body)
        if isinstance(prior, QueryError):
            environ[PRIOR] = prior
        reply = self._apply(environ)
        if self._lane is not None and reply.status == 200:
            self._lane.learn(asked, environ, reply.headers)
        return reply

    def _apply(self, environ: dict[str, Any]) -> Reply:
        started: list[Any] = []

        def start(status: str, headers: Headers, _error: Any = None) -> Any:
            started[:] = [int(status[:3]), headers]

        begin: StartResponse = start
        pieces = self._application(environ, begin)
        length = next((v for n, v in started[1] if n.lower() == "content-length"), None)
        if length is not None and int(length) > _PIECE and environ["REQUEST_METHOD"] != "HEAD":
            return Reply(*_lowered(started), b"", pieces)
        try:
            return Reply(*_lowered(started), b"".join(pieces))
        finally:
            _close(pieces)


def _lowered(started: list[Any]) -> tuple[int, Headers]:
    return started[0], [(name.lower(), value) for name, value in started[1]]


def _gather(pieces: Iterator[bytes]) -> bytes:
    """The next few pieces as one."""
    found, size = [], 0
    for piece in pieces:
        found.append(piece)
        size += len(piece)
        if size >= _PIECE:
            break
    return b"".join(found)


def _close(pieces: Iterable[bytes]) -> None:
    close = getattr(pieces, "close", None)
    if close is not None:
        with suppress(OSError):
            close()


def _overloaded(most: int) -> tuple[int, Headers, bytes]:
    document = {
        "type": "/problem/overload",
        "title": "The server is busy",
        "status": 503,
        "detail": f"{most} requests are being worked at or wait already. Try again shortly.",
        "limit": most,
    }
    headers = [
        ("content-type", "application/problem+json"),
        ("retry-after", "5"),
        ("cache-control", "no-store"),
        ("access-control-allow-origin", "*"),
    ]
    return 503, headers, json.dumps(document).encode()
