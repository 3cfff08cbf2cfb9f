"""How well a name fits what was asked for, from 0 to 100. Pure: folded words in, numbers out.

The kinds of fit keep apart: a name as it was asked for is always worth more than one that only
begins so, that more than one with the same words among others, and that more than a misspelling.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from store.folding import bag

Kind = Literal["label", "alias", "part", "noun"]
"""Of names: "part" is one word of a person's name; "noun" a common noun such as "pact"."""

Fit = Literal["label", "alias", "order", "prefix", "words", "some", "spelling"]

EXACT: Final = 85.0
"""From here on a fit is of the whole name."""

_WHOLE: Final[dict[Kind, float]] = {"label": 100.0, "alias": 95.0, "part": 80.0, "noun": 70.0}
_REORDERED: Final[dict[Kind, float]] = {"label": 90.0, "alias": 87.0, "part": 80.0, "noun": 70.0}
_PREFIX: Final = (75.0, 84.0)
_WORDS: Final = (55.0, 74.0)
_SPELLING: Final = (30.0, 54.0)
_SOME: Final = (10.0, 29.0)
_LEAST_ALIKE: Final = 0.72
_LEAST_SHARED: Final = 0.5


@dataclass(frozen=True, slots=True)
class Likeness:
    """A score, and the kind of fit that it stands for."""

    score: float
    fit: Fit


def likeness(asked: str, name: str, kind: Kind) -> Likeness | None:
    """How a folded name of some kind fits a folded text; None if it does not."""
    if not asked or not name:
        return None
    if asked == name:
        return Likeness(_WHOLE[kind], "alias" if kind != "label" else "label")
    if bag(asked) == bag(name):
        return Likeness(_REORDERED[kind], "order")
    found = _prefix(asked, name) or _words(asked, name) or _spelling(asked, name)
    return found or _some(asked, name)


def _prefix(asked: str, name: str) -> Likeness | None:
    if not name.startswith(asked):
        return None
    return Likeness(_within(_PREFIX, len(asked) / len(name)), "prefix")


def _words(asked: str, name: str) -> Likeness | None:
    """All words of the one are in the other; the last one asked for may be unfinished."""
    wanted, had = set(asked.split()), set(name.split())
    last = asked.split()[-1]
    if had < wanted and len(had) == 1 and len(wanted) > 2:
        return None  # a single word of a long text
    if had < wanted or wanted <= had:
        return Likeness(_within(_WORDS, _shared(wanted, had)), "words")
    unfinished = any(word.startswith(last) for word in had)
    if unfinished and wanted - {last} <= had:
        return Likeness(_within(_WORDS, 0.8 * len(asked) / max(len(asked), len(name))), "words")
    return None


def _spelling(asked: str, name: str) -> Likeness | None:
    alike = max(similarity(asked, name), similarity(bag(asked), bag(name)))
    if alike < _LEAST_ALIKE:
        return None
    return Likeness(_within(_SPELLING, (alike - _LEAST_ALIKE) / (1 - _LEAST_ALIKE)), "spelling")


def _some(asked: str, name: str) -> Likeness | None:
    shared = _shared(set(asked.split()), set(name.split()))
    return Likeness(_within(_SOME, shared), "some") if shared >= _LEAST_SHARED else None


def _shared(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def _within(band: tuple[float, float], share: float) -> float:
    low, high = band
    return round(low + (high - low) * share, 2)


def similarity(one: str, other: str) -> float:
    """1 for equal strings, less by every letter that was changed, lost, added or swapped."""
    longest = max(len(one), len(other))
    if not longest:
        return 1.0
    most = int(longest * (1 - _LEAST_ALIKE))
    if abs(len(one) - len(other)) > most:
        return 0.0
    edits = _edits(one, other, most)
    return 0.0 if edits is None else 1 - edits / longest


def _edits(one: str, other: str, most: int) -> int | None:
    """The edits that make one string the other, neighbours swapped counting once."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return None
        before, above = above, row
    return above[-1] if above[-1] <= most else None
