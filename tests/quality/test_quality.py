"""Extraction does not get worse: every figure of the scorer stays at its floor, less noise.

Raise the floors with ``bench/extraction.py --gazetteer FILE --pin`` when extraction gets better.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from running import ROOT

FLOORS = Path(__file__).with_name("floors.json")
# What a change that is right elsewhere may cost here: one item of the smallest rows.
NOISE = {"tuned on": 0.015, "blind": 0.025}


@pytest.fixture(scope="module")
def measured(
    shared: Path, full_gazetteer_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, float]]:
    """The scorer's figures for the annotated articles, with all reference data."""
    assert (shared / "corpus" / "dev" / "gold").is_dir()
    target = tmp_path_factory.mktemp("quality") / "figures.json"
    subprocess.run(
        [sys.executable, str(ROOT / "bench" / "extraction.py"), "--json", str(target),
         "--gazetteer", str(full_gazetteer_file)],
        cwd=ROOT, check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    figures: dict[str, dict[str, float]] = json.loads(target.read_text())
    return figures


@pytest.mark.parametrize("column", ["tuned on", "blind"])
def test_no_figure_falls_below_its_floor(
    measured: dict[str, dict[str, float]], column: str
) -> None:
    floors = json.loads(FLOORS.read_text())[column]
    assert len(floors) > 15
    fallen = {
        row: f"{measured[column][row]:.3f} < {floor:.3f}"
        for row, floor in floors.items()
        if row != "events in negatives" and measured[column][row] < floor - NOISE[column]
    }
    assert not fallen
    assert measured[column]["events in negatives"] <= floors["events in negatives"]


def test_evidence_is_always_valid(measured: dict[str, dict[str, float]]) -> None:
    assert {figures["evidence"] for figures in measured.values()} == {1.0}
