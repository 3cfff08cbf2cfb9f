"""A canned question, its parameters and an engine -> the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ontology.prefixes import BASE
from queries.binding import bind, rebase
from queries.catalog import Question
from queries.errors import ParameterError
from queries.evidence import with_evidence
from queries.table import Table, parse_table
from queries.values import Reader
from store.engine import Answer, Engine, Query

EVIDENCE = "evidence"
"""The switch's name among the parameters of a request."""

_JSON = ("application/sparql-results+json",)


def prepare(
    engine: Engine,
    question: Question,
    given: Mapping[str, str],
    *,
    base: str = BASE,
    evidence: bool = False,
) -> str:
    """The question's SPARQL with what was given bound: complete, to be run anywhere.

    Names are looked up in the engine's store. With `evidence`, each row has the sentence that
    says so, and where it stands (``evidence.COLUMNS``). Raises ``ParameterError``, also where
    rows have no evidence because each counts several facts, and ``StoreError``.
    """
    if evidence and not question.evidence:
        raise ParameterError(
            EVIDENCE,
            f"the rows of {question.name} are counts; none has a sentence of its own",
            ("no evidence with this question",),
        )
    terms = Reader(engine, base).terms(question, given)
    text = bind(rebase(question.text, base), terms)
    return with_evidence(text, question.evidence) if evidence else text


def answer(
    engine: Engine,
    question: Question,
    given: Mapping[str, str],
    accept: Sequence[str] = _JSON,
    *,
    base: str = BASE,
    evidence: bool = False,
) -> Answer:
    """The answer in the first of the media types that it can have. Close it after use.

    Raises ``ParameterError`` and ``StoreError``.
    """
    text = prepare(engine, question, given, base=base, evidence=evidence)
    return engine.query(Query(text, accept=tuple(accept)))


def run(
    engine: Engine,
    question: Question,
    given: Mapping[str, str],
    *,
    base: str = BASE,
    evidence: bool = False,
    snapshot: str | None = None,
) -> Table:
    """The answer as rows of terms, of the current snapshot or of the one with that id.

    Names are looked up in the current snapshot. Raises ``ParameterError`` and ``StoreError``.
    """
    text = prepare(engine, question, given, base=base, evidence=evidence)
    with engine.query(Query(text, accept=_JSON, snapshot=snapshot)) as found:
        return parse_table(found, text)
