"""Answers of the query service on disk, so that a run that was cut goes on where it stopped."""

import fcntl
import gzip
import hashlib
import json
import os
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from etl.gazetteer.update.errors import UpdateError


class AnswerCache:
    """The answers of the run under way, in ``FOLDER/running``, and of the last one that ended.

    A file is there as a whole or not at all; one that cannot be read counts as absent.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running = folder / "running"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other runs out. Raises ``UpdateError`` when one is under way."""
        self._running.mkdir(parents=True, exist_ok=True)
        with (self._folder / "lock").open("wb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise UpdateError(
                    f"{self._folder}: another update is under way; wait for it, or give --cache"
                ) from None
            yield

    def get(self, endpoint: str, query: str) -> dict[str, Any] | None:
        """The record of this question, None when it was not answered in this run."""
        try:
            record = json.loads(gzip.decompress(self._path(endpoint, query).read_bytes()))
        except (OSError, EOFError, ValueError, zlib.error):
            return None
        return record if isinstance(record, dict) and record.get("query") == query else None

    def put(self, endpoint: str, query: str, record: dict[str, Any]) -> None:
        """Keep the record of a question."""
        path = self._path(endpoint, query)
        temporary = path.with_suffix(f".{os.getpid()}.part")
        text = json.dumps({"endpoint": endpoint, "query": query, **record}, ensure_ascii=False)
        with temporary.open("wb") as file:
            file.write(gzip.compress(text.encode(), mtime=0))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)

    def finish(self) -> None:
        """The run has ended: its answers take the place of the last run's, the next one is new."""
        last = self._folder / "last"
        shutil.rmtree(last, ignore_errors=True)
        self._running.replace(last)

    def _path(self, endpoint: str, query: str) -> Path:
        digest = hashlib.sha256(f"{endpoint}\n{query}".encode()).hexdigest()
        return self._running / f"{digest[:40]}.json.gz"
