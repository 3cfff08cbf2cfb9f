"""``/data``: the SPARQL 1.1 Graph Store HTTP Protocol.

A graph is named by ``?graph=IRI`` or ``?default``, or is the one whose IRI is the address itself,
below ``/data/``. Without any of these, a request is about the whole dataset, and a POST of triples
makes a new graph. Reading is open; writing needs the token.
"""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass
from typing import BinaryIO, Literal, cast
from urllib.parse import quote

from flask import Blueprint, Request, Response, request

from server import answers
from server.multipart import MULTIPART, triples_of
from server.negotiate import ALIASES, HTML, acceptable, named_format
from server.problems import ProblemError, not_acceptable, problem_of
from server.protocol import UPDATE, body_text, check_encoding, graphs, seconds, single, url_fields
from server.services import services
from server.site import site
from server.writing import done, spool, writable
from store.engine import ALL_GRAPHS, DEFAULT_GRAPH, GraphChange, Query, Update, Writable
from store.errors import StoreError
from store.formats import DATASET_TYPES, GRAPH_TYPES, offers

blueprint = Blueprint("graph_store", __name__)

PATH = "/data"
_IN_PATHS = "/:@!$&'()*+,;=~"
_TRIPLES = "application/n-triples"
_STRONG = re.compile(r'(?<!/)"([^"]*)"')
_QUADS = ("application/trig", "application/n-quads")


@dataclass(frozen=True, slots=True)
class Target:
    """What a request is about, and the IRI that relative ones in its body are resolved against."""

    graph: str
    base: str
    timeout: float | None


@blueprint.route(PATH, methods=["GET", "HEAD"], defaults={"path": ""})
@blueprint.route(f"{PATH}/<path:path>", methods=["GET", "HEAD"])
def read(path: str) -> Response:
    """A graph, or the whole dataset, in the format that the client would have."""
    engine, target = services().engine, _target(request, path)
    if not isinstance(engine, Writable):
        raise ProblemError("not-found", "This server's engine gives no graphs.")
    accept = _accept(request, target)
    snapshot = engine.snapshot()
    tag = _tag(snapshot.id, accept[0])
    known = answers.not_modified(request, tag, snapshot, weak=False)
    if known is not None:
        return known
    try:
        answer = engine.read_graph(target.graph, accept, target.timeout)
    except StoreError as error:
        raise problem_of(error) from error
    return answers.respond(request, answer, _tag(answer.snapshot.id, answer.media_type), weak=False)


@blueprint.route(PATH, methods=["PUT", "POST", "DELETE"], defaults={"path": ""})
@blueprint.route(f"{PATH}/<path:path>", methods=["PUT", "POST", "DELETE"])
def write(path: str) -> Response:
    """Replace, extend or remove a graph."""
    engine = writable(request, services())
    target = _target(request, path)
    method = cast(Literal["put", "post", "delete"], request.method.lower())
    if method == "delete":
        if target.graph == ALL_GRAPHS:
            raise ProblemError(
                "bad-request", "Say which graph: ?default or ?graph=IRI. CLEAR ALL is an update."
            )
        return _change(engine, method, target, None, "")
    check_encoding(request)
    with spool(request, services().config.max_upload) as body:
        media_type = ALIASES.get(request.mimetype, request.mimetype)
        if media_type == MULTIPART:
            with triples_of(body, request.content_type or "", target.base) as triples:
                return _change(engine, method, target, triples, _TRIPLES)
        return _change(engine, method, target, body, media_type)


@blueprint.route(PATH, methods=["PATCH"], defaults={"path": ""})
@blueprint.route(f"{PATH}/<path:path>", methods=["PATCH"])
def patch(path: str) -> Response:
    """Change one graph by SPARQL Update, which sees nothing else."""
    engine = writable(request, services())
    target = _target(request, path)
    check_encoding(request)
    if request.mimetype != UPDATE:
        raise ProblemError(
            "media-type", f"A patch is sent as {UPDATE}.", headers={"Accept-Patch": UPDATE}
        )
    wanted = Update(
        body_text(request),
        graph=None if target.graph == ALL_GRAPHS else target.graph,
        base_iri=target.base,
        timeout=target.timeout,
        expected=_expected(request, target),
    )
    try:
        return done(engine.update(wanted))
    except StoreError as error:
        raise problem_of(error, wanted.text) from error


def _change(
    engine: Writable,
    method: Literal["put", "post", "delete"],
    target: Target,
    body: BinaryIO | None,
    media_type: str,
) -> Response:
    graph, location = target.graph, None
    if method == "post" and graph == ALL_GRAPHS and media_type not in _QUADS:
        # A name that nobody else has given, and that can be asked for as it is.
        graph = location = str(site(request).at(f"{PATH}/{uuid.uuid4()}"))
    change = GraphChange(
        method,
        graph,
        body,
        media_type,
        base_iri=location or target.base,
        timeout=target.timeout,
        expected=_expected(request, target),
    )
    try:
        written = engine.change_graph(change)
    except StoreError as error:
        raise problem_of(error) from error
    if written.created and location is None and graph not in (DEFAULT_GRAPH, ALL_GRAPHS):
        location = _address(graph)
    return done(written, location)


def _address(graph: str) -> str:
    """Where a graph of this name is found."""
    place = site(request)
    if graph.startswith(f"{place.at(PATH)}/"):
        return graph
    return str(place.at(f"{PATH}?graph={quote(graph, safe='')}"))


def _target(request: Request, path: str) -> Target:
    """Which graph a request names. Raises ``ProblemError`` where it names two, or none aright."""
    fields, here = url_fields(request), str(site(request).at(PATH))
    timeout = seconds(single(fields, "timeout"))
    named, default = graphs(fields, "graph"), any(name == "default" for name, _ in fields)
    if len(named) + default + bool(path) > 1:
        raise ProblemError("bad-request", "The request names more than one graph; name one.")
    if path:
        graph = f"{here}/{quote(path, safe=_IN_PATHS)}"
        return Target(graph, graph, timeout)
    if named:
        return Target(named[0], named[0], timeout)
    return Target(DEFAULT_GRAPH if default else ALL_GRAPHS, here, timeout)


def _accept(request: Request, target: Target) -> tuple[str, ...]:
    """The media types for the answer, best first."""
    known = DATASET_TYPES if target.graph == ALL_GRAPHS else offers("graph")
    named = request.args.get("format") or request.args.get("output")
    header = request.headers.get("Accept")
    if named:
        accept = tuple(name for name in named_format(named) if name in known)
    else:
        accept = acceptable(header, (*known, HTML))
        # A browser gets a format that it can show as text.
        accept = tuple(name for name in accept if name != HTML) or known[: HTML in accept]
    if not accept:
        raise not_acceptable(known, f"Nothing here is {named or header}")
    return accept


def _tag(snapshot: str, media_type: str) -> str:
    return f"{snapshot}.{GRAPH_TYPES[media_type].suffix.strip('.')}"


def _expected(request: Request, target: Target) -> str | None:
    """The snapshot that a write is meant for, by its preconditions. Raises ``ProblemError``."""
    if "If-None-Match" in request.headers:
        if request.headers["If-None-Match"].strip() != "*":
            raise ProblemError("bad-request", "Of If-None-Match, a write knows only *.")
        there, snapshot = _exists(target)
        if there:
            raise ProblemError("precondition", "There is such a graph already.")
        return snapshot
    if "If-Match" not in request.headers:
        return None
    if request.headers["If-Match"].strip() == "*":
        there, snapshot = _exists(target)
        if not there:
            raise ProblemError("precondition", "There is no such graph.")
        return snapshot
    tags = _STRONG.findall(request.headers["If-Match"])
    snapshots = {tag.rpartition(".")[0] for tag in tags}
    # No tag of ours, or several: nothing that the graph could be now.
    return snapshots.pop() if len(snapshots) == 1 else ""


def _exists(target: Target) -> tuple[bool, str]:
    """Whether there is a graph, and in which snapshot that was so."""
    engine = services().engine
    if target.graph in (DEFAULT_GRAPH, ALL_GRAPHS):
        return True, engine.snapshot().id
    found = engine.query(Query(f"ASK {{ GRAPH ?g {{}} FILTER(?g = <{target.graph}>) }}"))
    with found:
        return json.loads(found.body.read())["boolean"], found.snapshot.id
