"""Reports -> groups of one thing each, at a cost that grows with the reports, not their square.

A report is compared only with groups that share a block with it (a pair of sides in a month, the
words of a quotation), and in a group only with reports that differ in what is compared. Reports
that say most come first, so that what is vague is held against what is precise and never the other
way round. Nothing depends on the order of input, so leaving out an article gives the same groups
as never having had it.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from etl.consolidate.report import Fact, Group, Judgement, Report

View = TypeVar("View", bound=Hashable)


@dataclass(frozen=True)
class Method(Generic[Fact, View]):
    """How reports of one kind are compared.

    ``view`` is all of a report that comparison looks at; ``blocks`` of a view that belongs nowhere
    are empty; ``judge`` gives None where two reports cannot speak of one thing; a report joins the
    best group that scores at least ``enough``, and none if the second best is within ``margin``.
    ``rank`` sorts what says most to the front. ``repeats`` tells whether two reports of the same
    article may be of one thing.
    """

    view: Callable[[Report[Fact]], View]
    blocks: Callable[[View], Iterable[Hashable]]
    judge: Callable[[View, View], Judgement | None]
    rank: Callable[[View], tuple[int, ...]]
    repeats: Callable[[View, View], bool]
    enough: float
    margin: float = 0.0


@dataclass
class _Home(Generic[Fact, View]):
    group: Group[Fact]
    views: dict[View, None] = field(default_factory=dict)
    articles: dict[str, list[View]] = field(default_factory=dict)


def group(reports: Sequence[Report[Fact]], method: Method[Fact, View]) -> list[Group[Fact]]:
    """Groups of reports, each report in one."""
    seen = [(method.view(report), report) for report in reports]
    seen.sort(key=lambda pair: (method.rank(pair[0]), _moment(pair[1]), pair[1].name))
    homes: list[_Home[Fact, View]] = []
    by_block: dict[Hashable, dict[int, None]] = defaultdict(dict)
    for view, report in seen:
        blocks = list(method.blocks(view))
        near = sorted({number for block in blocks for number in by_block[block]})
        number, reasons = _best(view, report, near, homes, method)
        if number is None:
            number = len(homes)
            homes.append(_Home(Group([])))
        else:
            homes[number].group.reasons[report.name] = reasons
        home = homes[number]
        home.group.reports.append(report)
        home.views[view] = None
        home.articles.setdefault(report.article.id, []).append(view)
        for block in blocks:
            by_block[block][number] = None
    return [home.group for home in homes]


def _moment(report: Report[Fact]) -> str:
    published = report.article.published
    return published.latest.isoformat() if published else ""


def _best(
    view: View,
    report: Report[Fact],
    near: Iterable[int],
    homes: Sequence[_Home[Fact, View]],
    method: Method[Fact, View],
) -> tuple[int | None, tuple[str, ...]]:
    """The group that a report belongs to, with the reasons; None if there is none."""
    scored: list[tuple[float, int, tuple[str, ...]]] = []
    for number in near:
        judged = _judge(view, report, homes[number], method)
        if judged is not None and judged.score >= method.enough:
            scored.append((-judged.score, number, judged.reasons))
    scored.sort()
    if not scored:
        return None, ()
    if len(scored) > 1 and scored[1][0] - scored[0][0] < method.margin:
        return None, ()  # it fits two things equally, and neither can be told
    return scored[0][1], scored[0][2]


def _judge(
    view: View, report: Report[Fact], home: _Home[Fact, View], method: Method[Fact, View]
) -> Judgement | None:
    """A group fits as well as its best member that leaves no doubt, if none rules it out."""
    own = home.articles.get(report.article.id, ())
    if any(not method.repeats(view, other) for other in own):
        return None
    best: Judgement | None = None
    for other in home.views:
        judged = method.judge(view, other)
        if judged is None:
            return None
        if not judged.doubtful and (best is None or judged.score > best.score):
            best = judged
    return best
