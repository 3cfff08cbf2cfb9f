"""Plans and what became of them: one encounter with a history, even if it was moved.

An encounter that was announced and of which no article tells that it was held on its day is the
one that the same people held later, if the articles say that it was moved, or if no more than a
few days lie between.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from etl.consolidate.encounters import HELD, sides_of, view_of
from etl.consolidate.report import Group, Key, article_order
from etl.facts import Event

_MOVED_DAYS = timedelta(days=90)
_SLIPPED_DAYS = timedelta(days=3)


@dataclass(frozen=True)
class _Course:
    """What the reports of a group tell of when and whether an encounter was held."""

    group: Group[Event]
    days: tuple[date, ...]  # that it was told to have, in order; without any, that of the news
    told: date | None  # when it was first told
    held: bool
    moved: bool
    places: frozenset[str]
    people: frozenset[str]
    articles: frozenset[str]

    @property
    def day(self) -> date:
        """The last day that it was told to have; the end of time for none."""
        return self.days[-1] if self.days else date.max

    @property
    def order(self) -> tuple[date, tuple[str, str]]:
        """By day, then by the first article."""
        first = min(self.group.reports, key=lambda r: article_order(r.article))
        return self.day, article_order(first.article)


def join_plans(groups: Sequence[Group[Event]]) -> list[Group[Event]]:
    """The groups, with plans joined to what was held instead or announced later."""
    kept = {number: _course(group) for number, group in enumerate(groups)}
    by_sides: dict[tuple[str, str, tuple[Key, ...]], list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        for key in {key for report in group.reports for key in sides_of(report.fact)}:
            by_sides[key].append(number)
    for key in sorted(by_sides):
        _join([n for n in by_sides[key] if n in kept], kept)
    return [course.group for course in kept.values()]


def _course(group: Group[Event]) -> _Course:
    reports = group.reports
    views = [view_of(report) for report in reports]
    windows = [v.window for v in views if v.window]
    known = [w for w in windows if not w.assumed] or windows
    told = [r.article.published.earliest for r in reports if r.article.published]
    return _Course(
        group=group,
        days=tuple(sorted({w.first for w in known})),
        told=min(told, default=None),
        held=any(r.fact.status in HELD for r in reports),
        moved=any("moved" in view.cues for view in views),
        places=frozenset(r.fact.place.key for r in reports if r.fact.place),
        people=frozenset(p.key for r in reports for p in r.fact.participants),
        articles=frozenset(r.article.id for r in reports),
    )


def _join(numbers: Iterable[int], kept: dict[int, _Course]) -> None:
    """Join each plan of the same sides to the next encounter that can be it."""
    ordered = sorted(numbers, key=lambda n: kept[n].order)
    days = [kept[n].day for n in ordered]
    for number in ordered:
        plan = kept[number]
        if plan.held or not plan.days or date.max - plan.day < _MOVED_DAYS:
            continue
        first, last = bisect_left(days, plan.day), bisect_right(days, plan.day + _MOVED_DAYS)
        near = (n for n in ordered[first:last] if n != number and n in kept)
        home = next((n for n in near if _is_it(plan, kept[n])), None)
        if home is not None:
            kept[home] = _absorb(kept[home], plan)
            del kept[number]


def _is_it(plan: _Course, later: _Course) -> bool:
    """Whether what was planned is what came later."""
    was_moved = plan.moved or later.moved
    if plan.articles & later.articles and not was_moved:
        return False  # an article that names both means two
    if not (was_moved or _agree(plan.places, later.places)):
        return False
    if not _agree(plan.people, later.people) or not later.days:
        return False
    if plan.told is None or plan.told > later.day:
        return False
    gap = later.day - plan.day
    return gap <= (_MOVED_DAYS if was_moved else _SLIPPED_DAYS if later.held else timedelta(0))


def _agree(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    return not ours or not theirs or bool(ours & theirs)


def _absorb(later: _Course, plan: _Course) -> _Course:
    was_moved = plan.day != later.day
    reason = (*(("plan-held",) if later.held else ()), *(("moved",) if was_moved else ()))
    group = later.group
    for report in plan.group.reports:
        known = plan.group.reasons.get(report.name, ())
        group.reasons[report.name] = (*known, *reason)
    group.reports.extend(plan.group.reports)
    return _course(group)
