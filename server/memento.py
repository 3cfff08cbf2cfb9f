"""Which snapshot a request asks, and the headers that say so (Memento, RFC 7089)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import quote

from flask import Request, Response
from werkzeug.http import http_date

from server.problems import ProblemError
from store.engine import Engine, Historic, Snapshot

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?\Z")


def asked(request: Request, named: str | None, engine: Engine) -> Snapshot | None:
    """The snapshot of a parameter (an id or a date) or of `Accept-Datetime`; None for the current.

    A date stands for its end: what was served last on that day, in that month or year. Raises
    ``ProblemError``.
    """
    header = request.headers.get("Accept-Datetime")
    if named is None and header is None:
        return None
    if not isinstance(engine, Historic):
        raise ProblemError("no-snapshot", "This server keeps no earlier snapshots.")
    if named is not None:
        return find(engine, named)
    kept = engine.snapshots()
    try:
        moment = parsedate_to_datetime(header or "")
    except ValueError:
        raise ProblemError("bad-request", f"Accept-Datetime is no date: {header!r}.") from None
    # One from before the first snapshot means the first one, says the RFC.
    return _last(kept, moment + timedelta(seconds=1)) or kept[0]


def find(engine: Historic, named: str) -> Snapshot:
    """The snapshot of an id, or the last one of a date. Raises ``ProblemError``."""
    kept = engine.snapshots()
    for snapshot in kept:
        if snapshot.id == named:
            return snapshot
    end = _end(named)
    found = None if end is None else _last(kept, end)
    if found is None:
        told = f" The earliest is of {kept[0].created:%Y-%m-%d %H:%M:%S} UTC." if kept else ""
        raise ProblemError(
            "no-snapshot",
            f"There is no snapshot {named!r}: name an id that /snapshots lists, or a date as "
            f"2026-11-20 or 2026-11-20T12:00:00Z.{told}",
            {"snapshot": named},
        )
    return found


def _last(kept: list[Snapshot], end: datetime) -> Snapshot | None:
    return max((s for s in kept if s.created < end), key=lambda s: s.created, default=None)


def _end(text: str) -> datetime | None:
    """The first moment after a date; None if the text is none."""
    try:
        match = _DATE.match(text)
        if match is None:
            moment = datetime.fromisoformat(text.replace(" ", "+"))
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) + timedelta(seconds=1)
        year, month, day = (None if part is None else int(part) for part in match.groups())
        assert year is not None
        if day is not None:
            return datetime(year, month or 1, day, tzinfo=UTC) + timedelta(days=1)
        if month is not None:
            return datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
        return datetime(year + 1, 1, 1, tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def mark(response: Response, request: Request, snapshot: Snapshot) -> None:
    """Say which moment the answer is of, and where the same is for that moment for good."""
    headers = response.headers
    headers["Memento-Datetime"] = http_date(snapshot.created)
    response.vary.add("Accept-Datetime")
    own = f"{request.path}?snapshot={quote(snapshot.id)}"
    links = [
        *headers.getlist("Link"),
        f'<{own}>; rel="memento"',
        f'<{request.path}>; rel="original timegate"',
        '</snapshots>; rel="timemap"; type="application/link-format"',
    ]
    headers["Link"] = ", ".join(links)
