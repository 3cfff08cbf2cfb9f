"""The query service: one request at a time, patient, and never asked twice in a run."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from etl.gazetteer.update.cache import AnswerCache
from etl.gazetteer.update.errors import ServiceError, TooMuchError, UpdateError
from etl.gazetteer.update.request import PassingError, Request

ENDPOINT = "https://query.wikidata.org/sparql"
WAITS = (5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 300.0)  # seconds before each further attempt
_SLOW = 3  # attempts after which a question without an answer in time counts as too large
_LONGEST = 3600.0  # seconds of a Retry-After that are still waited for
_CONTACT = re.compile(r"[^\s@()]+@[^\s@()]+\.[^\s@()]+|https?://[^\s()]+")


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of an answer, and the day on which it was given."""

    rows: list[dict[str, str]]
    retrieved: str


@dataclass
class QueryService:
    """Asks the endpoint, through the cache. ``sleep``, ``clock`` and ``now`` are for tests."""

    endpoint: str
    contact: str
    cache: AnswerCache
    timeout: float = 75.0  # the public service ends a query after 60
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    asked: int = field(default=0, init=False)  # questions sent
    waited: float = field(default=0.0, init=False)  # seconds

    def __post_init__(self) -> None:
        agent = user_agent(self.contact)
        self._request = Request(self.endpoint, agent, self.timeout, self.clock, self.now)

    def ask(self, query: str) -> Answer:
        """The answer to a query.

        Raises ``TooMuchError`` when the service cannot answer it in its time, and ``ServiceError``
        when it gives no usable answer at all.
        """
        record = self.cache.get(self.endpoint, query)
        if record is None:
            record = self._record(query)
            self.cache.put(self.endpoint, query, record)
        if "too_much" in record:
            raise TooMuchError(record["too_much"])
        return Answer(record["rows"], record["retrieved"])

    def _record(self, query: str) -> dict[str, Any]:
        try:
            rows = self._attempts(query)
        except TooMuchError as error:
            return {"too_much": str(error)}
        return {"rows": rows, "retrieved": self.now().date().isoformat()}

    def _attempts(self, query: str) -> list[dict[str, str]]:
        slow = 0
        for wait in (*WAITS, None):
            self.asked += 1
            try:
                return self._request.send(query)
            except PassingError as error:
                slow += error.slow
                if slow == _SLOW:
                    raise TooMuchError(str(error)) from None
                if wait is None:
                    raise ServiceError(
                        f"{self.endpoint} gave no usable answer in {len(WAITS) + 1} attempts"
                        f" ({error}); what it answered is kept: run again to go on"
                    ) from None
                self._wait(max(wait, error.after or 0.0))
        raise AssertionError("the last attempt returns or raises")

    def _wait(self, seconds: float) -> None:
        if seconds > _LONGEST:
            raise ServiceError(
                f"{self.endpoint} asks to wait {seconds:.0f} s; what it answered is kept:"
                " run again then to go on"
            )
        self.waited += seconds
        self.sleep(seconds)


def user_agent(contact: str) -> str:
    """How Parley names itself to the service, with whom to ask about it.

    Raises ``UpdateError`` when the contact is neither a mail nor a web address.
    """
    if not _CONTACT.fullmatch(contact):
        raise UpdateError(f"{contact!r} is neither a mail nor a web address to be reached at")
    try:
        number = version("parley-kg")
    except PackageNotFoundError:
        number = "0"
    return f"Parley/{number} ({contact}) SPARQLWrapper/{version('SPARQLWrapper')}"
