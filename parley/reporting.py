"""The words in which commands say what they did."""

from collections.abc import Sequence
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from etl.llm import LlmSettings, Usage
from parley.build import BuildReport, Extracted
from parley.console import console
from parley.extractor import usage_line

_MOST_SHOWN = 20


def print_problems(extracted: Extracted) -> None:
    """List inputs that were left out, each with its reason."""
    lines = [str(problem) for problem in extracted.problems]
    lines += [f"{f.article.path or f.article.id}: {f.reason}" for f in extracted.failures]
    _print_left_out(lines)


def _print_left_out(lines: Sequence[str]) -> None:
    for line in lines[:_MOST_SHOWN]:
        console.print(f"[yellow]Left out:[/] {escape(line)}")
    if len(lines) > _MOST_SHOWN:
        console.print(f"[yellow]… and {len(lines) - _MOST_SHOWN} more[/]")


def print_build(report: BuildReport, store_dir: Path) -> None:
    """Say what a build read, found and published."""
    print_problems(report.extracted)
    _print_left_out([str(fact) for fact in report.held_back])
    fresh = sum(not r.cached for r in report.extracted.results)
    kept = len(report.extracted.results) - fresh
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(justify="right", style="bold")
    table.add_column()
    counts = report.counts
    table.add_row(str(counts.articles), f"articles ({fresh} read now, {kept} unchanged)")
    table.add_row(str(counts.officials), "officials")
    table.add_row(
        str(counts.meetings + counts.visits + counts.press_events),
        f"events: {counts.meetings} meetings, {counts.visits} visits, "
        f"{counts.press_events} press events",
    )
    table.add_row(str(counts.agreements), "agreements")
    table.add_row(str(counts.statements), "statements")
    table.add_row(str(report.snapshot.quads), f"quads in snapshot {report.snapshot.id}")
    console.print(table)
    console.print(f"Store: {escape(str(store_dir))}")


def print_usage(extracted: Extracted, llm: LlmSettings | None) -> None:
    """Say what asking a model took, where one was asked."""
    if llm is not None:
        used = sum((result.usage for result in extracted.results), Usage())
        console.print(escape(usage_line(used, llm)))


def print_welcome(host: str, port: int) -> None:
    """Say where to look."""
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::", "::1") else host
    url = f"http://{shown}:{port}"
    console.print(f"\n[bold]Parley is at {url}[/]")
    console.print(f"  {url}/ask      questions with their evidence")
    console.print(f"  {url}/sparql   SPARQL endpoint and query page")
    console.print("Stop it with Ctrl-C.")
