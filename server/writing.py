"""Who may write, and what a write is answered with."""

from __future__ import annotations

import hmac
import re
import tempfile
from typing import BinaryIO, Final, cast

from flask import Request, Response
from werkzeug.exceptions import RequestEntityTooLarge

from server.answers import timing
from server.problems import ProblemError
from server.protocol import drain
from server.services import Services
from store.engine import Writable, Written

_BEARER: Final = re.compile(r"Bearer +(\S+) *", re.IGNORECASE)
_CHALLENGE: Final = 'Bearer realm="parley"'
_PIECE: Final = 1 << 20


def writable(request: Request, served: Services) -> Writable:
    """The engine, where the request may write to it. Raises ``ProblemError``."""
    token = served.config.write_token
    if not token or not isinstance(served.engine, Writable):
        raise ProblemError(
            "read-only", "No one may write here: the server runs without PARLEY_WRITE_TOKEN."
        )
    header = request.headers.get("Authorization", "")
    given = _BEARER.fullmatch(header)
    if given is None:
        raise ProblemError(
            "unauthorised",
            "A write needs the token of this server, as Authorization: Bearer TOKEN.",
            headers={"WWW-Authenticate": _CHALLENGE},
        )
    # In constant time, or the time of the answer would spell the token.
    if not hmac.compare_digest(given[1].encode("utf-8", "replace"), token.encode()):
        raise ProblemError(
            "unauthorised",
            "The token is not the one of this server.",
            headers={"WWW-Authenticate": f'{_CHALLENGE}, error="invalid_token"'},
        )
    return served.engine


def new_file() -> BinaryIO:
    """A temporary file without a name, which goes when it is closed."""
    return cast(BinaryIO, tempfile.TemporaryFile())


def spool(request: Request, limit: int) -> BinaryIO:
    """The body as a file, which the caller closes. Raises ``ProblemError`` beyond the limit."""
    file = new_file()
    request.max_content_length = limit
    size = 0
    try:
        while piece := request.stream.read(_PIECE):
            size += len(piece)
            if size > limit:  # a chunked body announces no length
                raise RequestEntityTooLarge
            file.write(piece)
    except RequestEntityTooLarge:
        file.close()
        drain(request)
        raise ProblemError("too-large", f"The body is larger than {limit:,} bytes.") from None
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def done(written: Written, location: str | None = None) -> Response:
    """204, or 201 where something new is at `location`."""
    response = Response(status=201 if location else 204)
    if location:
        response.headers["Location"] = location
    del response.headers["Content-Type"]  # there is no body
    response.headers["Cache-Control"] = "no-store"
    timing(response, written.query_id, written.elapsed)
    return response
