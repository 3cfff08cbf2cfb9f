"""The page at ``/sparql``: an editor, the rows with their pictures, and code that asks the same."""

from __future__ import annotations

import json
from typing import Final

from flask import Blueprint, Response, render_template, request

from ontology.glossary import glossary
from ontology.prefixes import PREFIXES
from queries.catalog import groups, question
from queries.table import parse_table, sheet
from server import answers
from server.graphs import read_triples, triple_sheet
from server.problems import problem_of
from server.question_page import without_header
from server.samples import samples
from server.services import services
from server.site import site
from server.term_data import Count, counts
from server.views import pictures, possible
from store.engine import Answer, Query, Snapshot
from store.errors import QueryError

blueprint = Blueprint("editor", __name__)

_ROWS: Final = 100  # on the page; files hold every row
FOR_PAGES: Final = ("application/sparql-results+json", "application/n-triples")
"""What a query for the page is to be answered in."""


@blueprint.get("/sparql/terms")
def terms() -> Response:
    """Prefixes, classes and properties for completion, with the number of their uses: JSON."""
    used = counts(services()) or {}
    listed = [
        {
            "iri": term.iri,
            "name": term.name,
            "kind": "class" if term.is_class else "property",
            "definition": term.definition,
            "uses": used.get(term.iri, Count()).consolidated,
        }
        for term in glossary().values()
    ]
    body = json.dumps({"prefixes": dict(PREFIXES), "terms": listed}, ensure_ascii=False) + "\n"
    response = Response(body, content_type="application/json")
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def blank_page(asked: Snapshot | None = None) -> Response:
    """The editor with a query to begin with: the one that ``example=`` names, or a short one.

    ``asked`` is the snapshot that is asked, if it is not the current one.

    Raises ``UnknownQuestionError`` for a name that no question has.
    """
    name = request.args.get("example", "")
    example = question(name) if name else None
    text = without_header(example.text) if example else ""
    page = render_template(
        "sparql.html",
        groups=groups(),
        query=text,
        example=example,
        asked=asked,
    )
    return Response(page)


def answered_page(text: str, query: Query, asked: Snapshot | None = None) -> Response:
    """The editor with the answer to a query, or what is wrong with it, below."""
    context: dict[str, object] = {
        "groups": groups(),
        "query": text,
        "asked": asked,
        "samples": samples(text, site(request).endpoint),
    }
    try:
        answer = services().engine.query(query)
    except QueryError as error:
        problem = problem_of(error, text)
        page = render_template("sparql.html", problem=problem, **context)
        return Response(page, problem.status, headers=problem.headers)
    with answer:
        context |= _shown(answer, text)
    response = Response(render_template("sparql.html", **context))
    answers.timing(response, answer.query_id, answer.elapsed)
    return response


def _shown(answer: Answer, text: str) -> dict[str, object]:
    """What the page shows of an answer."""
    limit = services().config.max_rows_shown
    shown: dict[str, object] = {
        "graph": answer.kind == "graph",
        "limit": limit,
        "most": _ROWS,
        "elapsed": answer.elapsed,
        "truncated": answer.truncated,
    }
    if answer.kind == "graph":
        return shown | {"sheet": triple_sheet(read_triples(answer, limit + 1))}
    table = parse_table(answer, text, limit + 1)
    if table.boolean is not None:
        return shown | {"boolean": table.boolean}
    drawn = pictures(table, possible(table), services().links.href)
    return shown | {"sheet": sheet(table), "pictures": drawn}
