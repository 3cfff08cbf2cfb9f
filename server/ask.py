"""``/ask``: the canned questions as pages and as files."""

from __future__ import annotations

import json

from flask import Blueprint, Response, render_template, request

from queries import catalog, run
from queries.catalog import Question
from queries.errors import ParameterError
from server import answers, negotiate
from server.problems import ProblemError, not_acceptable
from server.question_page import PAGE, question_page
from server.services import services
from store.engine import Query
from store.formats import SOLUTION_TYPES

blueprint = Blueprint("ask", __name__)

_SUFFIXES = {
    "csv": "text/csv",
    "json": "application/sparql-results+json",
    "tsv": "text/tab-separated-values",
    "xml": "application/sparql-results+xml",
}
_OFFERS = tuple(SOLUTION_TYPES)
_SWITCHES = ("format", PAGE, run.EVIDENCE)
_YES, _NO = ("true", "1", "on", "yes"), ("false", "0", "off", "no", "")


@blueprint.get("/ask")
def questions() -> Response:
    """All questions: a page, or JSON."""
    if negotiate.wants_html(request.headers.get("Accept")):
        return Response(render_template("questions.html", groups=catalog.groups()))
    listed = [_described(question) for question in catalog.questions().values()]
    body = json.dumps({"questions": listed}, ensure_ascii=False, indent=1) + "\n"
    return Response(body, content_type="application/json")


def _described(question: Question) -> dict[str, object]:
    return {
        "name": question.name,
        "title": question.title,
        "description": question.description,
        "group": question.group,
        "href": f"/ask/{question.name}",
        "sentence": question.sentence,
        "columns": question.columns,
        "evidence": question.evidence or None,
        "views": [view.kind for view in question.views],
        "parameters": [
            {
                "name": p.name,
                "type": p.type,
                "of": p.of,
                "label": p.label,
                "example": p.example,
                "default": p.default,
                "required": p.required,
            }
            for p in question.parameters
        ],
    }


@blueprint.get("/ask/<asked>")
def ask(asked: str) -> Response:
    """One question: with a suffix or by ``Accept`` as a file, in a browser as a page."""
    name, dot, suffix = asked.partition(".")
    question = catalog.question(name)
    if dot:
        if suffix not in _SUFFIXES:
            offers = tuple(f"/ask/{name}.{known}" for known in _SUFFIXES)
            raise not_acceptable(offers, f"There is no .{suffix} of a question")
        return _file(question, (_SUFFIXES[suffix],), f"{name}.{suffix}")
    if "format" in request.args:
        named = negotiate.named_format(request.args["format"])
        if named and named != (negotiate.HTML,):
            return _file(question, named, None)
    elif not negotiate.wants_html(request.headers.get("Accept")):
        accept = negotiate.acceptable(request.headers.get("Accept"), _OFFERS)
        if not accept:
            raise not_acceptable(_OFFERS, f"Nothing here is {request.headers['Accept']}")
        return _file(question, accept, None)
    return question_page(question, _given(), tuple(_SUFFIXES))


def _given() -> dict[str, str]:
    """The parameters of the URL. Raises ``ProblemError`` where one is given twice."""
    given = {}
    for name, values in request.args.lists():
        if len(values) > 1:
            raise ProblemError("parameter", f"{name} is given {len(values)} times; give it once.")
        if name not in _SWITCHES:
            given[name] = values[0]
    return given


def _evidence() -> bool:
    """Whether the URL asks for evidence. Raises ``ParameterError``."""
    value = request.args.get(run.EVIDENCE, "false").lower()
    if value not in _YES + _NO:
        raise ParameterError(run.EVIDENCE, f"evidence cannot be {value!r}", ("true", "false"))
    return value in _YES


def _file(question: Question, accept: tuple[str, ...], filename: str | None) -> Response:
    served = services()
    text = run.prepare(
        served.engine, question, _given(), base=served.config.base, evidence=_evidence()
    )
    query = Query(text, accept=accept)
    snapshot = served.engine.snapshot()
    known = answers.not_modified(request, answers.etag(snapshot, query), snapshot)
    if known is not None:
        return known
    answer = served.engine.query(query)
    return answers.respond(request, answer, answers.etag(answer.snapshot, query), filename)
