"""Terms as values of a spreadsheet or a data frame: dates are dates, numbers are numbers."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Literal as OneOf

from pyoxigraph import Literal, NamedNode

from ontology.prefixes import PREFIXES
from queries.table import Value

Cell = date | bool | int | float | str | None
Kind = OneOf["date", "boolean", "integer", "number", "text"]

_XSD = PREFIXES["xsd"]
_INTEGERS = frozenset(f"{_XSD}{name}" for name in ("integer", "int", "long", "nonNegativeInteger"))
_NUMBERS = frozenset(f"{_XSD}{name}" for name in ("decimal", "double", "float"))


def cell_of(value: Value) -> Cell:
    """The value of a term; what cannot be read as its datatype says is text."""
    if value is None:
        return None
    if isinstance(value, NamedNode):
        return value.value
    if not isinstance(value, Literal):
        return str(value)
    with suppress(ValueError):
        datatype = value.datatype.value
        if datatype == f"{_XSD}date":
            return date.fromisoformat(value.value)
        if datatype == f"{_XSD}boolean":
            return value.value in ("true", "1")
        if datatype in _INTEGERS:
            return int(value.value)
        if datatype in _NUMBERS:
            return float(value.value)
    return value.value


def kind_of(cells: list[Cell]) -> Kind:
    """What all cells of a column are: text, unless all that are filled are something else."""
    kinds = {type(cell) for cell in cells if cell is not None}
    if not kinds:
        return "text"
    if kinds == {date}:
        return "date"
    if kinds == {bool}:
        return "boolean"
    if kinds == {int}:
        return "integer"
    if kinds <= {int, float}:
        return "number"
    return "text"
