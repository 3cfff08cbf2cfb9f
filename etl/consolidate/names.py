"""Names of instruments and words of quotations, made comparable."""

import re
from functools import cache
from importlib.resources import files

from etl.consolidate.report import Report
from etl.entities import Entity
from etl.facts import Agreement, Event, Statement

MIN_QUOTE_WORDS = 6  # shorter quotations recur by chance
# What instruments are called whatever they are about; the rest of a name tells them apart.
_GENERIC = frozenset(
    files("etl.consolidate").joinpath("generic_words.txt").read_text("utf-8").split()
)


def is_proper(name: str) -> bool:
    """Whether a phrase names one instrument ("Minsk agreement"), not any ("joint statement")."""
    first, *rest = name.split()
    return bool(re.fullmatch(r"[A-Z]{3,}", first)) or sum(w[:1].isupper() for w in rest) >= 1


def words_key(text: str) -> str:
    """The letters and digits of a text, as words in lower case."""
    return " ".join(re.findall(r"[a-z0-9]+", text.casefold()))


@cache
def content_words(name: str) -> frozenset[str]:
    """The words of a name that tell it from others, without their plural."""
    words = words_key(name).split()
    return frozenset(w.removesuffix("s") for w in words if w not in _GENERIC and len(w) > 1)


def names_of(agreement: Agreement) -> tuple[str, ...]:
    """All that an article calls an instrument."""
    return (agreement.name, *agreement.aliases)


def quote_key(statement: Statement) -> str:
    """The words of a quotation; empty when they are too few to know it by."""
    key = words_key(statement.quote or "")
    return key if len(key.split()) >= MIN_QUOTE_WORDS else ""


def echoes(report: Report[Event]) -> frozenset[str]:
    """What an article tells beside an encounter that another would tell too.

    Words that people said who took part, and what the instruments of its sides are about.
    """
    event = report.fact
    sides = {p.key for p in event.parties}
    people = {p.key for p in event.participants}
    found = set()
    for said in report.facts.statements:
        if isinstance(said.speaker, Entity) and said.speaker.key in people and quote_key(said):
            found.add(f"said {said.speaker.key}: {quote_key(said)}")
    for agreement in report.facts.agreements:
        theirs = {p.key for p in agreement.parties}
        if agreement.id in event.resulted_in or (len(theirs) > 1 and theirs & sides):
            about = content_words(agreement.name)
            found |= {f"agreed: {agreement.kind} {word}" for word in about - _names(event)}
    return frozenset(found)


def _names(event: Event) -> frozenset[str]:
    """The words of the names of those who take part: they tell no instrument from another."""
    people = (*event.participants, *event.parties)
    return frozenset(w.removesuffix("s") for e in people for w in words_key(e.label).split())
