"""The queries of ``ontology/checks``: what shapes cannot say, or say slowly.

Each ``.rq`` file has a head of comments (title, ``Problem``, ``Solution``, ``Level``, and in
``On`` the graphs that it is for) and selects ``?entity ?property ?value``, one row a violation.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast, get_args

from pyoxigraph import QuerySolutions, Store

from ontology.violation import LEVELS, Level, Violation

Subject = Literal["ontology", "report", "consolidated", "dataset"]
_FIELD = re.compile(r"^# (Problem|Solution|Level|On): (.+)$", re.MULTILINE)
_MOST = 50  # rows of one check; more of the same help nobody


@dataclass(frozen=True, slots=True)
class Check:
    """One hygiene query."""

    name: str
    title: str
    problem: str
    solution: str
    level: Level
    on: frozenset[str]
    query: str


def read_check(name: str, text: str) -> Check:
    """The check that a file describes. Raises ``ValueError`` when its head is incomplete."""
    head = dict(_FIELD.findall(text))
    title = text.splitlines()[0].removeprefix("# ") if text else ""
    missing = {"Problem", "Solution", "Level", "On"} - set(head)
    if missing:
        raise ValueError(f"checks/{name}.rq: the head lacks {', '.join(sorted(missing))}")
    on = frozenset(head["On"].split())
    if head["Level"] not in LEVELS or not on <= set(get_args(Subject)):
        raise ValueError(f"checks/{name}.rq: no such level or graph: {head['Level']}, {head['On']}")
    level = cast(Level, head["Level"])
    return Check(name, title, head["Problem"], head["Solution"], level, on, text)


@cache
def checks(subject: Subject) -> tuple[Check, ...]:
    """The checks for a kind of graph, by name."""
    found = []
    for entry in files("ontology").joinpath("checks").iterdir():
        if entry.name.endswith(".rq"):
            check = read_check(entry.name.removesuffix(".rq"), entry.read_text(encoding="utf-8"))
            if subject in check.on:
                found.append(check)
    return tuple(sorted(found, key=lambda check: check.name))


def hygiene_violations(store: Store, subject: Subject) -> list[Violation]:
    """What the checks for a kind of graph find in a store, sorted."""
    return sorted(v for check in checks(subject) for v in run(check, store))


def run(check: Check, store: Store) -> Iterable[Violation]:
    """What one check finds; no more than fifty, and a last one that says how many are left out."""
    rows = cast(QuerySolutions, store.query(check.query))
    found = sorted({_violation(check, *(row[i] for i in range(3))) for row in rows})
    yield from found[:_MOST]
    if len(found) > _MOST:
        left = f"and {len(found) - _MOST} more: {check.problem}"
        yield Violation(check.level, f"check/{check.name}", "", left, check.solution)


def _violation(check: Check, entity: object, prop: object, value: object) -> Violation:
    name = _plain(prop).rsplit("#", 1)[-1].rsplit("/", 1)[-1]
    message = f"{check.title.lower()}: {name} {_plain(value)[:120]!r}"
    return Violation(check.level, f"check/{check.name}", _plain(entity), message, check.solution)


def _plain(term: object) -> str:
    return str(getattr(term, "value", "" if term is None else term))
