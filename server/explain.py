"""`/explain/ID`: how extraction came to what an article says, sentence by sentence."""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, render_template, request

from ontology.account import Account
from server.accounts import sheet_of
from server.negotiate import HTML, acceptable, named_format, wants_html
from server.problems import ProblemError, not_acceptable
from server.services import services
from store.accounts import NoAccountsError, read_account

blueprint = Blueprint("explain", __name__)

_JSON = "application/json"


@blueprint.get("/explain/<path:article_id>")
def explain(article_id: str) -> Response:
    """A page for people, JSON for programs; `article_id` is the article's `dcterms:identifier`."""
    as_page = _as_page()
    account = _account(article_id)
    if as_page:
        response = Response(render_template("explain.html", sheet=sheet_of(account)))
    else:
        response = Response(account.to_json() + b"\n", content_type=_JSON)
    snapshot = services().engine.snapshot()
    seed = f"{snapshot.id} {article_id} {as_page}"
    response.set_etag(hashlib.sha256(seed.encode()).hexdigest()[:24], weak=True)
    response.last_modified = snapshot.created
    response.headers["Cache-Control"] = "public, no-cache"
    response.make_conditional(request)
    return response


def _account(article_id: str) -> Account:
    served = services()
    try:
        account = read_account(
            served.engine.snapshot(), article_id, full_text=served.config.publish_text
        )
    except NoAccountsError as error:
        raise ProblemError("not-ready", str(error)) from None
    if account is None:
        raise ProblemError("not-found", f"There is no article {article_id!r} in the data.")
    return account


def _as_page() -> bool:
    named = request.args.get("format")
    if named is not None:
        accept = named_format(named)
    elif wants_html(request.headers.get("Accept")):
        return True
    else:
        accept = acceptable(request.headers.get("Accept"), (_JSON, HTML))
    for media_type in accept:
        if media_type in (_JSON, HTML):
            return media_type == HTML
    raise not_acceptable((_JSON, HTML), f"Nothing here is {named or 'of that kind'}")
