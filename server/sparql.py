"""``/sparql``: the protocol for programs, a form and a table for people."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from queries.catalog import groups
from queries.table import Sheet, parse_table, sheet
from server import answers
from server.description import describe
from server.graphs import read_triples, triple_sheet
from server.problems import ProblemError, problem_of
from server.protocol import Operation, read_operation
from server.services import services
from server.void import OFFERS as DESCRIPTIONS
from server.void import site
from store.engine import Query
from store.errors import QueryError

blueprint = Blueprint("sparql", __name__)

_FOR_PAGES = ("application/sparql-results+json", "application/n-triples")


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
    query = _query(operation, operation.query, operation.accept)
    engine = services().engine
    snapshot = engine.snapshot()
    known = answers.not_modified(request, answers.etag(snapshot, query), snapshot)
    if known is not None:
        return known
    try:
        answer = engine.query(query)
    except QueryError as error:
        raise problem_of(error, operation.query) from error
    return answers.respond(request, answer, answers.etag(answer.snapshot, query))


def _query(operation: Operation, text: str, accept: tuple[str, ...]) -> Query:
    return Query(
        text,
        accept=accept,
        default_graphs=operation.default_graphs,
        named_graphs=operation.named_graphs,
        timeout=operation.timeout,
        base_iri=site(request).endpoint,
    )


def _page(operation: Operation) -> Response:
    """The form, with the answer or the error below it."""
    if operation.query is None or not operation.query.strip():
        return Response(render_template("sparql.html", groups=groups()))
    try:
        answer = services().engine.query(_query(operation, operation.query, _FOR_PAGES))
    except QueryError as error:
        problem = problem_of(error, operation.query)
        page = render_template(
            "sparql.html", groups=groups(), query=operation.query, problem=problem
        )
        return Response(page, problem.status, headers=problem.headers)
    limit = services().config.max_rows_shown
    view: Sheet | None = None
    boolean = None
    with answer:
        if answer.kind == "graph":
            triples = read_triples(answer, limit + 1)
            view = triple_sheet(triples)
        else:
            table = parse_table(answer, operation.query, limit + 1)
            boolean = table.boolean
            view = sheet(table) if boolean is None else None
    page = render_template(
        "sparql.html",
        groups=groups(),
        query=operation.query,
        sheet=view,
        boolean=boolean,
        graph=answer.kind == "graph",
        limit=limit,
        elapsed=answer.elapsed,
    )
    response = Response(page)
    answers.timing(response, answer.query_id, answer.elapsed)
    return response
