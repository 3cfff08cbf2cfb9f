"""What a test expects, what came back, and whether they are the same."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)
from suite import Case, path_of, rdf_format

RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
FORMATS = {
    ".srx": (QueryResultsFormat.XML, "application/sparql-results+xml"),
    ".srj": (QueryResultsFormat.JSON, "application/sparql-results+json"),
    ".tsv": (QueryResultsFormat.TSV, "text/tab-separated-values"),
    ".csv": (None, "text/csv"),
}
_JSON = (QueryResultsFormat.JSON, "application/sparql-results+json")

Term = NamedNode | BlankNode | Literal | Triple
Row = Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows, in their order where `ordered`."""

    variables: frozenset[str]
    rows: tuple[Row, ...]
    ordered: bool = False


Result = bool | Table | Dataset


def accept(case: Case) -> str:
    """The media types in which the answer is asked for: the test's own, where it has one."""
    suffix = Path(case.result or "").suffix
    return f"{FORMATS.get(suffix, _JSON)[1]}, application/n-triples;q=0.5"


def expected(root: Path, case: Case, query: str) -> Result:
    """The answer that the test's file holds."""
    assert case.result is not None
    suffix, data = Path(case.result).suffix, path_of(root, case.result).read_bytes()
    if suffix in FORMATS:
        return answer(data, FORMATS[suffix][1], query)
    quads = list(parse(data, format=rdf_format(case.result), base_iri=case.result))
    graph = Dataset(quads)
    found = list(graph.quads_for_object(NamedNode(f"{RS}ResultSet")))
    return _described(graph, found[0].subject) if found else canonical(quads)


def answer(body: bytes, media_type: str, query: str) -> Result:
    """The answer that a response holds."""
    media_type = media_type.partition(";")[0]
    if media_type == "application/n-triples":
        return canonical(parse(body, format=RdfFormat.N_TRIPLES))
    if media_type == "text/csv":
        return _csv(body)
    form = next(form for form, name in FORMATS.values() if name == media_type)
    assert form is not None
    found = parse_query_results(body, format=form)
    if isinstance(found, QueryBoolean):
        return bool(found)
    assert isinstance(found, QuerySolutions)
    names = [v.value for v in found.variables]
    rows = [{n: row[n] for n in names if row[n] is not None} for row in found]
    tail = re.sub(r"#.*", "", query.rpartition("}")[2])
    ordered = re.search(r"\bORDER\s+BY\b", tail, re.IGNORECASE) is not None
    return Table(frozenset(names), tuple(_normal_rows(rows)), ordered)


def same(wanted: Result, got: Result, *, lax: bool = False) -> bool:
    """Whether an answer is what was wanted, up to the names of blank nodes."""
    if not isinstance(wanted, Table) or not isinstance(got, Table):
        return type(wanted) is type(got) and wanted == got
    if wanted.variables != got.variables:
        return False
    if wanted.ordered:
        return _match(list(wanted.rows), list(got.rows), {}, ordered=True)
    left, right = [list(_unique(t.rows)) if lax else list(t.rows) for t in (wanted, got)]
    ground = [Counter(_key(row) for row in rows if not _has_blank(row)) for rows in (left, right)]
    if ground[0] != ground[1]:
        return False
    blank = [[row for row in rows if _has_blank(row)] for rows in (left, right)]
    return _match(blank[0], blank[1], {}, ordered=False)


def canonical(quads: Iterable[Quad | Triple]) -> Dataset:
    """Quads with the engine's spelling of literals, and canonical names of blank nodes."""
    store = Store()
    for quad in quads:
        if isinstance(quad, Triple):
            quad = Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())
        store.add(quad)
    dataset = Dataset(store)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def _normal_rows(rows: list[dict[str, Term]]) -> Iterator[Row]:
    """Literals spelled as the engine spells them, which forgets how a number was written."""
    store = Store()
    node = NamedNode("urn:x")
    for row in rows:
        normal = {}
        for name, term in row.items():
            store.add(Quad(node, node, term, DefaultGraph()))
            (normal[name],) = (quad.object for quad in store)
            store.clear()
        yield normal


def _csv(body: bytes) -> Table:
    """CSV tells no types: what looks like a number is one, and blank nodes are one another's."""
    lines = list(csv.reader(io.StringIO(body.decode(), newline="")))
    rows = []
    for line in lines[1:]:
        cells: dict[str, Term] = {}
        for name, cell in zip(lines[0], line, strict=True):
            if cell.startswith("_:"):
                cells[name] = BlankNode(cell[2:])
            else:
                cells[name] = Literal(_number(cell))
        rows.append(cells)
    return Table(frozenset(lines[0]), tuple(rows))


def _number(cell: str) -> str:
    try:
        return repr(float(cell))
    except ValueError:
        return cell


def _described(graph: Dataset, node: NamedNode | BlankNode | Triple) -> Result:
    """A table in the vocabulary for result sets."""
    assert not isinstance(node, Triple)

    def objects(subject: NamedNode | BlankNode, name: str) -> list[Term]:
        quads = graph.quads_for_subject(subject)
        return [q.object for q in quads if q.predicate.value == f"{RS}{name}"]

    boolean = objects(node, "boolean")
    if boolean:
        assert isinstance(boolean[0], Literal)
        return boolean[0].value == "true"
    rows, places = [], []
    for solution in objects(node, "solution"):
        assert isinstance(solution, NamedNode | BlankNode)
        row = {}
        for binding in objects(solution, "binding"):
            assert isinstance(binding, NamedNode | BlankNode)
            (name,), (value,) = objects(binding, "variable"), objects(binding, "value")
            assert isinstance(name, Literal)
            row[name.value] = value
        rows.append(row)
        places += [int(i.value) for i in objects(solution, "index") if isinstance(i, Literal)]
    if places:
        rows = [row for _, row in sorted(zip(places, rows, strict=True), key=lambda p: p[0])]
    names = {n.value for n in objects(node, "resultVariable") if isinstance(n, Literal)}
    return Table(frozenset(names), tuple(_normal_rows(rows)), ordered=bool(places))


def _unique(rows: Iterable[Row]) -> Iterator[Row]:
    seen = set()
    for row in rows:
        if _key(row) not in seen:
            seen.add(_key(row))
            yield row


def _key(row: Row) -> frozenset[tuple[str, Term]]:
    return frozenset(row.items())


def _has_blank(row: Row) -> bool:
    return any(_blanks(term) for term in row.values())


def _blanks(term: object) -> bool:
    if isinstance(term, Triple):
        return _blanks(term.subject) or _blanks(term.object)
    return isinstance(term, BlankNode)


def _match(wanted: list[Row], got: list[Row], names: dict[str, str], *, ordered: bool) -> bool:
    """Whether rows can be paired under one renaming of blank nodes."""
    if len(wanted) != len(got):
        return False
    if not wanted:
        return True
    for place, row in enumerate(got[:1] if ordered else got):
        renamed = _rename_row(wanted[0], row, names)
        if renamed is not None:
            rest = got[:place] + got[place + 1 :]
            if _match(wanted[1:], rest, renamed, ordered=ordered):
                return True
    return False


def _rename_row(wanted: Row, got: Row, names: dict[str, str]) -> dict[str, str] | None:
    renamed: dict[str, str] | None = names
    if wanted.keys() != got.keys():
        return None
    for name, term in wanted.items():
        renamed = None if renamed is None else _rename(term, got[name], renamed)
    return renamed


def _rename(wanted: object, got: object, names: dict[str, str]) -> dict[str, str] | None:
    """The renaming, extended so that one term becomes the other; None if that cannot be."""
    if isinstance(wanted, BlankNode) and isinstance(got, BlankNode):
        known = names.get(wanted.value)
        if known is not None:
            return names if known == got.value else None
        return None if got.value in names.values() else {**names, wanted.value: got.value}
    if isinstance(wanted, Triple) and isinstance(got, Triple):
        for left, right in zip(wanted, got, strict=True):
            renamed = _rename(left, right, names)
            if renamed is None:
                return None
            names = renamed
        return names
    return names if wanted == got else None
