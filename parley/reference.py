"""``parley gazetteer``: build reference data, and look names up in it."""

from pathlib import Path

import click

from etl.gazetteer import Gazetteer
from etl.gazetteer.build import build as build_gazetteer
from etl.pipeline import open_gazetteer
from parley import options
from parley.console import console, output


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
    with console.status(f"Reading {folder}"):
        summary = build_gazetteer(folder, target)
    console.print(f"{summary}")


@gazetteer.command("lookup")
@click.argument("name")
@options.gazetteer
def lookup_command(name: str, gazetteer: Path | None) -> None:
    """Show what NAME may stand for."""
    found: Gazetteer = open_gazetteer(gazetteer)
    for person in found.people(name):
        link = person.entity.wikidata or "no Wikidata link"
        output.print(f"official/{person.entity.key}  {person.entity.label}  ({link})")
        for tenure in person.tenures:
            output.print(f"    {tenure.start or '…'} – {tenure.end or '…'}  {tenure.office_label}")
