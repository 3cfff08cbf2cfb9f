"""Binding a parameter of any question gives the rows of the open question that a filter keeps."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from queries.binding import Term, bind
from queries.catalog import Question, questions
from queries.reading import given_name
from queries.table import Table, Value, read_table
from store.embedded import EmbeddedEngine
from store.limits import Limits

DATE = NamedNode("http://www.w3.org/2001/XMLSchema#date")


class Case(NamedTuple):
    """A parameter whose effect on rows can be told from a column: which, and how."""

    asked: Question
    parameter: str
    column: str
    keeps: Callable[[Value, Term], bool]


def same(value: Value, term: Term) -> bool:
    return value == term


def not_before(value: Value, term: Term) -> bool:
    return isinstance(value, Literal) and value.value >= term.value


def not_after(value: Value, term: Term) -> bool:
    return isinstance(value, Literal) and value.value <= term.value


# The filters that a column shows by itself; a pair that is turned round shows not by itself.
FORMS = (
    (r"FILTER\(!BOUND\(\?{g}\) \|\| \?(\w+) = \?{g}\)", same),
    (r"FILTER\(!BOUND\(\?{g}\) \|\| \(BOUND\(\?\w+\) && \?(\w+) = \?{g}\)\)", same),
    (r"FILTER\(!BOUND\(\?{g}\) \|\| \?(\w+) >= \?{g}\)", not_before),
    (r"FILTER\(!BOUND\(\?{g}\) \|\| \?(\w+) <= \?{g}\)", not_after),
)


def cases() -> Iterator[Case]:
    for asked in questions().values():
        if "FILTER(BOUND(?given" in asked.text:
            continue
        for parameter in asked.parameters:
            for form, keeps in FORMS:
                found = re.search(form.replace("{g}", given_name(parameter.name)), asked.text)
                dated = parameter.type == "date"
                if found and found[1] in asked.columns and dated == (keeps is not same):
                    yield Case(asked, parameter.name, found[1], keeps)


CASES = list(cases())


@pytest.fixture(scope="module")
def ask(seed_store: Path) -> Iterator[Callable[[str], Table]]:
    engine = EmbeddedEngine(seed_store, Limits(timeout=20, workers=1))
    yield cache(lambda text: read_table(engine, text))
    engine.close()


def test_most_parameters_are_among_the_cases() -> None:
    assert len(CASES) >= 35
    assert {case.keeps for case in CASES} == {same, not_before, not_after}


def terms_for(case: Case, everything: Table) -> st.SearchStrategy[list[Term]]:
    """Values that the column has, and one that it has not; or days."""
    if case.keeps is not same:
        days = st.dates(date(2020, 1, 1), date(2026, 1, 1))
        return days.map(lambda day: [Literal(day.isoformat(), datatype=DATE)])
    at = everything.columns.index(case.column)
    values = {row[at] for row in everything.rows}
    terms = sorted((v for v in values if isinstance(v, NamedNode | Literal)), key=str)
    stranger = NamedNode("https://example.org/nobody")
    return st.lists(st.sampled_from([*terms, stranger]), min_size=1, max_size=3)


@settings(deadline=None, max_examples=100)
@given(case=st.sampled_from(CASES), data=st.data())
def test_binding_is_filtering(case: Case, data: st.DataObject, ask: Callable[[str], Table]) -> None:
    everything = ask(case.asked.text)
    at = everything.columns.index(case.column)
    terms = data.draw(terms_for(case, everything))
    bound = ask(bind(case.asked.text, {case.parameter: terms}))
    kept = [row for row in everything.rows if any(case.keeps(row[at], term) for term in terms)]
    assert list(dict.fromkeys(bound.rows)) == kept
