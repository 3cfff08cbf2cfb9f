"""Whether reports of two articles tell of one meeting, visit or press event.

What must agree is who, when and how; where, what was said and what came of it add to that. Two
outlets that differ on the day are put together only if they tell the same otherwise, since the
same people often meet on two days running.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from etl.consolidate.cues import cues_in, has_cue
from etl.consolidate.grouping import Method
from etl.consolidate.names import echoes
from etl.consolidate.report import Judgement, Key, Report, key_of, keys_of
from etl.consolidate.windows import Window, window_of
from etl.entities import Entity, Kind
from etl.facts import Event

ENOUGH = 2.5
_MARGIN = 0.25
_MOST_SIDES = 6  # more than these make a gathering, of which no report lists all
_APART_DAYS = 2  # by how many days outlets differ on one encounter
_PINNED = frozenset({"same-day", "same-place", "same-country"})
HELD = frozenset({"occurred", "ongoing"})


@dataclass(frozen=True)
class View:
    """All of a report that comparison looks at."""

    type: str
    mode: str
    level: str | None
    status: str
    people: frozenset[Key]
    parties: frozenset[Key]
    window: Window | None
    place: Entity | None
    cues: frozenset[str]
    echoes: frozenset[str]
    bodies: frozenset[Key]  # of the parties, those that sessions are held in
    about: frozenset[str]


def view_of(report: Report[Event]) -> View:
    """What comparison looks at of a report."""
    event = report.fact
    return View(
        type=event.type,
        mode=event.mode or "in-person",
        level=event.level,
        status=event.status,
        people=keys_of(event.participants),
        parties=keys_of(event.parties),
        window=window_of(event, report.article),
        place=None if event.place and has_cue("venue", event.place.label) else event.place,
        cues=frozenset(cue for e in event.evidence for cue in cues_in(e.exact)),
        echoes=echoes(report),
        bodies=keys_of(p for p in event.parties if p.is_body),
        about=frozenset(event.about),
    )


def blocks(view: View) -> Iterable[Hashable]:
    """Pairs of sides and single people, in each month that the encounter can lie in."""
    if view.window is None:
        return
    parties = sorted(view.parties)
    pairs: list[Hashable] = list(combinations(parties[:_MOST_SIDES], 2))
    if len(parties) > _MOST_SIDES:
        pairs += parties
    for month in view.window.months():
        for key in (*pairs, *sorted(view.people | view.bodies)):
            yield view.type, key, month


def rank(view: View) -> tuple[int, ...]:
    """What says most comes first: a day, people, a place; what has been before what is planned."""
    window = view.window
    dated = 0 if window and window.is_day else 1 if window and window.is_precise else 2
    named = -len(view.people)
    return dated, named, int(view.status not in HELD), int(view.place is None), -len(view.parties)


def repeats(one: View, other: View) -> bool:
    """Whether one article can report an encounter twice: the meeting, and the signing at it.

    Both name the day, or one names none ("after the signing, she said").
    """
    if one.window is None or other.window is None or (one.status in HELD) != (other.status in HELD):
        return False
    nested = one.people <= other.people or other.people <= one.people
    days = [view.window for view in (one, other) if view.window and view.window.is_day]
    undated = one.window.assumed != other.window.assumed
    same_day = len(set(days)) == 1 and (len(days) == 2 or undated)
    return same_day and one.parties == other.parties and nested


def judge(one: View, other: View) -> Judgement | None:
    """What speaks for two reports telling of one encounter; None where something rules it out."""
    if one.type != other.type or one.mode != other.mode or _formats_differ(one, other):
        return None
    found: list[tuple[str, float]] = []
    for part in (_people, _sides, _format, _echoes, _place):
        added = part(one, other)
        if added is None:
            return None
        found += added
    days = _days(one, other)
    if days is None:
        return None
    found += days
    reasons = tuple(reason for reason, _ in found if reason)
    if _share_one_side(one, other) and _PINNED.isdisjoint(reasons):
        return None
    doubtful = "days-differ" in reasons and not _tell_the_same(one, other, set(reasons))
    return Judgement(sum(weight for _, weight in found), reasons, doubtful)


def _share_one_side(one: View, other: View) -> bool:
    """Whether all that two reports have in common is one guest, who meets many in a month."""
    common = one.people & other.people, one.parties & other.parties, one.bodies & other.bodies
    return len(common[0]) < 2 and len(common[1]) < 2 and not common[2]


_Part = list[tuple[str, float]] | None


def _people(one: View, other: View) -> _Part:
    if not one.people or not other.people:
        return []
    common = one.people & other.people
    if not common:
        gathering = len(one.parties & other.parties) >= _MOST_SIDES
        return [] if gathering else None
    if one.people == other.people:
        return [("same-people", 2.0 if len(common) > 1 else 1.2)]
    if common in (one.people, other.people):
        return [("some-people", 1.6 if len(common) > 1 else 1.2)]
    return [("some-people", 1.2)] if len(common) > 1 or one.parties == other.parties else None


def _sides(one: View, other: View) -> _Part:
    common = one.parties & other.parties
    if one.bodies & other.bodies:  # of a session, articles name those whose votes are news
        return [("same-sides", 1.0)] if _topics_agree(one, other) else None
    if one.parties == other.parties:
        return [("same-sides", 1.0)] if len(common) > 1 else []
    small, large = sorted((one.parties, other.parties), key=len)
    if len(small) < 2:  # one side alone is named, so the other may be any
        return [] if small <= large else None
    if len(large) >= 4 and len(common) / len(one.parties | other.parties) >= 0.5:
        return [("some-sides", 0.5)]
    return None  # two of three sides hold a meeting of their own


def _topics_agree(one: View, other: View) -> bool:
    return not one.about or not other.about or bool(one.about & other.about)


def _format(one: View, other: View) -> _Part:
    """Two-plus-two talks are of four people, and ministers' talks not of presidents."""
    found = []
    if one.level and one.level == other.level:
        found.append(("same-level", 0.5))
    if "foursome" in one.cues & other.cues:
        found.append(("same-format", 0.5))
    for whole, part in ((one, other), (other, one)):
        if "foursome" in whole.cues and not whole.people and len(part.people) == 2:
            found.append(("", -0.5))
    return found


def _echoes(one: View, other: View) -> _Part:
    common = one.echoes & other.echoes
    found = []
    if any(echo.startswith("said") for echo in common):
        found.append(("same-words", 1.0))
    if any(echo.startswith("agreed") for echo in common):
        found.append(("same-outcome", 0.7))
    return found


def _place(one: View, other: View) -> _Part:
    if one.place is None or other.place is None:
        return []
    if key_of(one.place) == key_of(other.place):
        return [("same-place", 1.0)]
    for city, country in ((one.place, other.place), (other.place, one.place)):
        if city.kind is Kind.PLACE and country.kind is Kind.POLITY and city.polity == country.key:
            return [("same-country", 0.5)]
    return None if one.echoes.isdisjoint(other.echoes) else [("places-differ", -1.0)]


def _days(one: View, other: View) -> _Part:
    if one.window is None or other.window is None:
        return None
    gap = one.window.gap(other.window)
    if gap == 0:
        if one.window.is_day and other.window.is_day:
            return [("same-day", 2.0)]
        if one.window.is_precise and other.window.is_precise:
            return [("days-overlap", 1.0)]
        if one.window.assumed or other.window.assumed:
            return [("told-together", 0.5 if one.people and other.people else 1.0)]
        return [("days-overlap", 0.5)]
    if one.window.assumed or other.window.assumed or gap > _APART_DAYS:
        return None
    both_held = one.status in HELD and other.status in HELD
    return [("days-differ", 0.0)] if both_held else None


def _tell_the_same(one: View, other: View, agreed: set[str]) -> bool:
    """Whether reports that differ on the day agree otherwise, and neither tells of a second day."""
    alike = {"same-words", "same-outcome"} & agreed and {"same-place", "same-people"} & agreed
    return bool(alike) and "again" not in one.cues | other.cues


def _formats_differ(one: View, other: View) -> bool:
    """Whether one is a meeting of several and the other one of some of them by themselves."""
    for whole, part in ((one, other), (other, one)):
        alone = "apart" in part.cues and "joint" not in part.cues
        if "joint" in whole.cues and alone and part.people < whole.people:
            return True
    return False


ENCOUNTERS: Method[Event, View] = Method(
    view=view_of,
    blocks=blocks,
    judge=judge,
    rank=rank,
    repeats=repeats,
    enough=ENOUGH,
    margin=_MARGIN,
)


def sides_of(event: Event) -> Iterator[tuple[str, str, tuple[Key, ...]]]:
    """Who meets whom and how, whenever: what a plan and its fulfilment have in common."""
    for sides in (keys_of(event.participants), keys_of(event.parties)):
        if len(sides) > 1:
            yield event.type, event.mode or "in-person", tuple(sorted(sides))
