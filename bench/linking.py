"""What linking people costs: extraction with and without it, article by article, in one run.

    .venv/bin/python bench/linking.py --gazetteer FILE [--repeat 3] [PATH…]

Without linking, the gazetteer knows the same names of states, organisations and places and the same
titles, but no people. Both ways are timed in turn, so that a busy machine slows both; of the
repetitions the fastest counts. Without PATHs the annotated articles of ../shared are read.
"""

import argparse
import statistics
import time
from datetime import date
from pathlib import Path

from etl.article import Article
from etl.consolidate.tenures import role_tenure_quads
from etl.gazetteer import Gazetteer, PersonRecord
from etl.gazetteer.core_data import core_data
from etl.gazetteer.file import GazetteerFile
from etl.iris import Iris
from etl.rdf import report_quads
from etl.read import find_facts, read
from etl.readers import read_articles

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared/corpus/dev/texts"


class Nobody(Gazetteer):
    """A gazetteer that knows no people."""

    def people(self, name: str) -> tuple[PersonRecord, ...]:
        """Nobody."""
        return ()

    def person(self, key: str) -> PersonRecord | None:
        """Nobody."""
        return None

    def holders(self, polity: str, office_type: str, on: date) -> tuple[PersonRecord, ...]:
        """Nobody."""
        return ()


def seconds(article: Article, gazetteer: Gazetteer, iris: Iris) -> float:
    """The time from an article to its quads."""
    started = time.perf_counter()
    facts = find_facts(read(article, gazetteer))
    report_quads(article, facts, iris)
    role_tenure_quads(article, facts, gazetteer, iris)
    return time.perf_counter() - started


def main() -> None:
    """Time both ways and print the ratio."""
    parser = argparse.ArgumentParser(description="")
    parser.add_argument("paths", nargs="*", type=Path, default=[CORPUS])
    parser.add_argument("--gazetteer", type=Path, required=True)
    parser.add_argument("--repeat", type=int, default=3)
    args = parser.parse_args()
    articles = read_articles(args.paths).articles
    iris, file = Iris(), GazetteerFile(args.gazetteer, core_data().entities)
    ways = {"with": Gazetteer(file), "without": Nobody(file)}
    for gazetteer in ways.values():
        seconds(articles[0], gazetteer, iris)  # the model and the tables are loaded
    best = {way: [float("inf")] * len(articles) for way in ways}
    for repetition in range(args.repeat):
        for i, article in enumerate(articles):
            order = list(ways) if (repetition + i) % 2 else list(reversed(ways))
            for way in order:
                best[way][i] = min(best[way][i], seconds(article, ways[way], iris))
    linked, bare = sum(best["with"]), sum(best["without"])
    ratios = [a / b for a, b in zip(best["with"], best["without"], strict=True)]
    print(f"{len(articles)} articles, fastest of {args.repeat}")
    print(f"with linking    {linked:7.3f} s, {1000 * linked / len(articles):6.1f} ms an article")
    print(f"without linking {bare:7.3f} s, {1000 * bare / len(articles):6.1f} ms an article")
    median = statistics.median(ratios) - 1
    print(f"linking adds {linked / bare - 1:.1%}; the median article {median:.1%}")


if __name__ == "__main__":
    main()
