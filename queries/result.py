"""The answer to a question as something to be written: rows, what was asked, and where from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from queries.catalog import Question, View
from queries.table import Sheet, Table, sheet


@dataclass(frozen=True, slots=True)
class Result:
    """Rows with all that a reader of them must know.

    `given` are labels and values of what was filled in. Everything in it is a function of the
    snapshot and the question, so that what is written from it is the same at any time.
    """

    name: str
    title: str
    description: str
    given: tuple[tuple[str, str], ...]
    table: Table
    views: tuple[View, ...] = ()
    fact: str = ""
    hidden: frozenset[str] = frozenset()

    @property
    def sheet(self) -> Sheet:
        """The rows for people."""
        return sheet(self.table, self.hidden)

    @property
    def snapshot(self) -> str:
        """The state of the data: its id."""
        return self.table.snapshot.id

    @property
    def date(self) -> str:
        """The day on which that state was made."""
        return self.table.snapshot.created.date().isoformat()

    @property
    def caption(self) -> str:
        """One line: what was asked, with what, and how many rows there are."""
        given = "; ".join(f"{label}: {value}" for label, value in self.given)
        return f"{self.title} {given + '. ' if given else ''}{count(len(self.table.rows))}."

    @property
    def source(self) -> str:
        """One line: where the rows come from."""
        return f"Parley, question {self.name}, snapshot {self.snapshot} of {self.date}."

    def about(self) -> tuple[tuple[str, str], ...]:
        """What a reader must know, as names and values."""
        return (
            ("Question", self.title),
            ("Name", self.name),
            *((label, value) for label, value in self.given),
            ("Rows", str(len(self.table.rows))),
            ("Snapshot", self.snapshot),
            ("Of", self.date),
        )

    def view(self, kind: str) -> View | None:
        """The view of that kind, where the question has one."""
        return next((view for view in self.views if view.kind == kind), None)


def result_of(question: Question, given: Mapping[str, str], table: Table) -> Result:
    """The answer to a canned question that was asked with what was given."""
    filled = []
    for parameter in question.parameters:
        value = given.get(parameter.name, parameter.default or "").strip()
        if value and value.lower() != "any":
            filled.append((parameter.label, value))
    return Result(
        name=question.name,
        title=question.title,
        description=question.description,
        given=tuple(filled),
        table=table,
        views=question.views,
        fact=question.evidence,
        hidden=question.hidden,
    )


def count(rows: int) -> str:
    """ "1 row", "2 rows"."""
    return f"{rows:,} row{'' if rows == 1 else 's'}"
