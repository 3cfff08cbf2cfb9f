"""What a person typed -> RDF terms: names are looked up in the store, dates may be partial."""

from __future__ import annotations

import calendar
import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode

from ontology import code_values
from ontology.prefixes import BASE, PREFIXES, sparql_prologue
from queries.binding import Term, rebase
from queries.catalog import Parameter, Question
from queries.errors import ParameterError
from queries.table import Value, read_table, text_of
from store.engine import Engine

_XSD = PREFIXES["xsd"]
_OPEN = ("", "any")
_PATH = re.compile(r"/?(?P<path>[a-z][a-z-]*/\S+)\Z")
_OUTSIDE_ID = ("id/", "code/", "issue/")
_DATE = re.compile(r"(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?\Z")
_MOST_LABELS = 20_000
_MOST_TOLD = 40

# A label is compared without case, dots and apostrophes, with hyphens as blanks.
_FOLDED = 'LCASE(REPLACE(REPLACE(STR(?label), "[-‐‑–]", " "), "[.\'’]", ""))'
_LABELLED = f"""PREFIX parley: <{PREFIXES["parley"]}>
PREFIX rdfs: <{PREFIXES["rdfs"]}>
PREFIX skos: <{PREFIXES["skos"]}>
SELECT DISTINCT ?entity ?label ?main WHERE {{
  VALUES ?class {{ %(classes)s }}
  VALUES (?property ?main) {{
    (rdfs:label true) (skos:prefLabel true) (skos:notation true) (skos:altLabel false)
  }}
  ?entity a ?class ; ?property ?label .
  %(filter)s
}} ORDER BY DESC(?main) ?entity ?label LIMIT {_MOST_LABELS}"""

_NAMED_CHOICES = """SELECT DISTINCT ?label WHERE {
  { { %s } FILTER(BOUND(?choice)) }
  ?choice rdfs:label|skos:prefLabel ?label
} ORDER BY ?label"""


@dataclass(frozen=True, slots=True)
class Reader:
    """Turns the values given for a question into terms, against one store."""

    engine: Engine
    base: str = BASE

    def terms(self, question: Question, given: Mapping[str, str]) -> dict[str, tuple[Term, ...]]:
        """The terms of every parameter that is not left open. Raises ``ParameterError``."""
        known = {parameter.name: parameter for parameter in question.parameters}
        for name in given:
            if name not in known:
                raise ParameterError(
                    name,
                    f"the question {question.name} has no parameter {name!r}",
                    tuple(known) or ("no parameters",),
                )
        terms = {}
        for name, parameter in known.items():
            text = given.get(name, parameter.default or "").strip()
            if text.lower() not in _OPEN:
                terms[name] = self.read(parameter, text)
            elif parameter.required:
                raise ParameterError(
                    name,
                    f"{parameter.label!r} ({name}) must be filled in",
                    (f"for example {parameter.example}",),
                )
        return terms

    def read(self, parameter: Parameter, text: str) -> tuple[Term, ...]:
        """The terms that one value stands for. Raises ``ParameterError``."""
        if parameter.type == "entity":
            return self._entity(parameter, text)
        if parameter.type == "code":
            return (self._code(parameter, text),)
        if parameter.type == "date":
            return (_date(parameter, text),)
        if parameter.type == "integer":
            return (_integer(parameter, text),)
        return (self._text(parameter, text),)

    def choices(self, parameter: Parameter, limit: int | None = None) -> tuple[str, ...]:
        """Values that lead to rows, as they can be typed in, at most `limit`; for a form.

        Those of a code are all its values. Integers and dates have none. A parameter with a
        query of its own has what that finds, another entity all that has a name here.
        """
        if parameter.type == "code":
            return code_values(parameter.of[0])
        if parameter.choices:
            found = {text_of(row[0]) for row in self._choice_rows(parameter) if row[0]}
        elif parameter.type == "entity":
            rows = self._label_rows(parameter, "FILTER(?main && ?property != skos:notation)")
            found = {label for _, label, _ in rows}
        else:
            found = set()
        return tuple(sorted(found, key=_fold)[:limit])

    def _choice_rows(self, parameter: Parameter) -> tuple[tuple[Value, ...], ...]:
        """The labels of what the parameter's query finds, or the texts themselves."""
        query = sparql_prologue() + parameter.choices
        if parameter.type == "entity":
            query = sparql_prologue() + _NAMED_CHOICES % parameter.choices
        return read_table(self.engine, rebase(query, self.base)).rows

    def _text(self, parameter: Parameter, text: str) -> Literal:
        """One of the texts that there are, compared without case."""
        found = [row[0] for row in self._choice_rows(parameter)]
        for value in found:
            if isinstance(value, Literal) and _fold(value.value) == _fold(text):
                return value
        names = sorted({text_of(value) for value in found}, key=_fold)
        nearest = difflib.get_close_matches(text, names, n=5, cutoff=0.5)
        raise ParameterError(
            parameter.name,
            f"{parameter.label!r} cannot be {text!r}",
            tuple(nearest) or tuple(names[:_MOST_TOLD]),
        )

    def _code(self, parameter: Parameter, text: str) -> NamedNode:
        scheme = parameter.of[0]
        prefix = f"{self.base}code/{scheme}/"
        value = re.sub(r"[\s_]+", "-", text.removeprefix(prefix).lower())
        allowed = code_values(scheme)
        if value not in allowed:
            raise ParameterError(
                parameter.name, f"{parameter.label!r} cannot be {text!r}", ("any", *allowed)
            )
        return NamedNode(prefix + value)

    def _entity(self, parameter: Parameter, text: str) -> tuple[NamedNode, ...]:
        iri = self._iri(text)
        if iri is not None and self._exists(iri):
            return (iri,)
        found = self._labelled(parameter, text)
        if found:
            return found
        if iri is not None:
            raise ParameterError(
                parameter.name,
                f"nothing here has the address {iri.value}",
                ("a name, as in " + parameter.example,),
            )
        nearest = self._nearest(parameter, text)
        raise ParameterError(
            parameter.name,
            f"{parameter.label!r}: no {_classes(parameter)} here is called {text!r}",
            nearest or (f"for example {parameter.example}",),
        )

    def _iri(self, text: str) -> NamedNode | None:
        text = text.removeprefix("<").removesuffix(">")
        path = _PATH.match(text)
        if path:
            local = path["path"]
            text = self.base + (local if local.startswith(_OUTSIDE_ID) else f"id/{local}")
        elif not re.match(r"(https?|urn):", text):
            return None
        try:
            return NamedNode(text)
        except ValueError:
            return None

    def _exists(self, iri: NamedNode) -> bool:
        query = f"ASK {{ {{ {iri} ?p ?o }} UNION {{ GRAPH ?g {{ {iri} ?p ?o }} }} }}"
        return read_table(self.engine, query).boolean is True

    def _labelled(self, parameter: Parameter, text: str) -> tuple[NamedNode, ...]:
        rows = self._label_rows(parameter, f"FILTER({_FOLDED} = {Literal(_fold(text))})")
        # A name that somebody goes by hides those that only share a short form with it.
        main = [entity for entity, _, is_main in rows if is_main]
        return tuple(dict.fromkeys(main or [entity for entity, _, _ in rows]))

    def _nearest(self, parameter: Parameter, text: str) -> tuple[str, ...]:
        labels = {_fold(label): label for _, label, _ in self._label_rows(parameter, "")}
        # Words in order of the alphabet, so that "Jin Park" is near to "Park Jin".
        sorted_words = {" ".join(sorted(fold.split())): fold for fold in labels}
        wanted = " ".join(sorted(_fold(text).replace(",", " ").split()))
        close = difflib.get_close_matches(wanted, list(sorted_words), n=5, cutoff=0.5)
        inside = [fold for fold in labels if _fold(text) in fold][:3]
        found = dict.fromkeys([*inside, *(sorted_words[words] for words in close)])
        return tuple(labels[fold] for fold in found)

    def _label_rows(
        self, parameter: Parameter, condition: str
    ) -> list[tuple[NamedNode, str, bool]]:
        classes = " ".join(f"parley:{name}" for name in parameter.of)
        table = read_table(self.engine, _LABELLED % {"classes": classes, "filter": condition})
        return [
            (entity, label.value, main.value == "true")
            for entity, label, main in table.rows
            if isinstance(entity, NamedNode)
            and isinstance(label, Literal)
            and isinstance(main, Literal)
        ]


def _fold(text: str) -> str:
    return re.sub(r"[.'’]", "", re.sub(r"[-‐‑–]", " ", text)).lower()


def _classes(parameter: Parameter) -> str:
    return " or ".join(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower() for name in parameter.of)


def _date(parameter: Parameter, text: str) -> Literal:
    """A day; of a year or a month alone, its first or its last day."""
    match = _DATE.match(text)
    last = "end" in parameter.of
    try:
        if match is None:
            raise ValueError
        year = int(match[1])
        month = int(match[2] or (12 if last else 1))
        day = int(match[3] or (calendar.monthrange(year, month)[1] if last else 1))
        value = date(year, month, day)
    except ValueError:
        raise ParameterError(
            parameter.name,
            f"{parameter.label!r} cannot be {text!r}, which is no date",
            ("a day as in 2023-11-14", "a month as in 2023-11", "a year as in 2023"),
        ) from None
    return Literal(value.isoformat(), datatype=NamedNode(f"{_XSD}date"))


def _integer(parameter: Parameter, text: str) -> Literal:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise ParameterError(
            parameter.name,
            f"{parameter.label!r} cannot be {text!r}",
            (f"a whole number as in {parameter.example}",),
        )
    return Literal(str(int(text)), datatype=NamedNode(f"{_XSD}integer"))
