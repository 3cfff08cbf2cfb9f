"""What extraction costs on top of the bare spaCy pipeline: a ratio, in one process.

    .venv/bin/python bench/extraction_cost.py [FOLDER ...] [--gazetteer FILE] [--rounds 3]
        [--most 1.4] [--stages]

Both run over the same articles (those of ../shared/corpus unless folders are given) in turn, as
often as ``--rounds`` says; the least time of each counts, since other load only adds. What is
measured is the time of this process alone. Bare spaCy is ``nlp.pipe`` over the texts; extraction
ends with the N-Quads and the account. Exit status 1 when the ratio is above ``--most``.
``--stages`` tells which of the project's functions take the most time.
"""

import argparse
import cProfile
import pstats
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from etl.annotate import load_model
from etl.article import Article
from etl.pipeline import Settings, extract, open_gazetteer
from etl.readers import read_articles

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
FOLDERS = (CORPUS / "dev" / "texts", CORPUS / "unlabelled")


def seconds(run: Callable[[], None]) -> float:
    """Processor time that a run takes."""
    started = time.process_time()
    run()
    return time.process_time() - started


def measure(articles: Sequence[Article], settings: Settings, rounds: int) -> tuple[float, float]:
    """The least seconds of bare spaCy and of extraction over the articles."""
    nlp = load_model(settings.model)

    def bare() -> None:
        for _ in nlp.pipe(article.text for article in articles):
            pass

    def whole() -> None:
        for article in articles:
            extract(article, settings)

    taken = []
    for number in range(rounds):
        taken.append((seconds(bare), seconds(whole)))
        print(f"round {number + 1}: spaCy {taken[-1][0]:.2f} s, extraction {taken[-1][1]:.2f} s")
    return min(one for one, _ in taken), min(other for _, other in taken)


def show_stages(articles: Sequence[Article], settings: Settings) -> None:
    """Print the functions of the project by the time spent under them."""
    profile = cProfile.Profile()
    profile.enable()
    for article in articles:
        extract(article, settings)
    profile.disable()
    pstats.Stats(profile).sort_stats("cumulative").print_stats(r"/etl/", 40)


def main() -> None:
    """Measure and print the ratio."""
    parser = argparse.ArgumentParser(description="")
    parser.add_argument("folders", nargs="*", type=Path, default=list(FOLDERS))
    parser.add_argument("--gazetteer", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--most", type=float, default=1.4)
    parser.add_argument("--stages", action="store_true")
    args = parser.parse_args()
    articles = read_articles(args.folders).articles
    if not articles:
        sys.exit(f"no articles in {', '.join(map(str, args.folders))}")
    settings = Settings(gazetteer=args.gazetteer)
    open_gazetteer(args.gazetteer)
    extract(articles[0], settings)  # loads tables and caches, which is no cost of an article
    if args.stages:
        show_stages(articles, settings)
    spacy, whole = measure(articles, settings, args.rounds)
    words = sum(len(article.text.split()) for article in articles)
    print(
        f"{len(articles)} articles, {words} words: spaCy {spacy:.2f} s, extraction {whole:.2f} s, "
        f"ratio {whole / spacy:.2f} (at most {args.most})"
    )
    sys.exit(whole > args.most * spacy)


if __name__ == "__main__":
    main()
