"""Everything that an answer can be written as: one function from a result to bytes each.

What a format needs is loaded when it is first asked for: a command that prints a table loads no
chart library. The bytes depend on nothing but the result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module

from queries.catalog import View
from queries.errors import FormatError, TooManyRowsError
from queries.result import Result

Writer = Callable[[Result], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A way of writing answers.

    `needs` are kinds of view of which the question must have one; `most` is the number of rows
    beyond which nobody would read what is written, or wait for it.
    """

    name: str
    title: str
    media_type: str
    module: str
    function: str
    needs: tuple[str, ...] = ()
    most: int | None = None

    @property
    def suffix(self) -> str:
        """The ending of a file's name."""
        return f".{self.name}"

    def offered(self, views: Iterable[View]) -> bool:
        """Whether a question with these views can be written so."""
        return not self.needs or any(view.kind in self.needs for view in views)

    def write(self, result: Result) -> bytes:
        """The answer in this format.

        Raises ``FormatError`` where it cannot be written so, and ``TooManyRowsError``.
        """
        if not self.offered(result.views):
            raise FormatError(self.name, result.name, self.needs)
        if self.most is not None and len(result.table.rows) > self.most:
            raise TooManyRowsError(self.name, len(result.table.rows), self.most)
        writer: Writer = getattr(import_module(f"queries.formats.{self.module}"), self.function)
        return writer(result)


_PICTURE = ("timeline", "bar", "network")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ALL = (
    Format("csv", "CSV", "text/csv", "text", "csv_bytes"),
    Format("tsv", "TSV", "text/tab-separated-values", "text", "tsv_bytes"),
    Format("json", "JSON", "application/sparql-results+json", "text", "json_bytes"),
    Format("xlsx", "Excel", _XLSX, "xlsx", "xlsx_bytes"),
    Format("parquet", "Parquet", "application/vnd.apache.parquet", "parquet", "parquet_bytes"),
    Format("md", "Markdown", "text/markdown", "text", "markdown_bytes"),
    Format("tex", "LaTeX", "application/x-tex", "latex", "latex_bytes"),
    Format("html", "HTML page", "text/html", "html", "html_bytes", most=20_000),
    Format("pdf", "PDF", "application/pdf", "pdf", "pdf_bytes", most=5_000),
    Format("txt", "text", "text/plain", "text", "text_bytes"),
    Format("svg", "SVG", "image/svg+xml", "charts", "svg_bytes", _PICTURE),
    Format("png", "PNG", "image/png", "charts", "png_bytes", _PICTURE),
    Format("ics", "calendar", "text/calendar", "calendar", "ics_bytes", ("timeline",)),
    Format("atom", "Atom feed", "application/atom+xml", "feed", "atom_bytes", ("timeline",)),
)

FORMATS: dict[str, Format] = {each.name: each for each in _ALL}
"""The formats by the ending of a file, in the order in which they are offered."""
