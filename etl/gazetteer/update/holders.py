"""Who held an office, and from when to when, as precisely as the item says."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from etl.gazetteer.records import Tenure
from etl.gazetteer.update.asking import Asker, Row
from etl.gazetteer.update.offices import Office
from etl.gazetteer.update.report import Outcome, Report
from etl.gazetteer.update.template import year

_BATCH = 100
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)T")
_DAY, _MONTH, _YEAR = 11, 10, 9  # what timePrecision says


def source_id(retrieved: str) -> str:
    """The id of the query service as a source, on a day."""
    return f"wikidata-{retrieved}"


def find_holders(
    asker: Asker, offices: Mapping[str, Office], since: int, report: Report
) -> dict[str, list[Tenure]]:
    """Tenures by person. One that ended nobody knows when is reported and left out."""
    statements: dict[str, list[Row]] = {}
    qids = sorted(offices, key=lambda q: int(q[1:]))
    for row in asker.rows("holders", "office", qids, _BATCH, "Holders", since=year(since)):
        statements.setdefault(row.get("statement"), []).append(row)
    found: dict[str, list[Tenure]] = {}
    for rows in statements.values():
        person, qid = rows[0].item("person"), rows[0].item("office")
        if person is None or qid is None or qid not in offices:
            continue
        tenure = _tenure(offices[qid], rows)
        if tenure.end is None and any(row.get("ended") for row in rows):
            detail = f"{tenure.office_label} ({qid}) from {tenure.start or 'unknown'}"
            report.add(Outcome.UNDATED_END, "tenure", person, "", detail)
        else:
            found.setdefault(person, []).append(tenure)
    return found


def _tenure(office: Office, rows: Sequence[Row]) -> Tenure:
    retrieved = rows[0].retrieved
    return Tenure(
        office_label=office.label,
        office_type=office.office_type,
        polity=office.polity,
        start=_best((_date(r, "start") for r in rows), latest=False),
        end=_best((_date(r, "end") for r in rows), latest=True),
        retrieved=retrieved,
        office_qid=office.qid,
        source=source_id(retrieved),
    )


def _best(dates: Iterable[str | None], *, latest: bool) -> str | None:
    """Of several dates of one statement the most precise, then the one that bounds the longest."""
    found = sorted({d for d in dates if d})
    if not found:
        return None
    longest = max(map(len, found))
    precise = [d for d in found if len(d) == longest]
    return precise[-1] if latest else precise[0]


def _date(row: Row, variable: str) -> str | None:
    """A date of day, month or year precision; None for vaguer ones and those before year 1."""
    match = _DATE.match(row.get(variable))
    precision = row.get(f"{variable}Precision")
    if match is None or not precision.isdigit() or int(precision) < _YEAR:
        return None
    parts = {_YEAR: 1, _MONTH: 2}.get(int(precision), 3)
    return "-".join(match.groups()[:parts])


def retrieved_days(found: Mapping[str, Iterable[Tenure]]) -> set[str]:
    """The days on which tenures were retrieved."""
    return {t.retrieved for t in chain.from_iterable(found.values())}
