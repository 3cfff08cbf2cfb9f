"""Where a worker puts a result: into memory while it is small, then into a file without a name."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, Final, cast

from store.errors import QuerySizeError

INLINE: Final = 64 * 1024
"""Bytes up to which a result stays in memory."""


class Spool:
    """Takes no more than `limit` bytes. What is killed with its process leaves nothing behind."""

    def __init__(self, limit: int, folder: Path | None) -> None:
        self._limit = limit
        self._folder = folder
        self._memory = bytearray()
        self._file: BinaryIO | None = None
        self.size = 0

    def write(self, data: bytes) -> int:
        """Take more. Raises `QuerySizeError`, which stops an engine that writes, and `OSError`."""
        self.size += len(data)
        if self.size > self._limit:
            raise QuerySizeError(
                f"The result is larger than {self._limit:,} bytes. Ask for less: use LIMIT, "
                "fewer variables, or an aggregate.",
                limit=self._limit,
            )
        self._memory += data
        if len(self._memory) > INLINE:
            self._spill()
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def _spill(self) -> BinaryIO:
        if self._file is None:
            self._file = cast(BinaryIO, TemporaryFile(dir=self._folder, buffering=0))  # noqa: SIM115
        rest = memoryview(self._memory)
        while rest:
            rest = rest[self._file.write(rest) :]
        self._memory = bytearray()
        return self._file

    def finish(self) -> tuple[bytes, BinaryIO | None]:
        """All of it: as bytes, or as a file."""
        if self._file is None:
            return bytes(self._memory), None
        self._spill()
        return b"", self._file

    def read(self) -> bytes:
        """All of it, to look at."""
        body, file = self.finish()
        if file is None:
            return body
        file.seek(0)
        return file.read()

    def replace(self, pieces: list[bytes]) -> None:
        """Hold these instead."""
        if self._file is not None:
            self._file.close()
        self._file, self._memory, self.size = None, bytearray(), 0
        for piece in pieces:
            self.write(piece)
