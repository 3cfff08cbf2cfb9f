"""Which reports of several articles speak of one encounter, one instrument, one utterance.

Candidates are compared only within blocks (the same kind, a common party, the same month), so the
cost grows with the reports of a month, not with the square of the corpus.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from etl.article import Article
from etl.entities import Entity, Kind
from etl.facts import Agreement, Event, Statement

Fact = TypeVar("Fact", Event, Agreement, Statement)

_LONGEST_SPAN = 10  # days; vaguer dates do not identify an encounter
_MIN_QUOTE_WORDS = 6  # shorter quotations recur by chance


@dataclass(frozen=True)
class Report(Generic[Fact]):
    """A fact and the article that reports it."""

    article: Article
    fact: Fact


def cluster(
    reports: Sequence[Report[Fact]],
    blocks: Callable[[Fact], Iterable[Hashable]],
    same: Callable[[Fact, Fact], bool],
) -> list[list[Report[Fact]]]:
    """Group reports of one thing; reports of one article are never put together.

    A report joins a group only when it agrees with every member, so that no chain of likenesses
    ties two different things.
    """
    groups: list[list[Report[Fact]]] = []
    by_block: dict[Hashable, list[int]] = defaultdict(list)
    for report in reports:
        keys = list(blocks(report.fact))
        near = sorted({number for key in keys for number in by_block[key]})
        home = next((n for n in near if _fits(report, groups[n], same)), None)
        if home is None:
            home = len(groups)
            groups.append([])
        groups[home].append(report)
        for key in keys:
            by_block[key].append(home)
    return groups


def _fits(
    report: Report[Fact], group: list[Report[Fact]], same: Callable[[Fact, Fact], bool]
) -> bool:
    return all(
        member.article.id != report.article.id and same(member.fact, report.fact)
        for member in group
    )


# events ----------------------------------------------------------------------------------------


def _is_dated(event: Event) -> bool:
    first, last = event.when.earliest, event.when.latest
    return bool(first and last and (last - first).days <= _LONGEST_SPAN)


def event_blocks(event: Event) -> Iterable[Hashable]:
    """Blocks of an event: its type, each party and each month that it may lie in."""
    if not _is_dated(event):
        return
    first, last = event.when.earliest, event.when.latest
    months = {(d.year, d.month) for d in (first, last) if isinstance(d, date)}
    for party in event.parties:
        for month in sorted(months):
            yield event.type, party.kind.value, party.key, month


def same_event(one: Event, other: Event) -> bool:
    """Whether two articles report one encounter: nothing contradicts and enough agrees."""
    if one.type != other.type or (one.mode or "in-person") != (other.mode or "in-person"):
        return False
    if not (_is_dated(one) and _is_dated(other) and _days_meet(one, other)):
        return False
    if not _places_agree(one.place, other.place):
        return False
    parties_one, parties_other = _keys(one.parties), _keys(other.parties)
    if not (parties_one <= parties_other or parties_other <= parties_one):
        return False
    people_one, people_other = _keys(one.participants), _keys(other.participants)
    if people_one and people_other:
        return people_one <= people_other or people_other <= people_one
    return len(parties_one & parties_other) >= 2 and one.level == other.level


def _keys(entities: Iterable[Entity]) -> set[tuple[str, str]]:
    return {(e.kind.value, e.key) for e in entities}


def _days_meet(one: Event, other: Event) -> bool:
    first, first_end = one.when.earliest, one.when.latest
    second, second_end = other.when.earliest, other.when.latest
    if not (first and first_end and second and second_end):
        return False
    return first <= second_end and second <= first_end


def _places_agree(one: Entity | None, other: Entity | None) -> bool:
    if one is None or other is None or (one.kind, one.key) == (other.kind, other.key):
        return True
    for city, country in ((one, other), (other, one)):
        if city.kind is Kind.PLACE and country.kind is Kind.POLITY and city.polity == country.key:
            return True
    return False


# agreements and statements ---------------------------------------------------------------------


def is_proper(name: str) -> bool:
    """Whether a phrase names one instrument ("Minsk agreement"), not any ("joint statement")."""
    first, *rest = name.split()
    return bool(re.fullmatch(r"[A-Z]{3,}", first)) or sum(w[:1].isupper() for w in rest) >= 1


def _name_key(name: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", name.casefold()))


def agreement_blocks(agreement: Agreement) -> Iterable[Hashable]:
    """Blocks of an agreement: the proper names that it goes by."""
    for name in (agreement.name, *agreement.aliases):
        if is_proper(name):
            yield agreement.kind, _name_key(name)


def same_agreement(one: Agreement, other: Agreement) -> bool:
    """Whether two articles speak of one instrument: a proper name in common, parties that agree."""
    names_one = {_name_key(n) for n in (one.name, *one.aliases) if is_proper(n)}
    names_other = {_name_key(n) for n in (other.name, *other.aliases) if is_proper(n)}
    if not names_one & names_other:
        return False
    parties_one, parties_other = _keys(one.parties), _keys(other.parties)
    if not parties_one or not parties_other:
        return True
    return parties_one <= parties_other or parties_other <= parties_one


def _quote_key(statement: Statement) -> str:
    return _name_key(statement.quote or "")


def statement_blocks(statement: Statement) -> Iterable[Hashable]:
    """The block of a quotation: its words."""
    key = _quote_key(statement)
    if len(key.split()) >= _MIN_QUOTE_WORDS:
        yield key


def same_statement(one: Statement, other: Statement) -> bool:
    """Whether two articles quote the same words of the same speaker."""
    if _quote_key(one) != _quote_key(other):
        return False
    if isinstance(one.speaker, Entity) and isinstance(other.speaker, Entity):
        return one.speaker.key == other.speaker.key
    return False
