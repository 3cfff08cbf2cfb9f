"""Several answers under one title: what a report is, whatever it is written as."""

from __future__ import annotations

from dataclasses import dataclass

from queries.result import Result


@dataclass(frozen=True, slots=True)
class Section:
    """One answer in a report: a heading, words of the author, and whether its picture is shown."""

    heading: str
    text: str
    result: Result
    picture: bool


@dataclass(frozen=True, slots=True)
class Report:
    """Answers from one snapshot, under a title."""

    title: str
    text: str
    sections: tuple[Section, ...]

    @property
    def snapshot(self) -> str:
        """The state of the data that all answers come from."""
        return self.sections[0].result.snapshot

    @property
    def date(self) -> str:
        """The day on which that state was made."""
        return self.sections[0].result.date


def single(result: Result) -> Report:
    """A report of one answer; what is said of the question stands once."""
    section = Section("", "", result, bool(result.views) and bool(result.table.rows))
    return Report(result.title, result.description, (section,))
