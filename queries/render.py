"""Tables as text: for a terminal, as CSV, as JSON and as Markdown."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection

from pyoxigraph import Literal, NamedNode
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from queries.table import Table, Value, iter_text, sheet

XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


def grid(table: Table, hidden: Collection[str] = ()) -> Grid:
    """A table for a rich console, with labels in the place of IRIs."""
    view = sheet(table, hidden)
    shown = Grid()
    for heading in view.headings:
        shown.add_column(heading, overflow="fold")
    for row in view.rows:
        shown.add_row(*(Text(cell.text) for cell in row))
    return shown


def text(table: Table, width: int = 120, hidden: Collection[str] = ()) -> str:
    """The same as plain text, `width` columns wide."""
    out = io.StringIO()
    Console(file=out, width=width, force_terminal=False, color_system=None).print(
        grid(table, hidden)
    )
    return out.getvalue()


def csv_text(table: Table) -> str:
    """SPARQL's CSV: a header, then plain values; lines end with CRLF."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows(iter_text(table))
    return out.getvalue()


def tsv_text(table: Table) -> str:
    """SPARQL's TSV: terms as in Turtle, an unbound variable is empty."""
    rows = ["\t".join(f"?{name}" for name in table.columns)]
    rows += ["\t".join("" if v is None else str(v) for v in row) for row in table.rows]
    return "".join(f"{row}\n" for row in rows)


def json_text(table: Table) -> str:
    """SPARQL's JSON results."""
    bindings = [
        {name: _json(value) for name, value in zip(table.columns, row, strict=True) if value}
        for row in table.rows
    ]
    document = {"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _json(value: Value) -> dict[str, str]:
    if not isinstance(value, Literal):
        # A store holds neither blank nodes nor triple terms, so this is an IRI.
        return {"type": "uri", "value": value.value if isinstance(value, NamedNode) else str(value)}
    term = {"type": "literal", "value": value.value}
    if value.language:
        term["xml:lang"] = value.language
    elif value.datatype.value != XSD_STRING:
        term["datatype"] = value.datatype.value
    return term


def markdown(table: Table, hidden: Collection[str] = ()) -> str:
    """A Markdown table with links, to be pasted into a report."""
    view = sheet(table, hidden)
    lines = [_row(view.headings), _row(["---"] * len(view.headings))]
    for row in view.rows:
        cells = [_escape(c.text) for c in row]
        links = [
            f"[{cell}](<{c.iri}>)" if c.iri and cell else cell
            for cell, c in zip(cells, row, strict=True)
        ]
        lines.append(_row(links))
    return "".join(lines)


def _row(cells: tuple[str, ...] | list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _escape(content: str) -> str:
    return " ".join(content.split()).replace("\\", "\\\\").replace("|", "\\|").replace("[", "\\[")
