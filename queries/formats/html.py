"""Answers as an HTML page that stands alone: no script, and nothing loaded from anywhere."""

from __future__ import annotations

import base64
from functools import cache
from typing import TYPE_CHECKING

from queries.report import Report, single
from queries.result import Result

if TYPE_CHECKING:
    from jinja2 import Template


def html_bytes(result: Result) -> bytes:
    """One answer as a page."""
    return report_html(single(result))


def report_html(report: Report) -> bytes:
    """A report as a page."""
    return _template().render(report=report, picture=_picture).encode()


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("queries.formats"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("report.html")


def _picture(result: Result) -> str:
    """The picture as an address of its own content, so that ids in it meet no others."""
    from queries.formats.charts import svg_bytes

    return f"data:image/svg+xml;base64,{base64.b64encode(svg_bytes(result, titled=False)).decode()}"
