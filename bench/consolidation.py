"""Scores consolidation on the invented stories of tests/consolidation, by B³.

    .venv/bin/python bench/consolidation.py [--part first --part blind] [--verbose]

``--verbose`` lists every thing that is split over several nodes or mixed with another.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "consolidation"))

from b_cubed import b_cubed
from stories import Clusters, clusters, stories

KINDS = ("event", "agreement", "statement")


def differences(found: Clusters) -> list[str]:
    """A line for each gold cluster that the system does not have as it is."""
    node_of = {m: name for name, members in found.system.items() for m in members}
    lines = []
    for name, members in sorted(found.gold.items()):
        nodes = sorted({node_of.get(m, "not found") for m in members})
        for node in nodes:
            here = sorted(m for m in members if node_of.get(m, "not found") == node)
            strange = sorted(set(found.system.get(node, ())) - set(members))
            if len(nodes) > 1 or strange or node == "not found":
                lines.append(f"{name}: {here} in {node.rsplit('/', 1)[-1]} with {strange}")
    known = {m for members in found.gold.values() for m in members}
    lines += [f"made up: {m} in {n}" for m, n in sorted(node_of.items()) if m not in known]
    return lines


def main() -> None:
    """Print the scores of each part."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--part", action="append")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    for part in options.part or ("first", "blind"):
        for kind in KINDS:
            found = clusters(stories(part), kind)
            print(f"{part:6} {kind:10} as found {b_cubed(found.gold_of_found(), found.system)}")
            print(f"{'':17} with what was missed {b_cubed(found.gold, found.system)}")
            if options.verbose:
                print("".join(f"    {line}\n" for line in differences(found)), end="")


if __name__ == "__main__":
    main()
