"""A canned question, its parameters and an engine -> the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ontology.prefixes import BASE
from queries.binding import bind, rebase
from queries.catalog import Question
from queries.table import Table, parse_table
from queries.values import Reader
from store.engine import Answer, Engine, Query

_JSON = ("application/sparql-results+json",)


def prepare(
    engine: Engine, question: Question, given: Mapping[str, str], *, base: str = BASE
) -> str:
    """The question's SPARQL with what was given bound: complete, to be run anywhere.

    Names are looked up in the engine's store. Raises ``ParameterError`` and ``StoreError``.
    """
    terms = Reader(engine, base).terms(question, given)
    return bind(rebase(question.text, base), terms)


def answer(
    engine: Engine,
    question: Question,
    given: Mapping[str, str],
    accept: Sequence[str] = _JSON,
    *,
    base: str = BASE,
) -> Answer:
    """The answer in the first of the media types that it can have. Close it after use.

    Raises ``ParameterError`` and ``StoreError``.
    """
    text = prepare(engine, question, given, base=base)
    return engine.query(Query(text, accept=tuple(accept)))


def run(engine: Engine, question: Question, given: Mapping[str, str], *, base: str = BASE) -> Table:
    """The answer as rows of terms. Raises ``ParameterError`` and ``StoreError``."""
    text = prepare(engine, question, given, base=base)
    with engine.query(Query(text, accept=_JSON)) as found:
        return parse_table(found, text)
