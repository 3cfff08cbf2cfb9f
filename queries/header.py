"""The ``#+`` lines at the top of a ``.rq`` file, as nested values.

The lines are YAML as grlc reads them, in a small part of it that can be read strictly: two
spaces of indentation a level, ``key: value``, nested keys, and ``>-`` for text over several
lines. Anything else is an error that names the line and the fix.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from queries.errors import QueryHeaderError

_MARK = "#+"
_ENTRY = re.compile(r"([A-Za-z][\w-]*):(?: (\S.*))?\Z")
_YAML_ONLY = tuple("[]{}&*!|%@`")


@dataclass(slots=True)
class Entry:
    """A value with the line it stands on: either text or entries below it."""

    line: int
    text: str | None = None
    below: dict[str, Entry] = field(default_factory=dict)


@dataclass(slots=True)
class _Line:
    number: int
    depth: int
    text: str


def read_header(file: str, text: str) -> dict[str, Entry]:
    """The header of a query. Raises ``QueryHeaderError``."""
    lines = _header_lines(file, text)
    if not lines:
        raise QueryHeaderError(file, 1, "no header; begin with '#+ summary: …' in plain words")
    entries, rest = _block(file, lines, 0)
    if rest:
        raise QueryHeaderError(file, rest[0].number, "indented too far; two spaces a level")
    return entries


def _header_lines(file: str, text: str) -> list[_Line]:
    lines = []
    for number, raw in enumerate(text.splitlines(), 1):
        if not raw.startswith(_MARK):
            break
        body = raw.removeprefix(_MARK).removeprefix(" ").rstrip()
        if not body:
            continue
        indent = len(body) - len(body.lstrip(" "))
        if "\t" in body or indent % 2:
            raise QueryHeaderError(file, number, "indent with two spaces a level, not tabs")
        lines.append(_Line(number, indent // 2, body.strip()))
    return lines


def _block(file: str, lines: list[_Line], depth: int) -> tuple[dict[str, Entry], list[_Line]]:
    """The entries at one depth, and the lines after them."""
    entries: dict[str, Entry] = {}
    while lines and lines[0].depth == depth:
        line, lines = lines[0], lines[1:]
        match = _ENTRY.match(line.text)
        if match is None:
            raise QueryHeaderError(file, line.number, f"write 'key: value', not {line.text!r}")
        key, value = match.group(1), match.group(2)
        if key in entries:
            raise QueryHeaderError(file, line.number, f"{key!r} is said twice; keep one")
        entry = Entry(line.number)
        if value is None:
            entry.below, lines = _block(file, lines, depth + 1)
            if not entry.below:
                raise QueryHeaderError(file, line.number, f"{key!r} has no value; give one")
        elif value == ">-":
            entry.text, lines = _folded(file, line, lines)
        else:
            entry.text = _scalar(file, line, value)
        entries[key] = entry
    return entries, lines


def _folded(file: str, line: _Line, lines: list[_Line]) -> tuple[str, list[_Line]]:
    count = 0
    while count < len(lines) and lines[count].depth > line.depth:
        count += 1
    if not count:
        raise QueryHeaderError(file, line.number, "no text below '>-'; indent it by two spaces")
    return " ".join(each.text for each in lines[:count]), lines[count:]


def _scalar(file: str, line: _Line, value: str) -> str:
    quote = value[0]
    if quote in "\"'":
        inside = value[1:-1]
        if len(value) < 2 or value[-1] != quote or quote in inside or "\\" in inside:
            raise QueryHeaderError(file, line.number, f"close the quotation marks of {value!r}")
        return inside
    if value.startswith(_YAML_ONLY) or ": " in value or " #" in value:
        raise QueryHeaderError(file, line.number, f"put quotation marks round {value!r}")
    return value
