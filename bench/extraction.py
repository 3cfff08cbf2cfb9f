"""Scores extraction against annotated articles of ../shared, tuned-on and blind ones apart.

    .venv/bin/python bench/extraction.py [--gazetteer FILE] [--verbose] [--json OUT] [--pin]

Annotated are ../shared/corpus/dev, by its gold, and ../shared/corpus/unlabelled, by the offsets in
tests/quality/annotations. The blind articles of tests/quality/blind.txt, one in three, are never
read while rules are written; the gap between the two columns is what rules lose on text that they
were not made for. ``--verbose`` lists errors of the others only. ``--pin`` writes the figures to
tests/quality/floors.json, below which CI does not let them fall; it refuses to lower one unless
``--allow-regression`` is given too.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from standoff import attached

from etl.pipeline import Extraction, Settings, extract_all
from etl.readers import read_articles

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
QUALITY = Path(__file__).resolve().parent.parent / "tests/quality"
ANNOTATIONS, FLOORS = QUALITY / "annotations", QUALITY / "floors.json"
BLIND = frozenset((QUALITY / "blind.txt").read_text("utf-8").split())
ROWS = (
    "officials found", "offices held", "events found", "event slots", "event class",
    "event status", "event mode", "event level", "event date", "event place",
    "event participants", "event parties", "agreements found", "agreement kind",
    "agreement status", "agreement parties", "issues", "quotes found",
    "quotes with right speaker", "evidence", "events in negatives", "mean F1",
)  # fmt: skip


def score(nquads: Path, gold: Path, texts: Path, verbose: bool) -> dict[str, float]:
    """The scorer's figures for the articles of a folder; prints its notes when ``verbose``."""
    with tempfile.NamedTemporaryFile(suffix=".json") as result:
        command = [sys.executable, str(SHARED / "extraction/score.py"), str(nquads),
                   str(gold), str(texts), "--json", result.name]  # fmt: skip
        ran = subprocess.run(
            [*command, "--verbose"] if verbose else command,
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        if verbose:
            print(ran.stdout)
        figures: dict[str, float] = json.loads(Path(result.name).read_text())
        return figures


def link(files: Iterable[Path], folder: Path) -> Path:
    """A folder with these files, as links."""
    folder.mkdir(exist_ok=True)
    for path in files:
        (folder / path.name).symlink_to(path)
    return folder


def annotated_texts() -> list[Path]:
    """The files of all annotated articles: texts and what is known of them."""
    unlabelled = SHARED / "corpus/unlabelled"
    return [
        *sorted((SHARED / "corpus/dev/texts").iterdir()),
        *(
            unlabelled / f"{p.stem}{e}"
            for p in ANNOTATIONS.glob("*.json")
            for e in (".txt", ".json")
        ),
    ]


def gold_folder(folder: Path) -> Path:
    """All annotations with the passages that they quote, in a folder of their own."""
    link((SHARED / "corpus/dev/gold").iterdir(), folder)
    for path in ANNOTATIONS.glob("*.json"):
        text = (SHARED / f"corpus/unlabelled/{path.stem}.txt").read_text("utf-8")
        gold = attached(json.loads(path.read_text("utf-8")), text)
        (folder / path.name).write_text(json.dumps(gold), "utf-8")
    return folder


def pin(columns: dict[str, dict[str, float]], *, lower: bool) -> None:
    """Write the figures as floors; a figure below its floor by more than noise is refused."""
    known = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    floors: dict[str, dict[str, float]] = {}
    for column in ("tuned on", "blind"):
        floors[column] = {}
        for row in ROWS:
            new, old = columns[column][row], known.get(column, {}).get(row, 0.0)
            worse = new > old if row == "events in negatives" else new < old
            if worse and row in known.get(column, {}) and not lower:
                sys.exit(f"{row} ({column}) went from {old} to {new}; see --allow-regression")
            floors[column][row] = new
    FLOORS.write_text(json.dumps(floors, indent=1) + "\n")


def measure(scratch: Path, gazetteer: Path | None, verbose: bool) -> dict[str, dict[str, float]]:
    """The figures of all annotated articles, by column."""
    files = annotated_texts()
    articles = read_articles([link(files, scratch / "texts")]).articles
    started = time.perf_counter()
    nquads = []
    for result in extract_all(articles, Settings(gazetteer=gazetteer), jobs=1):
        if not isinstance(result, Extraction):
            print(f"FAILED {result.article.id}: {result.reason}\n{result.trace}")
            continue
        nquads.append(result.nquads)
    print(f"{len(nquads)} articles in {time.perf_counter() - started:.1f} s")
    written, gold = scratch / "out.nq", gold_folder(scratch / "gold")
    written.write_text("".join(nquads), "utf-8")
    ids = {a.id for a in articles}
    columns = {}
    for name, part in (("tuned on", ids - BLIND), ("blind", ids & BLIND), ("all", ids)):
        texts = link((f for f in files if f.stem in part), scratch / name.replace(" ", "-"))
        columns[name] = score(written, gold, texts, verbose and name == "tuned on")
    return columns


def main() -> None:
    """Extract, score and print both columns."""
    parser = argparse.ArgumentParser(description="")
    parser.add_argument("--gazetteer", type=Path)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--json", type=Path, help="write the figures there")
    parser.add_argument("--pin", action="store_true")
    parser.add_argument("--allow-regression", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        columns = measure(Path(scratch), args.gazetteer, args.verbose)
    if args.json:
        args.json.write_text(json.dumps(columns, indent=1))
    if args.pin:
        pin(columns, lower=args.allow_regression)
    print(f"{'':28}" + "".join(f"{name:>10}" for name in columns))
    for row in ROWS:
        print(f"{row:28}" + "".join(f"{c.get(row, 0):10.3f}" for c in columns.values()))


if __name__ == "__main__":
    main()
