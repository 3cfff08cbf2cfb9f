"""What a query says about its dataset, read off its tokens."""

from __future__ import annotations

from typing import Final

from store.engine import Kind
from store.errors import QueryEvaluationError
from store.scan import tokens

_FORMS: Final[dict[str, Kind]] = {
    "select": "solutions",
    "ask": "boolean",
    "construct": "graph",
    "describe": "graph",
}


def form(query: str) -> Kind:
    """What kind of answer a query has, by its first keyword."""
    for token in tokens(query):
        if token.kind == "word" and token.text.lower() in _FORMS:
            return _FORMS[token.text.lower()]
    return "solutions"


def constant_graphs(query: str) -> tuple[str, ...]:
    """The graphs that a query names after `GRAPH`, for a server that knows them no other way.

    Where one graph stands for the default graph, Virtuoso finds the graphs of `GRAPH ?g` but not
    that of `GRAPH <iri>`, unless the dataset names it; and then it finds no others. Raises
    `QueryEvaluationError` where a query has both, since it would be answered wrongly.
    """
    named: dict[str, None] = {}
    prefixes: dict[str, str] = {}
    variable, before = False, ["", ""]
    for token in tokens(query):
        if token.kind == "skip":
            continue
        if before[0] == "prefix" and token.kind == "iri":
            prefixes[before[1]] = token.text[1:-1]
        elif before[1] == "graph" and token.kind == "variable":
            variable = True
        elif before[1] == "graph" and token.kind == "iri":
            named[token.text[1:-1]] = None
        elif before[1] == "graph" and token.kind == "pname":
            prefix, _, local = token.text.partition(":")
            named[prefixes.get(f"{prefix}:", "") + local] = None
        before = [before[1], token.text.lower() if token.kind == "word" else token.text]
    if named and variable:
        raise QueryEvaluationError(
            "The remote server cannot look into one graph by its name and into others by a "
            "variable in one query. Use GRAPH ?g with FILTER(?g = <...>) for the one."
        )
    return tuple(named)
