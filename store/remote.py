"""One request to a remote SPARQL endpoint, with a deadline, a size limit and no redirects."""

from __future__ import annotations

import socket
import time
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from io import BytesIO
from threading import Timer
from typing import Final, NamedTuple
from urllib.parse import urlencode, urlsplit

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

_FORMATS: Final = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/xml": QueryResultsFormat.XML,
}
_CANONICAL: Final = {
    QueryResultsFormat.JSON: "application/sparql-results+json",
    QueryResultsFormat.XML: "application/sparql-results+xml",
}
_ACCEPT: Final = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_PIECE: Final = 65_536
_EXCERPT: Final = 200
_LONGEST_PAUSE: Final = 600.0


class Solutions(NamedTuple):
    """A complete, well-formed table of results, as the endpoint wrote it."""

    media_type: str
    body: bytes


class RemoteError(Exception):
    """Why an endpoint gave no results; the message goes on after its name.

    `timeout` says that it took too long; `pause` for how many seconds it asks to be left alone.
    """

    def __init__(self, message: str, *, timeout: bool = False, pause: float = 0.0) -> None:
        super().__init__(message)
        self.timeout = timeout
        self.pause = pause


def ask(endpoint: str, query: str, *, seconds: float, max_bytes: int, agent: str) -> Solutions:
    """The solutions of a SELECT. Raises `RemoteError`, at the latest after `seconds`.

    Name resolution alone cannot be cut short: a resolver that hangs holds the calling thread.
    """
    start = time.monotonic()
    parts = urlsplit(endpoint)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=max(0.001, seconds))
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {
        "Accept": _ACCEPT,
        "Accept-Encoding": "identity",
        "Content-Type": "application/x-www-form-urlencoded",
        "User-Agent": agent,
    }
    # A socket's own timeout starts again with every byte; this one does not.
    watch = Timer(seconds, _cut, [connection])
    watch.daemon = True
    watch.start()
    with closing(connection):
        try:
            connection.request("POST", target, urlencode({"query": query}), headers)
            return _read(connection.getresponse(), max_bytes)
        except (OSError, HTTPException) as error:
            if isinstance(error, TimeoutError) or time.monotonic() - start >= seconds:
                message = f"did not answer within {seconds:.3g} s"
                raise RemoteError(message, timeout=True) from error
            raise RemoteError(f"cannot be reached, or broke off: {_words(error)}") from error
        finally:
            watch.cancel()


def _cut(connection: HTTPConnection) -> None:
    link: socket.socket | None = connection.sock
    if link is not None:
        with suppress(OSError):
            link.shutdown(socket.SHUT_RDWR)


def _words(error: Exception) -> str:
    if isinstance(error, IncompleteRead):
        return "the answer is not complete"
    reason = getattr(error, "strerror", None) or str(error)
    return str(reason or type(error).__name__).strip().rstrip(".")


def _read(response: HTTPResponse, max_bytes: int) -> Solutions:
    status = response.status
    if 300 <= status < 400:
        where = response.headers.get("Location", "another place")
        raise RemoteError(f"redirects to {where[:_EXCERPT]!r}, which is not followed")
    if status != 200:
        raise _refusal(response)
    body = bytearray()
    while piece := response.read(_PIECE):
        body += piece
        if len(body) > max_bytes:
            raise RemoteError(
                f"sends more than {max_bytes:,} bytes; make its part of the query more selective"
            )
    if response.length:  # what it announced and did not send
        raise IncompleteRead(bytes(body), response.length)
    return _solutions(response.headers.get_content_type(), bytes(body))


def _solutions(media_type: str, body: bytes) -> Solutions:
    """Checked in full: half a table must not pass for a whole one."""
    form = _FORMATS.get(media_type)
    if form is None:
        raise RemoteError(f"answered with {media_type[:60]}, which holds no results of a query")
    fault = _fault(body, form)
    if fault:
        raise RemoteError(fault)
    return Solutions(_CANONICAL[form], body)


def _fault(body: bytes, form: QueryResultsFormat) -> str | None:
    """What is wrong with results. The parser must go with this frame: it may not change threads."""
    try:
        results = parse_query_results(BytesIO(body), form)
        if not isinstance(results, QuerySolutions):
            return "answered with a boolean instead of rows"
        for _ in results:
            pass
    except (SyntaxError, ValueError, OSError) as error:
        return f"sent results that cannot be read: {_words(error)[:_EXCERPT]}"
    return None


def _refusal(response: HTTPResponse) -> RemoteError:
    status = response.status
    told = f"answered {status} {response.reason}".rstrip()
    if response.headers.get_content_type() == "text/plain":
        lines = response.read(_PIECE).decode("utf-8", "replace").split("\n")
        first = next((line.strip() for line in lines if line.strip()), "")
        told += f" ({first[:_EXCERPT]})" if first else ""
    pause = _seconds(response.headers.get("Retry-After")) if status in (429, 503) else 0.0
    if pause:
        told += f", and asks for {pause:g} s of rest"
    return RemoteError(told, timeout=status == 504, pause=pause)


def _seconds(retry_after: str | None) -> float:
    """As a number; a date, or nothing, counts as a minute, since something was refused."""
    text = (retry_after or "").strip()
    return min(float(text), _LONGEST_PAUSE) if text.isdigit() else 60.0
