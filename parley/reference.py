"""``parley gazetteer``: build reference data, bring it up to date, and look names up in it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from etl.entities import Entity
from etl.gazetteer import Gazetteer
from etl.gazetteer import update as wikidata
from etl.gazetteer.build import SourceError
from etl.gazetteer.build import build as build_gazetteer
from etl.gazetteer.fold import fold
from etl.pipeline import open_gazetteer
from parley import options
from parley.console import Progress, console, output

_FIRST_YEAR = 1990  # of the news that extraction is made for


@contextmanager
def _told() -> Iterator[None]:
    """Turn failures into messages with exit status 1."""
    try:
        yield
    except (SourceError, wikidata.UpdateError, OSError) as error:
        raise click.ClickException(str(error)) from error


@click.group()
def gazetteer() -> None:
    """Reference data: officials, offices, tenures, states, organisations, places."""


@gazetteer.command("build")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "-o", "--output", "target", required=True, type=click.Path(dir_okay=False, path_type=Path)
)
def build_command(folder: Path, target: Path) -> None:
    """Build a gazetteer file from a FOLDER of CSV files."""
    with _told(), console.status(f"Reading {folder}"):
        summary = build_gazetteer(folder, target)
    console.print(f"{summary}", markup=False, soft_wrap=True)


@gazetteer.command("update")
@options.gazetteer
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write, and to start from without --gazetteer. Default: that of --gazetteer.",
)
@click.option(
    "--countries",
    default="",
    help="Items (Q884), codes (kr) or names, with commas between them. Default: all.",
)
@click.option(
    "--since",
    type=click.IntRange(1, 9999),
    default=_FIRST_YEAR,
    show_default=True,
    help="Leave out who left office before this year.",
)
@click.option(
    "--endpoint",
    envvar="PARLEY_WIKIDATA_ENDPOINT",
    show_envvar=True,
    default=wikidata.ENDPOINT,
    show_default=True,
    help="Query service of Wikidata, or one with the same data.",
)
@click.option(
    "--contact",
    envvar="PARLEY_CONTACT",
    show_envvar=True,
    default=None,
    help="Your mail or web address, told to the service with every request, as its rules ask.",
)
@click.option(
    "--cache",
    "cache_dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where answers are kept, to go on after a cut. Default: a folder beside the output.",
)
def update_command(
    gazetteer: Path | None,
    target: Path | None,
    countries: str,
    since: int,
    endpoint: str,
    contact: str | None,
    cache_dir: Path | None,
) -> None:
    """Bring a gazetteer file up to date from Wikidata's query service.

    What the file has and the answers lack stays in it, and stands in a list beside it. A run that
    was cut goes on where it stopped.
    """
    target = target or gazetteer
    if target is None:
        raise click.UsageError("say which file to write: -o FILE")
    if not contact:
        raise click.UsageError(
            "Wikidata's query service wants to know whom to write to: give --contact MAIL,"
            " or set PARLEY_CONTACT"
        )
    cache = wikidata.AnswerCache(cache_dir or target.with_name(f"{target.stem}.answers"))
    current = gazetteer or (target if target.exists() else None)
    with _told():
        plan = wikidata.Plan(_countries(countries), since, target, current)
        service = wikidata.QueryService(endpoint, contact, cache)
        summary = wikidata.update(plan, service, Progress)
    console.print(f"{summary}", markup=False, soft_wrap=True)
    if not summary.complete:
        raise click.ClickException(f"not all questions were answered: see {summary.report}")


def _countries(text: str) -> list[wikidata.Asked]:
    try:
        return wikidata.countries([part for part in re.split(r"\s*,\s*", text.strip()) if part])
    except wikidata.UpdateError as error:
        raise click.BadParameter(str(error), param_hint="--countries") from error


@gazetteer.command("lookup")
@click.argument("name")
@options.gazetteer
def lookup_command(name: str, gazetteer: Path | None) -> None:
    """Show what NAME may stand for: people, states, organisations and places."""
    found = open_gazetteer(gazetteer)
    lines = [*_named(found, name), *_people(found, name)]
    if not lines:
        raise click.ClickException(
            f"nobody and nothing is known as {name!r}. A surname alone is known in an article that"
            " introduces the person: give the whole name, or a fuller file with --gazetteer"
        )
    for line in lines:
        output.print(line, markup=False, highlight=False, soft_wrap=True)


def _named(found: Gazetteer, name: str) -> Iterator[str]:
    """The state, organisation or place of a name, and what it means in certain articles."""
    folded = fold(name)
    bare = folded.removeprefix("the ")
    known = found.named().get(folded) or found.named().get(bare)
    if known:
        yield f"{_entity(known.entity)}  {known.use.value}"
        if known.government:
            yield f"{_entity(known.government)}  where the capital stands for its government"
    if meaning := found.contextual().possible(bare):
        behind = 'behind "the", ' if meaning.article else ""
        yield f"{_entity(meaning.entity)}  {meaning.use}, {behind}where the article allows it"


def _people(found: Gazetteer, name: str) -> Iterator[str]:
    for person in found.people(name):
        yield _entity(person.entity)
        for tenure in person.tenures:
            yield f"    {tenure.start or '…'} – {tenure.end or '…'}  {tenure.office_label}"


def _entity(entity: Entity) -> str:
    link = entity.wikidata or "no Wikidata link"
    return f"{entity.kind.value}/{entity.key}  {entity.label}  ({link})"
