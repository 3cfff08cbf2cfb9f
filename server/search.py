"""`/search`: names first, then the sentences that hold what was asked for."""

from __future__ import annotations

import hashlib
import json
from math import ceil
from typing import Any, Final

from flask import Blueprint, Response, render_template, request

from server.negotiate import named_format, wants_html
from server.problems import ProblemError, not_acceptable
from server.reconcile_terms import TYPE, TYPE_LIST, type_id
from server.services import services
from store.search import (
    MAX_TEXT,
    Hit,
    NoIndexError,
    Page,
    Passage,
    Passages,
    Searchable,
    SearchIndex,
)

blueprint = Blueprint("search", __name__)

NAMES: Final = 10
SENTENCES: Final = 20
_MOST_PAGES: Final = 500
_JSON: Final = "application/json"


@blueprint.get("/search")
def search() -> Response:
    """A page for people, JSON for programs."""
    as_page = _as_page()
    text, kind, number = request.args.get("q", "").strip(), _type(), 0
    number = whole_number("page", 1, most=_MOST_PAGES, least=1)
    if len(text) > MAX_TEXT:
        raise ProblemError("too-large", f"q is longer than {MAX_TEXT:,} characters.")
    if not text:
        if as_page:
            return _html(text=text, kind=kind, number=1, pages=1, names=None, evidence=None)
        raise ProblemError("bad-request", "Send what to look for as q=….")
    found = index()
    names = found.find(
        text, types=(kind,) if kind else (), limit=NAMES, offset=NAMES * (number - 1)
    )
    skipped = SENTENCES * (number - 1)
    evidence = Passages((), 0) if kind else found.evidence(text, limit=SENTENCES, offset=skipped)
    if as_page:
        pages = min(_MOST_PAGES, max(ceil(names.total / NAMES), ceil(evidence.total / SENTENCES)))
        response = _html(
            text=text, kind=kind, number=number, pages=pages, names=names, evidence=evidence
        )
    else:
        response = Response(_document(text, number, names, evidence), content_type=_JSON)
    return validated(response)


def index() -> SearchIndex:
    """The index of the snapshot that is served. Raises ``ProblemError`` where there is none."""
    engine = services().engine
    try:
        if isinstance(engine, Searchable):
            return engine.index()
    except NoIndexError as error:
        raise ProblemError("not-ready", str(error)) from None
    raise ProblemError("not-ready", "This server's engine has no search index.")


def whole_number(name: str, default: int, *, most: int, least: int = 0) -> int:
    """A parameter of the URL. Raises ``ProblemError`` where it is no number within the bounds."""
    given = request.args.get(name, "")
    if not given:
        return default
    if not (given.isascii() and given.isdecimal() and least <= int(given[:9]) <= most):
        detail = f"{name} must be a whole number from {least} to {most:,}, not {given[:40]!r}."
        raise ProblemError("parameter", detail, {"parameter": name})
    return int(given)


def _type() -> str:
    kind = type_id(request.args.get("type", ""))
    if kind and kind not in TYPE:
        allowed = tuple(TYPE)
        detail = f"There is no type {kind!r}. Allowed: {', '.join(allowed)}."
        raise ProblemError("parameter", detail, {"parameter": "type", "allowed": allowed})
    return kind


def _as_page() -> bool:
    named = request.args.get("format")
    if named is None:
        return wants_html(request.headers.get("Accept"))
    if named == "json":
        return False
    if named_format(named) == ("text/html",):
        return True
    raise not_acceptable((_JSON, "text/html"), f"Nothing here is {named}")


def _html(**shown: Any) -> Response:
    page = render_template("search.html", types=TYPE_LIST, type_of=TYPE, **shown)
    return Response(page, mimetype="text/html")


def _document(text: str, number: int, names: Page, evidence: Passages) -> str:
    document = {
        "query": text,
        "page": number,
        "names": {"total": names.total, "results": [_name(hit) for hit in names.hits]},
        "evidence": {
            "total": evidence.total,
            "results": [_sentence(passage) for passage in evidence.passages],
        },
    }
    return json.dumps(document, ensure_ascii=False) + "\n"


def _name(hit: Hit) -> dict[str, object]:
    return {
        "iri": hit.iri,
        "name": hit.label,
        "type": hit.type,
        "description": hit.description,
        "score": hit.score,
        "matched": hit.name,
        "articles": hit.named,
    }


def _sentence(passage: Passage) -> dict[str, object]:
    """The sentence as it is, and where in it the matches begin and end (in code points)."""
    matches, at = [], 0
    for number, piece in enumerate(passage.pieces):
        if number % 2:
            matches.append([at, at + len(piece)])
        at += len(piece)
    return {
        "article": passage.article,
        "title": passage.title,
        "fact": passage.fact,
        "sentence": "".join(passage.pieces),
        "matches": matches,
    }


def validated(response: Response) -> Response:
    """With an ETag: the same search on the same snapshot has the same answer."""
    snapshot = services().engine.snapshot()
    asked = hashlib.sha256(f"{request.full_path} {response.mimetype}".encode()).hexdigest()
    response.set_etag(f"{snapshot.id}-{asked[:20]}", weak=True)
    response.last_modified = snapshot.created
    response.headers["Cache-Control"] = "public, no-cache"
    response.make_conditional(request)
    return response
