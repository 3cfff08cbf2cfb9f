"""Which events led to which agreements: "signed at the summit", "issued after their talks"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from etl.entities import Kind
from etl.facts import Agreement, Event, Evidence

_CONCLUDED = frozenset({"signed", "agreed"})
_HELD = frozenset({"occurred", "ongoing"})
_RANK = {"Visit": -1, "PressEvent": -2}  # of two that fit, talks conclude, trips do not
# "After their talks": the event was told of before.
_THERE = re.compile(
    r"\b(?:at|after|during|following|from|in|concluding|ended|closed)\s+"
    r"(?:the|their|its|his|her|these|those|this|that|a|two|three|\w+-day)\s+(?:[\w.-]+\s+){0,4}?"
    r"(talks|meetings?|summit|conference|session|negotiations|ceremony|gathering|discussions|"
    r"visit|trip|tour|stay)\b",
    re.IGNORECASE,
)
_TRAVEL = frozenset({"visit", "trip", "tour", "stay"})
_BACK = 1500  # characters within which "the talks" are those told of before


def link_outcomes(events: Sequence[Event], agreements: Sequence[Agreement]) -> tuple[Event, ...]:
    """The events, each with the agreements of the same article that it resulted in.

    An agreement that was signed or reached came out of an event that took place, when both stand
    in one sentence, or when its sentence points back at the event, their sides do not differ, and
    neither do their dates.
    """
    results: dict[str, list[str]] = {}
    for agreement in agreements:
        event = _origin(events, agreement) if agreement.status in _CONCLUDED else None
        if event is not None:
            results.setdefault(event.id, []).append(agreement.id)
    return tuple(
        replace(event, resulted_in=tuple(dict.fromkeys([*event.resulted_in, *results[event.id]])))
        if event.id in results
        else event
        for event in events
    )


def _origin(events: Sequence[Event], agreement: Agreement) -> Event | None:
    """The one event that an agreement came out of, if the text tells."""
    fitting = [e for e in events if e.status in _HELD and _agree(e, agreement)]
    said = [e for e in fitting if _share_sentence(e.evidence, agreement.evidence)]
    if not said:
        said = _pointed_at(fitting, agreement)
    return max(said, key=lambda event: _closeness(event, agreement), default=None)


def _closeness(event: Event, agreement: Agreement) -> tuple[int, int, int]:
    """How well an event fits: by shared sides, by its type, by how late it is told of."""
    last = max(evidence.start for evidence in event.evidence)
    return _shared_sides(event, agreement), _RANK.get(event.type, 0), last


def _pointed_at(events: Sequence[Event], agreement: Agreement) -> list[Event]:
    """The event last told of that "after the talks" in the agreement's sentence can mean."""
    for evidence in agreement.evidence:
        match = _THERE.search(evidence.exact)
        if match is None:
            continue
        travel = match.group(1).lower() in _TRAVEL
        before = [
            event
            for event in events
            if (event.type == "Visit") == travel and _told_before(event, evidence)
        ]
        if before:
            latest = max(_last_start(event, evidence) for event in before)
            return [event for event in before if _last_start(event, evidence) == latest]
    return []


def _told_before(event: Event, evidence: Evidence) -> bool:
    return 0 <= evidence.start - _last_start(event, evidence) <= _BACK


def _last_start(event: Event, evidence: Evidence) -> int:
    """Where the event is last told of no later than a sentence; far ahead if only after it."""
    starts = [e.start for e in event.evidence if e.start <= evidence.start]
    return max(starts, default=evidence.start + _BACK + 1)


def _share_sentence(ours: Sequence[Evidence], theirs: Sequence[Evidence]) -> bool:
    return any(a.start < b.end and b.start < a.end for a in ours for b in theirs)


def _agree(event: Event, agreement: Agreement) -> bool:
    """Whether sides and dates allow that the one led to the other."""
    if _shared_sides(event, agreement) < _needed(event, agreement):
        return False
    concluded, held = agreement.when, event.when
    if concluded.latest and held.earliest and concluded.latest < held.earliest:
        return False
    return not (concluded.earliest and held.latest and held.latest < concluded.earliest)


def _needed(event: Event, agreement: Agreement) -> int:
    """How many sides must be shared: two, but a body acts alone and some texts name no sides."""
    if not agreement.parties or not event.parties:
        return 0
    alone = len(agreement.parties) == 1 and agreement.parties[0].kind is Kind.ORGANIZATION
    return 1 if alone else 2


def _shared_sides(event: Event, agreement: Agreement) -> int:
    ours = {(entity.kind, entity.key) for entity in event.parties}
    return len(ours & {(entity.kind, entity.key) for entity in agreement.parties})
