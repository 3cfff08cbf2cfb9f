"""An answer as a workbook: the rows with links, dates and numbers, and a sheet about them."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from queries.formats.cells import cell_of
from queries.result import Result
from queries.table import short, words

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_LABEL = "Label"
_WIDEST, _NARROWEST = 60, 8
_MOST_LINKS = 60_000  # of 65,530 that a sheet may have
_LONGEST = 32_767  # characters in a cell


def xlsx_bytes(result: Result) -> bytes:
    """A workbook that is the same for the same result."""
    return workbook_bytes([result])


def workbook_bytes(results: list[Result]) -> bytes:
    """A workbook of several answers: a sheet each, and one about all of them."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    created = results[0].table.snapshot.created.replace(tzinfo=None, microsecond=0)
    book.set_properties({"title": results[0].title, "author": "Parley", "created": created})
    for number, result in enumerate(results, 1):
        _rows(book, book.add_worksheet(_sheet_name(result, number, len(results))), result)
    _about(book, book.add_worksheet("About"), results)
    book.close()
    return out.getvalue()


def _sheet_name(result: Result, number: int, of: int) -> str:
    """At most 31 characters, and no two the same."""
    return result.name[:31] if of == 1 else f"{number} {result.name}"[:31]


def _rows(book: Workbook, sheet: Worksheet, result: Result) -> None:
    table = result.table
    at = {name: i for i, name in enumerate(table.columns)}
    shown = [
        name
        for name in table.columns
        if name not in result.hidden
        and not (name.endswith(_LABEL) and name.removesuffix(_LABEL) in at)
    ]
    head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    formats = {
        "date": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "link": book.add_format(
            {"text_wrap": True, "valign": "top", "font_color": "#1f5a8a", "underline": 1}
        ),
    }
    links = 0
    for column, name in enumerate(shown):
        sheet.write_string(0, column, words(name), head)
        width = len(words(name))
        for row, values in enumerate(table.rows, 1):
            value = values[at[name]]
            label = values[at[name + _LABEL]] if name + _LABEL in at else None
            text = str(cell_of(label if label is not None else value) or "")
            width = max(width, len(text))
            if isinstance(value, NamedNode) and links < _MOST_LINKS:
                links += 1
                shown_text = text if label is not None else short(value.value)
                sheet.write_url(row, column, value.value, formats["link"], shown_text[:_LONGEST])
            else:
                _write(sheet, row, column, cell_of(label if label is not None else value), formats)
        sheet.set_column(column, column, min(max(width, _NARROWEST), _WIDEST) + 1)
    sheet.freeze_panes(1, 0)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(shown) - 1)


def _write(
    sheet: Worksheet, row: int, column: int, cell: object, formats: dict[str, object]
) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, formats["text"])
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell, formats["text"])
    elif isinstance(cell, date) and cell.year >= 1900:  # the first year of a workbook's calendar
        sheet.write_datetime(row, column, cell, formats["date"])
    else:
        sheet.write_string(row, column, str(cell)[:_LONGEST], formats["text"])


def _about(book: Workbook, sheet: Worksheet, results: list[Result]) -> None:
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    row = 0
    for result in results:
        for name, value in (*result.about(), ("Query", result.table.query)):
            sheet.write_string(row, 0, name, bold)
            sheet.write_string(row, 1, value[:_LONGEST], wrapped)
            row += 1
        row += 1
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 110)
