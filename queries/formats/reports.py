"""A report of several answers as one file."""

from __future__ import annotations

from collections.abc import Callable

from queries import render
from queries.report import Report


def report_bytes(report: Report, suffix: str) -> bytes:
    """The report in the format of a file's ending. Raises ``KeyError`` for another one."""
    return REPORTS[suffix](report)


def _html(report: Report) -> bytes:
    from queries.formats.html import report_html

    return report_html(report)


def _pdf(report: Report) -> bytes:
    from queries.formats.pdf import report_pdf

    return report_pdf(report)


def _workbook(report: Report) -> bytes:
    from queries.formats.xlsx import workbook_bytes

    return workbook_bytes([section.result for section in report.sections])


def _markdown(report: Report) -> bytes:
    parts = [f"# {report.title}", f"{report.date}, from snapshot `{report.snapshot}`"]
    parts += [report.text] if report.text else []
    for section in report.sections:
        parts.append(f"## {section.heading}")
        parts += [section.text] if section.text else []
        parts.append(render.markdown(section.result.table, section.result.hidden).rstrip())
        parts.append(f"{section.result.caption} *{section.result.source}*")
    return ("\n\n".join(parts) + "\n").encode()


def _latex(report: Report) -> bytes:
    from queries.formats.latex import escape, latex_bytes

    parts = [f"\\section{{{escape(report.title)}}}"]
    parts += [escape(report.text)] if report.text else []
    for section in report.sections:
        parts.append(f"\\subsection{{{escape(section.heading)}}}")
        parts += [escape(section.text)] if section.text else []
        parts.append(latex_bytes(section.result).decode().rstrip())
    return ("\n\n".join(parts) + "\n").encode()


REPORTS: dict[str, Callable[[Report], bytes]] = {
    ".html": _html,
    ".pdf": _pdf,
    ".md": _markdown,
    ".tex": _latex,
    ".xlsx": _workbook,
}
"""What a report can be written as, by the ending of the file."""
