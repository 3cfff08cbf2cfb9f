"""The ``#+`` lines at the top of a ``.rq`` file, as nested values.

The lines are YAML, as grlc reads them. Every value is kept as the text that was written, so that
``1.0``, ``no`` and ``2021-01-01`` stay what they look like, and with its line, so that an error
can name it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import yaml

from queries.errors import QueryHeaderError

_MARK = "#+"


@dataclass(slots=True)
class Entry:
    """A value with the line it stands on: a text, a list of texts, or entries below it."""

    line: int
    text: str | None = None
    items: tuple[str, ...] | None = None
    below: dict[str, Entry] = field(default_factory=dict)


def read_header(file: str, text: str) -> dict[str, Entry]:
    """The header of a query. Raises ``QueryHeaderError``."""
    lines: list[str] = []
    for row in text.splitlines():
        if not row.startswith(_MARK):
            break
        lines.append(row.removeprefix(_MARK))
    if not lines:
        raise QueryHeaderError(file, 1, "no header; begin with '#+ summary: …' in plain words")
    try:
        root = yaml.compose("\n".join(lines), Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise QueryHeaderError(
            file, line, f"this is not YAML ({error.problem}); indent by two spaces, and put "
            "quotation marks round a value with ': '"
        ) from None  # fmt: skip
    if not isinstance(root, yaml.MappingNode):
        raise QueryHeaderError(file, 1, "write 'key: value' in each line of the header")
    return _entries(file, root)


def _entries(file: str, node: yaml.MappingNode) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise QueryHeaderError(file, line, "a key is one word")
        if key.value in entries:
            raise QueryHeaderError(file, line, f"{key.value!r} is said twice; keep one")
        entries[key.value] = _entry(file, line, key.value, value)
    return entries


def _entry(file: str, line: int, key: str, value: yaml.Node) -> Entry:
    if isinstance(value, yaml.MappingNode):
        return Entry(line, below=_entries(file, value))
    if isinstance(value, yaml.SequenceNode):
        if not all(isinstance(item, yaml.ScalarNode) for item in value.value):
            raise QueryHeaderError(file, line, f"{key!r} is a list of words, not of lists")
        return Entry(line, items=tuple(item.value for item in value.value))
    if not isinstance(value, yaml.ScalarNode) or not value.value.strip():
        raise QueryHeaderError(file, line, f"{key!r} has no value; give one")
    return Entry(line, text=value.value.strip())
