"""The questions: ``questions/*.rq`` as values, with everything that their headers say."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, get_args

from queries.errors import UnknownQuestionError

Type = Literal["entity", "code", "date", "integer", "text"]
ViewKind = Literal["timeline", "bar", "network"]

TYPES: tuple[str, ...] = get_args(Type)
GROUPS = (
    "Who met whom?",
    "Who spoke for whom?",
    "What is planned?",
    "What was agreed?",
    "Who said what?",
    "What was it about?",
    "How do states relate?",
    "Where does it say so?",
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may be filled in.

    `of` narrows the type: the classes of an entity, the list of a code, or whether a date is the
    "start" or the "end" of a period, which matters when only a year or a month is given.
    `choices` is a query without prologue for the values that lead to rows, as ``?choice``; a text
    must be one of them, a name is proposed from them.
    """

    name: str
    type: Type
    label: str
    example: str
    of: tuple[str, ...] = ()
    default: str | None = None
    required: bool = False
    choices: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A picture of the rows: which column is what in it.

    - ``timeline``: `start`, `end`, `label`, and `group` if the marks are told apart by colour;
    - ``bar``: `x` (a category), `y` (a number), and `group` if bars are stacked;
    - ``network``: `source`, `target`, and `weight` if the lines differ in width.
    """

    kind: ViewKind
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Minimum:
    """How many rows there are at least with the parameters left open.

    `seeds` are the articles that the project ships, `corpus` is a collection of 88.
    """

    seeds: int
    corpus: int


@dataclass(frozen=True, slots=True)
class Question:
    """One canned question.

    `sentence` is the question with blanks: ``Who met {person} in {place}?`` has each parameter
    once. `evidence` names the column of the fact for which there are sentences; it is empty
    where a row counts several facts. `text` is the whole file: SPARQL that any server answers.
    """

    name: str
    title: str
    description: str
    group: str
    sentence: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    evidence: str
    views: tuple[View, ...]
    minimum: Minimum
    text: str

    @property
    def hidden(self) -> frozenset[str]:
        """Columns that are there for the evidence alone and say nothing to a reader."""
        return frozenset({self.evidence} if self.evidence + "Label" not in self.columns else ())

    def view(self, kind: str) -> View | None:
        """The view of that kind, where there is one."""
        return next((view for view in self.views if view.kind == kind), None)


@cache
def questions() -> Mapping[str, Question]:
    """All questions by name, sorted by name. Raises ``QueryHeaderError``."""
    from queries.reading import read_question

    folder = files("queries") / "questions"
    found = sorted(
        (item.name.removesuffix(".rq"), item.read_text("utf-8"))
        for item in folder.iterdir()
        if item.name.endswith(".rq")
    )
    return MappingProxyType({name: read_question(name, text) for name, text in found})


def question(name: str) -> Question:
    """One question. Raises ``UnknownQuestionError``, which knows names like it."""
    try:
        return questions()[name]
    except KeyError:
        names = tuple(questions())
        nearest = tuple(difflib.get_close_matches(name.lower(), names, n=3, cutoff=0.5))
        raise UnknownQuestionError(name, nearest, names) from None


def groups() -> dict[str, list[Question]]:
    """The questions by group, in the order of ``GROUPS``, each group by title."""
    by_title = sorted(questions().values(), key=lambda question: question.title)
    grouped = {group: [q for q in by_title if q.group == group] for group in GROUPS}
    return {group: members for group, members in grouped.items() if members}
