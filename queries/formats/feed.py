"""An answer with dates as an Atom feed (RFC 4287): one entry for each thing that has dates."""

from __future__ import annotations

import uuid
from xml.etree import ElementTree as ET

from queries.formats.occasions import occasions_of
from queries.result import Result

_ATOM = "http://www.w3.org/2005/Atom"
_MOST = 100


def atom_bytes(result: Result) -> bytes:
    """The dated rows, the latest first, at most 100.

    ``published`` is the first day that is possible; ``updated`` is the time of the snapshot,
    since nothing older says when a row last changed.
    """
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed")
    updated = result.table.snapshot.created.replace(microsecond=0).isoformat()
    key = "\n".join([result.name, *(f"{label}={value}" for label, value in result.given)])
    _add(feed, "id", uuid.uuid5(uuid.NAMESPACE_URL, key).urn)
    _add(feed, "title", result.title)
    given = "; ".join(f"{label}: {value}" for label, value in result.given)
    _add(feed, "subtitle", given or result.description)
    _add(feed, "updated", updated)
    _add(_add(feed, "author"), "name", "Parley")
    latest = sorted(occasions_of(result), key=lambda each: (each.last, each.iri), reverse=True)
    for each in latest[:_MOST]:
        entry = _add(feed, "entry")
        _add(entry, "id", each.iri)
        _add(entry, "title", each.title)
        _add(entry, "updated", updated)
        _add(entry, "published", f"{each.first}T00:00:00Z")
        if not each.iri.startswith("urn:"):
            _add(entry, "link", rel="alternate", href=each.iri)
        when = each.first if each.first == each.last else f"{each.first} – {each.last}"
        told = [when, each.status, each.place, each.text]
        _add(entry, "summary", ". ".join(part for part in told if part))
    ET.indent(feed)
    text = ET.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = text or None
    return element
