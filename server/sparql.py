"""``/sparql``: the protocol for programs, an editor and a table for people."""

from __future__ import annotations

from flask import Blueprint, Response, request

from server import answers, editor, memento
from server.description import describe
from server.fast import ASKED, PRIOR
from server.problems import ProblemError, problem_of
from server.protocol import Operation, read_operation
from server.services import services
from server.site import site
from server.void import OFFERS as DESCRIPTIONS
from store.engine import Historic, Query, Snapshot
from store.errors import QueryError

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST", "QUERY"])
def sparql() -> Response:
    """Answer a query, or show where to write one."""
    operation = read_operation(request)
    if operation.html:
        return _page(operation)
    if operation.query is None:
        if request.method in ("GET", "HEAD") and set(operation.accept) & set(DESCRIPTIONS):
            return describe()
        raise ProblemError(
            "missing-query", "Send the query as query=…, or as a body of application/sparql-query."
        )
    engine = services().engine
    asked = memento.asked(request, operation.snapshot, engine)
    query = _query(operation, operation.query, operation.accept, asked)
    snapshot = asked or engine.snapshot()
    known = answers.not_modified(request, answers.etag(snapshot, query), snapshot)
    if known is not None:
        return known
    try:
        if PRIOR in request.environ:
            raise request.environ[PRIOR]
        answer = engine.query(query)
    except QueryError as error:
        raise problem_of(error, operation.query) from error
    request.environ[ASKED] = query, answer
    response = answers.respond(request, answer, answers.etag(answer.snapshot, query))
    if isinstance(engine, Historic):
        memento.mark(response, request, answer.snapshot)
    return response


def _query(
    operation: Operation, text: str, accept: tuple[str, ...], asked: Snapshot | None
) -> Query:
    return Query(
        text,
        accept=accept,
        default_graphs=operation.default_graphs,
        named_graphs=operation.named_graphs,
        timeout=operation.timeout,
        base_iri=site(request).endpoint,
        max_rows=operation.max_rows,
        snapshot=None if asked is None else asked.id,
        query_id=operation.query_id,
    )


def _page(operation: Operation) -> Response:
    """The editor, with the answer or the error below it."""
    asked = memento.asked(request, operation.snapshot, services().engine)
    text = operation.query
    if text is None or not text.strip():
        return editor.blank_page(asked)
    return editor.answered_page(text, _query(operation, text, editor.FOR_PAGES, asked), asked)
