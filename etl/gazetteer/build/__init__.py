"""Building a gazetteer file from a folder of CSV files."""

from dataclasses import dataclass
from pathlib import Path

from etl.gazetteer.build.keys import assign_keys
from etl.gazetteer.build.people import PeopleReader
from etl.gazetteer.build.places import core_names, gather
from etl.gazetteer.build.sources import table_sources
from etl.gazetteer.build.tables import SourceError, Sources
from etl.gazetteer.build.write import write
from etl.gazetteer.core_data import core_data

__all__ = ["BuildSummary", "SourceError", "build"]

_SHOWN = 5  # problems that a summary quotes


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build read and wrote."""

    output: Path
    files: tuple[str, ...]
    people: int
    tenures: int
    person_names: int
    entities: int  # places and organisations besides the core's
    names: int
    links: int  # items for entities of the core
    size: int  # bytes
    problems: tuple[str, ...]  # cells that were left out, each with file and line

    def __str__(self) -> str:
        lines = [
            f"{self.output}: {self.people:,} people with {self.tenures:,} tenures and"
            f" {self.person_names:,} name keys, {self.entities:,} places and organisations with"
            f" {self.names:,} names, {self.links:,} links of the core; {self.size / 1e6:.1f} MB"
            f" from {len(self.files)} files",
            *self.problems[:_SHOWN],
        ]
        if len(self.problems) > _SHOWN:
            lines.append(f"… and {len(self.problems) - _SHOWN} more cells left out")
        return "\n".join(lines)


def build(source_dir: Path, output: Path) -> BuildSummary:
    """Make a gazetteer file from the CSV files of a folder; the same input gives the same content.

    Tables that are missing are done without. The file is replaced as a whole or not at all.
    Raises ``SourceError`` (file, line, reason) when a table cannot be used or there is none, and
    ``OSError`` when the output cannot be written.
    """
    sources = Sources(source_dir)
    data = core_data()
    names = core_names(data.names)
    reader = PeopleReader(sources, names)
    reader.read()
    gathered = gather(sources, names)
    if not sources.used:
        raise SourceError(f"{source_dir}: no table of reference data, such as eps_people.csv")
    people = sorted((p for p in reader.people.values() if p.label), key=lambda p: int(p.qid[1:]))
    keys = assign_keys(people)
    listed = table_sources(sources.used)
    counts = write(output, people, keys, gathered, sources.used, listed)
    return BuildSummary(
        output=output,
        files=tuple(sorted(sources.used)),
        people=len(people),
        tenures=counts["tenure"],
        person_names=counts["person_name"],
        entities=counts["entity"],
        names=counts["name"],
        links=counts["link"],
        size=output.stat().st_size,
        problems=tuple(sources.problems),
    )
