"""The shapes: what an article's graph and the consolidated graph must hold, and their files."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from ontology.demands import all_shapes, shape_bytes, shape_files, shape_graph
from server import documents
from server.documents import DOWNLOADS
from server.negotiate import HTML
from server.neighbours import name_of_value
from server.problems import ProblemError

blueprint = Blueprint("shapes", __name__)


@blueprint.get("/shapes")
def shapes() -> Response:
    """Every shape: on one page, or of all files in one."""
    media_type = documents.wanted(request)
    if media_type != HTML:
        body = documents.graph_bytes(all_shapes(), media_type)
        return documents.send(request, body, media_type, documents.filename("shapes", media_type))
    page = render_template(
        "shapes.html", files=shape_files().values(), downloads=DOWNLOADS, name=name_of_value
    )
    return Response(page)


@blueprint.get("/shapes/<key>")
def shape_file(key: str) -> Response:
    """One file of shapes; its page is part of the page of all."""
    name, suffix = documents.split_suffix(key)
    if name not in shape_files():
        known = ", ".join(shape_files())
        raise ProblemError("not-found", f"There are no shapes {name!r}; there are {known}.")
    media_type = documents.wanted(request, suffix)
    if media_type == HTML:
        return Response(status=303, headers={"Location": f"/shapes#file-{name}"})
    return _file(name, media_type)


def _file(name: str, media_type: str) -> Response:
    if media_type == "text/turtle":
        body = shape_bytes(name)
    else:
        body = documents.graph_bytes(shape_graph(name), media_type)
    return documents.send(request, body, media_type, documents.filename(name, media_type))
