"""The rows of a canned question as files: those the engine writes, and those made of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import Response, request

from queries import run
from queries.catalog import Question
from queries.formats import FORMATS, Format
from queries.result import result_of
from queries.table import parse_table
from server import answers
from server.services import services
from store.engine import Query

ENGINE: Final[Mapping[str, str]] = {
    "csv": "text/csv",
    "json": "application/sparql-results+json",
    "tsv": "text/tab-separated-values",
    "xml": "application/sparql-results+xml",
}
"""The files that the engine writes itself, with their media types."""

_JSON: Final = (ENGINE["json"],)
# A page that stands alone has its styles and pictures in itself, and nothing from anywhere else.
_ALONE: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)


def suffixes(question: Question) -> tuple[str, ...]:
    """The endings of the files that a question can be had as."""
    made = (name for name, form in FORMATS.items() if form.offered(question.views))
    return tuple(dict.fromkeys((*ENGINE, *made)))


def by_name(question: Question, name: str) -> Format | None:
    """The format of that name which is made of the rows, if the question can be had in it."""
    found = FORMATS.get(name)
    return found if found and name not in ENGINE and found.offered(question.views) else None


def by_media_type(question: Question, media_type: str) -> Format | None:
    """The same by the media type, which must be all that a client accepts."""
    wanted = media_type.partition(";")[0].strip().lower()
    found = (
        form for form in FORMATS.values() if form.media_type == wanted and wanted != "text/html"
    )
    return next((form for form in found if by_name(question, form.name)), None)


def engine_file(
    question: Question,
    given: Mapping[str, str],
    evidence: bool,
    accept: tuple[str, ...],
    filename: str | None,
) -> Response:
    """The rows as the engine writes them, in the first of the media types that it can."""
    query = Query(_prepared(question, given, evidence), accept=accept)
    engine = services().engine
    snapshot = engine.snapshot()
    known = answers.not_modified(request, answers.etag(snapshot, query), snapshot)
    if known is not None:
        return known
    answer = engine.query(query)
    return answers.respond(request, answer, answers.etag(answer.snapshot, query), filename)


def made_file(
    question: Question, given: Mapping[str, str], evidence: bool, form: Format
) -> Response:
    """The rows in a format that is made of them. The same snapshot gives the same bytes."""
    # The media type is part of what the validator is made from, as if it had been asked for.
    query = Query(_prepared(question, given, evidence), accept=(form.media_type,))
    engine = services().engine
    snapshot = engine.snapshot()
    known = answers.not_modified(request, answers.etag(snapshot, query), snapshot)
    if known is not None:
        return known
    with engine.query(Query(query.text, accept=_JSON)) as answer:
        table = parse_table(answer, query.text)
        tag = answers.etag(answer.snapshot, query)
    response = Response(
        form.write(result_of(question, given, table)),
        content_type=answers.content_type(form.media_type),
    )
    how = "attachment" if form.name in ("xlsx", "parquet", "tex") else "inline"
    name = f"{question.name}{form.suffix}"
    response.headers["Content-Disposition"] = f'{how}; filename="{name}"'
    if form.name == "html":
        response.headers["Content-Security-Policy"] = _ALONE
    answers.timing(response, table.query_id, table.elapsed)
    answers.validators(response, tag, table.snapshot)
    response.make_conditional(request)
    return response


def _prepared(question: Question, given: Mapping[str, str], evidence: bool) -> str:
    served = services()
    return run.prepare(served.engine, question, given, base=served.config.base, evidence=evidence)
