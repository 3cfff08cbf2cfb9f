"""RSGI requests -> the WSGI application, in threads; slow and absent clients cost none of them.

The web server's own WSGI tells nobody that a client has left, and lets one that reads slowly hold
a thread. Here the event loop does all the waiting for clients: it reads a request to its end
before a thread takes it, sends the answer piece by piece, and calls off the queries of a request
whose client is gone.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final, NamedTuple
from urllib.parse import unquote_to_bytes
from wsgiref.types import StartResponse, WSGIApplication

from granian._granian import RSGIHTTPProtocol, RSGIProtocolClosed
from granian.rsgi import Scope

from server.cache import Cache, Stored
from server.metrics import Metrics
from server.operations import note_hit
from store.engine import Cancellable, Engine
from store.owners import OWNER, Owner

_PIECE: Final = 256 * 1024
_IN_MEMORY: Final = 1 << 20
_PATIENCE: Final = 120.0
"""Seconds that a client may take over a piece of an answer, or of its request."""

_WHOLE: Final = frozenset({"GET", "HEAD", "DELETE", "OPTIONS"})
"""Methods whose requests have no body that means anything."""

Headers = list[tuple[str, str]]


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
        key = self._cache.key(scope)
        known = self._cache.find(key, scope) if key is not None else None
        if known is not None:
            self._note(scope, known)
            protocol.response_bytes(known.status, known.headers, known.body)
            return
        if self._open >= self._most:
            protocol.response_bytes(*_overloaded(self._most))
            return
        self._open += 1
        try:
            await self._answer(scope, protocol, key)
        except RSGIProtocolClosed:
            pass  # the client has left
        finally:
            self._open -= 1

    def _note(self, scope: Scope, known: Stored) -> None:
        query_id = next((v for n, v in known.headers if n == "query-id"), None)
        note_hit(self._metrics, scope.method, scope.path, known.status, query_id)

    async def _answer(self, scope: Scope, protocol: RSGIHTTPProtocol, key: Any) -> None:
        body = await self._read(scope, protocol)
        with body:
            owner = Owner()
            reply = await self._work(scope, protocol, body, owner)
        if reply.rest is None:
            if key is not None:
                self._cache.store(key, Stored(reply.status, reply.headers, reply.body))
            if scope.method == "HEAD" or reply.status in (204, 304):
                protocol.response_empty(reply.status, reply.headers)
            else:
                protocol.response_bytes(reply.status, reply.headers, reply.body)
            return
        await self._stream(protocol, reply)

    async def _read(self, scope: Scope, protocol: RSGIHTTPProtocol) -> IO[bytes]:
        """The body of a request, up to what is taken and a little more, so that it is refused."""
        file: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  the caller closes it
        if scope.method in _WHOLE and "content-length" not in scope.headers:
            return file
        most = self._max_upload if "authorization" in scope.headers else self._max_body
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
        self, scope: Scope, protocol: RSGIHTTPProtocol, body: IO[bytes], owner: Owner
    ) -> Reply:
        """Have a thread run the application; call its queries off if the client leaves."""
        loop = asyncio.get_running_loop()
        work: asyncio.Future[Any] = loop.run_in_executor(
            self._threads, self._call, environment(scope, body), owner
        )
        done, _ = await asyncio.wait({work}, timeout=0.05)
        if not done:
            gone: asyncio.Future[Any] = asyncio.ensure_future(protocol.client_disconnect())
            try:
                await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
                if not work.done():
                    owner.cancelled = True
                    if isinstance(self._engine, Cancellable):
                        await loop.run_in_executor(None, self._engine.cancel_owned, owner)
            finally:
                gone.cancel()
        reply: Reply = await work
        return reply

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

    def _call(self, environ: dict[str, Any], owner: Owner) -> Reply:
        return copy_context().run(self._run, environ, owner)

    def _run(self, environ: dict[str, Any], owner: Owner) -> Reply:
        OWNER.set(owner)
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


def environment(scope: Scope, body: IO[bytes]) -> dict[str, Any]:
    """The request as WSGI has it (PEP 3333)."""
    host, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope.path).decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if scope.authority:
        environ["HTTP_HOST"] = scope.authority
    for name, value in scope.headers.items():
        field = name.upper().replace("-", "_")
        if field in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            environ[field] = value
        else:
            key = f"HTTP_{field}"
            environ[key] = (
                f"{environ[key]}, {value}" if key in environ and key != "HTTP_HOST" else value
            )
    return environ
