"""Plain queries answered without the application, which has answered one like it before.

What the application does for a query that is one parameter of a GET is the same each time, and
takes longer than most queries do. So the headers of its answer are kept, by everything that they
depend on but the query; a further answer gets them with a length, a tag and an id of its own.
Whatever is not plain, fails, or has no pattern yet is the application's.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from functools import lru_cache
from typing import Any, Final, NamedTuple
from urllib.parse import unquote_plus

from server import answers
from server.asked import Asked, Headers
from store.engine import Answer, Engine, Query
from store.errors import StoreError

PRIOR: Final = "parley.prior"
"""In a request's environment: the error that its query met already."""

ASKED: Final = "parley.asked"
"""In a request's environment, afterwards: the query and the answer that came of it."""

_LARGEST: Final = 64 * 1024
_PATTERNS: Final = 500
_OWN: Final = frozenset({"content-length", "etag", "query-id", "server-timing", "date"})
_UNUSUAL: Final = frozenset(
    {
        "accept-datetime",
        "authorization",
        "if-match",
        "if-modified-since",
        "if-none-match",
        "if-unmodified-since",
        "query-id",
        "range",
    }
)

Key = tuple[str, ...]


class Pattern(NamedTuple):
    """How a query is put to the engine, and the headers that answers of a type get."""

    accept: tuple[str, ...]
    base_iri: str | None
    snapshot: str
    headers: dict[tuple[str, str], Headers]


class Plain(NamedTuple):
    """A query to be asked in the way of a pattern."""

    query: Query
    pattern: Pattern


class Done(NamedTuple):
    """An answer that is complete: status 200 and these."""

    headers: Headers
    body: bytes
    query_id: str
    elapsed: float


class FastLane:
    """For the endpoint at `path`."""

    def __init__(self, engine: Engine, path: str) -> None:
        self._engine = engine
        self._path = path
        self._patterns: OrderedDict[Key, Pattern] = OrderedDict()

    def plain(self, asked: Asked) -> Plain | None:
        """The query of a request, if it is plain and one like it was answered before."""
        if asked.method != "GET" or asked.path != self._path:
            return None
        pattern = self._patterns.get(_key(asked))
        if pattern is None or not _UNUSUAL.isdisjoint(asked.headers):
            return None
        text = _only_query(asked.query_string)
        if text is None or answers.is_volatile(text):
            return None
        return Plain(Query(text, pattern.accept, base_iri=pattern.base_iri), pattern)

    def answer(self, plain: Plain) -> Done | StoreError | None:
        """The answer; the error that there was; or None, where the application is to answer."""
        start = time.perf_counter()
        try:
            with self._engine.query(plain.query) as answer:
                headers = plain.pattern.headers.get((answer.kind, answer.media_type))
                if headers is None or answer.truncated or (answer.size or 0) > _LARGEST:
                    return None
                if answer.snapshot.id != plain.pattern.snapshot:
                    return None
                body = answer.body.read()
        except StoreError as error:
            return error
        tag = answers.etag(answer.snapshot, plain.query)
        own = [
            ("content-length", str(len(body))),
            ("etag", f'W/"{tag}"'),
            ("query-id", answer.query_id),
            ("server-timing", answers.server_timing(answer.elapsed)),
        ]
        return Done([*headers, *own], body, answer.query_id, time.perf_counter() - start)

    def learn(self, asked: Asked, environ: dict[str, Any], headers: Headers) -> None:
        """Take over the pattern of an answer of the application, if it was plain."""
        found: tuple[Query, Answer] | None = environ.get(ASKED)
        if found is None or asked.path != self._path or asked.method != "GET":
            return
        query, answer = found
        usual = _UNUSUAL.isdisjoint(asked.headers)
        tagged = any(name == "etag" for name, _ in headers)
        if not (usual and tagged) or answer.truncated or _only_query(asked.query_string) is None:
            return
        key = _key(asked)
        pattern = self._patterns.get(key)
        if pattern is None or pattern.snapshot != answer.snapshot.id:
            pattern = Pattern(query.accept, query.base_iri, answer.snapshot.id, {})
            self._patterns[key] = pattern
            while len(self._patterns) > _PATTERNS:
                self._patterns.popitem(last=False)
        pattern.headers[answer.kind, answer.media_type] = [
            (name, value) for name, value in headers if name not in _OWN
        ]


def _key(asked: Asked) -> Key:
    get = asked.headers.get
    return (
        get("accept", ""),
        asked.authority,
        get("origin", ""),
        get("x-forwarded-host", ""),
        get("x-forwarded-proto", ""),
        get("x-forwarded-prefix", ""),
        get("forwarded", ""),
    )


@lru_cache(maxsize=256)
def _decoded(value: str) -> str | None:
    try:
        return unquote_plus(value, errors="strict")
    except UnicodeDecodeError:
        return None


def _only_query(query_string: str) -> str | None:
    """The query, where the query string is nothing but that."""
    name, _, value = query_string.partition("=")
    if name != "query" or "&" in value or not value:
        return None
    return _decoded(value)
