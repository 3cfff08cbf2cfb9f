"""``/ask``: the canned questions as pages and as files."""

from __future__ import annotations

import json

from flask import Blueprint, Response, render_template, request

from queries import catalog, run
from queries.catalog import Question
from queries.errors import ParameterError
from server import negotiate
from server.problems import ProblemError, not_acceptable
from server.question_files import (
    ENGINE,
    by_media_type,
    by_name,
    engine_file,
    made_file,
    suffixes,
)
from server.question_page import PAGE, question_page
from store.formats import SOLUTION_TYPES

blueprint = Blueprint("ask", __name__)

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
        "files": suffixes(question),
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
        return _named(question, suffix)
    if "format" in request.args:
        named = negotiate.named_format(request.args["format"])
        if named and named != (negotiate.HTML,):
            return engine_file(question, _given(), _evidence(), named, None)
        if not named:
            return _named(question, request.args["format"].strip().lower())
    elif not negotiate.wants_html(request.headers.get("Accept")):
        return _accepted(question)
    return question_page(question, _given(), _linked(question))


def _linked(question: Question) -> tuple[str, ...]:
    """The files that a page links to; a table as text is for terminals."""
    return tuple(suffix for suffix in suffixes(question) if suffix != "txt")


def _named(question: Question, suffix: str) -> Response:
    """The file with that ending. Raises ``ProblemError``."""
    if suffix in ENGINE:
        name = f"{question.name}.{suffix}"
        return engine_file(question, _given(), _evidence(), (ENGINE[suffix],), name)
    form = by_name(question, suffix)
    if form is None:
        offers = tuple(f"/ask/{question.name}.{known}" for known in suffixes(question))
        raise not_acceptable(offers, f"There is no .{suffix} of this question")
    return made_file(question, _given(), _evidence(), form)


def _accepted(question: Question) -> Response:
    """What a program accepts. Raises ``ProblemError``."""
    header = request.headers.get("Accept")
    accept = negotiate.acceptable(header, _OFFERS)
    if accept:
        return engine_file(question, _given(), _evidence(), accept, None)
    form = by_media_type(question, header or "")
    if form is None:
        raise not_acceptable(_OFFERS, f"Nothing here is {header}")
    return made_file(question, _given(), _evidence(), form)


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
