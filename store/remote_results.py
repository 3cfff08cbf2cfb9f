"""A remote server's response -> an answer in the type that was asked for.

A result whose length the server announces is passed on as it comes: where it breaks off, whoever
reads it on is told by the length. Any other is complete before anybody sees it, in a file where it
is long, since nothing else would tell half of it from all of it.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple, cast

import requests
from pyoxigraph import (
    Literal,
    QueryBoolean,
    QuerySolutions,
    Store,
    parse,
    parse_query_results,
    serialize,
)
from urllib3.exceptions import HTTPError

from store.engine import Kind
from store.errors import NotAcceptableError, QueryEvaluationError, QuerySizeError, StoreError
from store.formats import GRAPH_TYPES, SOLUTION_TYPES, choose, offers

BUFFER: Final = 1 << 20
_PIECE: Final = 1 << 16
# Names that servers use for one and the same thing.
_SAME: Final = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/plain": "application/n-triples",
    "application/x-turtle": "text/turtle",
}
_ASK: Final = "__ASK_RETVAL"
_TSV: Final = "text/tab-separated-values"
_FALLBACK: Final = {
    "graph": ("application/n-triples", "text/turtle", "application/rdf+xml"),
    "solutions": ("application/sparql-results+json", "application/sparql-results+xml"),
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
}


class Result(NamedTuple):
    """A body of a media type, `size` bytes long."""

    kind: Kind
    media_type: str
    body: BinaryIO
    size: int


def accept_header(kind: Kind, media_type: str) -> str:
    """What to ask a server for: the type that is wanted, and those that can be turned into it."""
    first = _canonical(kind, media_type)
    # Not every server writes TSV as the specification has it, and nothing tells which do.
    named = [*(() if first == _TSV else (first,)), *_FALLBACK[kind]]
    names = list(dict.fromkeys(named))
    return ", ".join(f"{name};q={1 - place / 10:.1f}" for place, name in enumerate(names))


def wanted(kind: Kind, accept: tuple[str, ...]) -> str | None:
    """The first of the types that can carry this kind of answer."""
    return choose(kind, accept)


def not_acceptable(kind: str, accept: tuple[str, ...]) -> NotAcceptableError:
    """What to raise when none of the types asked for can carry an answer."""
    available = offers(kind)
    return NotAcceptableError(
        f"An answer of kind {kind!r} can be had as {', '.join(available)}; "
        f"not as {', '.join(accept)}.",
        kind=kind,
        offers=available,
    )


def read(response: requests.Response, kind: Kind, media_type: str, limit: int) -> Result:
    """The result of a response. Raises `QuerySizeError`, `QueryEvaluationError`, `StoreError`."""
    if response.status_code == 206 or response.headers.get("X-SQL-State", "").startswith("S1TAT"):
        raise QueryEvaluationError(
            "The endpoint gives part of the answer only, since it ran out of time. Make the query "
            "more selective."
        )
    given = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    stream = Stream(response, limit)
    if kind == "boolean" or _canonical(kind, given) != _canonical(kind, media_type):
        with stream:
            return Result(kind, media_type, *_converted(stream, kind, given, media_type, limit))
    length = response.headers.get("Content-Length", "")
    if length.isdigit() and "Content-Encoding" not in response.headers:
        if int(length) > limit:
            raise _too_large(limit)
        return Result(kind, media_type, cast(BinaryIO, stream), int(length))
    with stream:
        return Result(kind, media_type, *_spooled(stream))


class Stream(io.RawIOBase):
    """The body of a response as a file; breaking off is an error, and so is too much of it."""

    def __init__(self, response: requests.Response, limit: int) -> None:
        super().__init__()
        self._response = response
        self._limit = limit
        self._size = 0
        self._ahead = b""
        self._pieces: Iterator[bytes] = response.raw.stream(_PIECE, decode_content=True)

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, fewer only at the end. Raises `StoreError`, `QuerySizeError`."""
        parts, length = [self._ahead], len(self._ahead)
        while size < 0 or length < size:
            piece = self._next()
            if not piece:
                break
            parts.append(piece)
            length += len(piece)
        data = b"".join(parts)
        if size < 0:
            size = len(data)
        self._ahead = data[size:]
        return data[:size]

    def readable(self) -> bool:
        """It is."""
        return True

    def close(self) -> None:
        """Hang up."""
        self._response.close()
        super().close()

    def _next(self) -> bytes:
        try:
            piece = next(self._pieces, b"")
        except (HTTPError, OSError) as error:
            raise StoreError(f"The endpoint broke off its answer ({error}).") from error
        self._size += len(piece)
        if self._size > self._limit:
            raise _too_large(self._limit)
        return piece


def _spooled(stream: Stream) -> tuple[BinaryIO, int]:
    body = cast(BinaryIO, tempfile.SpooledTemporaryFile(BUFFER))  # noqa: SIM115  the answer keeps it
    try:
        while piece := stream.read(_PIECE):
            body.write(piece)
    except BaseException:
        body.close()
        raise
    size = body.tell()
    body.seek(0)
    return body, size


def _too_large(limit: int) -> QuerySizeError:
    return QuerySizeError(
        f"The result is larger than {limit:,} bytes. Ask for less, as with LIMIT.", limit=limit
    )


def _canonical(kind: Kind, media_type: str) -> str:
    if kind == "graph" and media_type in ("application/json", "application/xml"):
        return {"application/json": "application/ld+json"}.get(media_type, "application/rdf+xml")
    return _SAME.get(media_type, media_type)


def _converted(
    stream: Stream, kind: Kind, given: str, media_type: str, limit: int
) -> tuple[BinaryIO, int]:
    """A whole result in another type than it came in."""
    body = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115  the answer keeps it open
    try:
        _convert(stream, kind, _canonical(kind, given), media_type, body)
    except (SyntaxError, ValueError) as error:
        body.close()
        raise QueryEvaluationError(f"The endpoint's answer cannot be read: {error}.") from error
    except BaseException:
        body.close()
        raise
    size = body.tell()
    if size > limit:
        body.close()
        raise _too_large(limit)
    body.seek(0)
    return body, size


def _convert(stream: Stream, kind: Kind, given: str, media_type: str, body: BinaryIO) -> None:
    if kind == "graph":
        if given not in GRAPH_TYPES:
            raise ValueError(f"it is {given or 'of no type'}, not one of {offers(kind)}")
        triples = parse(
            cast(BinaryIO, stream), format=GRAPH_TYPES[given].format, rename_blank_nodes=False
        )
        target = GRAPH_TYPES[media_type].format
        serialize((quad.triple for quad in triples), output=body, format=target)
        return
    if given not in SOLUTION_TYPES:
        raise ValueError(f"it is {given or 'of no type'}, not one of {offers(kind)}")
    results = parse_query_results(cast(BinaryIO, stream), format=SOLUTION_TYPES[given].format)
    if kind == "boolean":
        results = _boolean(results)
    elif isinstance(results, QueryBoolean):
        raise ValueError("it is a boolean, and not the rows that the query asks for")
    results.serialize(body, format=SOLUTION_TYPES[media_type].format)


def _boolean(results: QueryBoolean | QuerySolutions) -> QueryBoolean:
    """A boolean, also where it comes as a table of one value, as Virtuoso may send it."""
    if isinstance(results, QueryBoolean):
        return results
    if [variable.value for variable in results.variables] != [_ASK]:
        raise ValueError("it is a table, and not the boolean that the query asks for")
    values = [value for row in results for value in row]
    holds = any(isinstance(value, Literal) and value.value == "1" for value in values)
    made = Store().query("ASK {}" if holds else "ASK { FILTER(false) }")
    assert isinstance(made, QueryBoolean)
    return made
