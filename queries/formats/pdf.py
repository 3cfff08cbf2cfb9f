"""Answers as PDF, set by Typst: tables that repeat their heads, links, pictures as vectors."""

from __future__ import annotations

import json
import re
from importlib.resources import files

from queries.report import Report, Section, single
from queries.result import Result
from queries.table import Sheet

_WIDE = 5  # columns from which a page lies on its side
_SHORT = 18  # characters that a column may have without giving way to others
_LONG = 90
_TALL = 0.6  # height by width from which a picture is as high as it may be


def pdf_bytes(result: Result) -> bytes:
    """One answer as a document."""
    return report_pdf(single(result))


def report_pdf(report: Report) -> bytes:
    """A report as a document. The time in it is that of the snapshot."""
    import typst

    data = {
        "title": report.title,
        "text": report.text,
        "date": report.date,
        "snapshot": report.snapshot,
        "wide": any(len(s.result.sheet.headings) > _WIDE for s in report.sections),
        "sections": [_section(section) for section in report.sections],
    }
    template = (files("queries") / "formats" / "templates" / "report.typ").read_bytes()
    compiler = typst.Compiler(template, ignore_system_fonts=True)
    made = compiler.compile(
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=int(report.sections[0].result.table.snapshot.created.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("Typst gave pages instead of a document")
    return made


def _section(section: Section) -> dict[str, object]:
    result, view = section.result, section.result.sheet
    svg = ""
    if section.picture:
        from queries.formats.charts import svg_bytes

        svg = svg_bytes(result, titled=False).decode()
    return {
        "heading": section.heading,
        "text": section.text,
        "caption": result.caption,
        "source": result.source,
        "picture": svg,
        "tall": _ratio(svg) > _TALL,
        "headings": view.headings,
        "widths": _widths(view),
        "rows": [[{"text": c.text, "iri": c.iri or ""} for c in row] for row in view.rows],
    }


def _ratio(svg: str) -> float:
    """Height by width of a picture; 0 of none."""
    size = re.search(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)"', svg)
    return float(size[2]) / float(size[1]) if size else 0.0


def _widths(view: Sheet) -> list[int]:
    """Shares of the line: 0 for a column that is as wide as its texts.

    A text of four times the length asks for about twice the room, since it can be broken.
    """
    longest = (
        max([len(heading), *(len(row[i].text) for row in view.rows)])
        for i, heading in enumerate(view.headings)
    )
    return [0 if length <= _SHORT else round(10 * min(length, _LONG) ** 0.5) for length in longest]
