"""At most so many rows: the right ones, in every format, and it is said when there are more."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, QueryResultsFormat, QuerySolutions, Store, parse_query_results

from store import rows
from store.embedded import EmbeddedEngine
from store.engine import Query
from store.spool import Spool

NewEngine = Callable[..., EmbeddedEngine]
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
ALL = "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s"
FORMATS = {
    QueryResultsFormat.JSON: JSON,
    QueryResultsFormat.XML: XML,
    QueryResultsFormat.CSV: CSV,
    QueryResultsFormat.TSV: TSV,
}


@pytest.fixture
def engine(store_dir: Path, new_engine: NewEngine) -> EmbeddedEngine:
    """An engine without a limit of its own."""
    return new_engine(store_dir, workers=1)


def lines(body: bytes, media_type: str) -> int:
    """How many rows a result has, by a parser of the standard library."""
    if media_type == JSON:
        return len(json.loads(body)["results"]["bindings"])
    if media_type == XML:
        tag = "{http://www.w3.org/2005/sparql-results#}result"
        return len(list(ElementTree.fromstring(body).iter(tag)))
    if media_type == CSV:
        return len(list(csv.reader(io.StringIO(body.decode(), newline="")))) - 1
    return body.count(b"\n") - 1


@pytest.mark.parametrize("media_type", [JSON, XML, CSV, TSV])
def test_rows_are_cut_and_it_is_said(media_type: str, engine: EmbeddedEngine) -> None:
    for most, left_out in ((0, True), (1, True), (1_999, True), (2_000, False), (5_000, False)):
        with engine.query(Query(ALL, accept=(media_type,), max_rows=most)) as answer:
            body = answer.body.read()
        assert (answer.truncated, len(body)) == (left_out, answer.size)
        assert lines(body, media_type) == min(most, 2_000)
    with engine.query(Query(ALL, accept=(JSON,), max_rows=3)) as answer:
        cut = json.load(answer.body)
    assert cut["head"] == {"link": [rows.TRUNCATED], "vars": ["s", "o"]}
    with engine.query(Query(f"{ALL} LIMIT 3", accept=(JSON,))) as answer:
        whole = json.load(answer.body)
    assert cut["results"] == whole["results"]


def test_triples_are_cut(engine: EmbeddedEngine) -> None:
    text = "CONSTRUCT WHERE { ?s ?p ?o }"
    for most, left_out in ((7, True), (2_000, False)):
        with engine.query(Query(text, ("application/n-triples",), max_rows=most)) as answer:
            assert (answer.truncated, answer.body.read().count(b"\n")) == (left_out, most)


def test_a_query_can_only_lower_the_limit(store_dir: Path, new_engine: NewEngine) -> None:
    engine = new_engine(store_dir, max_rows=10)
    for most, expected in ((None, 10), (3, 3), (99, 10)):
        with engine.query(Query(ALL, accept=(CSV,), max_rows=most)) as answer:
            assert lines(answer.body.read(), CSV) == expected
    with engine.query(Query("ASK {}", max_rows=0)) as answer:
        assert (b"true" in answer.body.read(), answer.truncated) == (True, False)


@pytest.mark.parametrize(
    ("text", "limited"),
    [
        ("SELECT * {}", "SELECT * {} LIMIT 5 "),
        ("SELECT * {} LIMIT 3", None),
        ("SELECT * {} LIMIT 30 OFFSET 2", "SELECT * {} LIMIT 5 OFFSET 2"),
        ("SELECT * { { SELECT * {} LIMIT 9 } }", "SELECT * { { SELECT * {} LIMIT 9 } } LIMIT 5 "),
        ("SELECT * {} # LIMIT 1", "SELECT * {} LIMIT 5  # LIMIT 1"),
        ("SELECT * {} VALUES ?x { 1 }", "SELECT * {}  LIMIT 5 VALUES ?x { 1 }"),
        ("SELECT ?limit {} ORDER BY ?limit", "SELECT ?limit {} ORDER BY ?limit LIMIT 5 "),
        ("PREFIX limit: <http://x/> SELECT * { ?s limit:a 9 }", None),
        ("ASK {}", "ASK {}"),
        ("CONSTRUCT {} WHERE {}", "CONSTRUCT {} WHERE {}"),
        ("SELECT * {", "SELECT * {"),
        ("", ""),
    ],
)  # fmt: skip
def test_where_the_limit_goes(text: str, limited: str | None) -> None:
    found = rows.limited(text, 5)
    assert found == (limited or text) or (limited is None and found == f"{text} LIMIT 5 ")


values = st.text(st.sampled_from('a"\\\n\r\t,{}[]<>&é'), max_size=8)


@given(st.lists(st.tuples(values, values | st.none()), max_size=12), st.integers(0, 13))
def test_whatever_stands_in_the_cells(table: list[tuple[str, str | None]], most: int) -> None:
    """Cut as a parser would cut, in each format."""
    store = Store()
    cells = " ".join(f"({_term(a)} {_term(b)})" for a, b in table)
    text = f"SELECT * {{ VALUES (?x ?bindings) {{ {cells} }} }}"
    for form in FORMATS:
        solutions = store.query(text)
        spool = Spool(1_000_000, None)
        assert isinstance(solutions, QuerySolutions)
        solutions.serialize(spool, form)  # type: ignore[arg-type]
        assert rows.cut(spool, form, most) == (len(table) > most)
        assert lines(spool.read(), FORMATS[form]) == min(most, len(table))
        if form != QueryResultsFormat.CSV:
            back = parse_query_results(spool.read(), form)
            assert isinstance(back, QuerySolutions)
            firsts = [row["x"] for row in back]
            assert firsts == [Literal(a) for a, _ in table[:most]]


def _term(value: str | None) -> str:
    return "UNDEF" if value is None else str(Literal(value))
