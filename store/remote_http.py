"""Requests to a remote SPARQL server with the operator's credentials, and what its refusals mean.

Redirects are not followed: credentials go where the operator sends them and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, BinaryIO, Final

import requests
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth
from urllib3.exceptions import HTTPError, NewConnectionError

from store.errors import (
    DataSyntaxError,
    MediaTypeError,
    NoSuchGraphError,
    OutcomeUnknownError,
    QueryEvaluationError,
    QueryOverloadError,
    QuerySyntaxError,
    QueryTimeoutError,
    StoreError,
    StoreFullError,
)

_EXCERPT: Final = 500
_CONNECT: Final = 10.0
_AT_ONCE: Final = 32

Parameters = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A SPARQL server: where queries, updates and graphs go, and who says so.

    `user` and `password` are sent as the server asks for them, by Basic or Digest; `token` as
    `Bearer`. Where the server's own default graph is no graph of its own (Virtuoso's is the union
    of all), `default_graph` is the IRI of the graph that stands for it.
    """

    query: str
    update: str | None = None
    data: str | None = None
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    default_graph: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent. `timeout` (seconds) bounds each wait for the server.

    With `writes`, an answer that never comes is an `OutcomeUnknownError`. `malformed` is what a
    400 says of the request.
    """

    method: str
    url: str
    timeout: float
    headers: Mapping[str, str]
    parameters: Parameters = ()
    body: bytes | BinaryIO | None = None
    writes: bool = False
    malformed: type[QuerySyntaxError | DataSyntaxError] = QuerySyntaxError


class _Bearer(AuthBase):
    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: Any) -> Any:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class RemoteHttp:
    """Connections to one server, kept open and shared between threads."""

    def __init__(self, endpoint: Endpoint, agent: str) -> None:
        self._endpoint = endpoint
        self._session = requests.Session()
        self._session.trust_env = False  # credentials of the environment are not meant for this
        self._session.headers["User-Agent"] = agent
        self._session.headers["Accept-Encoding"] = "identity"  # lengths are those of the body
        adapter = requests.adapters.HTTPAdapter(pool_maxsize=_AT_ONCE, pool_block=False)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)
        self._lock = Lock()
        self._auth: dict[str, AuthBase | None] = {}

    @contextmanager
    def send(self, request: Request) -> Iterator[requests.Response]:
        """As `open`, with the response closed at the end."""
        with self.open(request) as response:
            yield response

    def open(self, request: Request) -> requests.Response:
        """The answer, whose body is not read yet. Raises `QueryError` and `StoreError`."""
        url, timeout = request.url, request.timeout
        try:
            response = self._session.request(
                request.method,
                url,
                params=list(request.parameters),
                data=request.body,
                headers=dict(request.headers),
                auth=self._credentials(url, timeout),
                timeout=(min(_CONNECT, timeout), timeout),
                allow_redirects=False,
                stream=True,
            )
        except requests.exceptions.RequestException as error:
            raise _failure(error, request) from error
        if not 200 <= response.status_code < 300:
            with response:
                raise refusal(response, request)
        return response

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _credentials(self, url: str, timeout: float) -> AuthBase | None:
        told = self._endpoint
        if told.token:
            return _Bearer(told.token)
        if not told.user:
            return None
        with self._lock:
            if url not in self._auth:
                self._auth[url] = self._challenged(url, timeout)
            return self._auth[url]

    def _challenged(self, url: str, timeout: float) -> AuthBase:
        """As the server asks for the password. Asked without a body, which may be large."""
        user, password = self._endpoint.user or "", self._endpoint.password or ""
        try:
            with self._session.get(
                url, timeout=timeout, allow_redirects=False, stream=True
            ) as response:
                asked = response.headers.get("WWW-Authenticate", "").lower()
        except requests.exceptions.RequestException:
            asked = ""  # the request itself will tell what is wrong
        if asked.startswith("digest"):
            return HTTPDigestAuth(user, password)
        return HTTPBasicAuth(user, password)


def _failure(error: requests.exceptions.RequestException, request: Request) -> StoreError:
    """Why no answer came."""
    url = request.url
    lost = isinstance(error, requests.exceptions.ConnectTimeout) or _refused(error)
    if not lost and request.writes:
        return OutcomeUnknownError(
            f"{url} was sent a write and did not say what became of it. Look before you repeat it."
        )
    if not lost and isinstance(error, requests.exceptions.Timeout):
        return _timed_out(request)
    return StoreError(
        f"{url} cannot be reached, or broke off ({type(error).__name__}). Start it, or correct "
        "its URL."
    )


def _timed_out(request: Request) -> QueryTimeoutError:
    return QueryTimeoutError(
        f"{request.url} did not answer within {request.timeout:g} s. Make the query more "
        "selective.",
        limit=request.timeout,
    )


def refusal(response: requests.Response, request: Request) -> StoreError:
    """What a status that is no success means."""
    status, url = response.status_code, request.url
    told = f"{url} refuses the request: {status}{excerpt(response)}"
    if status == 400:
        return request.malformed(told)
    if status == 404:
        return NoSuchGraphError(f"{url} has no such graph.", graph="")
    if status == 415:
        return MediaTypeError(told, offers=())
    if status in (408, 504):
        return _timed_out(request)
    if status in (429, 503):
        wait = response.headers.get("Retry-After", "")
        return QueryOverloadError(told, retry_after=float(wait) if wait.isdigit() else 10.0)
    if status == 507:
        return StoreFullError(told)
    if status in (401, 403):
        return StoreError(f"{told}. Correct the user, password or token for it.")
    if 300 <= status < 400:
        where = response.headers.get("Location", "another place")
        return StoreError(f"{url} redirects to {where}. Give that URL, if it is the right one.")
    return QueryEvaluationError(told)


def excerpt(response: requests.Response) -> str:
    """The beginning of what a server says, as the end of a parenthesis."""
    kind = response.headers.get("Content-Type", "")
    if not kind.startswith(("text/plain", "application/problem+json", "application/json")):
        return ""
    try:
        text = response.raw.read(_EXCERPT, decode_content=True).decode("utf-8", "replace")
    except (OSError, HTTPError):
        return ""
    shown = " ".join(text.split())
    return f": {shown}" if shown else ""


def _refused(error: requests.exceptions.RequestException) -> bool:
    """Whether no connection came about, so that nothing was sent."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(reason, NewConnectionError)
