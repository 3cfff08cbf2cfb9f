"""How long a gazetteer file takes to open and to answer, beside a Python dict of the same names.

    .venv/bin/python bench/gazetteer.py --gazetteer FILE [--names 20000]

The peer reads all names into a dict first, as most gazetteers do, and then answers from memory: it
is what opening quickly has to be paid with. Names are drawn by a fixed seed from those that the
file holds; one in ten is made unknown. Times are medians, of seven openings and of all look-ups.
"""

import argparse
import random
import sqlite3
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from etl.gazetteer import Gazetteer
from etl.gazetteer.core_data import core_data
from etl.gazetteer.file import GazetteerFile

COUNTED = ("person", "entity", "person_name", "name", "tenure")


def timed(action: Callable[[], object]) -> float:
    """Seconds that an action takes."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def names_of(database: sqlite3.Connection) -> list[tuple[str, int]]:
    """Every name of a person with the person's number."""
    return database.execute("SELECT name, person FROM person_name").fetchall()


def read_dict(path: Path) -> dict[str, list[int]]:
    """The peer: all names in memory."""
    people = defaultdict(list)
    for name, person in names_of(sqlite3.connect(path)):
        people[name].append(person)
    return people


def microseconds(look_up: Callable[[str], object], names: Sequence[str]) -> float:
    """The median of looking each name up, in microseconds."""
    return statistics.median(timed(lambda n=name: look_up(n)) for name in names) * 1e6


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--gazetteer", type=Path, required=True)
    parser.add_argument("--names", type=int, default=20_000)
    args = parser.parse_args()
    database = sqlite3.connect(args.gazetteer)
    rows = {t: database.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in COUNTED}
    print(", ".join(f"{count:,} {table} rows" for table, count in rows.items()))

    core = core_data().entities
    opened = statistics.median(timed(lambda: GazetteerFile(args.gazetteer, core)) for _ in range(7))
    filled = statistics.median(timed(lambda: read_dict(args.gazetteer)) for _ in range(3))
    print(f"open: {opened * 1e3:.2f} ms; peer {filled * 1e3:.0f} ms: {opened / filled:.4f} of it")

    draw = random.Random(1)
    labels = [row[0] for row in database.execute("SELECT label FROM person ORDER BY id")]
    asked = draw.sample(labels, min(args.names, len(labels)))
    asked = [f"{name} xq" if i % 10 == 0 else name for i, name in enumerate(asked)]
    file, everything = GazetteerFile(args.gazetteer, core), Gazetteer.open(args.gazetteer)
    peer = read_dict(args.gazetteer)
    sets = {
        "a key of the index": (lambda n: file._ids(n), [n for n, _ in names_of(database)[::10]]),
        "the same in the peer": (lambda n: peer.get(n), list(peer)[::10]),
        "people by full name": (everything.people, asked),
        "states and places": (
            everything.named().get,
            [row[0] for row in database.execute("SELECT words FROM name ORDER BY words")],
        ),
    }
    for what, (look_up, names) in sets.items():
        print(f"{what}: {microseconds(look_up, names):.1f} µs (median of {len(names):,})")


if __name__ == "__main__":
    main()
