"""The server's own address, as its clients see it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Request
from rdflib import URIRef

from server.problems import ProblemError

VOID = "/.well-known/void"

_HOST = re.compile(r"[A-Za-z0-9.\-]+(?::\d+)?|\[[0-9A-Fa-f:.]+\](?::\d+)?")


@dataclass(frozen=True, slots=True)
class Site:
    """The server as its clients see it, and the IRIs of what it describes."""

    root: str

    @property
    def endpoint(self) -> URIRef:
        """Where queries go."""
        return URIRef(f"{self.root}/sparql")

    def at(self, path: str) -> URIRef:
        """Where a path of this server is."""
        return URIRef(f"{self.root}{path}")

    @property
    def dataset(self) -> URIRef:
        """The dataset as a whole: what the default graph says."""
        return self.part("dataset")

    def part(self, name: str) -> URIRef:
        """A node of the description."""
        return URIRef(f"{self.root}{VOID}#{name}")


def site(request: Request) -> Site:
    """The public address by which this request came. Raises ``ProblemError``.

    A proxy in front says by ``X-Forwarded-Proto`` and ``-Host`` what its own address is.
    """
    forwarded = request.headers.get("X-Forwarded-Host", "").partition(",")[0].strip()
    host = forwarded or request.host
    scheme = request.headers.get("X-Forwarded-Proto", "").partition(",")[0].strip().lower()
    if not _HOST.fullmatch(host):
        raise ProblemError("bad-request", "The request's Host is not the name of a host.")
    if scheme not in ("http", "https"):
        scheme = request.scheme
    return Site(f"{scheme}://{host}{request.script_root}")
