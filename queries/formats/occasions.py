"""The dated things of an answer, once each, for calendars and feeds."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from queries.formats.spans import span_of
from queries.result import Result
from queries.table import Value, text_of


@dataclass(frozen=True, slots=True)
class Occasion:
    """One thing with the first and the last day that it can lie on."""

    iri: str
    title: str
    first: str
    last: str
    status: str
    place: str
    text: str


def occasions_of(result: Result) -> list[Occasion]:
    """The things of the rows that have dates, in the order of the rows.

    Where the rows have evidence, its sentence is the text. What a thing is, the question's
    evidence column says, or the columns that make up its row.
    """
    view = result.view("timeline")
    if view is None:
        return []
    at = {name: i for i, name in enumerate(result.table.columns)}
    found: dict[str, Occasion] = {}
    for row in result.table.rows:

        def text(name: str, row: tuple[Value, ...] = row) -> str:
            return text_of(row[at[name]]) if name in at else ""

        span = span_of(text(view.fields["start"]), text(view.fields["end"]))
        if span is None:
            continue
        fact = row[at[result.fact]] if result.fact else None
        labels = [text(name) for name in (f"{result.fact}Label", view.fields["label"])]
        title = next((label for label in labels if label), result.title)
        iri = fact.value if isinstance(fact, NamedNode) else _made(result, row)
        place = text("placeLabel")
        found.setdefault(iri, Occasion(iri, title, *span, text("status"), place, text("sentence")))
    return list(found.values())


def _made(result: Result, row: tuple[Value, ...]) -> str:
    """An identifier for a row that is about no single thing."""
    import uuid

    key = "\n".join([result.name, *(str(value) for value in row)])
    return uuid.uuid5(uuid.NAMESPACE_URL, key).urn
