"""How the cost of consolidation grows with the corpus: near-linear is a ratio near 1.

    .venv/bin/python bench/consolidation_growth.py [--copies 1,4,16,64] [--most 1.3]

The stories of tests/consolidation are told again and again, moved by three weeks and with every
other people's names changed, so that a corpus of N copies has N times the things and as many
reports of each. Per report, the largest corpus may cost at most ``--most`` times the smallest.
``--dense`` copies without either: each thing gets N times as many reports.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "consolidation"))

from stories import stories

from etl.article import Article, Published
from etl.consolidate import consolidated_quads
from etl.entities import Entity
from etl.facts import ArticleFacts, Event
from etl.iris import Iris

Pair = tuple[Article, ArticleFacts]


def copies(number: int, *, dense: bool) -> list[Pair]:
    """Every story that many times, in other weeks and by other people."""
    told = [pair for part in ("first", "blind") for s in stories(part) for pair in s.reports]
    return [pair for copy in range(number) for pair in _copy(told, copy, dense)]


def _copy(told: list[Pair], copy: int, dense: bool) -> Iterator[Pair]:
    shift = timedelta(days=0 if dense else 21 * copy)
    number = 0 if dense else copy
    for article, facts in told:
        day = article.published.earliest + shift if article.published else None
        name = f"{article.id}-{copy}"
        yield (
            replace(article, id=name, published=Published(day, day) if day else None),
            replace(
                facts,
                article_id=name,
                events=tuple(_moved(e, number, shift) for e in facts.events),
                statements=tuple(
                    replace(s, speaker=_renamed(s.speaker, number)) for s in facts.statements
                ),
            ),
        )


def _renamed(who: Entity | str, copy: int) -> Entity | str:
    if isinstance(who, str) or copy % 2 == 0:
        return who
    return replace(who, key=f"{who.key}-{copy}")


def _moved(event: Event, copy: int, shift: timedelta) -> Event:
    when = event.when
    days = [day + shift if isinstance(day, date) else None for day in (when.earliest, when.latest)]
    people = tuple(p for e in event.participants if isinstance(p := _renamed(e, copy), Entity))
    return replace(event, when=replace(when, earliest=days[0], latest=days[1]), participants=people)


def seconds(reports: list[Pair]) -> float:
    """The best of three runs of grouping and writing."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        consolidated_quads(reports, Iris())
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    """Print cost per report, and fail where it grows by more than allowed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--copies", default="1,4,16,64")
    parser.add_argument("--most", type=float, default=1.5)
    parser.add_argument("--dense", action="store_true")
    options = parser.parse_args()
    first = 0.0
    print("articles  events  ms/article  against the smallest")
    for number in map(int, options.copies.split(",")):
        reports = copies(number, dense=options.dense)
        cost = seconds(reports) / len(reports)
        first = first or cost
        events = sum(len(facts.events) for _, facts in reports)
        print(f"{len(reports):8,} {events:7,} {1000 * cost:11.3f} {cost / first:20.2f} ×")
    if cost / first > options.most:
        sys.exit(f"the cost of an article grew by more than {options.most} ×")


if __name__ == "__main__":
    main()
