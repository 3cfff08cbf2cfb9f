"""``parley link``: how much of a store is linked to Wikidata, and what is not and why."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from etl.files import write_atomically
from parley import options
from parley.asking import open_engine
from parley.console import console, output
from parley.coverage import LinkReport, link_report

_COVERAGE = ("kind", "entities", "linked", "", "mentions", "linked", "")
_UNLINKED = ("mentions", "kind", "name", "reason", "candidates")
_SHOWN = 40  # unlinked names on a terminal; a file has all
_NOTE = (
    "A mention is an article that names the entity, has a role in the office, or is about the"
    " issue. Issues are concepts: they are linked where a skos:exactMatch was verified."
)


@click.command("link")
@click.option("--report", "full", is_flag=True, help="List the names that are not linked, too.")
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; its ending says the format: .csv, .json, .md, .txt.",
)
@options.store
@options.timeout
def link(full: bool, target: Path | None, store_dir: Path, query_timeout: float) -> None:
    """Say how much of a store is linked to Wikidata, by kind; with --report, what is not and why.

    Links are made when articles are read, from the gazetteer: to have more of them, build a fuller
    one (`parley gazetteer`) and build the store again with --gazetteer.
    """
    suffix = target.suffix.lower() if target else ".txt"
    if suffix not in WRITERS:
        raise click.UsageError(f"{target}: the ending must be one of {', '.join(WRITERS)}")
    with open_engine(store_dir, query_timeout) as engine:
        report = link_report(engine, store_dir)
    if target:
        write_atomically(target, WRITERS[suffix](report).encode())
        console.print(f"{len(report.unlinked)} names without a link written to {target}")
        return
    for table in _grids(report, _SHOWN if full else 0):
        output.print(table, soft_wrap=False)
    hidden = len(report.unlinked) - (_SHOWN if full else 0)
    if hidden > 0:
        more = "all of them: -o FILE" if full else "which and why: --report"
        console.print(f"{hidden} {'more ' if full else ''}names are not linked; {more}")


def _coverage_rows(report: LinkReport) -> list[tuple[str, ...]]:
    return [
        (
            c.kind,
            str(c.entities),
            str(c.linked),
            _percent(c.linked, c.entities),
            str(c.mentions),
            str(c.linked_mentions),
            _percent(c.linked_mentions, c.mentions),
        )
        for c in report.coverage
    ]


def _unlinked_rows(report: LinkReport) -> list[tuple[str, ...]]:
    return [(str(u.mentions), u.kind, u.name, u.reason, u.candidates) for u in report.unlinked]


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "–"


def _grids(report: LinkReport, shown: int) -> list[Table]:
    grids = [_grid("Linked to Wikidata", _COVERAGE, _coverage_rows(report), {1, 2, 3, 4, 5, 6})]
    if shown and report.unlinked:
        grids.append(_grid("Not linked", _UNLINKED, _unlinked_rows(report)[:shown], {0}))
    return grids


def _grid(
    title: str, headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: set[int]
) -> Table:
    table = Table(title=title, title_justify="left")
    for i, heading in enumerate(headings):
        table.add_column(heading, justify="right" if i in numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def as_text(report: LinkReport) -> str:
    """Both tables as plain text."""
    out = io.StringIO()
    plain = Console(file=out, width=160, force_terminal=False, color_system=None)
    for table in _grids(report, len(report.unlinked)):
        plain.print(table)
    plain.print(_NOTE)
    return out.getvalue()


def as_csv(report: LinkReport) -> str:
    """One table: ``section`` tells coverage of a kind from a name that is not linked."""
    out = io.StringIO()
    columns = ("section", "kind", "name", "entities", "linked", "mentions", "linked_mentions",
               "reason", "candidates")  # fmt: skip
    writer = csv.DictWriter(out, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({"section": "coverage", **asdict(c)} for c in report.coverage)
    writer.writerows({"section": "unlinked", **asdict(u)} for u in report.unlinked)
    return out.getvalue()


def as_json(report: LinkReport) -> str:
    """The report as an object: ``snapshot``, ``coverage``, ``unlinked``."""
    return json.dumps(asdict(report), ensure_ascii=False, indent=1) + "\n"


def as_markdown(report: LinkReport) -> str:
    """Both tables for a report or a wiki."""
    parts = ["## Linked to Wikidata\n\n", *_markdown(_COVERAGE, _coverage_rows(report))]
    parts += [f"\n{_NOTE}\n"]
    if report.unlinked:
        parts += ["\n## Not linked\n\n", *_markdown(_UNLINKED, _unlinked_rows(report))]
    return "".join(parts)


def _markdown(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [headings, ["---"] * len(headings), *rows]
    return [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in r)} |\n" for r in lines]


WRITERS: dict[str, Callable[[LinkReport], str]] = {
    ".csv": as_csv,
    ".json": as_json,
    ".md": as_markdown,
    ".txt": as_text,
}
