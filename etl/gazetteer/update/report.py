"""What an update changed, left as it was, or could not find: one line each."""

import csv
import os
from collections import Counter
from dataclasses import astuple, dataclass, field, fields
from enum import StrEnum
from pathlib import Path


class Outcome(StrEnum):
    """What became of something."""

    LACKING = "lacking"  # the answers do not have it; the old row stays
    CHANGED = "changed"  # the answers have other dates; the new row counts
    REDIRECTED = "redirected"  # the item was merged into another
    DELETED = "deleted"  # there is no such item any more; the old row stays
    UNDATED_END = "undated-end"  # it ended, nobody says when; left out
    UNNAMED = "unnamed"  # no name in an alphabet that is read here; left out
    UNANSWERED = "unanswered"  # the service cannot answer; old rows stay


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A line of the list."""

    outcome: Outcome
    kind: str  # person, tenure, office, place, organization, link, query
    qid: str
    label: str
    detail: str
    source: str = ""  # of the old row


@dataclass
class Report:
    """The list, to be read by whoever curates the data."""

    entries: list[Entry] = field(default_factory=list)

    def add(
        self, outcome: Outcome, kind: str, qid: str, label: str, detail: str, source: str = ""
    ) -> None:
        """Add a line."""
        self.entries.append(Entry(outcome, kind, qid, label, detail, source))

    def counts(self) -> dict[str, int]:
        """Lines by outcome and kind."""
        found = Counter(f"{e.outcome.value} {e.kind}" for e in self.entries)
        return dict(sorted(found.items()))

    def write(self, path: Path) -> None:
        """Write the list as CSV, sorted; the file is replaced as a whole or not at all."""
        temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            with temporary.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow([f.name for f in fields(Entry)])
                writer.writerows(astuple(entry) for entry in sorted(set(self.entries)))
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
