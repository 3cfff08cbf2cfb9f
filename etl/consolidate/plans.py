"""Plans and what became of them: one encounter with a history, even if it was moved.

An encounter that was announced and of which no article tells that it was held on its day is the
one that the same people held later, if the articles say that it was moved, or if no more than a
few days lie between.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from etl.consolidate.encounters import HELD, View, sides_of, view_of
from etl.consolidate.report import Group, Key, article_order
from etl.facts import Event

_MOVED_DAYS = 90
_SLIPPED_DAYS = 3


def join_plans(groups: Sequence[Group[Event]]) -> list[Group[Event]]:
    """The groups, with plans joined to what was held instead or announced later."""
    kept: dict[int, Group[Event]] = dict(enumerate(groups))
    by_sides: dict[tuple[str, str, tuple[Key, ...]], list[int]] = defaultdict(list)
    for number, group in kept.items():
        for key in {key for report in group.reports for key in sides_of(view_of(report))}:
            by_sides[key].append(number)
    for key in sorted(by_sides):
        _join([n for n in by_sides[key] if n in kept], kept)
    return list(kept.values())


def _join(numbers: Iterable[int], kept: dict[int, Group[Event]]) -> None:
    """Join each plan of the same sides to the next encounter that can be it."""
    ordered = sorted(numbers, key=lambda n: _when(kept[n]))
    for number in ordered:
        plan = kept[number]
        if any(r.fact.status in HELD for r in plan.reports):
            continue
        fitting = [n for n in ordered if n != number and n in kept and _is_it(plan, kept[n])]
        if fitting:
            _absorb(kept[fitting[0]], plan)
            del kept[number]


def _is_it(plan: Group[Event], later: Group[Event]) -> bool:
    """Whether what was planned is what came later."""
    was_moved = _told_moved(plan) or _told_moved(later)
    in_both = {r.article.id for r in plan.reports} & {r.article.id for r in later.reports}
    if in_both and not was_moved:
        return False  # an article that names both means two
    if not (was_moved or _places_agree(plan, later)) or not _people_agree(plan, later):
        return False
    ours, theirs, told = _days(plan), _days(later), _told(plan)
    if not ours or not theirs or told is None or told > theirs[-1]:
        return False
    gap = (theirs[-1] - ours[-1]).days
    held = any(r.fact.status in HELD for r in later.reports)
    return 0 <= gap <= (_MOVED_DAYS if was_moved else _SLIPPED_DAYS if held else 0)


def _absorb(later: Group[Event], plan: Group[Event]) -> None:
    held = any(r.fact.status in HELD for r in later.reports)
    moved = _days(plan)[-1:] != _days(later)[-1:]
    reason = (*(("plan-held",) if held else ()), *(("moved",) if moved else ()))
    for report in plan.reports:
        later.reasons[report.name] = (*plan.reasons.get(report.name, ()), *reason)
    later.reports.extend(plan.reports)


def _views(group: Group[Event]) -> list[View]:
    return [view_of(report) for report in group.reports]


def _told_moved(group: Group[Event]) -> bool:
    return any("moved" in view.cues for view in _views(group))


def _days(group: Group[Event]) -> list[date]:
    """The days that an encounter is told to have, in order; without any, that of the news."""
    windows = [v.window for v in _views(group) if v.window]
    told = [w for w in windows if not w.assumed]
    return sorted({w.first for w in told or windows})


def _told(group: Group[Event]) -> date | None:
    """The day on which a plan was first told."""
    days = [r.article.published.earliest for r in group.reports if r.article.published]
    return min(days, default=None)


def _people_agree(one: Group[Event], other: Group[Event]) -> bool:
    ours = {p.key for r in one.reports for p in r.fact.participants}
    theirs = {p.key for r in other.reports for p in r.fact.participants}
    return not ours or not theirs or bool(ours & theirs)


def _places_agree(one: Group[Event], other: Group[Event]) -> bool:
    ours = {r.fact.place.key for r in one.reports if r.fact.place}
    theirs = {r.fact.place.key for r in other.reports if r.fact.place}
    return not ours or not theirs or bool(ours & theirs)


def _when(group: Group[Event]) -> tuple[str, tuple[str, str]]:
    days = _days(group)
    first = min(group.reports, key=lambda r: article_order(r.article))
    return (days[-1].isoformat() if days else "9999", article_order(first.article))
