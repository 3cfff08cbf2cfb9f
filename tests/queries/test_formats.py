"""What answers are written as: golden files, and other people's programs that read the rest.

After a change that is meant, write the golden files anew with ``GOLDEN=write`` in the environment,
and look at the difference.
"""

import io
import os
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from xml.etree import ElementTree as ET

import icalendar
import openpyxl
import pyarrow.parquet
import pypdf
import pytest
from pyoxigraph import Literal, NamedNode
from sample_result import BAR, COLUMNS, ID, TIMELINE, result

from queries.catalog import View, questions
from queries.errors import FormatError, TooManyRowsError
from queries.formats import FORMATS
from queries.formats.charts import picture
from queries.formats.spans import span_of
from server.problems import problem_of

GOLDEN = Path(__file__).parent / "golden"
ATOM = "{http://www.w3.org/2005/Atom}"
NETWORK = View(
    "network", MappingProxyType({"source": "meeting", "target": "official", "weight": "articles"})
)


@pytest.mark.parametrize(
    "name", ["csv", "tsv", "json", "md", "tex", "txt", "html", "ics", "atom", "svg"]
)
def test_a_format_is_as_its_golden_file(name: str) -> None:
    views = (TIMELINE,) if name in ("ics", "atom", "svg") else ()
    made = FORMATS[name].write(result(*views))
    file = GOLDEN / f"who-met.{name}"
    if os.environ.get("GOLDEN") == "write":
        file.write_bytes(made)
    assert made == file.read_bytes()


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_result_gives_the_same_bytes(name: str) -> None:
    assert FORMATS[name].write(result(TIMELINE)) == FORMATS[name].write(result(TIMELINE))


@pytest.mark.parametrize("name", FORMATS)
def test_no_rows_are_no_failure(name: str) -> None:
    assert FORMATS[name].write(result(TIMELINE, rows=()))


def test_a_workbook_has_links_dates_numbers_and_a_sheet_about_it() -> None:
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(result())))
    assert book.sheetnames == ["who-met", "About"]
    sheet = book["who-met"]
    heads = [cell.value for cell in sheet[1]]
    assert heads[:4] == ["meeting", "official", "earliest", "latest"]
    first = dict(zip(heads, sheet[2], strict=True))
    assert first["meeting"].value == "Meeting at Velm & Harsk_1"
    assert first["meeting"].hyperlink.target == f"{ID}meeting/velm"
    assert first["earliest"].value == datetime(2031, 4, 1)
    assert first["articles"].value == 2
    assert first["certain"].value is True
    second = dict(zip(heads, sheet[3], strict=True))
    assert (second["sentence"].value, second["sentence"].data_type) == ("=1+1", "s")
    about = {row[0].value: row[1].value for row in book["About"] if row[0].value}
    assert about["Held in"] == "Velm"
    assert about["Snapshot"] == "20310601T120000Z-0123456789ab"
    assert about["Query"] == "SELECT * WHERE { ?s ?p ?o }"


def test_parquet_has_types_and_says_where_it_comes_from() -> None:
    file = pyarrow.parquet.ParquetFile(io.BytesIO(FORMATS["parquet"].write(result())))
    table = file.read()
    assert table.column_names == list(COLUMNS)
    kinds = {field.name: str(field.type) for field in table.schema}
    assert (kinds["earliest"], kinds["articles"], kinds["certain"], kinds["sentence"]) == (
        *("date32[day]", "int64", "bool", "string"),
    )
    rows = table.to_pylist()
    assert rows[2]["latest"] == date(2031, 5, 31)
    assert rows[3]["earliest"] is None
    assert rows[0]["meeting"] == f"{ID}meeting/velm"
    assert b"20310601T120000Z-0123456789ab" in file.metadata.metadata[b"parley"]


def test_a_pdf_has_the_rows_the_links_and_the_time_of_the_snapshot() -> None:
    document = pypdf.PdfReader(io.BytesIO(FORMATS["pdf"].write(result(TIMELINE))))
    text = " ".join(" ".join(page.extract_text() for page in document.pages).split())
    for part in ("Who met & when?", "Lars Holm-Østby", "Held in: Velm. 4 rows", "of 2031-06-01"):
        assert part in text
    assert document.metadata is not None
    assert document.metadata.title == "Who met & when?"
    assert document.metadata.creation_date == datetime(2031, 6, 1, 12, tzinfo=UTC)
    links = [
        note.get_object()["/A"]["/URI"]
        for page in document.pages
        for note in page.get("/Annots", [])
        if "/A" in note.get_object()
    ]
    assert f"{ID}meeting/velm" in links


def test_a_page_stands_alone() -> None:
    text = FORMATS["html"].write(result(TIMELINE)).decode()
    assert "<script" not in text
    assert 'src="data:image/svg+xml;base64,' in text
    assert "&lt;b&gt;all&lt;/b&gt;" in text
    assert "url(" not in text
    assert "<link" not in text


def test_pictures_are_pictures() -> None:
    for view in (TIMELINE, BAR, NETWORK):
        made = result(view)
        root = ET.fromstring(FORMATS["svg"].write(made))
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        shown = " ".join(root.itertext())
        assert "Who met & when?" in shown
        assert "Meeting at Velm & Harsk_1" in shown
        assert FORMATS["png"].write(made).startswith(b"\x89PNG\r\n\x1a\n")


def test_a_picture_says_what_it_leaves_out() -> None:
    spec = picture(result(TIMELINE), TIMELINE)
    assert "1 row without a date left out" in spec["title"]["subtitle"]
    assert [mark["start"] for mark in spec["data"]["values"]] == ["2031-04-01", "2031-05-03"]
    rows = tuple(
        (NamedNode(f"{ID}meeting/{n}"), Literal(f"Meeting {n}"), *result().table.rows[0][2:])
        for n in range(75)
    )
    assert "the first 60 of 75" in picture(result(BAR, rows=rows), BAR)["title"]["subtitle"]


def test_a_calendar_has_each_dated_thing_once() -> None:
    book = icalendar.Calendar.from_ical(FORMATS["ics"].write(result(TIMELINE)))
    events = {str(event["uid"]): event for event in book.walk("VEVENT")}
    assert set(events) == {f"{ID}meeting/velm", f"{ID}meeting/spring"}
    spring = events[f"{ID}meeting/spring"]
    assert spring.decoded("dtstart") == date(2031, 5, 3)
    assert spring.decoded("dtend") == date(2031, 6, 1)
    assert spring["status"] == "TENTATIVE"


def test_a_feed_has_the_latest_first() -> None:
    feed = ET.fromstring(FORMATS["atom"].write(result(TIMELINE)))
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert ids == [f"{ID}meeting/spring", f"{ID}meeting/velm"]
    assert feed.findtext(f"{ATOM}updated") == "2031-06-01T12:00:00+00:00"


def test_a_question_without_a_view_has_no_picture() -> None:
    with pytest.raises(FormatError, match=r"no timeline or bar or network view"):
        FORMATS["svg"].write(result())
    with pytest.raises(FormatError, match="no timeline view"):
        FORMATS["ics"].write(result(BAR))


def test_nobody_waits_for_a_document_of_too_many_rows() -> None:
    many = result(rows=result().table.rows[:1] * 5_001)
    with pytest.raises(TooManyRowsError, match=r"5,001 rows, and \.pdf is made for 5,000"):
        FORMATS["pdf"].write(many)
    problem = problem_of(TooManyRowsError("pdf", 5_001, 5_000))
    assert (problem.status, problem.members) == (413, {"limit": 5_000})
    assert FORMATS["csv"].write(many).count(b"\n") > 5_001


def test_many_questions_have_views_of_every_kind() -> None:
    kinds = [view.kind for asked in questions().values() for view in asked.views]
    assert {kind: kinds.count(kind) >= 2 for kind in ("timeline", "bar", "network")} == {
        "timeline": True,
        "bar": True,
        "network": True,
    }


@pytest.mark.parametrize(
    ("start", "end", "span"),
    [
        ("2031", "2031", ("2031-01-01", "2031-12-31")),
        ("2031-02", "2031-02", ("2031-02-01", "2031-02-28")),
        ("2032-02", "", ("2032-02-01", "2032-02-01")),
        ("", "2031-04-02", ("2031-04-02", "2031-04-02")),
        ("", "", None),
        ("soon", "", None),
    ],
)
def test_bounds_become_days(start: str, end: str, span: tuple[str, str] | None) -> None:
    assert span_of(start, end) == span
