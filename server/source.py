"""Where a query is wrong, shown as a person sees it: the line, a caret, and a hint."""

from __future__ import annotations

import re

from ontology.prefixes import PREFIXES
from queries.binding import tokens
from store.errors import QuerySyntaxError

_WIDTH = 100
_DECLARED = re.compile(r"\bprefix\s+([\w.-]*)\s*:", re.IGNORECASE)
_USED = re.compile(r"(?<![\w:?$@.-])([A-Za-z][\w-]*):(?!:)")


def syntax_detail(error: QuerySyntaxError, query: str) -> str:
    """The error's message, the source line with a caret below it, and a hint if there is one."""
    parts = [str(error).rstrip()]
    if error.line is not None and error.column is not None:
        parts.append(caret(query, error.line, error.column))
    hint = prefix_hint(query)
    if hint:
        parts.append(hint)
    return "\n\n".join(part for part in parts if part)


def caret(query: str, line: int, column: int) -> str:
    """Line `line` of the query with a caret below column `column`, both counted from 1."""
    lines = re.split(r"\r\n|\n|\r", query)
    if not 1 <= line <= len(lines):
        return ""
    # One column each, so that the caret stands where the error is.
    source = "".join(c if c.isprintable() else " " for c in lines[line - 1])
    at = min(max(column - 1, 0), len(source))
    start = max(0, at - _WIDTH // 2) if len(source) > _WIDTH else 0
    shown = source[start : start + _WIDTH]
    return f"{shown}\n{' ' * (at - start)}^"


def prefix_hint(query: str) -> str:
    """The lines that declare the well-known prefixes which the query uses undeclared."""
    code = "".join(
        token.text if token.kind not in ("string", "iri", "comment") else f"{token.kind} "
        for token in tokens(query)
    )
    declared = set(_DECLARED.findall(code))
    missing = [name for name in dict.fromkeys(_USED.findall(code)) if name not in declared]
    known = [f"PREFIX {name}: <{PREFIXES[name]}>" for name in missing if name in PREFIXES]
    return "\n".join(["Add before the query:", *known]) if known else ""
