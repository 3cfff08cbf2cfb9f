"""An engine's answer as rows of terms, and those rows as a person reads them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    Triple,
    parse_query_results,
)

from ontology.prefixes import PREFIXES
from store.engine import Answer, Engine, Query, Snapshot

Value = NamedNode | Literal | BlankNode | Triple | None

_JSON = "application/sparql-results+json"
_LABEL = "Label"
_ARTICLE = re.compile(r"/id/article/([^#/]+)\Z")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of terms under named columns; `boolean` instead of rows for an ``ASK``."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    query: str
    snapshot: Snapshot
    query_id: str
    elapsed: float
    boolean: bool | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """What a person sees of a value, and where it leads."""

    text: str
    iri: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table for people: `thing` and `thingLabel` are one column."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def read_table(engine: Engine, query: str) -> Table:
    """Ask and read all rows. Raises what ``Engine.query`` raises."""
    with engine.query(Query(query, accept=(_JSON,))) as answer:
        return parse_table(answer, query)


def parse_table(answer: Answer, query: str, limit: int | None = None) -> Table:
    """The rows of an answer in SPARQL's JSON, or the first `limit` of them."""
    results = parse_query_results(answer.body, format=QueryResultsFormat.JSON)
    columns: tuple[str, ...] = ()
    rows: list[tuple[Value, ...]] = []
    boolean = None
    if isinstance(results, QueryBoolean):
        boolean = bool(results)
    elif isinstance(results, QuerySolutions):
        columns = tuple(variable.value for variable in results.variables)
        for solution in results:
            if limit is not None and len(rows) >= limit:
                break
            rows.append(tuple(solution))
    return Table(
        columns, tuple(rows), query, answer.snapshot, answer.query_id, answer.elapsed, boolean
    )


def short(iri: str) -> str:
    """An IRI with its usual prefix where it has one, else as it is."""
    best = max((ns for ns in PREFIXES.values() if iri.startswith(ns)), key=len, default="")
    if not best or iri == best:
        return iri
    name = next(prefix for prefix, ns in PREFIXES.items() if ns == best)
    return f"{name}:{iri[len(best) :]}"


def words(name: str) -> str:
    """A column's or property's name as words: ``officeType`` is "office type"."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name.replace("_", " ")).strip().lower()


def text_of(value: Value) -> str:
    """A value as plain text."""
    if value is None:
        return ""
    if isinstance(value, NamedNode):
        return short(value.value)
    if isinstance(value, Literal):
        return value.value
    return str(value)


def sheet(table: Table, hidden: Collection[str] = ()) -> Sheet:
    """The table for people: labels stand for IRIs, one column for a period's two bounds.

    Columns without any value, and those `hidden`, are left out.
    """
    at = {name: index for index, name in enumerate(table.columns)}
    period = "earliest" in at and "latest" in at
    shown = [
        name
        for name in at
        if name not in hidden
        and not (name.endswith(_LABEL) and name.removesuffix(_LABEL) in at)
        and not (period and name == "latest")
        and (not table.rows or any(row[at[name]] is not None for row in table.rows))
    ]
    headings = tuple("when" if period and name == "earliest" else words(name) for name in shown)

    def cell(name: str, row: tuple[Value, ...]) -> Cell:
        if period and name == "earliest":
            return Cell(_period(text_of(row[at[name]]), text_of(row[at["latest"]])))
        label = at.get(name + _LABEL)
        return _cell(row[at[name]], None if label is None else row[label])

    return Sheet(headings, tuple(tuple(cell(name, row) for name in shown) for row in table.rows))


def _cell(value: Value, label: Value) -> Cell:
    iri = value.value if isinstance(value, NamedNode) else None
    article = _ARTICLE.search(iri) if iri else None
    if label is None and article:
        return Cell(article[1], iri)
    return Cell(text_of(value if label is None else label), iri)


def _period(earliest: str, latest: str) -> str:
    if earliest == latest:
        return earliest
    if earliest and latest:
        return f"{earliest} – {latest}"
    return f"from {earliest}" if earliest else f"until {latest}"


def iter_text(table: Table) -> Iterator[tuple[str, ...]]:
    """The rows as plain text, IRIs in full: what CSV holds."""
    for row in table.rows:
        yield tuple(v.value if isinstance(v, NamedNode) else text_of(v) for v in row)
