"""For whom queries run: so that all of them end when nobody waits for answers any more."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final


@dataclass(slots=True)
class Owner:
    """Whom queries are run for. `spent` are the seconds that they took.

    When it is `cancelled`, nobody waits for answers any more, and no further query is begun.
    """

    cancelled: bool = False
    spent: float = 0.0


OWNER: Final[ContextVar[Owner | None]] = ContextVar("OWNER", default=None)
"""The owner of the queries that this context asks, if it has one."""
