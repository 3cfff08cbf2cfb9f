"""``parley report``: one file of several answers, the same again from the snapshot it names."""

import re
from pathlib import Path

import openpyxl
import pytest
from running import parley

from queries.errors import ReportFileError
from queries.reportfile import ask_report, read_report_file
from store.embedded import EmbeddedEngine

REPORT = """title: Berg & Dahl
text: For a test.
questions:
  - question: who-attended
    heading: In Velm
    parameters: {place: Velm, from: 2031}
    evidence: true
  - question: meetings-by-place
    picture: false
  - question: counterparts
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ties.yaml"
    path.write_text(REPORT, "utf-8")
    return path


def test_a_report_has_its_questions_in_order_from_one_snapshot(
    engine: EmbeddedEngine, file: Path
) -> None:
    told: list[str] = []
    made = ask_report(engine, read_report_file(file), progress=told.append)
    assert told == ["who-attended", "meetings-by-place", "counterparts"]
    assert [s.heading for s in made.sections] == [
        *("In Velm", "Which meetings took place where?", "Who met whom most often?"),
    ]
    assert [s.picture for s in made.sections] == [True, False, True]
    assert {s.result.snapshot for s in made.sections} == {engine.snapshot().id}
    assert "sentence" in made.sections[0].result.table.columns
    assert made.sections[0].result.given == (("Held in", "Velm"), ("Not before", "2031"))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("title: Berg & Dahl", "titel: x", "title"),
        ("question: counterparts", "qestion: counterparts", "questions.2"),
        ("questions:", "questions: []\nmore:", "questions"),
        ("{place: Velm, from: 2031}", "{place: Velm", "not YAML"),
        ("evidence: true", "evidence: perhaps", "questions.0.evidence"),
        ("question: counterparts", "question: counterprats", "question 3: there is no question"),
        ("place: Velm", "place: Vlem", "Velm"),
        ("title:", "snapshot: 20200101T000000Z-000000000000\ntitle:", "Leave snapshot out"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    engine: EmbeddedEngine, file: Path, old: str, new: str, says: str
) -> None:
    assert old in REPORT
    file.write_text(REPORT.replace(old, new, 1), "utf-8")
    with pytest.raises(ReportFileError) as caught:
        ask_report(engine, read_report_file(file), name=str(file))
    assert str(caught.value).startswith(str(file))
    assert says in str(caught.value)


def test_the_command_writes_the_same_from_the_snapshot_that_a_report_names(
    seed_store: Path, tmp_path: Path
) -> None:
    source = tmp_path / "ties.yaml"
    source.write_text(
        "title: Ties\nquestions:\n  - question: relations-of-states\n    evidence: true\n"
        "    parameters: {one: South Korea, other: Japan}\n  - question: network-of-states\n",
        "utf-8",
    )
    first = parley("report", str(source), "--store", str(seed_store))
    assert first.returncode == 0, first.stderr
    (page,) = tmp_path.glob("ties-20*.html")
    text = page.read_text("utf-8")
    assert re.search(r"ties-\d{4}-\d\d-\d\d\.html", page.name)
    assert "General Security of Military Information Agreement" in text
    named = re.search(r"snapshot (\S+-[0-9a-f]{12})", text)
    assert named
    again = tmp_path / "again.html"
    second = parley(
        *("report", str(source), "--store", str(seed_store)),
        *("--snapshot", named[1], "-o", str(again)),
    )
    assert second.returncode == 0, second.stderr
    assert again.read_bytes() == page.read_bytes()
    book = tmp_path / "ties.xlsx"
    assert (
        parley("report", str(source), "--store", str(seed_store), "-o", str(book)).returncode == 0
    )
    assert openpyxl.load_workbook(book).sheetnames == [
        *("1 relations-of-states", "2 network-of-states", "About"),
    ]


@pytest.mark.parametrize("suffix", [".pdf", ".md", ".tex"])
def test_a_report_in_other_formats(engine: EmbeddedEngine, file: Path, suffix: str) -> None:
    from queries.formats.reports import report_bytes

    made = report_bytes(ask_report(engine, read_report_file(file)), suffix)
    assert made == report_bytes(ask_report(engine, read_report_file(file)), suffix)
    if suffix != ".pdf":
        assert "Berg" in made.decode()
        assert "Ministers meet in Velm" in made.decode()


def test_another_ending_is_a_usage_error(file: Path) -> None:
    ran = parley("report", str(file), "-o", "report.docx")
    assert ran.returncode == 2
    assert ".pdf" in ran.stderr
