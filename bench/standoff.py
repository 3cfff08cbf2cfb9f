"""Annotations that stand apart from their texts: offsets in place of passages, and back.

    .venv/bin/python bench/standoff.py GOLD TEXTS FOLDER

writes each GOLD/ID.json (the schema of ../shared/extraction/GUIDELINES.md) to FOLDER/ID.json with
the passages that it quotes as [start, end], offsets in code points of TEXTS/ID.txt. So the project
can keep annotations of articles that it may not copy. ``attached`` gives the schema back.
"""

import argparse
import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Gold = dict[str, Any]


def _passages(gold: Gold) -> Iterator[tuple[Gold, str]]:
    """Every item that quotes the text, with the key that holds the passage."""
    for kind in ("officials", "meetings", "agreements"):
        yield from ((item, "evidence") for item in gold[kind])
    yield from ((item, "quote") for item in gold["statements"])


def detached(gold: Gold, text: str) -> Gold:
    """Annotations with offsets for passages. Raises ``ValueError`` for one that is not in the text.

    A passage that occurs again is looked for behind the one before, as quotations follow the text.
    """
    result = copy.deepcopy(gold)
    last: dict[str, int] = {}
    for item, key in _passages(result):
        passage = item[key]
        start = text.find(passage, last.get(passage, -1) + 1)
        if start < 0:
            start = text.find(passage)
        if start < 0:
            raise ValueError(f"{gold['id']}: not in the text: {passage[:60]!r}")
        last[passage] = start
        item[key] = [start, start + len(passage)]
    return result


def attached(standoff: Gold, text: str) -> Gold:
    """The annotations with the passages of their text."""
    result = copy.deepcopy(standoff)
    for item, key in _passages(result):
        start, end = item[key]
        item[key] = text[start:end]
    return result


def main() -> None:
    """Detach a folder of annotations."""
    parser = argparse.ArgumentParser(description="")
    parser.add_argument("gold", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("folder", type=Path)
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(args.gold.glob("*.json")):
        text = (args.texts / f"{path.stem}.txt").read_text("utf-8")
        standoff = detached(json.loads(path.read_text("utf-8")), text)
        target = args.folder / path.name
        target.write_text(json.dumps(standoff, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
