"""Which thing a row of somebody's table means: names, types and properties weighed together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from store.folding import fold
from store.likeness import EXACT, similarity
from store.search import Hit, SearchIndex, rank
from store.things import Value

Rule = Literal["any", "all", "should"]
Quantifier = Literal["any", "all", "none"]

IDENTITY: Final = "wikidata"
"""The property that says who somebody is, whatever they are called."""

_NAME_SHARE: Final = 0.7
_UNKNOWN: Final = 0.5
_IDENTIFIED: Final = 98.0
_LEAD: Final = 10.0
_CONSIDERED: Final = 60
_PARTLY: Final = 0.8
_ALIKE: Final = 0.85
_WHOLE: Final = ("label", "alias", "order")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A value to look for: words, or the IRI of a thing, or both."""

    text: str
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a property should hold."""

    property: str
    values: tuple[Wanted, ...]
    required: bool = False
    quantifier: Quantifier = "any"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of one row. `rule` says what `types` do to things of other types."""

    names: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    rule: Rule = "any"
    conditions: tuple[Condition, ...] = ()
    limit: int = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that may be meant. `match`: it is, and no other comes near.

    `features` are what the score was made of: 0 to 100 for the name, 0 to 1 for a property.
    """

    hit: Hit
    score: float
    match: bool
    features: dict[str, float | bool] = field(default_factory=dict)


def match(index: SearchIndex, question: Question) -> list[Candidate]:
    """The candidates, the best first, at most as many as the question's limit."""
    found = [
        candidate
        for hit in _hits(index, question)
        if (candidate := _weigh(index, question, hit)) is not None
    ]
    found.sort(key=lambda c: (-c.score, rank(c.hit)))
    if found and _certain(question, found):
        first = found[0]
        found[0] = Candidate(first.hit, first.score, True, first.features)
    return found[: question.limit]


def _hits(index: SearchIndex, question: Question) -> list[Hit]:
    """What could be meant at all, each once, with the score of its name."""
    if question.rule == "all" and len(set(question.types)) > 1:
        return []  # everything has one type
    types = () if question.rule == "should" else question.types
    best: dict[str, Hit] = {}
    for name in question.names:
        for hit in index.candidates(name, types):
            if hit.iri not in best or hit.score > best[hit.iri].score:
                best[hit.iri] = hit
    found = sorted(best.values(), key=rank)[:_CONSIDERED]
    for hit in _by_value(index, question, types):
        if hit.iri not in best:
            best[hit.iri] = hit
            found.append(hit)
    return found


def _by_value(index: SearchIndex, question: Question, types: Sequence[str]) -> Iterable[Hit]:
    """Things found by what they hold: by identity always, by others where no name is given."""
    for condition in question.conditions:
        if condition.quantifier == "none":
            continue
        if condition.property != IDENTITY and question.names:
            continue
        for wanted in condition.values:
            yield from index.holding(condition.property, wanted.text, wanted.iri, types)


def _weigh(index: SearchIndex, question: Question, hit: Hit) -> Candidate | None:
    """A hit with its score, or None if it lacks what is required."""
    features: dict[str, float | bool] = {}
    score = 100.0
    if question.names:
        features["name"] = score = hit.score
    known = index.values(hit.iri) if question.conditions else []
    shares: list[float] = []
    identity: float | None = None
    for condition in question.conditions:
        fit = _fit(index, condition, [v for v in known if v.property == condition.property])
        if condition.required and (fit or 0) < _PARTLY:
            return None
        if fit is not None:
            features[condition.property] = round(fit, 2)
        if condition.property == IDENTITY:
            identity = fit
        else:
            shares.append(_UNKNOWN if fit is None else fit)
    if shares:
        share = sum(shares) / len(shares)
        kept = _NAME_SHARE if question.names else 0.0
        score = score * kept + 100 * (1 - kept) * share
    if identity is not None:
        score = max(score, _IDENTIFIED) if identity == 1 else score / 2
    if question.types:
        features["type"] = hit.type in question.types
        score = score if features["type"] else score / 2
    return Candidate(hit, round(score, 2), False, features) if score > 0 else None


def _certain(question: Question, found: Sequence[Candidate]) -> bool:
    first = found[0]
    runner_up = found[1].score if len(found) > 1 else 0.0
    if first.score < EXACT or first.score - runner_up <= _LEAD:
        return False
    named = bool(question.names) and first.hit.fit in _WHOLE and first.hit.score > 0
    return named or first.features.get(IDENTITY) == 1


def _fit(index: SearchIndex, condition: Condition, known: Sequence[Value]) -> float | None:
    """From 0 to 1; None where nothing is known of the property."""
    if not known:
        return 1.0 if condition.quantifier == "none" else None
    fits = [max(_likeness(index, value, wanted) for value in known) for wanted in condition.values]
    if condition.quantifier == "all":
        return min(fits, default=0.0)
    best = max(fits, default=0.0)
    return 1 - best if condition.quantifier == "none" else best


def _likeness(index: SearchIndex, value: Value, wanted: Wanted) -> float:
    if wanted.iri and wanted.iri == value.iri:
        return 1.0
    text = wanted.text.strip()
    asked, had = fold(text), fold(value.text)
    if not asked:
        return 0.0
    if asked == had or value.iri == text or value.text.startswith(f"{text}-"):
        return 1.0  # the last: a date that begins with the year or month asked for
    if value.property == IDENTITY:
        return 0.0
    if value.iri and any(
        fold(name.text) == asked
        for name in index.values(value.iri)
        if name.property in ("label", "altLabel")
    ):
        return 1.0
    if set(asked.split()) <= set(had.split()):
        return _PARTLY
    return 0.7 if similarity(asked, had) >= _ALIKE else 0.0
