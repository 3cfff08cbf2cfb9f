"""Plans and what became of them: one encounter with a history, even if it was moved.

An encounter that was announced and of which no article tells that it was held on its day is the
one that the same people held later, if the articles say that it was moved, or if no more than a
few days lie between.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from datetime import date

from etl.consolidate.encounters import HELD, View, sides_of, view_of
from etl.consolidate.report import Group, article_order
from etl.facts import Event

_MOVED_DAYS = 90
_SLIPPED_DAYS = 3


def join_plans(groups: Sequence[Group[Event]]) -> list[Group[Event]]:
    """The groups, with plans joined to what was held instead or announced later."""
    kept: dict[int, Group[Event]] = dict(enumerate(groups))
    by_sides: dict[Hashable, list[int]] = defaultdict(list)
    for number, group in kept.items():
        for key in {key for report in group.reports for key in sides_of(view_of(report))}:
            by_sides[key].append(number)
    for key in sorted(by_sides, key=repr):
        _join(sorted({n for n in by_sides[key] if n in kept}, key=lambda n: _when(kept[n])), kept)
    return list(kept.values())


def _join(numbers: Sequence[int], kept: dict[int, Group[Event]]) -> None:
    """Join each plan of the same sides to the next encounter that can be it."""
    for place, number in enumerate(numbers):
        plan = kept[number]
        if any(r.fact.status in HELD for r in plan.reports):
            continue
        for later in numbers[place + 1 :]:
            if later in kept and _is_it(plan, kept[later]):
                _absorb(kept[later], plan)
                del kept[number]
                break


def _is_it(plan: Group[Event], later: Group[Event]) -> bool:
    """Whether what was planned is what came later."""
    ours, theirs = _day(plan), _day(later)
    was_moved = _told_moved(plan) or _told_moved(later)
    in_both = {r.article.id for r in plan.reports} & {r.article.id for r in later.reports}
    if in_both and not was_moved:
        return False  # an article that names both means two
    if not _places_agree(plan, later):
        return False
    told = _told(plan)
    if ours is None or theirs is None or told is None:
        return False
    gap = (theirs - ours).days
    if told > theirs or gap < 0:
        return False
    return gap <= (_MOVED_DAYS if was_moved else _SLIPPED_DAYS)


def _absorb(later: Group[Event], plan: Group[Event]) -> None:
    held = any(r.fact.status in HELD for r in later.reports)
    moved = _day(plan) != _day(later)
    reason = (*(("plan-held",) if held else ()), *(("moved",) if moved else ()))
    for report in plan.reports:
        later.reasons[report.name] = (*plan.reasons.get(report.name, ()), *reason)
    later.reports.extend(plan.reports)


def _views(group: Group[Event]) -> list[View]:
    return [view_of(report) for report in group.reports]


def _told_moved(group: Group[Event]) -> bool:
    return any("moved" in view.cues for view in _views(group))


def _day(group: Group[Event]) -> date | None:
    """The first day that an encounter is told to have; without one, that of the news."""
    windows = [v.window for v in _views(group) if v.window]
    told = [w for w in windows if not w.assumed]
    return min((w.first for w in told or windows), default=None)


def _told(group: Group[Event]) -> date | None:
    """The day on which a plan was first told."""
    days = [r.article.published.earliest for r in group.reports if r.article.published]
    return min(days, default=None)


def _places_agree(one: Group[Event], other: Group[Event]) -> bool:
    ours = {r.fact.place.key for r in one.reports if r.fact.place}
    theirs = {r.fact.place.key for r in other.reports if r.fact.place}
    return not ours or not theirs or bool(ours & theirs)


def _when(group: Group[Event]) -> tuple[str, tuple[str, str]]:
    day = _day(group)
    first = min(group.reports, key=lambda r: article_order(r.article))
    return (day.isoformat() if day else "9999", article_order(first.article))
