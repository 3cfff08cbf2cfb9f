"""A ``.rq`` file -> a question; what is wrong with a file is told with its line and the fix."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import cast, get_args

from queries import binding
from queries.catalog import (
    GROUPS,
    TYPES,
    Minimum,
    Parameter,
    Question,
    Type,
    View,
    ViewKind,
)
from queries.errors import QueryHeaderError
from queries.header import Entry, read_header
from queries.shape import columns_of, shape_of

_QUESTION_KEYS = (
    *("summary", "description", "tags", "sentence", "evidence", "minimum", "view"),
    "parameters",
)
_PARAMETER_KEYS = ("type", "label", "of", "default", "example", "required", "choices")
_MINIMUM_KEYS = ("seeds", "corpus")
# What each kind of view needs, and what it may have.
_VIEW_KEYS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "timeline": (("start", "end", "label"), ("group",)),
    "bar": (("x", "y"), ("group",)),
    "network": (("source", "target"), ("weight",)),
}
# How grlc calls the kind of term that a parameter's type is bound to.
_KINDS = {"entity": "iri", "code": "iri", "date": "xsd_date", "integer": "integer", "text": ""}
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
_PARAMETER_NAME = re.compile(r"[a-z]+\Z")


def read_question(name: str, text: str) -> Question:
    """The question that a ``.rq`` file states. Raises ``QueryHeaderError``."""
    return _Reader(f"{name}.rq", text).question(name)


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
        entry = header.get("parameters")
        parameters = tuple(self.parameter(*each) for each in (entry.below if entry else {}).items())
        columns = columns_of(self.text)
        self.check_slots(parameters)
        title = self.value(header, "summary")
        return Question(
            name=name,
            title=title,
            description=self.value(header, "description"),
            group=self.group(header),
            sentence=self.sentence(header, title, parameters),
            parameters=parameters,
            columns=columns,
            evidence=self.evidence(header, columns),
            views=self.views(header, columns),
            minimum=self.minimum(header),
            text=self.text,
        )

    def group(self, header: Mapping[str, Entry]) -> str:
        entry = header.get("tags")
        if entry is None or entry.items is None or len(entry.items) != 1:
            raise self.fail(entry.line if entry else 1, "tags is a list of one group")
        if entry.items[0] not in GROUPS:
            raise self.fail(entry.line, f"tags is one of {'; '.join(GROUPS)}")
        return entry.items[0]

    def sentence(
        self, header: Mapping[str, Entry], title: str, parameters: tuple[Parameter, ...]
    ) -> str:
        if not parameters:
            return title
        text = self.value(header, "sentence")
        wanted = [parameter.name for parameter in parameters]
        if sorted(re.findall(r"\{(\w+)\}", text)) != sorted(wanted):
            blanks = ", ".join(f"{{{name}}}" for name in wanted)
            raise self.fail(header["sentence"].line, f"the sentence has {blanks} once each")
        return text

    def evidence(self, header: Mapping[str, Entry], columns: tuple[str, ...]) -> str:
        if "evidence" not in header:
            return ""
        column = self.value(header, "evidence")
        return self.column(header["evidence"].line, column, columns)

    def column(self, line: int, name: str, columns: tuple[str, ...]) -> str:
        if name not in columns:
            raise self.fail(line, f"{name!r} is no column; use one of {', '.join(columns)}")
        return name

    def minimum(self, header: Mapping[str, Entry]) -> Minimum:
        entry = header.get("minimum")
        if entry is None:
            raise self.fail(1, "no 'minimum'; add 'minimum:' with 'seeds' and 'corpus' below it")
        self.only(entry.below, _MINIMUM_KEYS)
        counts = {key: self.value(entry.below, key, entry.line) for key in _MINIMUM_KEYS}
        for key, count in counts.items():
            if not (count.isascii() and count.isdecimal()):
                raise self.fail(entry.below[key].line, f"{key} is a number of rows, not {count!r}")
        return Minimum(int(counts["seeds"]), int(counts["corpus"]))

    def views(self, header: Mapping[str, Entry], columns: tuple[str, ...]) -> tuple[View, ...]:
        entry = header.get("view")
        kinds = get_args(ViewKind)
        found = []
        for kind, each in (entry.below if entry else {}).items():
            if kind not in kinds:
                raise self.fail(each.line, f"there is no view {kind!r}; use {', '.join(kinds)}")
            needed, allowed = _VIEW_KEYS[kind]
            self.only(each.below, (*needed, *allowed))
            fields = {
                key: self.column(
                    each.below[key].line if key in each.below else each.line,
                    self.value(each.below, key, each.line),
                    columns,
                )
                for key in (*needed, *(key for key in allowed if key in each.below))
            }
            found.append(View(cast(ViewKind, kind), MappingProxyType(fields)))
        return tuple(found)

    def parameter(self, name: str, entry: Entry) -> Parameter:
        if not _PARAMETER_NAME.match(name):
            raise self.fail(entry.line, f"name a parameter in lower-case letters, not {name!r}")
        self.only(entry.below, _PARAMETER_KEYS)
        kind = self.value(entry.below, "type", entry.line)
        if kind not in TYPES:
            line = entry.below["type"].line
            raise self.fail(line, f"{name} has type {kind!r}; use one of {', '.join(TYPES)}")
        of = tuple(part.strip() for part in self.optional(entry, "of").split(",") if part.strip())
        choices = self.choices(entry)
        if kind in ("code", "entity") and not of:
            raise self.fail(entry.line, f"say of what {name} is {kind}, as in 'of: status'")
        if kind == "text" and not choices:
            raise self.fail(entry.line, f"say by a query which choices {name} has")
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
            choices=choices,
        )

    def choices(self, entry: Entry) -> str:
        """A query for ``?choice``: one of the header, or for the values of a column."""
        text = self.optional(entry, "choices")
        if not text:
            return ""
        if re.fullmatch(r"\w+", text):
            line = entry.below["choices"].line
            column = self.column(line, text, columns_of(self.text))
            body = shape_of(self.text).body
            return f"SELECT DISTINCT (?{column} AS ?choice) WHERE {{ {{ {body} }} }}"
        if columns_of(text) != ("choice",):
            raise self.fail(
                entry.below["choices"].line, "choices is a column, or a query: SELECT ?choice …"
            )
        return text

    def check_slots(self, parameters: tuple[Parameter, ...]) -> None:
        found = binding.slots(self.text)
        known = {parameter.name: parameter for parameter in parameters}
        for name in sorted(set(known) | binding.parameters_used(self.text)):
            pattern = re.compile(rf"\?__?{name}\b|\?__?{name}_")
            rows = enumerate(self.text.splitlines(), 1)
            line = next((number for number, row in rows if pattern.search(row)), 1)
            if name not in known:
                raise self.fail(line, f"{name!r} is not in the header; add it to parameters")
            form = _read_as(known[name])
            read = [slot for slot in found if slot.name == name]
            if len(read) != 1 or (read[0].kind, read[0].required, read[0].given) != (
                _KINDS[known[name].type],
                known[name].required,
                given_name(name),
            ):
                raise self.fail(line, f"write '{form}' once, at the top of the query")

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


def given_name(parameter: str) -> str:
    """The variable that holds what was given for a parameter."""
    return f"given{parameter[0].upper()}{parameter[1:]}"


def _read_as(parameter: Parameter) -> str:
    kind = _KINDS[parameter.type]
    name = ("_" if parameter.required else "__") + parameter.name + (f"_{kind}" if kind else "")
    return f"BIND(?{name} AS ?{given_name(parameter.name)})"
