"""The page of a canned question: the sentence with its blanks, the rows, and their receipts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple
from urllib.parse import urlencode

from flask import Response, render_template

from queries import run
from queries.catalog import Parameter, Question
from queries.errors import ParameterError
from queries.evidence import Receipt, receipts
from queries.table import Sheet, Table, Value, parse_table, sheet
from queries.values import Reader
from server import answers
from server.problems import problem_of
from server.reconcile_terms import TYPE
from server.search import whole_number
from server.services import services
from server.views import pictures
from store.engine import Query

PAGE: Final = "page"
"""The parameter of the URL that says which rows to show; no question can have it."""

_ROWS: Final = 50  # on one page; files always hold every row
_MOST_CHOICES: Final = 400
_MOST_LISTED: Final = 60  # names in the page itself; of more, a script asks for those like it
_JSON: Final = ("application/sparql-results+json",)
_HEADER: Final = re.compile(r"\A(?:#\+[^\n]*\n)+\s*")
_BLANK: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")
# What people call the formats, in the order in which they are offered.
_FORMATS: Final = {
    "csv": "CSV",
    "xlsx": "Excel",
    "pdf": "PDF",
    "tex": "LaTeX",
    "md": "Markdown",
    "html": "HTML",
    "json": "JSON",
    "tsv": "TSV",
    "xml": "XML",
    "parquet": "Parquet",
    "svg": "SVG",
    "png": "PNG",
    "ics": "iCalendar",
    "atom": "Atom",
}
# What stands in an empty blank, by the first kind of thing that fits.
_ANY: Final = {
    "Official": "anyone",
    "Polity": "any state",
    "Organization": "any organisation",
    "Place": "any place",
    "Meeting": "any meeting",
    "Agreement": "any agreement",
    "Issue": "any issue",
    "Article": "any article",
    "date": "any date",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter as the form shows it: a blank in the sentence.

    `choices` stand in the page where they are few; otherwise `suggest` names the kinds of thing
    that are proposed while somebody types.
    """

    parameter: Parameter
    value: str
    choices: tuple[str, ...]
    suggest: str
    open: str

    @property
    def listed(self) -> bool:
        """Whether the page itself has the choices of a field for text."""
        return bool(self.choices) and not self.suggest

    @property
    def width(self) -> int:
        """Characters that the field has room for."""
        return min(34, max(len(self.value), len(self.open), 6) + 2)


class Download(NamedTuple):
    """A file of the rows: its format, where it is, and where with the sentences that say so."""

    name: str
    href: str
    cited: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Some of the rows, from `first` (counted from 0), with the passages behind each."""

    sheet: Sheet
    receipts: list[tuple[Receipt, ...]]
    first: int
    total: int
    more: bool
    earlier: str
    later: str


def question_page(
    question: Question, given: Mapping[str, str], suffixes: tuple[str, ...]
) -> Response:
    """The form, and below it the rows, or what is wrong with what was filled in.

    `suffixes` are those of the files that the rows can be had as. Raises ``ProblemError`` and
    what ``Engine.query`` raises.
    """
    served = services()
    fields = {p.name: _field(question, p, given) for p in question.parameters}
    context: dict[str, object] = {
        "question": question,
        "fields": list(fields.values()),
        "blanks": _blanks(question.sentence, fields),
    }
    missing = [
        p for p in question.parameters if p.required and not given.get(p.name, p.default or "")
    ]
    if missing and not any(given.values()):
        # Opened for the first time: nothing is wrong yet.
        return Response(render_template("ask.html", **context))
    try:
        text = run.prepare(served.engine, question, given, base=served.config.base)
    except ParameterError as error:
        problem = problem_of(error)
        page = render_template("ask.html", problem=problem, wrong=error.parameter, **context)
        return Response(page, problem.status)
    most = served.config.max_rows_shown
    with served.engine.query(Query(text, accept=_JSON)) as answer:
        table = parse_table(answer, text, most + 1)
    filled = {name: value for name, value in given.items() if value.strip()}
    context |= {
        "rows": rows_shown(question, table, filled, most),
        "pictures": pictures(table, question.views, served.links.href),
        "query": without_header(text),
        "downloads": _downloads(question, filled, suffixes),
    }
    response = Response(render_template("ask.html", **context))
    answers.timing(response, table.query_id, table.elapsed)
    return response


def _downloads(
    question: Question, filled: dict[str, str], suffixes: tuple[str, ...]
) -> list[Download]:
    """The files, those that people ask for most first."""
    cited = filled | {run.EVIDENCE: "true"} if question.evidence else {}
    order = [*_FORMATS, *(suffix for suffix in suffixes if suffix not in _FORMATS)]
    return [
        Download(
            _FORMATS.get(suffix, suffix.upper()),
            _address(f"{question.name}.{suffix}", filled),
            _address(f"{question.name}.{suffix}", cited) if cited else "",
        )
        for suffix in sorted(suffixes, key=order.index)
    ]


def without_header(text: str) -> str:
    """A question's SPARQL without the lines that only say how to present it."""
    return _HEADER.sub("", text)


def rows_shown(question: Question, table: Table, filled: dict[str, str], most: int) -> Rows:
    """The rows of the page that the URL names. Raises ``ProblemError`` for one there cannot be."""
    total = min(len(table.rows), most)
    last = max(1, -(-total // _ROWS))
    number = whole_number(PAGE, 1, most=last, least=1)
    first = (number - 1) * _ROWS
    shown = table.rows[first : min(first + _ROWS, total)]

    def address(page: int) -> str:
        return _address(question.name, filled | ({PAGE: str(page)} if page > 1 else {}))

    whole = sheet(table, hidden=question.hidden)
    return Rows(
        Sheet(whole.headings, whole.rows[first : first + len(shown)]),
        _receipts(question, table, shown),
        first,
        total,
        len(table.rows) > most,
        address(number - 1) if number > 1 else "",
        address(number + 1) if number < last else "",
    )


def _receipts(
    question: Question, table: Table, shown: tuple[tuple[Value, ...], ...]
) -> list[tuple[Receipt, ...]]:
    """For each row, the passages that say so; empty for a question whose rows are counts."""
    if question.evidence not in table.columns:
        return []
    at = table.columns.index(question.evidence)
    found = receipts(services().engine, (row[at] for row in shown))
    return [found.get(getattr(row[at], "value", ""), ()) for row in shown]


def _address(name: str, filled: Mapping[str, str]) -> str:
    return f"/ask/{name}{f'?{urlencode(filled)}' if filled else ''}"


def _blanks(sentence: str, fields: Mapping[str, Field]) -> list[str | Field]:
    """The sentence in pieces: words, and the fields that stand between them."""
    pieces = _BLANK.split(sentence)
    return [fields[piece] if n % 2 else piece for n, piece in enumerate(pieces)]


def _field(question: Question, parameter: Parameter, given: Mapping[str, str]) -> Field:
    served = services()
    choices: tuple[str, ...] = served.once_per_snapshot(
        f"choices {question.name} {parameter.name}",
        lambda: Reader(served.engine, served.config.base).choices(parameter, _MOST_CHOICES),
    )
    if parameter.type == "code":
        choices = ("any", *choices)
    kinds = ",".join(kind for kind in parameter.of if kind in TYPE)
    many = parameter.type == "entity" and len(choices) > _MOST_LISTED
    return Field(
        parameter,
        given.get(parameter.name, parameter.default or ""),
        () if many else choices,
        kinds if many else "",
        _open(parameter),
    )


def _open(parameter: Parameter) -> str:
    """What an empty blank says: an example where it must be filled in."""
    if parameter.required:
        return parameter.example
    kinds = parameter.of if parameter.type == "entity" else (parameter.type,)
    return next((_ANY[kind] for kind in kinds if kind in _ANY), f"any {parameter.label.lower()}")
