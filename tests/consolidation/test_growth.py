"""The cost of grouping grows with the reports, not with their square: comparisons are counted."""

import sys
from dataclasses import replace
from pathlib import Path

from etl.consolidate.encounters import ENCOUNTERS, View
from etl.consolidate.grouping import Method, group
from etl.consolidate.report import Judgement, Report

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

from consolidation_growth import copies


def comparisons(number: int, *, dense: bool) -> float:
    """How many views are compared with others for each event, in a corpus of that many copies."""
    counted = [0]

    def judge(one: View, other: View) -> Judgement | None:
        counted[0] += 1
        return ENCOUNTERS.judge(one, other)

    reports = [Report(a, e, f) for a, f in copies(number, dense=dense) for e in f.events]
    counting: Method = replace(ENCOUNTERS, judge=judge)  # type: ignore[type-arg]
    assert len(group(reports, counting)) < len(reports)
    return counted[0] / len(reports)


def test_a_corpus_over_more_weeks_costs_the_same_for_each_report() -> None:
    # What articles look back on vaguely ("last year") meets more encounters until years are full.
    assert comparisons(32, dense=False) < 2 * comparisons(4, dense=False)


def test_more_reports_of_the_same_things_cost_the_same_for_each() -> None:
    # Groups grow, but what is told in the same way is compared once.
    assert comparisons(32, dense=True) < 2 * comparisons(2, dense=True)
