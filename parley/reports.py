"""``parley report``: a saved set of questions as one dated file."""

from pathlib import Path

import click

from etl.files import write_atomically
from parley import options
from parley.asking import open_engine
from parley.console import Progress, console
from queries.formats.reports import REPORTS, report_bytes
from queries.reportfile import ask_report, read_report_file


@click.command("report")
@click.argument("source", metavar="FILE.yaml", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help=f"File to write: {', '.join(REPORTS)}. Without it: a page beside FILE.yaml, dated.",
)
@options.snapshot
@options.store
@options.base
@options.timeout
def report(
    source: Path,
    target: Path | None,
    snapshot: str | None,
    store_dir: Path,
    base_iri: str,
    query_timeout: float,
) -> None:
    """Answer the questions of FILE.yaml from one snapshot, in one file.

    The file has a title and a list of questions with their parameters. The report names the
    snapshot; with that id, the same report can be written again.
    """
    if target and target.suffix.lower() not in REPORTS:
        raise click.UsageError(f"{target}: the ending must be one of {', '.join(REPORTS)}")
    file = read_report_file(source)
    with (
        open_engine(store_dir, query_timeout) as engine,
        Progress("Asking", len(file.questions)) as progress,
    ):
        made = ask_report(
            *(engine, file),
            name=str(source),
            base=base_iri,
            snapshot=snapshot,
            progress=progress.advance,
        )
    written = target or source.with_name(f"{source.stem}-{made.date}.html")
    write_atomically(written, report_bytes(made, written.suffix.lower()))
    console.print(f"{len(made.sections)} questions answered in {written}")
    console.print(f"To write the same again: --snapshot {made.snapshot}")
