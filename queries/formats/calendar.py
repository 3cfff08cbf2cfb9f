"""An answer with dates as iCalendar (RFC 5545): one all-day event for each thing that has dates."""

from __future__ import annotations

from datetime import date, timedelta

from queries.formats.occasions import occasions_of
from queries.result import Result


def ics_bytes(result: Result) -> bytes:
    """The dated rows as all-day events; a thing in several rows is one event.

    A period of which only the bounds are known lasts from the first to the last day that is
    possible. ``DTSTAMP`` is the time of the snapshot.
    """
    import icalendar

    book = icalendar.Calendar()
    book.add("prodid", "-//Parley//EN")
    book.add("version", "2.0")
    book.add("x-wr-calname", result.title)
    for each in occasions_of(result):
        event = icalendar.Event()
        event.add("uid", each.iri)
        event.add("dtstamp", result.table.snapshot.created.replace(microsecond=0))
        event.add("dtstart", date.fromisoformat(each.first))
        event.add("dtend", date.fromisoformat(each.last) + timedelta(days=1))
        event.add("summary", each.title)
        event.add("url", each.iri)
        if each.status in ("planned", "proposed"):
            event.add("status", "TENTATIVE")
        elif each.status == "cancelled":
            event.add("status", "CANCELLED")
        if each.place:
            event.add("location", each.place)
        if each.text:
            event.add("description", each.text)
        book.add_component(event)
    return bytes(book.to_ical())
