"""How much query time a client may use: a bucket of seconds each, which fills up again."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from threading import Lock
from typing import Final

from flask import Flask, Request, request

from server.problems import ProblemError
from store.owners import OWNER

_CLIENTS: Final = 10_000
_PERIOD: Final = 60.0


class Budget:
    """Each client may use `seconds` of query time a minute, and twice that after a pause.

    Queries are paid for when they have run: who is in debt waits until it is paid off.
    """

    def __init__(self, seconds: float) -> None:
        self._rate = seconds / _PERIOD
        self._most = seconds * 2
        self._lock = Lock()
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> int:
        """Seconds, rounded up, until the client may ask again; 0 if it may now."""
        with self._lock:
            left = self._now(client)
        return 0 if left > 0 else max(1, math.ceil(-left / self._rate + 1))

    def pay(self, client: str, seconds: float) -> None:
        """Take off what a client's queries took."""
        with self._lock:
            self._left[client] = (self._now(client) - seconds, time.monotonic())
            self._left.move_to_end(client)
            while len(self._left) > _CLIENTS:
                self._left.popitem(last=False)

    def _now(self, client: str) -> float:
        left, then = self._left.get(client, (self._most, 0.0))
        return min(self._most, left + (time.monotonic() - then) * self._rate)


_FREE: Final = frozenset({"/healthz", "/metrics"})


def enforce(app: Flask, seconds: float) -> None:
    """Have an application refuse who has used up their time, and count what others use."""
    budget = Budget(seconds)

    @app.before_request
    def check() -> None:
        wait = 0 if _is_free(request) else budget.wait(client_of(request))
        if wait:
            raise ProblemError(
                "budget",
                f"You may use {seconds:g} s of query time a minute, and have used more. Ask again "
                f"in {wait} s.",
                {"limit": seconds, "retry_after": wait},
                headers={"Retry-After": str(wait)},
            )

    @app.teardown_request
    def pay(_error: BaseException | None) -> None:
        owner = OWNER.get()
        if owner is not None and owner.spent and not _is_free(request):
            budget.pay(client_of(request), owner.spent)


def _is_free(request: Request) -> bool:
    return request.path in _FREE or request.path.startswith("/static/")


def client_of(request: Request) -> str:
    """The address that budgets go by: what a proxy on this machine forwards for, or the peer."""
    peer = request.remote_addr or ""
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return forwarded if forwarded and peer in ("127.0.0.1", "::1") else peer
