"""CSV files of reference data, read with messages that say file and line."""

import csv
import hashlib
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_QID = re.compile(r"Q[1-9]\d*")
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")


class SourceError(ValueError):
    """A source file that cannot be used; the message says which, where and why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row, and where it stands."""

    table: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    @property
    def source(self) -> str:
        """The id of the table as a source: its name without the ending."""
        return self.table.partition(".")[0]

    def where(self) -> str:
        """FILE:LINE."""
        return f"{self.table}:{self.line}"


@dataclass
class Sources:
    """The folder of CSV files, and what was wrong in it."""

    folder: Path
    used: dict[str, str] = field(default_factory=dict)  # file name -> digest
    problems: list[str] = field(default_factory=list)

    def rows(self, name: str, *columns: str) -> Iterator[Row]:
        """The rows of FOLDER/NAME.csv (or .csv.xz); nothing when there is no such file.

        Raises ``SourceError`` when columns are missing or the file cannot be read.
        """
        path = self._find(name)
        if path is None:
            return
        raw = path.read_bytes()
        self.used[path.name] = hashlib.sha256(raw).hexdigest()
        text = _decoded(path, raw)
        reader = csv.DictReader(text.splitlines(keepends=True), strict=True)
        missing = [c for c in columns if c not in (reader.fieldnames or ())]
        if missing:
            raise SourceError(f"{path.name}:1: no column {', '.join(missing)}")
        try:
            for cells in reader:
                if None in cells or None in cells.values():
                    raise SourceError(f"{path.name}:{reader.line_num}: wrong number of cells")
                yield Row(path.name, reader.line_num, cells)
        except csv.Error as error:
            raise SourceError(f"{path.name}:{reader.line_num}: {error}") from error

    def _find(self, name: str) -> Path | None:
        for ending in (".csv", ".csv.xz"):
            path = self.folder / f"{name}{ending}"
            if path.is_file():
                return path
        return None

    def qid(self, row: Row, column: str) -> str | None:
        """The item of a cell; anything else is noted and left out."""
        value = row[column]
        if value and not _QID.fullmatch(value):
            self.problems.append(f"{row.where()}: {column} is no item: {value!r}; left out")
            return None
        return value or None

    def date(self, row: Row, column: str) -> str | None:
        """The date of a cell; one that is none is noted and left out."""
        value = row[column]
        if value and not _DATE.fullmatch(value):
            self.problems.append(f"{row.where()}: {column} is no date: {value!r}; left out")
            return None
        return value or None


def _decoded(path: Path, raw: bytes) -> str:
    try:
        return (lzma.decompress(raw) if path.suffix == ".xz" else raw).decode("utf-8-sig")
    except (lzma.LZMAError, UnicodeDecodeError) as error:
        raise SourceError(f"{path.name}: cannot be read: {error}") from error
