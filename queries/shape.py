"""The parts of a query that stand outside its pattern: prologue, columns, order."""

from __future__ import annotations

from typing import NamedTuple

from queries.binding import Token, tokens


class Shape(NamedTuple):
    """A ``SELECT`` query in three texts, and its columns."""

    prologue: str
    body: str
    order: str
    columns: tuple[str, ...]


def shape_of(query: str) -> Shape:
    """Prologue, ``SELECT … { … }`` with its grouping, and ``ORDER BY …`` of a ``SELECT``.

    Raises ``ValueError`` for another kind of query, and for ``SELECT *``.
    """
    parts = list(tokens(query))
    depth = 0
    select = order = None
    opened: list[int] = []
    for index, token in enumerate(parts):
        word = token.text.upper() if token.kind == "word" else ""
        if token.text in ("{", "}"):
            depth += 1 if token.text == "{" else -1
            opened.append(index)
        elif not depth and word == "SELECT" and select is None:
            select = index
        elif not depth and word == "ORDER":
            order = index
    if select is None or not opened:
        raise ValueError("this is no SELECT query")
    order = len(parts) if order is None else order
    return Shape(
        _text(parts[:select]),
        _text(parts[select:order]).strip(),
        _text(parts[order:]).strip(),
        _columns(parts[select : opened[0]]),
    )


def columns_of(query: str) -> tuple[str, ...]:
    """The names of a query's columns; empty where it is no ``SELECT`` with names."""
    try:
        return shape_of(query).columns
    except ValueError:
        return ()


def _columns(clause: list[Token]) -> tuple[str, ...]:
    """Variables that stand alone, and those behind ``AS``."""
    names, depth, after_as = [], 0, False
    for token in clause:
        if token.text in ("(", ")"):
            depth += 1 if token.text == "(" else -1
        elif token.kind == "variable" and (not depth or after_as):
            names.append(token.text[1:])
        if token.kind != "space":
            after_as = token.kind == "word" and token.text.upper() == "AS"
    if not names:
        raise ValueError("the query names no columns")
    return tuple(names)


def _text(parts: list[Token]) -> str:
    return "".join(token.text for token in parts)
