"""Behind a proxy that has the server below a path: addresses as they are seen from outside.

Pages and headers name paths of this server from its root; what stands before them is known only
here. Addresses in data are absolute, and are made with the prefix already.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from flask import Flask, Response, request

from server.negotiate import HTML

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_IN_PAGES: Final = re.compile(rb'(\s(?:href|src|action|formaction|poster)=")/(?!/)')
_IN_LINKS: Final = re.compile(r"<(/[^/>])")
_ROOT: Final = re.compile(rb"<html\b")


class Below:
    """A WSGI application below a path; elsewhere there is nothing."""

    def __init__(self, app: WSGIApplication, prefix: str) -> None:
        self._app = app
        self._prefix = prefix

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        path = environ.get("PATH_INFO", "")
        if path != self._prefix and not path.startswith(f"{self._prefix}/"):
            start_response("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
            return [f"There is nothing here; try {self._prefix}/\n".encode()]
        environ["SCRIPT_NAME"] = self._prefix
        environ["PATH_INFO"] = path[len(self._prefix) :] or "/"
        return self._app(environ, start_response)


def register(app: Flask, prefix: str) -> None:
    """Have the app answer below the prefix, and put it before what an answer names."""
    if prefix:
        app.wsgi_app = Below(app.wsgi_app, prefix)  # type: ignore[method-assign]

    @app.after_request
    def outside(response: Response) -> Response:
        root = request.script_root
        if not root:
            return response
        links = response.headers.getlist("Link")
        if links:
            response.headers.setlist("Link", [_IN_LINKS.sub(rf"<{root}\1", link) for link in links])
        location = response.headers.get("Location", "")
        if location.startswith("/") and not location.startswith((f"{root}/", "//")):
            response.headers["Location"] = f"{root}{location}"
        if response.mimetype == HTML and not response.direct_passthrough:
            prefix = root.encode()
            page = _IN_PAGES.sub(rb"\1" + prefix + b"/", response.get_data())
            # Scripts ask it of the page.
            response.set_data(_ROOT.sub(b'<html data-root="' + prefix + b'"', page, count=1))
        return response
