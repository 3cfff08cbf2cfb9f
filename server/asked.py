"""A request as it came in, its headers read once, and as WSGI has it."""

from __future__ import annotations

import sys
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from granian.rsgi import Scope

Headers = list[tuple[str, str]]


class Asked:
    """What a request says. Names of headers are in lower case; several of a name are joined."""

    __slots__ = ("authority", "headers", "method", "path", "query_string", "scope")

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.method = scope.method
        self.path = scope.path
        self.query_string = scope.query_string
        self.headers: dict[str, str] = {}
        for name, value in scope.headers.items():
            if name in self.headers and name != "host":
                self.headers[name] += f", {value}"
            else:
                self.headers[name] = value
        self.authority = scope.authority or self.headers.get("host", "")


def environment(asked: Asked, body: IO[bytes]) -> dict[str, Any]:
    """The request as WSGI has it (PEP 3333)."""
    scope = asked.scope
    host, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": asked.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(asked.path).decode("latin-1"),
        "QUERY_STRING": asked.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in asked.headers.items():
        field = name.upper().replace("-", "_")
        plain = field in ("CONTENT_TYPE", "CONTENT_LENGTH")
        environ[field if plain else f"HTTP_{field}"] = value
    if asked.authority:
        environ["HTTP_HOST"] = asked.authority
    return environ
