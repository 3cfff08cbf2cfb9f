"""Facts about something -> lists for its page, and its timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from markupsafe import Markup
from pyoxigraph import NamedNode

from ontology import terms
from queries.catalog import questions
from server.dates import read_day
from server.facts import EVENTS, Fact, complete, facts, newest_first
from server.timeline import Entry, timeline
from store.engine import Engine

Href = Callable[[str | None], str | None]

# How the facts of each kind of thing are found.
PATTERNS: Final = {
    terms.OFFICIAL: "?f parley:participant|parley:speaker <THIS>",
    terms.POLITY: "?f parley:party|parley:participant|parley:speaker <THIS>",
    terms.ORGANIZATION: "?f parley:party|parley:participant|parley:speaker <THIS>",
    terms.PLACE: "?f parley:place <THIS>",
    terms.ISSUE: "{ SELECT ?issue { ?issue skos:broader* <THIS> } } ?f parley:about ?issue",
}
# Canned questions that list the same in full, with the parameter that takes the name.
QUESTIONS: Final = {
    (terms.OFFICIAL, "events"): ("meetings-of-person", "person"),
    (terms.OFFICIAL, "statements"): ("statements-by-speaker", "speaker"),
    (terms.POLITY, "events"): ("meetings-between-states", "one"),
    (terms.POLITY, "agreements"): ("agreement-parties", "party"),
    (terms.POLITY, "statements"): ("statements-by-speaker", "speaker"),
    (terms.ORGANIZATION, "agreements"): ("agreement-parties", "party"),
    (terms.ORGANIZATION, "statements"): ("statements-by-speaker", "speaker"),
    (terms.PLACE, "events"): ("who-attended", "place"),
    (terms.ISSUE, "statements"): ("statements-on-issue", "issue"),
}
_LISTS: Final = (
    ("events", "Meetings and visits", EVENTS, 16),
    ("agreements", "Agreements", (terms.AGREEMENT,), 10),
    ("statements", "Statements", (terms.STATEMENT,), 10),
)
_LANES: Final = {
    terms.MEETING: "Meetings",
    terms.VISIT: "Visits",
    terms.PRESS_EVENT: "Press events",
    terms.AGREEMENT: "Agreements",
}


@dataclass(frozen=True, slots=True)
class Listing:
    """Facts of one sort: those shown, how many there are, and where all of them stand."""

    key: str
    title: str
    shown: list[Fact]
    total: int
    href: str | None


@dataclass(frozen=True, slots=True)
class Account:
    """The facts about something, and their timeline; `undated` are not on it."""

    listings: list[Listing]
    timeline: Markup
    undated: int


def account(engine: Engine, iri: str, name: str, kind: str, href: Href) -> Account:
    """What is reported about a thing of a kind. Raises what ``Engine.query`` raises."""
    pattern = PATTERNS[kind].replace("<THIS>", str(NamedNode(iri)))
    found = newest_first(facts(engine, pattern))
    listings = [
        Listing(key, title, mine[:most], len(mine), question_about(kind, key, name))
        for key, title, kinds, most in _LISTS
        if (mine := [fact for fact in found if fact.kind in kinds])
    ]
    complete(engine, [fact for listing in listings for fact in listing.shown])
    return Account(listings, *drawn(found, name, href))


def drawn(found: Sequence[Fact], name: str, href: Href) -> tuple[Markup, int]:
    """The timeline of events and agreements, and how many of them have no date for it."""
    datable = [fact for fact in found if fact.kind in _LANES]
    order = list(_LANES)
    entries = list(_entries(sorted(datable, key=lambda f: order.index(f.kind)), href))
    return timeline(entries, name), len(datable) - len(entries)


def _entries(found: Iterable[Fact], href: Href) -> Iterable[Entry]:
    for fact in found:
        first, last = read_day(fact.earliest), read_day(fact.latest, last=True)
        if first and last:
            yield Entry(_LANES[fact.kind], fact.name, first, last, href(fact.iri), fact.held)


def question_about(kind: str, key: str, name: str) -> str | None:
    """The page of the question that lists all facts of a sort, if there is one."""
    question, parameter = QUESTIONS.get((kind, key), ("", ""))
    known = questions().get(question)
    if known is None or parameter not in {p.name for p in known.parameters}:
        return None
    return f"/ask/{question}?{urlencode({parameter: name})}"
