"""``/update``: SPARQL 1.1 Update over HTTP, for who holds the write token."""

from __future__ import annotations

from flask import Blueprint, Request, Response, request

from server.problems import ProblemError, problem_of
from server.protocol import (
    FORM,
    UPDATE,
    body_text,
    check_encoding,
    form_fields,
    graphs,
    seconds,
    single,
    url_fields,
)
from server.services import services
from server.site import site
from server.writing import done, writable
from store.engine import Update
from store.errors import StoreError

blueprint = Blueprint("update", __name__)

PATH = "/update"


@blueprint.post(PATH)
def update() -> Response:
    """Run the update that a POST carries, as a form or as it is."""
    engine = writable(request, services())
    wanted = read_update(request, str(site(request).at(PATH)))
    try:
        return done(engine.update(wanted))
    except StoreError as error:
        raise problem_of(error, wanted.text) from error


def read_update(request: Request, base: str) -> Update:
    """The update of a request. Raises ``ProblemError``."""
    fields, updates = url_fields(request), []
    if any(name in ("update", "query") for name, _ in fields):
        raise ProblemError(
            "bad-request", f"An update is sent in the body of a POST to {PATH}, not in its URL."
        )
    check_encoding(request)
    if request.mimetype == FORM:
        fields += form_fields(request)
    elif request.mimetype == UPDATE:
        updates = [body_text(request)]
    else:
        raise ProblemError(
            "media-type",
            f"The request has {request.mimetype or 'no content type'}. Send an update as "
            f"{UPDATE}, or as update=… in a form as {FORM}.",
            headers={"Accept-Post": f"{UPDATE}, {FORM}"},
        )
    if any(name == "query" for name, _ in fields):
        raise ProblemError("bad-request", "Queries go to /sparql.")
    updates += [value for name, value in fields if name == "update"]
    if len(updates) != 1:
        raise ProblemError(
            "several-queries" if updates else "missing-query",
            f"The request holds {len(updates)} updates; send one.",
        )
    return Update(
        updates[0],
        using_graphs=graphs(fields, "using-graph-uri"),
        using_named_graphs=graphs(fields, "using-named-graph-uri"),
        timeout=seconds(single(fields, "timeout")),
        base_iri=base,
    )
