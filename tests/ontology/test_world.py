"""A researcher opens the consolidated graph as Python objects, as the README shows."""

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from sample_article import Sample

from ontology.world import EmptyWorldError, open_world

ROOT = Path(__file__).parents[2]
README = (ROOT / "ontology/README.md").read_text(encoding="utf-8")


@pytest.fixture
def store(sample: Sample, tmp_path: Path) -> Path:
    """A store as a build leaves it."""
    quads = tmp_path / "quads"
    quads.mkdir()
    (quads / "consolidated.nq").write_text(sample.consolidated, encoding="utf-8")
    (quads / "reports.nq").write_text(sample.report, encoding="utf-8")
    return tmp_path


def test_meetings_are_objects(store: Path) -> None:
    parley = open_world(store)
    first, second = sorted(parley.Meeting.instances(), key=lambda m: m.earliest)
    assert first.earliest == first.latest == date(2020, 3, 5)
    assert sorted(str(p.label.first()) for p in first.participant) == ["Ann Other", "Bo Elder"]
    assert [place.inPolity[0].name for place in first.place] == ["sudland"]
    assert [str(agreement.label.first()) for agreement in first.resultedIn] == ["fishing accord"]
    assert [part.name for part in second.partOf]
    assert str(second.status[0].prefLabel.first()) == "planned"


def test_superclasses_have_the_instances_of_their_subclasses(store: Path) -> None:
    parley = open_world(store)
    events = {event.is_a[0].name for event in parley.DiplomaticEvent.instances()}
    assert events == {"Meeting", "Visit", "PressEvent"}
    assert len(parley.Issue.instances()) == 79 + len(parley.SpecificIssue.instances())


def test_a_file_may_be_opened_and_articles_stay_outside(sample: Sample, tmp_path: Path) -> None:
    file = tmp_path / "all.nq"
    file.write_text(sample.dataset, encoding="utf-8")
    parley = open_world(file)
    assert len(parley.Meeting.instances()) == 2
    assert parley.Evidence.instances() == []


def test_worlds_do_not_see_each_other(sample: Sample, store: Path, tmp_path: Path) -> None:
    open_world(store)
    empty = tmp_path / "empty.nq"
    empty.write_text("", encoding="utf-8")
    assert open_world(empty).Meeting.instances() == []


def test_a_folder_without_data_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EmptyWorldError, match="parley build"):
        open_world(tmp_path)


def test_the_example_of_the_readme_runs(store: Path) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert "data/store" in example
    ran = subprocess.run(
        [sys.executable, "-c", example.replace("data/store", str(store))],
        capture_output=True, text=True, check=False, cwd=ROOT, timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == (
        "2020-03-05  Other and Elder in Midtown: Ann Other, Bo Elder\n"
        "2020-04-01  Talks in Norland: nobody named\n"
    )
