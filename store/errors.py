"""What can go wrong in the store, one exception per answer a caller has to give.

Every message says what happened, where, and what to do next. Query failures carry the
query's id and how long it ran, so that a log line and an error page can name the same query.
"""

from __future__ import annotations


class StoreError(Exception):
    """Base of everything this package raises on purpose."""


class StoreBusyError(StoreError):
    """Another process is writing this store."""


class NoSnapshotError(StoreError):
    """Nothing has been published in this store yet."""


class StoreFullError(StoreError):
    """The disk has no room for the write. Nothing was written."""


class OutcomeUnknownError(StoreError):
    """A write was sent and its outcome never came back: it may be done, or not.

    The embedded engine always finds out; a remote one that falls silent leaves it unknown.
    """


class QueryError(StoreError):
    """Base of failures of queries, updates and other requests.

    `query_id` and `elapsed` (seconds) are filled in by the engine that ran the query.
    """

    query_id: str = ""
    elapsed: float = 0.0


class QuerySyntaxError(QueryError):
    """The query is not SPARQL. `line` and `column` count from 1; `token` is what stands there."""

    def __init__(
        self,
        message: str,
        *,
        line: int | None = None,
        column: int | None = None,
        token: str | None = None,
    ) -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.token = token


class QueryRefusedError(QueryError):
    """The query is not run at all. `reason`: "length", "nesting", "operators" or "service"."""

    def __init__(self, message: str, *, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class NotAcceptableError(QueryError):
    """None of the media types asked for can carry an answer of this kind.

    `kind` is "solutions", "boolean" or "graph"; `offers` are the media types that can.
    """

    def __init__(self, message: str, *, kind: str, offers: tuple[str, ...]) -> None:
        super().__init__(message)
        self.kind = kind
        self.offers = offers


class QueryTimeoutError(QueryError):
    """The query ran past its deadline and was stopped. `limit` is in seconds."""

    def __init__(self, message: str, *, limit: float) -> None:
        super().__init__(message)
        self.limit = limit


class QueryMemoryError(QueryError):
    """The query's process died: of its memory limit (`limit`, bytes) or of an engine fault."""

    def __init__(self, message: str, *, limit: int) -> None:
        super().__init__(message)
        self.limit = limit


class QuerySizeError(QueryError):
    """The result is larger than `limit` bytes."""

    def __init__(self, message: str, *, limit: int) -> None:
        super().__init__(message)
        self.limit = limit


class QueryOverloadError(QueryError):
    """All workers stayed busy for too long, or too many wait for them.

    Try again after `retry_after` seconds. `limit` is how many workers there are, or may wait.
    """

    def __init__(self, message: str, *, retry_after: float, limit: int | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.limit = limit


class QueryEvaluationError(QueryError):
    """The engine refused at run time, e.g. an unknown function."""


class QueryServiceError(QueryError):
    """A remote endpoint that the query calls gave no results. `timeout`: it took too long."""

    def __init__(self, message: str, *, endpoint: str, timeout: bool) -> None:
        super().__init__(message)
        self.endpoint = endpoint
        self.timeout = timeout


class DataSyntaxError(QueryError):
    """A body is not the RDF that its media type says. `line` and `column` count from 1."""

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class MediaTypeError(QueryError):
    """A body of this media type cannot be stored there; `offers` are the types that can."""

    def __init__(self, message: str, *, offers: tuple[str, ...]) -> None:
        super().__init__(message)
        self.offers = offers


class NoSuchGraphError(QueryError):
    """There is no graph of this name (`graph`)."""

    def __init__(self, message: str, *, graph: str) -> None:
        super().__init__(message)
        self.graph = graph


class SnapshotChangedError(QueryError):
    """The write was meant for another state of the dataset; `current` is the id of the one now."""

    def __init__(self, message: str, *, current: str) -> None:
        super().__init__(message)
        self.current = current


class NoSuchSnapshotError(QueryError):
    """No snapshot of this id (`snapshot`) is kept."""

    def __init__(self, message: str, *, snapshot: str) -> None:
        super().__init__(message)
        self.snapshot = snapshot


class QueryCancelledError(QueryError):
    """The query was ended by its id, or since its client had left."""


class QueryRunningError(QueryError):
    """A query of this id runs already."""
