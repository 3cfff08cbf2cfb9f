"""Errors as ``application/problem+json`` (RFC 9457), worded for the person who reads them."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Mapping
from typing import NamedTuple

from flask import Flask, Response, g, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from queries.errors import ParameterError, TooManyRowsError, UnknownQuestionError
from server.negotiate import wants_html
from server.source import syntax_detail
from store import errors

log = logging.getLogger("parley.server")


class Kind(NamedTuple):
    """A kind of problem: its status and title, and what to do about it."""

    status: int
    title: str
    remedy: str


KINDS: dict[str, Kind] = {
    "bad-request": Kind(400, "The request cannot be read", "Correct what the detail names."),
    "missing-query": Kind(400, "There is no query", "Send a query=… parameter."),
    "several-queries": Kind(400, "There is more than one query", "Send one query a request."),
    "data-syntax": Kind(400, "The data cannot be read", "Correct what the detail names."),
    "syntax": Kind(400, "The query is not SPARQL", "Correct it where the caret stands."),
    "evaluation": Kind(400, "The query cannot be evaluated", "Correct what the detail names."),
    "nesting": Kind(400, "The query is nested too deeply", "Use fewer brackets or operators."),
    "service": Kind(
        403, "The query may not reach other servers", "Leave it out, or call one that is allowed."
    ),
    "service-failed": Kind(502, "Another endpoint failed", "Try again later, or SERVICE SILENT."),
    "service-timeout": Kind(504, "Another endpoint is too slow", "Ask it for less."),
    "unauthorised": Kind(401, "The request may not write", "Send the server's write token."),
    "read-only": Kind(403, "This endpoint is read-only", "Use parley build to change the data."),
    "not-found": Kind(404, "There is nothing here", "Start at the home page."),
    "no-snapshot": Kind(404, "There is no such snapshot", "Choose one from /snapshots."),
    "method": Kind(405, "The method is not allowed here", "Use one that Allow lists."),
    "not-acceptable": Kind(406, "No such format", "Accept one of the offers."),
    "precondition": Kind(412, "The data are not what they were", "Read again, then write."),
    "too-large": Kind(413, "The request is too large", "Send a shorter query."),
    "result-too-large": Kind(413, "The result is too large", "Ask for less, as with LIMIT."),
    "query-running": Kind(409, "Another query has this id", "Send another Query-Id, or none."),
    "media-type": Kind(415, "The content type is not supported", "Send a form or SPARQL."),
    "parameter": Kind(422, "A parameter cannot be used", "Use one of the allowed values."),
    "budget": Kind(429, "Too much query time is used", "Wait as long as Retry-After says."),
    "internal": Kind(500, "Something went wrong here", "Tell the operator the error's id."),
    "memory": Kind(503, "The query took too much memory", "Make the query more specific."),
    "cancelled": Kind(503, "The query was cancelled", "Send it again if you still want it."),
    "timeout": Kind(503, "The query took too long", "Make the query more specific."),
    "overload": Kind(503, "The server is busy", "Try again after a moment."),
    "engine": Kind(503, "The query engine does not answer", "Try again after a moment."),
    "writing": Kind(503, "Somebody else is writing", "Try again after a moment."),
    "unknown-outcome": Kind(504, "The write may be done, or not", "Look before you repeat it."),
    "full": Kind(507, "There is no room for the write", "Ask the operator for more room."),
    "not-ready": Kind(503, "There is no data yet", "Publish a snapshot: parley build PATH."),
}


class ProblemError(Exception):
    """An error with everything that its answer holds."""

    def __init__(
        self,
        kind: str,
        detail: str,
        members: Mapping[str, object] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.status = status or KINDS[kind].status
        self.title = KINDS[kind].title
        self.detail = detail
        self.headers = dict(headers or {})
        self.members = {k: v for k, v in (members or {}).items() if v is not None}

    def document(self) -> dict[str, object]:
        """The members of the JSON object."""
        return {
            "type": f"{request.script_root}/problem/{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **self.members,
        }


def problem_of(error: Exception, query: str = "") -> ProblemError:
    """What a failure of a lower room is to the client. Unknown ones are logged, and internal."""
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, errors.QueryError):
        return _query_problem(error, query)
    if isinstance(error, errors.StoreError):
        return _store_problem(error)
    if isinstance(error, UnknownQuestionError):
        listed = {"nearest": error.nearest, "questions": error.names}
        return ProblemError("not-found", f"{error}.", listed)
    if isinstance(error, TooManyRowsError):
        return ProblemError("result-too-large", f"{error}.", {"limit": error.most})
    if isinstance(error, ParameterError):
        allowed = f" Allowed: {', '.join(error.allowed)}." if error.allowed else ""
        named = {"parameter": error.parameter, "allowed": error.allowed}
        return ProblemError("parameter", f"{error}.{allowed}", named)
    if isinstance(error, HTTPException):
        return _http_problem(error)
    error_id = uuid.uuid4().hex[:12]
    log.error("error %s on %s", error_id, request.path, exc_info=error)
    detail = f"The error has the id {error_id} in the server's log."
    return ProblemError("internal", detail, {"error_id": error_id})


# What a failure of the store says of itself, and where it says no more than that.
_TOLD: dict[type[errors.StoreError], tuple[str, str]] = {
    errors.NoSnapshotError: ("not-ready", "Nothing has been published in this store yet."),
    errors.StoreBusyError: ("writing", "Another write is under way."),
    errors.StoreFullError: ("full", "The disk has no room for the write. Nothing was written."),
    errors.OutcomeUnknownError: ("unknown-outcome", "The store fell silent before it answered."),
}
# The kind of problem that a failed query or write is, and what of the failure a client is told.
_MEMBERS: dict[type[errors.QueryError], tuple[str, tuple[str, ...]]] = {
    errors.DataSyntaxError: ("data-syntax", ("line", "column")),
    errors.MediaTypeError: ("media-type", ("offers",)),
    errors.NoSuchGraphError: ("not-found", ("graph",)),
    errors.SnapshotChangedError: ("precondition", ("current",)),
    errors.QueryTimeoutError: ("timeout", ("limit",)),
    errors.QueryMemoryError: ("memory", ("limit",)),
    errors.QuerySizeError: ("result-too-large", ("limit",)),
    errors.QueryEvaluationError: ("evaluation", ()),
    errors.QueryCancelledError: ("cancelled", ()),
    errors.QueryRunningError: ("query-running", ()),
    errors.NoSuchSnapshotError: ("no-snapshot", ("snapshot",)),
}


def _store_problem(error: errors.StoreError) -> ProblemError:
    told = _TOLD.get(type(error))
    if told is None:
        log.error("the engine does not answer", exc_info=error)
        return ProblemError("engine", "The query engine does not answer at the moment.")
    headers = {"Retry-After": "2"} if told[0] == "writing" else None
    return ProblemError(*told, headers=headers)


def _query_problem(error: errors.QueryError, query: str) -> ProblemError:
    about: dict[str, object] = {
        "query_id": error.query_id or None,
        "elapsed_ms": round(error.elapsed * 1000) if error.elapsed else None,
    }
    match error:
        case errors.QuerySyntaxError():
            about |= {"line": error.line, "column": error.column, "token": error.token}
            return ProblemError("syntax", syntax_detail(error, query), about)
        case errors.QueryRefusedError():
            kind = {"length": "too-large", "service": "service"}.get(error.reason, "nesting")
            return ProblemError(kind, str(error), about | {"reason": error.reason})
        case errors.NotAcceptableError():
            return not_acceptable(error.offers, str(error), about)
        case errors.QueryServiceError():
            kind = "service-timeout" if error.timeout else "service-failed"
            return ProblemError(kind, str(error), about | {"endpoint": error.endpoint})
        case errors.QueryOverloadError():
            wait = max(1, round(error.retry_after))
            retry = {"Retry-After": str(wait)}
            about["limit"] = error.limit
            return ProblemError("overload", str(error), about, headers=retry)
    kind, members = _MEMBERS.get(type(error), ("evaluation", ()))
    return ProblemError(kind, str(error), about | {name: getattr(error, name) for name in members})


def not_acceptable(
    offers: tuple[str, ...], detail: str, members: Mapping[str, object] | None = None
) -> ProblemError:
    """406 with the list of what there is."""
    listed = f"{detail.rstrip('.')}. Offered here: {', '.join(offers)}."
    return ProblemError("not-acceptable", listed, {**(members or {}), "offers": offers})


_BY_STATUS = {404: "not-found", 405: "method", 406: "not-acceptable", 413: "too-large",
              415: "media-type"}  # fmt: skip


def _http_problem(error: HTTPException) -> ProblemError:
    status = error.code or 500
    if isinstance(error, MethodNotAllowed):
        allowed = ", ".join(sorted(error.valid_methods or ()))
        detail = f"{request.method} is not allowed on {request.path}; use {allowed}."
        return ProblemError("method", detail, headers={"Allow": allowed})
    if status == 404:
        return ProblemError("not-found", f"There is nothing at {request.path}.")
    kind = _BY_STATUS.get(status, "bad-request" if status < 500 else "internal")
    return ProblemError(kind, error.description or KINDS[kind].title, status=status)


def respond(problem: ProblemError) -> Response:
    """The answer: a page for a browser, JSON for everybody else."""
    g.problem = problem.kind
    if wants_html(request.headers.get("Accept")) and "format" not in request.args:
        body = render_template("problem.html", problem=problem, remedy=KINDS[problem.kind].remedy)
        response = Response(body, problem.status, mimetype="text/html")
    else:
        body = json.dumps(problem.document(), ensure_ascii=False, indent=1) + "\n"
        response = Response(body, problem.status, content_type="application/problem+json")
    response.headers.update(problem.headers)
    response.headers["Cache-Control"] = "no-store"
    if "query_id" in problem.members:
        response.headers["Query-Id"] = str(problem.members["query_id"])
    return response


def register(app: Flask) -> None:
    """Let every error of the app end here."""

    @app.errorhandler(Exception)
    def handle(error: Exception) -> Response:
        return respond(problem_of(error))
