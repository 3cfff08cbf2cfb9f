"""The server's log: one line for each event, as text or as JSON, on standard error.

Events carry the ids of queries, and neither their text nor any header: what people ask and how
they prove who they are is not for a log.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Final

LEVELS: Final = ("debug", "info", "warning", "error")
FORMATS: Final = ("text", "json")
ROOT: Final = "parley"
_STANDARD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class Lines(logging.Formatter):
    """A record as ``time LEVEL logger event name=value …``, or as a JSON object."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self._as_json = form == "json"

    def format(self, record: logging.LogRecord) -> str:
        """The line, and below it the traceback of an error in text."""
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told = {
            name: value
            for name, value in vars(record).items()
            if name not in _STANDARD and value is not None
        }
        event = record.getMessage()
        trace = self.formatException(record.exc_info) if record.exc_info else None
        if self._as_json:
            entry = {"time": when, "level": record.levelname.lower(), "logger": record.name,
                     "event": event, **told}  # fmt: skip
            if trace:
                entry["traceback"] = trace
            return json.dumps(entry, ensure_ascii=False, default=str)
        fields = "".join(f" {name}={_plain(value)}" for name, value in told.items())
        line = f"{when} {record.levelname:<7} {record.name} {_one_line(event)}{fields}"
        return f"{line}\n{trace}" if trace else line


def configure(level: str, form: str) -> None:
    """Write what is at least of this level, in this form, in this process."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines(form))
    root = logging.getLogger(ROOT)
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    root.propagate = False


def _plain(value: object) -> str:
    text = _one_line(str(value))
    return json.dumps(text) if " " in text else text


def _one_line(text: str) -> str:
    """Nobody writes a line of their own into the log by asking for it."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
