"""``parley ask`` and ``parley query``: answers on the terminal or in a file."""

import shutil
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from etl.files import write_atomically
from parley import options
from parley.console import console, output
from queries import render
from queries.catalog import Question, groups, question
from queries.errors import FormatError
from queries.formats import FORMATS, Format
from queries.result import count, result_of
from queries.run import run
from queries.table import Table, read_table
from store.embedded import EmbeddedEngine
from store.engine import Query
from store.errors import QuerySyntaxError
from store.formats import GRAPH_TYPES, SOLUTION_TYPES
from store.limits import Limits

# What can be printed; the other formats are for files.
_PRINTED = ("csv", "tsv", "json", "markdown", "latex", "table")
_NAMED = {"markdown": "md", "latex": "tex", "table": "txt"}


@contextmanager
def open_engine(store_dir: Path, timeout: float) -> Iterator[EmbeddedEngine]:
    """The engine of a store for one command."""
    engine = EmbeddedEngine(store_dir, Limits(timeout=timeout, workers=1))
    try:
        yield engine
    finally:
        engine.close()


def _read_parameters(pairs: tuple[str, ...]) -> dict[str, str]:
    parameters = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise click.UsageError(f"-p {pair}: write it as -p name=value")
        parameters[name] = value
    return parameters


@click.command("ask")
@click.argument("name", required=False)
@click.option("-p", "--parameter", "pairs", multiple=True, metavar="KEY=VALUE")
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help=f"File to write; its ending says the format: {', '.join(f'.{name}' for name in FORMATS)}.",
)
@click.option(
    "-f", "--format", "form", type=click.Choice(sorted(_PRINTED)), help="Format on the terminal."
)
@click.option("--evidence", is_flag=True, help="Add the sentence, article, date and outlet.")
@options.snapshot
@options.store
@options.base
@options.timeout
def ask(
    name: str | None,
    pairs: tuple[str, ...],
    target: Path | None,
    form: str | None,
    evidence: bool,
    snapshot: str | None,
    store_dir: Path,
    base_iri: str,
    query_timeout: float,
) -> None:
    """Ask a canned question by NAME; without one, list the questions."""
    if name is None:
        _list_questions()
        return
    asked, given = question(name), _read_parameters(pairs)
    chosen = _format(asked, target, form)
    with open_engine(store_dir, query_timeout) as engine:
        table = run(engine, asked, given, base=base_iri, evidence=evidence, snapshot=snapshot)
    result = result_of(asked, given, table)
    if target:
        write_atomically(target, chosen.write(result))
        console.print(f"{count(len(table.rows))} written to {target}")
    elif chosen.name == "txt":
        _print_table(table, result.title, result.hidden)
    else:
        click.echo(chosen.write(result), nl=False)


def _format(asked: Question, target: Path | None, form: str | None) -> Format:
    """The format of a file's ending, or of the terminal. Raises ``UsageError``, ``FormatError``."""
    if target is None:
        return FORMATS[_NAMED.get(form or "table", form or "table")]
    found = FORMATS.get(target.suffix.lower().removeprefix("."))
    if found is None:
        raise click.UsageError(f"{target}: the ending must be one of .{', .'.join(FORMATS)}")
    if not found.offered(asked.views):
        raise FormatError(found.name, asked.name, found.needs)
    return found


def _print_table(table: Table, title: str, hidden: Collection[str] = ()) -> None:
    console.print(f"[bold]{title}[/]", markup=True)
    if output.is_terminal:
        output.print(render.grid(table, hidden), soft_wrap=False)
    else:
        click.echo(render.text(table, shutil.get_terminal_size((160, 24)).columns), nl=False)
    console.print(count(len(table.rows)))


def _list_questions() -> None:
    for group, members in groups().items():
        output.print(f"[bold]{group}[/]", markup=True)
        for each in members:
            names = " ".join(f"-p {p.name}=…" for p in each.parameters)
            output.print(f"  {each.name:28} {each.title}  [dim]{names}[/]", markup=True)


@click.command("query")
@click.argument("source", metavar="FILE|-", type=click.File("r", encoding="utf-8"))
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; its ending says the format (.csv, .tsv, .json, .xml, .ttl, .nt, .jsonld).",
)
@options.store
@options.timeout
def query(source: TextIO, target: Path | None, store_dir: Path, query_timeout: float) -> None:
    """Run SPARQL from a FILE, or from standard input with -."""
    text = source.read()
    with open_engine(store_dir, query_timeout) as engine:
        try:
            if target:
                with engine.query(Query(text, accept=_accept(target))) as answer:
                    write_atomically(target, answer.body.read())
                console.print(f"{answer.size} bytes of {answer.media_type} written to {target}")
                return
            with engine.query(Query(text)) as answer:
                if answer.kind == "graph":
                    sys.stdout.buffer.write(answer.body.read())
                    return
            table = read_table(engine, text)
        except QuerySyntaxError as error:
            raise click.ClickException(str(error)) from error
    if table.boolean is not None:
        click.echo("yes" if table.boolean else "no")
    else:
        _print_table(table, source.name)


def _accept(target: Path) -> tuple[str, ...]:
    """The media types that a file's ending stands for."""
    suffix = target.suffix.lower()
    found = [name for name, kind in SOLUTION_TYPES.items() if kind.suffix == suffix]
    found += [name for name, kind in GRAPH_TYPES.items() if kind.suffix == suffix]
    if not found:
        raise click.UsageError(f"{target}: no result format has this ending")
    return tuple(found)
