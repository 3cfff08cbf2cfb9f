"""``parley check``: is the ontology sound, and is what a store holds shaped as it should be?"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from pyoxigraph import DefaultGraph, Quad, RdfFormat, parse
from rich.markup import escape

from ontology.check import check_data, check_dataset, check_ontology, check_quads
from ontology.loading import read_quads
from ontology.prefixes import BASE
from ontology.violation import Violation, errors
from parley import options
from parley.console import Progress, console, output

_ARTICLES = f"{BASE}id/article/"  # other named graphs repeat what the default graph holds
_SHOWN = 8  # places of one kind of violation, the others are counted


def article_violations(nquads: str, base: str = BASE) -> list[Violation]:
    """What is wrong with one article's graph; errors come first."""
    return check_data(nquads, "report", base)


def consolidated_violations(ntriples: str, base: str = BASE) -> list[Violation]:
    """What is wrong with the consolidated graph; errors come first."""
    return check_data(ntriples, "consolidated", base)


@click.command()
@options.store
@options.base
@click.option("--data/--no-data", default=True, help="Check the store too, if there is one.")
def check(store_dir: Path, base_iri: str, data: bool) -> None:
    """Check the ontology, and the articles and the graph of a store."""
    with console.status("Reasoning over the ontology"):
        found = {"ontology": check_ontology()}
    quads = store_dir / "quads"
    if data and quads.is_dir():
        found |= dict(store_violations(quads, base_iri))
    elif data:
        console.print(f"No store at {escape(str(store_dir))}: the ontology alone was checked.")
    for subject, violations in found.items():
        for line in describe(subject, violations):
            output.print(line, markup=False)
    failed = sum(len(errors(violations)) for violations in found.values())
    warned = sum(map(len, found.values())) - failed
    checked = _count(len(found), "graph")
    console.print(f"Checked {checked}: {_count(failed, 'error')}, {_count(warned, 'warning')}.")
    if failed:
        sys.exit(1)


def store_violations(folder: Path, base: str) -> Iterator[tuple[str, list[Violation]]]:
    """What is wrong in the N-Quads files of a store, by graph; graphs without fault are there too.

    The last, ``dataset``, is what the levels show together.
    """
    quads = [q for file in sorted(folder.glob("*.nq")) for q in _read(file, base)]
    graphs: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        name = "" if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value
        if name.startswith(_ARTICLES):
            graphs[name].append(quad)
    default = [quad for quad in quads if isinstance(quad.graph_name, DefaultGraph)]
    with Progress("Checking articles", len(graphs)) as progress:
        for name, content in sorted(graphs.items()):
            progress.advance(name.rsplit("/", 1)[-1])
            yield name, check_quads(content, "report")
    with console.status("Checking the consolidated graph"):
        yield "consolidated graph", check_quads(default, "consolidated")
        yield "dataset", check_dataset(quads)


def _read(file: Path, base: str) -> list[Quad]:
    try:
        if base == BASE:
            return list(parse(path=file, format=RdfFormat.N_QUADS))
        return read_quads(file.read_text(encoding="utf-8"), base)
    except (OSError, SyntaxError) as error:
        raise click.ClickException(
            f"{file} cannot be read: {error}\nBuild the store anew: parley build PATH"
        ) from error


def describe(subject: str, violations: Sequence[Violation]) -> Iterator[str]:
    """Violations as a person reads them: what is wrong, where, and what to do, kind by kind."""
    kinds: dict[tuple[str, str, str], list[Violation]] = defaultdict(list)
    for violation in sorted(violations):
        kinds[violation.level, violation.what, violation.advice].append(violation)
    if kinds:
        yield subject
    for (level, what, advice), group in kinds.items():
        yield f"  {level}  {what}"
        for violation in group[:_SHOWN]:
            where = violation.where.removeprefix(subject).removeprefix(BASE) or "everywhere"
            yield f"    {where}: {violation.message}"
        if len(group) > _SHOWN:
            yield f"    … and {len(group) - _SHOWN} more"
        if advice:
            yield f"    → {advice}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
