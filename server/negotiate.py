"""Which media types a request would take, best first. Pure: headers in, names out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from store.formats import GRAPH_TYPES, SOLUTION_TYPES

HTML = "text/html"

# Every type an answer can have, in the order that settles ties: those that carry two kinds of
# answer come last, so that they never go before the usual type of either.
_BOTH = tuple(name for name in SOLUTION_TYPES if name in GRAPH_TYPES)
OFFERS: tuple[str, ...] = (
    *(name for name in (*SOLUTION_TYPES, *GRAPH_TYPES) if name not in _BOTH),
    *_BOTH,
)

# Names that older clients use, with the type they mean.
ALIASES = {
    "text/json": "application/json",
    "text/xml": "application/xml",
    "application/x-turtle": "text/turtle",
    "application/turtle": "text/turtle",
    "text/rdf+n3": "text/n3",
    "text/plain": "application/n-triples",
    "application/x-json+ld": "application/ld+json",
}

# Values of ``format=``, with the types they may stand for, by the kind of answer.
FORMATS: dict[str, tuple[str, ...]] = {
    "json": ("application/sparql-results+json", "application/ld+json"),
    "xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
    "turtle": ("text/turtle",),
    "ttl": ("text/turtle",),
    "nt": ("application/n-triples",),
    "ntriples": ("application/n-triples",),
    "nq": ("application/n-quads",),
    "trig": ("application/trig",),
    "jsonld": ("application/ld+json",),
    "json-ld": ("application/ld+json",),
    "rdf": ("application/rdf+xml",),
    "rdfxml": ("application/rdf+xml",),
    "n3": ("text/n3",),
    "html": (HTML,),
}

_PART = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*")+')
_QUALITY = re.compile(r";\s*q\s*=\s*([01](?:\.\d*)?|\.\d+)\s*(?:;|\Z)", re.IGNORECASE)


class Range(NamedTuple):
    """One member of an ``Accept`` header."""

    type: str
    subtype: str
    quality: float

    @property
    def specificity(self) -> int:
        """0 for ``*/*``, 1 for ``text/*``, 2 for ``text/csv``."""
        return (self.type != "*") + (self.subtype != "*")

    def matches(self, media_type: str) -> bool:
        """Whether the range covers a concrete type."""
        main, _, sub = media_type.partition("/")
        return self.type in ("*", main) and self.subtype in ("*", sub)


def parse_accept(header: str) -> tuple[Range, ...]:
    """The ranges of an ``Accept`` header. What cannot be read is left out."""
    ranges = []
    for part in _PART.findall(header):
        name = part.partition(";")[0].strip().lower()
        name = ALIASES.get(name, name)
        main, slash, sub = name.partition("/")
        if not (main and slash and sub) or (main == "*" and sub != "*"):
            continue
        quality = _QUALITY.search(part)
        value = min(1.0, float(quality[1])) if quality else 1.0
        ranges.append(Range(main, sub, value))
    return tuple(ranges)


def quality(media_type: str, ranges: Iterable[Range]) -> float:
    """What the most specific range that covers a type says about it; 0 if none does."""
    best = max(
        (r for r in ranges if r.matches(media_type)),
        key=lambda r: (r.specificity, r.quality),
        default=None,
    )
    return best.quality if best else 0.0


def acceptable(header: str | None, offers: Iterable[str] = OFFERS) -> tuple[str, ...]:
    """The offers that an ``Accept`` header takes, best first; all of them without a header.

    Equal quality is settled by the order of the offers.
    """
    if header is None or not header.strip():
        return tuple(offers)
    ranges = parse_accept(header)
    weighed = [(quality(offer, ranges), offer) for offer in offers]
    # A stable sort keeps the order of the offers among equals.
    return tuple(o for q, o in sorted(weighed, key=lambda pair: -pair[0]) if q > 0)


def wants_html(header: str | None) -> bool:
    """Whether this is a browser: HTML is named, and nothing else that is named is worth more."""
    ranges = parse_accept(header or "")
    html = max(
        (r.quality for r in ranges if (r.type, r.subtype) in _PAGES),
        default=0.0,
    )
    others = (r.quality for r in ranges if f"{r.type}/{r.subtype}" in OFFERS)
    return html > 0 and html > max(others, default=0.0)


_PAGES = (("text", "html"), ("application", "xhtml+xml"))


def named_format(name: str) -> tuple[str, ...]:
    """The media types that a ``format=`` value stands for; empty if it is not known."""
    name = name.strip().lower()
    if name in FORMATS:
        return FORMATS[name]
    name = ALIASES.get(name, name)
    return (name,) if name in (*OFFERS, HTML) else ()
