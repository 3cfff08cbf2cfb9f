"""Scores extraction against the gold of ../shared, tuned-on and blind articles apart.

    .venv/bin/python bench/extraction.py [--gazetteer FILE] [--verbose] [--blind-only]

The blind articles are never read while rules are written; the gap between the two columns is what
rules lose on text that they were not made for. ``--verbose`` lists errors of the others only.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from etl.pipeline import Extraction, Settings, extract_all
from etl.readers import read_articles

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
BLIND = frozenset(
    {"010", "022", "031", "042", "049", "066", "074", "091", "099", "112"}
)  # one in three, chosen before any text was read
ROWS = (
    "officials found", "offices held", "events found", "event slots", "event class",
    "event status", "event mode", "event level", "event date", "event place",
    "event participants", "event parties", "agreements found", "agreement kind",
    "agreement status", "agreement parties", "issues", "quotes found",
    "quotes with right speaker", "evidence", "events in negatives", "mean F1",
)  # fmt: skip


def score(nquads: Path, texts: Path, verbose: bool) -> dict[str, float]:
    """The scorer's figures for the articles of a folder; prints its notes when ``verbose``."""
    with tempfile.NamedTemporaryFile(suffix=".json") as result:
        command = [sys.executable, str(SHARED / "extraction/score.py"), str(nquads),
                   str(SHARED / "corpus/dev/gold"), str(texts), "--json", result.name]  # fmt: skip
        ran = subprocess.run(
            [*command, "--verbose"] if verbose else command,
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        if verbose:
            print(ran.stdout)
        figures: dict[str, float] = json.loads(Path(result.name).read_text())
        return figures


def link_texts(ids: set[str], folder: Path) -> Path:
    """A folder with only these articles, as links."""
    folder.mkdir()
    for path in sorted((SHARED / "corpus/dev/texts").iterdir()):
        if path.stem in ids:
            (folder / path.name).symlink_to(path)
    return folder


def main() -> None:
    """Extract, score and print both columns."""
    parser = argparse.ArgumentParser(description="")
    parser.add_argument("--gazetteer", type=Path)
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    articles = read_articles([SHARED / "corpus/dev/texts"]).articles
    started = time.perf_counter()
    nquads = []
    for result in extract_all(articles, Settings(gazetteer=args.gazetteer), jobs=1):
        if not isinstance(result, Extraction):
            print(f"FAILED {result.article.id}: {result.reason}\n{result.trace}")
            continue
        nquads.append(result.nquads)
    print(f"{len(nquads)} articles in {time.perf_counter() - started:.1f} s")
    with tempfile.TemporaryDirectory() as scratch:
        written = Path(scratch) / "out.nq"
        written.write_text("".join(nquads), "utf-8")
        ids = {a.id for a in articles}
        columns = {}
        for name, part in (("tuned on", ids - BLIND), ("blind", ids & BLIND), ("all", ids)):
            folder = link_texts(part, Path(scratch) / name.replace(" ", "-"))
            columns[name] = score(written, folder, args.verbose and name == "tuned on")
    print(f"{'':28}" + "".join(f"{name:>10}" for name in columns))
    for row in ROWS:
        print(f"{row:28}" + "".join(f"{c.get(row, 0):10.3f}" for c in columns.values()))


if __name__ == "__main__":
    main()
