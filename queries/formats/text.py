"""An answer as CSV, TSV, JSON, Markdown and plain text."""

from __future__ import annotations

from queries import render
from queries.result import Result

_WIDTH = 160


def csv_bytes(result: Result) -> bytes:
    """SPARQL's CSV."""
    return render.csv_text(result.table).encode()


def tsv_bytes(result: Result) -> bytes:
    """SPARQL's TSV: terms as SPARQL writes them."""
    return render.tsv_text(result.table).encode()


def json_bytes(result: Result) -> bytes:
    """SPARQL's JSON results."""
    return render.json_text(result.table).encode()


def markdown_bytes(result: Result) -> bytes:
    """A table with links, below it what was asked and where the rows come from."""
    table = render.markdown(result.table, result.hidden)
    return f"{table}\n{result.caption} *{result.source}*\n".encode()


def text_bytes(result: Result) -> bytes:
    """A table of fixed width."""
    table = render.text(result.table, _WIDTH, result.hidden)
    return f"{result.caption}\n{table}{result.source}\n".encode()
