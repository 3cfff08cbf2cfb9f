"""A result that is the same at any time, with what formats must not stumble over."""

from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode

from queries.catalog import View
from queries.result import Result
from queries.table import Table, Value
from store.engine import Snapshot

ID = "https://w3id.org/parley/id/"
XSD = "http://www.w3.org/2001/XMLSchema#"
SNAPSHOT = Snapshot(
    "20310601T120000Z-0123456789ab", Path("/none"), datetime(2031, 6, 1, 12, tzinfo=UTC), 9
)
COLUMNS = (
    *("meeting", "meetingLabel", "official", "officialLabel", "earliest", "latest", "status"),
    *("articles", "certain", "sentence", "nothing"),
)


def day(text: str) -> Literal:
    return Literal(text, datatype=NamedNode(f"{XSD}date"))


def row(key: str, label: str, *values: Value) -> tuple[Value, ...]:
    return (NamedNode(f"{ID}meeting/{key}"), Literal(label, language="en"), *values, None)


ROWS = (
    row(
        *("velm", "Meeting at Velm & Harsk_1"),
        *(NamedNode(f"{ID}official/anna-berg"), Literal("Anna Berg", language="en")),
        *(day("2031-04-01"), day("2031-04-01"), Literal("occurred"), Literal(2), Literal(True)),
        Literal('"We met; 50% of it, <b>all</b> | agreed," Berg\tsaid.\nIn $ or #.'),
    ),
    row(
        *("velm", "Meeting at Velm & Harsk_1"),
        *(NamedNode(f"{ID}official/lars-holm"), Literal("Lars Holm-Østby", language="en")),
        *(day("2031-04-01"), day("2031-04-01"), Literal("occurred"), Literal(2), Literal(True)),
        Literal("=1+1"),
    ),
    row(
        *("spring", "Call “in spring”, of two"),
        *(None, None, day("2031-05-03"), day("2031-05-31"), Literal("planned"), Literal(1)),
        *(Literal(False), Literal("[They] may call.")),
    ),
    row(
        "when", "Meeting of no date", None, None, None, None, Literal("cancelled"), None, None, None
    ),
)
TIMELINE = View(
    "timeline",
    MappingProxyType(
        {"start": "earliest", "end": "latest", "label": "meetingLabel", "group": "status"}
    ),
)
BAR = View("bar", MappingProxyType({"x": "meetingLabel", "y": "articles", "group": "status"}))


def result(*views: View, rows: tuple[tuple[Value, ...], ...] = ROWS) -> Result:
    """The rows as the answer to a question with the views."""
    table = Table(COLUMNS, rows, "SELECT * WHERE { ?s ?p ?o }", SNAPSHOT, "q1", 0.5)
    return Result(
        name="who-met",
        title="Who met & when?",
        description="Meetings, for a test.",
        given=(("Held in", "Velm"),),
        table=table,
        views=views,
        fact="meeting",
    )
