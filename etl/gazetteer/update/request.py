"""One request to the query service: sent, read to its end, and judged."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import HTTPError, URLError

from SPARQLWrapper import JSON, POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import (
    EndPointInternalError,
    EndPointNotFound,
    QueryBadFormed,
    Unauthorized,
    URITooLong,
)

from etl.gazetteer.update.errors import ServiceError, TooMuchError

_PIECE = 1 << 16
_LARGEST = 1 << 28  # bytes of an answer; none of the queries comes near it
_TIMED_OUT = b"TimeoutException"  # the service's own limit, with status 500 or after half a body
_TOO_LARGE = frozenset({413, 414})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_QUOTED = 200  # characters of a refusal that a message shows


class PassingError(Exception):
    """A failure that may be over when one asks again; ``after`` is how long to wait at least."""

    def __init__(self, reason: str, after: float | None = None, *, slow: bool = False) -> None:
        super().__init__(reason)
        self.after = after
        self.slow = slow  # nothing came in time


@dataclass(frozen=True, slots=True)
class Request:
    """How the service is asked. ``clock`` and ``now`` are for tests."""

    endpoint: str
    agent: str
    timeout: float
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def send(self, query: str) -> list[dict[str, str]]:
        """The rows of the answer: the value of each variable that is bound.

        Raises ``PassingError`` for what may pass, ``TooMuchError`` when the question was too large
        for the service, ``ServiceError`` when asking again is no use.
        """
        wrapper = SPARQLWrapper(self.endpoint, agent=self.agent)
        wrapper.setMethod(POST)
        wrapper.setReturnFormat(JSON)
        wrapper.setOnlyConneg(True)
        wrapper.setTimeout(max(1, round(self.timeout)))
        wrapper.setQuery(query)
        return _rows(self._body(wrapper))

    def _body(self, wrapper: SPARQLWrapper) -> bytes:
        try:
            return self._read(wrapper.query().response)
        except EndPointInternalError as error:
            raise _internal(str(error).encode()) from None
        except QueryBadFormed as error:
            raise ServiceError(f"{self.endpoint} refused the query: {_quote(error)}") from None
        except EndPointNotFound:
            raise ServiceError(f"{self.endpoint}: there is no query service (404)") from None
        except Unauthorized:
            raise ServiceError(f"{self.endpoint} asks for a password (401)") from None
        except URITooLong:
            raise TooMuchError("the query is too long (414)") from None
        except HTTPError as error:
            with error:
                raise self._status(error) from None
        except TimeoutError:
            raise PassingError("no answer in time", slow=True) from None
        except URLError as error:
            slow = isinstance(error.reason, TimeoutError)
            raise PassingError(f"no connection: {error.reason}", slow=slow) from None
        except (HTTPException, ConnectionError) as error:
            raise PassingError(f"the connection was cut: {error!r}") from None

    def _read(self, response: HTTPResponse) -> bytes:
        """The whole body. A peer that sends drop by drop has no more time than any other."""
        until = self.clock() + self.timeout
        pieces: list[bytes] = []
        size = 0
        with response:
            while piece := response.read1(_PIECE):
                pieces.append(piece)
                size += len(piece)
                if size > _LARGEST:
                    raise TooMuchError(f"the answer is larger than {_LARGEST >> 20} MB")
                if self.clock() > until:
                    raise PassingError("the answer did not end in time", slow=True)
        return b"".join(pieces)

    def _status(self, error: HTTPError) -> Exception:
        code = error.code
        if code in _TOO_LARGE:
            return TooMuchError(f"the query is too long ({code})")
        if code in _PASSING:
            after = self._after(error.headers.get("Retry-After"))
            return PassingError(f"status {code}", after, slow=code == 504)
        text = error.read(_QUOTED).decode("utf-8", "replace")
        return ServiceError(f"{self.endpoint} refused the request ({code}): {_quote(text)}")

    def _after(self, header: str | None) -> float | None:
        """Seconds that a Retry-After header asks to wait, given as seconds or as a date."""
        if header is None:
            return None
        if header.strip().isdigit():
            return float(header)
        try:
            when = parsedate_to_datetime(header)
        except ValueError:
            return None
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        return max(0.0, (when - self.now()).total_seconds())


def _internal(text: bytes) -> Exception:
    if _TIMED_OUT in text:
        return TooMuchError("the service ran out of time")
    return PassingError("status 500")


def _quote(text: object) -> str:
    return " ".join(str(text).split())[:_QUOTED]


def _rows(body: bytes) -> list[dict[str, str]]:
    try:
        answer = json.loads(body)
    except ValueError:
        if _TIMED_OUT in body:
            raise TooMuchError("the service ran out of time") from None
        kind = "HTML" if body.lstrip()[:1] == b"<" else "an answer that is cut or garbled"
        raise PassingError(f"{kind} instead of JSON") from None
    if isinstance(answer, dict) and isinstance(error := answer.get("error"), dict):
        raise _reported(error)
    try:
        return [{v: str(t["value"]) for v, t in b.items()} for b in answer["results"]["bindings"]]
    except (KeyError, TypeError, AttributeError):
        raise PassingError("JSON that is no table of results") from None


def _reported(error: dict[str, Any]) -> PassingError:
    """An error told in the body of a status 200, such as replicas that lag."""
    lag = error.get("lag")
    after = float(lag) if isinstance(lag, int | float) else None
    return PassingError(f"{error.get('code', 'error')}: {_quote(error.get('info', ''))}", after)
