"""An engine's answer -> an HTTP response: validators, timing, and the body in pieces."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import BinaryIO

from flask import Request, Response

from store.engine import Answer, Query, Snapshot

_PIECE = 64 * 1024
# Queries with these are not the same twice; a mention in a string only costs the validator.
_VOLATILE = re.compile(r"\b(?:(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(|SERVICE\b)", re.IGNORECASE)


class Body:
    """A file in pieces, freed when the server has sent it or the client has left."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        while piece := self._file.read(_PIECE):
            yield piece

    def close(self) -> None:
        """Free the file."""
        self._file.close()


def is_volatile(text: str) -> bool:
    """Whether a query may have another answer each time."""
    return _VOLATILE.search(text) is not None


def etag(snapshot: Snapshot, query: Query) -> str | None:
    """The same for the same snapshot, query, dataset and formats; None if the answer may vary."""
    if not snapshot.exact or _VOLATILE.search(query.text):
        return None
    parts = (query.text, *query.accept, "|", *query.default_graphs, "|", *query.named_graphs, "|",
             query.base_iri or "", str(query.max_rows))  # fmt: skip
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{snapshot.id}-{digest[:20]}"


def not_modified(
    request: Request, tag: str | None, snapshot: Snapshot, *, weak: bool = True
) -> Response | None:
    """304 without asking the engine, where the client names the tag of this very answer."""
    if request.method not in ("GET", "HEAD") or tag is None:
        return None
    if not request.if_none_match.contains_weak(tag) or request.if_none_match.star_tag:
        return None
    response = Response(status=304)
    validators(response, tag, snapshot, weak=weak)
    return response


def respond(
    request: Request,
    answer: Answer,
    tag: str | None,
    filename: str | None = None,
    *,
    weak: bool = True,
) -> Response:
    """The answer as it is, with its headers. The response closes it."""
    short = answer.size <= _PIECE
    if short or request.method == "HEAD":
        with answer:
            response = Response(answer.body.read() if short else b"")
    else:
        response = Response(Body(answer.body), direct_passthrough=True)
    response.content_length = answer.size
    response.content_type = content_type(answer.media_type)
    if filename:
        response.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    timing(response, answer.query_id, answer.elapsed)
    if answer.truncated:
        response.headers["Result-Truncated"] = "rows"
    response.headers.add("Link", '</.well-known/void>; rel="describedby"')
    validators(response, tag, answer.snapshot, weak=weak)
    if tag is not None:
        response.make_conditional(request)
    return response


def content_type(media_type: str) -> str:
    """With the charset, where text without one would be read as something else."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def timing(response: Response, query_id: str, elapsed: float) -> None:
    """Which query it was, and how long the engine took."""
    response.headers["Query-Id"] = query_id
    response.headers["Server-Timing"] = server_timing(elapsed)


def server_timing(elapsed: float) -> str:
    """The header of that name, from seconds."""
    return f"query;dur={elapsed * 1000:.1f}"


def validators(
    response: Response, tag: str | None, snapshot: Snapshot, *, weak: bool = True
) -> None:
    """The headers by which a client knows an answer again; it keeps none that may vary."""
    if tag is None:
        response.headers["Cache-Control"] = "no-store"
        return
    # Weak as a rule, since rows without ORDER BY may come in another order.
    response.set_etag(tag, weak=weak)
    # Rounded up: a copy dated before the snapshot's own second must not count as fresh.
    created = snapshot.created
    if created.microsecond:
        created = created.replace(microsecond=0) + timedelta(seconds=1)
    response.last_modified = created
    response.headers["Cache-Control"] = "public, no-cache"
