"""The questions: ``questions/*.rq`` as values, with everything that their headers say."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, cast, get_args

from queries import binding
from queries.errors import QueryHeaderError, UnknownQuestionError
from queries.header import Entry, read_header

Type = Literal["entity", "code", "date", "integer", "text"]

TYPES: tuple[str, ...] = get_args(Type)
GROUPS = (
    "Who met whom?",
    "Who spoke for whom?",
    "What is planned?",
    "What was agreed?",
    "Who said what?",
    "What was it about?",
    "Where does it say so?",
)
_QUESTION_KEYS = ("summary", "description", "tags", "minimum", "parameters")
_PARAMETER_KEYS = ("type", "label", "of", "default", "example", "required")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may be filled in.

    `of` narrows the type: the classes of an entity, the list of a code, or whether a date is the
    "start" or the "end" of a period, which matters when only a year or a month is given.
    """

    name: str
    type: Type
    label: str
    example: str
    of: tuple[str, ...] = ()
    default: str | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One canned question. `minimum` is how many rows it has at least on the seed articles."""

    name: str
    title: str
    description: str
    group: str
    parameters: tuple[Parameter, ...]
    minimum: int
    text: str


def read_question(name: str, text: str) -> Question:
    """The question that a ``.rq`` file states. Raises ``QueryHeaderError``."""
    return _Reader(f"{name}.rq", text).question(name)


@cache
def questions() -> Mapping[str, Question]:
    """All questions by name, sorted by name. Raises ``QueryHeaderError``."""
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


class _Reader:
    """Reads one file, and says where it goes wrong."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text

    def fail(self, line: int, problem: str) -> QueryHeaderError:
        return QueryHeaderError(self.file, line, problem)

    def question(self, name: str) -> Question:
        if not _NAME.match(name):
            raise self.fail(1, "name the file in lower case with hyphens, as in who-attended.rq")
        header = read_header(self.file, self.text)
        self.only(header, _QUESTION_KEYS)
        minimum = self.value(header, "minimum")
        if not minimum.isdecimal():
            raise self.fail(header["minimum"].line, f"minimum is a number of rows, not {minimum!r}")
        if (group := self.value(header, "tags")) not in GROUPS:
            raise self.fail(header["tags"].line, f"tags is one of {'; '.join(GROUPS)}")
        entry = header.get("parameters")
        below = entry.below if entry else {}
        result = Question(
            name=name,
            title=self.value(header, "summary"),
            description=self.value(header, "description"),
            group=group,
            parameters=tuple(self.parameter(key, each) for key, each in below.items()),
            minimum=int(minimum),
            text=self.text,
        )
        self.check_slots(result)
        return result

    def parameter(self, name: str, entry: Entry) -> Parameter:
        self.only(entry.below, _PARAMETER_KEYS)
        kind = self.value(entry.below, "type", entry.line)
        if kind not in TYPES:
            line = entry.below["type"].line
            raise self.fail(line, f"{name} has type {kind!r}; use one of {', '.join(TYPES)}")
        of = tuple(part.strip() for part in self.optional(entry, "of").split(",") if part.strip())
        if kind in ("code", "entity") and not of:
            raise self.fail(entry.line, f"say of what {name} is a {kind}, as in 'of: status'")
        required = self.optional(entry, "required") or "false"
        if required not in ("true", "false"):
            raise self.fail(entry.below["required"].line, "required is true or false")
        return Parameter(
            name=name,
            type=cast(Type, kind),
            label=self.value(entry.below, "label", entry.line),
            example=self.value(entry.below, "example", entry.line),
            of=of,
            default=self.optional(entry, "default") or None,
            required=required == "true",
        )

    def check_slots(self, question: Question) -> None:
        declared = {parameter.name for parameter in question.parameters}
        found = binding.slots(self.text)
        for name in sorted(declared | binding.parameters_used(self.text)):
            line = next(
                (n for n, row in enumerate(self.text.splitlines(), 1) if f"?_{name}" in row), 1
            )
            if name not in declared:
                raise self.fail(line, f"?_{name} is not in the header; add it to parameters")
            if found.get(name) != 1:
                raise self.fail(line, f"write 'VALUES ?_{name} {{ UNDEF }}' once in the query")

    def only(self, entries: Mapping[str, Entry], keys: tuple[str, ...]) -> None:
        for key, entry in entries.items():
            if key not in keys:
                raise self.fail(entry.line, f"unknown key {key!r}; use {', '.join(keys)}")

    def value(self, entries: Mapping[str, Entry], key: str, line: int = 1) -> str:
        entry = entries.get(key)
        if entry is None:
            raise self.fail(line, f"no {key!r}; add '{key}: …'")
        if entry.text is None:
            raise self.fail(entry.line, f"{key!r} is one value, not a list")
        return entry.text

    def optional(self, entry: Entry, key: str) -> str:
        return self.value(entry.below, key) if key in entry.below else ""
