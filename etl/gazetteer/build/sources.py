"""Where rows of a gazetteer file come from, and under which licence."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Source:
    """A source of rows. ``retrieved`` is a day, month or interval (ISO), empty when unknown."""

    id: str
    title: str
    licence: str
    retrieved: str


def table_sources(tables: Iterable[str]) -> list[Source]:
    """The sources of these tables by their file names; a table of one's own has no licence."""
    with files("etl.gazetteer").joinpath("sources.csv").open(encoding="utf-8") as file:
        known = {row["id"]: Source(**row) for row in csv.DictReader(file)}
    names = sorted({table.partition(".")[0] for table in tables})
    return [known.get(name, Source(name, name, "", "")) for name in names]
