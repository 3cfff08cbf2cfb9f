"""The SPARQL 1.1 Protocol: a request as the query it carries. Raises ``ProblemError``."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge

from server import negotiate
from server.problems import ProblemError, not_acceptable

FORM = "application/x-www-form-urlencoded"
SPARQL = "application/sparql-query"
UPDATE = "application/sparql-update"

_MAX_FIELDS = 500
_MAX_DRAINED = 50_000_000
_LONGEST_NUMBER = 18
_QUERY_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^<>"{}|^`\\\x00-\x20]*\Z')


@dataclass(frozen=True, slots=True)
class Operation:
    """What a request asks for. `query` is None where there is none, which a page may be for.

    `accept` is the list of media types, best first; `html` says that a page is wanted. `snapshot`
    is an id or a date, and `query_id` what the client calls the query.
    """

    query: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    timeout: float | None
    accept: tuple[str, ...]
    html: bool
    max_rows: int | None = None
    snapshot: str | None = None
    query_id: str | None = None


def read_operation(request: Request) -> Operation:
    """The operation of a GET, POST or QUERY request."""
    fields, queries = _fields(request)
    if any(name == "update" for name, _ in fields):
        raise ProblemError("read-only", "Updates are not taken here; the data is read-only.")
    queries += [value for name, value in fields if name == "query"]
    if len(queries) > 1:
        raise ProblemError(
            "several-queries", f"The request holds {len(queries)} queries; send one."
        )
    accept, html = _accept(request, single(fields, "format") or single(fields, "output"))
    return Operation(
        query=queries[0] if queries else None,
        default_graphs=graphs(fields, "default-graph-uri"),
        named_graphs=graphs(fields, "named-graph-uri"),
        timeout=seconds(single(fields, "timeout")),
        accept=accept,
        html=html,
        max_rows=_rows(single(fields, "max-rows")),
        snapshot=single(fields, "snapshot"),
        query_id=_query_id(request),
    )


def _rows(text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > _LONGEST_NUMBER:
        raise ProblemError("bad-request", f"max-rows must be a number of rows, not {text!r}.")
    return int(text)


def _query_id(request: Request) -> str | None:
    name = request.headers.get("Query-Id")
    if name is not None and not _QUERY_ID.fullmatch(name):
        raise ProblemError(
            "bad-request", "A Query-Id has 8 to 64 letters, digits, hyphens or underscores."
        )
    return name


def _fields(request: Request) -> tuple[list[tuple[str, str]], list[str]]:
    """The parameters of URL and form, and a query that is the body itself."""
    fields = url_fields(request)
    if request.method in ("GET", "HEAD"):
        return fields, []
    check_encoding(request)
    if request.mimetype == FORM:
        return fields + form_fields(request), []
    if request.mimetype == SPARQL:
        return fields, [body_text(request)]
    if request.mimetype == UPDATE:
        raise ProblemError("read-only", "Updates are not taken here; the data is read-only.")
    given = request.mimetype or "no content type"
    raise ProblemError(
        "media-type",
        f"The request has {given}. Send a query as {SPARQL}, or a form as {FORM}.",
        headers={"Accept-Post": f"{SPARQL}, {FORM}"},
    )


def url_fields(request: Request) -> list[tuple[str, str]]:
    """The parameters of the URL, in their order."""
    return _parse(request.environ.get("QUERY_STRING", "").encode("latin-1"), "query string")


def form_fields(request: Request) -> list[tuple[str, str]]:
    """The parameters of a form that is the body, in their order."""
    return _parse(read_body(request), "form")


def body_text(request: Request) -> str:
    """A body that is a query or an update."""
    return _decode(read_body(request), "body")


def check_encoding(request: Request) -> None:
    """Refuse a body that is not UTF-8 as it stands."""
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise ProblemError("media-type", f"The charset is {charset}; SPARQL is sent as UTF-8.")
    coding = request.headers.get("Content-Encoding", "identity").lower()
    if coding != "identity":
        raise ProblemError("media-type", f"The content coding {coding} is not supported here.")


def read_body(request: Request) -> bytes:
    """The whole body. Raises ``ProblemError`` where it is larger than the server takes."""
    try:
        return request.get_data()
    except RequestEntityTooLarge:
        drain(request)
        raise ProblemError(
            "too-large", f"The body is larger than {request.max_content_length:,} bytes."
        ) from None


def drain(request: Request) -> None:
    """Read on: a client that is still sending would meet a broken pipe, and never see why."""
    stream, left = request.environ["wsgi.input"], _MAX_DRAINED
    while left > 0 and (piece := stream.read(min(left, 65536))):
        left -= len(piece)


def _parse(data: bytes, where: str) -> list[tuple[str, str]]:
    text = _decode(data, where)
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MAX_FIELDS)
    except UnicodeDecodeError as error:
        raise _not_utf8(where, error) from None
    except ValueError:
        detail = f"The {where} has more than {_MAX_FIELDS} parameters."
        raise ProblemError("bad-request", detail) from None


def _decode(data: bytes, where: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise _not_utf8(where, error) from None


def _not_utf8(where: str, error: UnicodeDecodeError) -> ProblemError:
    byte = error.object[error.start]
    return ProblemError(
        "bad-request", f"The {where} is not UTF-8: there is a byte 0x{byte:02X} in it."
    )


def single(fields: list[tuple[str, str]], name: str) -> str | None:
    """The first value of a parameter that is not empty."""
    return next((value for key, value in fields if key == name and value), None)


def graphs(fields: list[tuple[str, str]], name: str) -> tuple[str, ...]:
    """The IRIs of graphs that a parameter gives."""
    found = tuple(value for key, value in fields if key == name)
    for graph in found:
        if not _IRI.match(graph):
            raise ProblemError("bad-request", f"{name} must be an absolute IRI, not {graph!r}.")
    return found


def seconds(text: str | None) -> float | None:
    """A parameter that is a time. Raises ``ProblemError`` where it is none."""
    if text is None:
        return None
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not 0 < found < math.inf:
        raise ProblemError("bad-request", f"timeout must be a number of seconds, not {text!r}.")
    return found


def _accept(request: Request, named: str | None) -> tuple[tuple[str, ...], bool]:
    header = request.headers.get("Accept")
    if named is not None:
        types = negotiate.named_format(named)
        if not types:
            known = ", ".join(negotiate.FORMATS)
            raise ProblemError("bad-request", f"format={named} is not known; use one of {known}.")
        html = types == (negotiate.HTML,)
        return (negotiate.OFFERS if html else types), html
    if negotiate.wants_html(header):
        return negotiate.OFFERS, True
    accept = negotiate.acceptable(header)
    if not accept:
        raise not_acceptable(negotiate.OFFERS, f"Nothing here is {header}")
    return accept, False
