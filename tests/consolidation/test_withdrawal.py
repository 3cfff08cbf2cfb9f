"""Withdrawing an article undoes exactly its contribution: what is left is as if it never was."""

import json
import random
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from stories import HERE, stories

from etl.consolidate import consolidated_quads
from etl.iris import Iris
from etl.pipeline import Settings
from parley.build import build

# A story whose articles tell of one event in turn, and one that quotes the same words.
CHOSEN = ("first/astana.toml", "first/rabat.toml")


def write(folder: Path, entries: Sequence[Mapping[str, object]]) -> None:
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for entry in entries:
        meta = {k: str(entry[k]) for k in ("id", "title", "publisher", "published")}
        (folder / f"{entry['id']}.txt").write_text(str(entry["text"]), "utf-8")
        (folder / f"{entry['id']}.json").write_text(json.dumps(meta), "utf-8")


def built(store: Path) -> dict[str, bytes]:
    """Everything that a build writes, but the cache and the snapshots made of it."""
    return {path.name: path.read_bytes() for path in sorted((store / "quads").iterdir())}


@pytest.fixture(scope="module")
def entries() -> list[dict[str, object]]:
    return [e for name in CHOSEN for e in tomllib.loads((HERE / name).read_text())["article"]]


@pytest.mark.parametrize("withdrawn", ["astana-3", "rabat-1"])
def test_a_build_without_an_article_is_the_build_that_never_had_it(
    withdrawn: str, entries: list[dict[str, object]], tmp_path: Path
) -> None:
    left = [entry for entry in entries if entry["id"] != withdrawn]
    folder = tmp_path / "articles"
    write(folder, entries)
    build([folder], tmp_path / "one", Settings())
    full = built(tmp_path / "one")
    write(folder, left)
    build([folder], tmp_path / "one", Settings())
    build([folder], tmp_path / "other", Settings())
    assert built(tmp_path / "one") == built(tmp_path / "other")
    assert {name for name, content in full.items() if content != built(tmp_path / "one")[name]} >= {
        "consolidated.nq",
        "reports.nq",
        "accounts.jsonl",
    }


def test_the_order_in_which_articles_come_changes_nothing() -> None:
    reports = [pair for story in stories("blind") for pair in story.reports]
    expected = consolidated_quads(reports, Iris())
    for seed in range(3):
        random.Random(seed).shuffle(reports)
        assert consolidated_quads(reports, Iris()) == expected


def test_each_article_can_be_left_out_without_a_trace() -> None:
    reports = [pair for story in stories("first") for pair in story.reports]
    for number, (article, _) in enumerate(reports):
        rest = [*reports[:number], *reports[number + 1 :]]
        assert not any(f"/{article.id}#" in str(quad) for quad in consolidated_quads(rest, Iris()))
