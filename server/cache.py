"""Answers that were given before, given again without asking anybody.

An entry is the answer to this very request over this very state of the data: the URL, the headers
that it varies by, and the version of the data are its key. Only what carries an `ETag` is kept,
which queries whose answers vary never do.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Final, NamedTuple

from server.asked import Asked, Headers

_VARIES_BY: Final = ("accept", "accept-datetime", "x-forwarded-host", "x-forwarded-proto",
                     "x-forwarded-prefix", "origin")  # fmt: skip
_NEVER: Final = ("authorization", "query-id", "range", "if-match", "if-modified-since",
                 "if-unmodified-since")  # fmt: skip
_LARGEST: Final = 16
"""No entry takes more than this part of the room."""
_OVERHEAD: Final = 1_000
"""Bytes that an entry takes beside its body and key, roughly."""


class Stored(NamedTuple):
    """An answer: names of headers in lower case."""

    status: int
    headers: Headers
    body: bytes


class Cache:
    """Answers up to `room` bytes in all, the least recently used ones leaving first.

    `version` names the state of the data that answers come from now, or raises whatever keeps
    them from coming; it is asked at every request.
    """

    def __init__(self, room: int, version: Callable[[], str]) -> None:
        self._room = room
        self._version = version
        self._lock = Lock()
        self._entries: OrderedDict[tuple[str, ...], Stored] = OrderedDict()
        self.size = 0
        """Bytes in use."""

    @property
    def count(self) -> int:
        """How many answers are kept."""
        return len(self._entries)

    def key(self, asked: Asked) -> tuple[str, ...] | None:
        """What the answer to a request would be kept under; None if it is not for the cache."""
        if not self._room or asked.method not in ("GET", "HEAD"):
            return None
        headers = asked.headers
        if any(name in headers for name in _NEVER):
            return None
        try:
            version = self._version()
        except Exception:
            return None
        varying = (headers.get(name, "") for name in _VARIES_BY)
        return (version, asked.method, asked.path, asked.query_string, asked.authority, *varying)

    def find(self, key: tuple[str, ...], asked: Asked) -> Stored | None:
        """The answer, as this request wants it: 304 if the client has it."""
        with self._lock:
            found = self._entries.get(key)
            if found is None:
                return None
            self._entries.move_to_end(key)
        etag = next(value for name, value in found.headers if name == "etag")
        headers = [*found.headers, ("server-timing", "query;dur=0.0, cache;desc=hit"),
                   ("query-id", secrets.token_hex(8))]  # fmt: skip
        wanted = asked.headers.get("if-none-match")
        if wanted is not None and _opaque(etag) in [_opaque(tag) for tag in wanted.split(",")]:
            kept = [(n, v) for n, v in headers if n not in ("content-length", "content-type")]
            return Stored(304, kept, b"")
        return Stored(found.status, headers, found.body)

    def store(self, key: tuple[str, ...], answer: Stored) -> None:
        """Keep an answer if it is one to keep."""
        names = {name for name, _ in answer.headers}
        size = len(answer.body) + sum(map(len, key)) + _OVERHEAD
        if answer.status != 200 or "etag" not in names or "set-cookie" in names:
            return
        if size > self._room // _LARGEST or key[0] != self._version():
            return  # a newer snapshot came while it was made
        headers = [(n, v) for n, v in answer.headers if n not in ("server-timing", "query-id")]
        with self._lock:
            if key in self._entries:
                return
            self._entries[key] = Stored(answer.status, headers, answer.body)
            self.size += size
            while self.size > self._room:
                old, gone = self._entries.popitem(last=False)
                self.size -= len(gone.body) + sum(map(len, old)) + _OVERHEAD


def _opaque(tag: str) -> str:
    return tag.strip().removeprefix("W/")
