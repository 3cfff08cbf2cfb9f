"""``create_app``: engine and configuration -> the WSGI application."""

from __future__ import annotations

from flask import Flask, Response, request

from server import (
    about,
    ask,
    assets,
    budget,
    concepts,
    dates,
    editor,
    explain,
    graph_store,
    history,
    openapi,
    operations,
    pages,
    pairs,
    prefix,
    problems,
    reconcile,
    resources,
    search,
    services,
    shapes,
    sparql,
    suggest,
    update,
    vocabulary,
    void,
)
from server.config import Config
from server.negotiate import HTML
from server.problems import ProblemError
from store.engine import Engine, Snapshot
from store.errors import StoreError

_EXPOSED = (
    "Content-Disposition, Content-Length, ETag, Last-Modified, Link, Location, Memento-Datetime, "
    "Query-Id, Result-Truncated, Retry-After, Server-Timing"
)
_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": _EXPOSED,
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, PATCH, DELETE, QUERY, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Datetime, Authorization, Content-Type, "
    "If-Match, If-Modified-Since, If-None-Match, Query-Id",
    "Access-Control-Max-Age": "86400",
}
# Pages run their own scripts only, and load nothing from another host.
_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def create_app(engine: Engine, config: Config | None = None) -> Flask:
    """The application over an engine, which the caller closes."""
    app = Flask("server", static_url_path="/static")
    app.config["MAX_CONTENT_LENGTH"] = (config or Config()).max_body
    app.config["MAX_FORM_MEMORY_SIZE"] = None
    app.url_map.strict_slashes = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    served = services.install(app.extensions, engine, config or Config())
    for room in (
        openapi,
        operations,
        pages,
        pairs,
        about,
        sparql,
        editor,
        ask,
        resources,
        vocabulary,
        concepts,
        shapes,
        void,
        update,
        graph_store,
        search,
        suggest,
        explain,
        history,
    ):
        app.register_blueprint(room.blueprint)
    app.register_blueprint(reconcile.blueprint)
    app.register_blueprint(
        reconcile.blueprint, name=reconcile.DRAFT_NAME, url_prefix=reconcile.DRAFT_PREFIX
    )
    problems.register(app)
    operations.register(app, served.metrics)
    prefix.register(app, served.config.url_prefix)
    if served.config.query_budget:
        budget.enforce(app, served.config.query_budget)
    app.before_request(_simplify)
    app.after_request(_finish)
    app.jinja_env.globals["href"] = served.links.href
    app.jinja_env.globals["written"] = dates.written
    app.jinja_env.globals["script"] = assets.script
    app.jinja_env.globals["publishes_text"] = served.config.publish_text
    app.jinja_env.globals["snapshot"] = lambda: _snapshot(engine)
    return app


def _snapshot(engine: Engine) -> Snapshot | None:
    """The snapshot for a page's footer; none while there is none."""
    try:
        return engine.snapshot()
    except StoreError:
        return None


def _simplify() -> None:
    """Of what is there, any tag that is asked for by ``*`` is the right one."""
    if request.method in ("GET", "HEAD") and request.headers.get("If-Match", "").strip() == "*":
        request.environ.pop("HTTP_IF_MATCH")


def _finish(response: Response) -> Response:
    if response.status_code == 412 and request.method in ("GET", "HEAD"):
        response.close()  # what is here now, which the client has not asked for
        told = "What is here now has another tag than the one that If-Match names."
        response = problems.respond(ProblemError("precondition", told))
    headers = response.headers
    for name, value in _CORS.items():
        headers[name] = value
    if request.method == "OPTIONS":
        headers.update(_PREFLIGHT)
    response.vary.add("Accept")
    headers["X-Content-Type-Options"] = "nosniff"
    if response.mimetype == HTML:
        headers.setdefault("Content-Security-Policy", _POLICY)
        headers["Referrer-Policy"] = "same-origin"
    if response.status_code == 304:
        headers.remove("Content-Type")
    return response
