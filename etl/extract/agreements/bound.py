"""Who is bound by one instrument: from all its phrases, else from the sides of the article."""

import re
from collections.abc import Iterable

from etl.entities import Entity, Kind
from etl.extract.agreements.clause import governors, lemma_of
from etl.extract.agreements.likeness import Cluster
from etl.extract.agreements.parties import Parties
from etl.extract.agreements.resolutions import resolution_parties, without_parent
from etl.extract.agreements.sides import is_agency, is_institution
from etl.reading import Reading

_WITH = re.compile(r"\s+(?:(?:reached|signed|struck|concluded|made|negotiated)\s+)?with\s")
# Kinds that an institution is a side of: it lends, adopts and states.
_INSTITUTIONAL = ("resolution", "sanctions", "joint-statement", "loan-aid", "other")
_STEPS = frozenset({"sign", "ratify", "join", "accede", "quit", "withdraw", "pull", "leave", "exit",
                    "suspend", "violate", "breach", "renounce", "abrogate"})  # fmt: skip
_ALONE = ("resolution", "sanctions")  # one side adopts them


def parties_of(
    reading: Reading, sides: Parties, item: Cluster, kind: str, status: str
) -> list[Entity]:
    """The parties of an instrument of this kind and status, as far as the article tells."""
    theatre = {entity for phrase in item.phrases for entity in sides.theatre(phrase)}
    multilateral = _is_multilateral(item) and not item.parties
    found = list(item.parties)
    between = len(item.parties) > 1 and any(
        child.lower_ == "between" for phrase in item.phrases for child in phrase.head.children
    )
    for phrase in item.phrases:
        found += [] if between else sides.of_clauses(phrase, certain=multilateral)
        if kind in _ALONE:
            found += resolution_parties(reading, phrase, status)
    distinct = without_parent(_without_agencies(_distinct(found)))
    if len(distinct) > 1 + len(theatre):
        distinct = [entity for entity in distinct if entity not in theatre]
    if kind == "joint-statement" and (bodies := [e for e in distinct if e.is_body]):
        return bodies  # what a council states it states alone
    if kind not in _INSTITUTIONAL:
        states = [e for e in distinct if e in item.parties or not is_institution(e)]
        many = [e for e in distinct if not is_institution(e)]
        distinct = many if len(many) > 1 else states  # "an OAU accord": the OAU's mediation
    if len(distinct) > 1 or kind in _ALONE:
        return distinct
    if multilateral and distinct:
        return distinct if _is_bound(item) else []
    if multilateral or any(sides.are_many(phrase) for phrase in item.phrases):
        return []  # one state that speaks of a convention is not its parties
    distinct = _completed(sides, item, distinct)
    if len(distinct) > 1 or any(entity.kind is Kind.ORGANIZATION for entity in distinct):
        return distinct
    return _fallback(sides, item, kind, distinct)


def _fallback(sides: Parties, item: Cluster, kind: str, known: list[Entity]) -> list[Entity]:
    """The sides of the article, where neither the phrases nor their clauses tell the parties."""
    first = item.phrases[0]
    if kind == "joint-statement":
        authors = sides.lead_subjects()
        if bodies := [entity for entity in authors if entity.kind is Kind.ORGANIZATION]:
            return known or bodies[:1]
        together = _distinct([*known, *authors])
        return together if len(together) > 1 else sides.article.complete(first, known)
    if (kind == "other" and first.group != "pact") or (item.name and not known):
        return known
    return sides.article.complete(first, known)


def _is_multilateral(item: Cluster) -> bool:
    """A named treaty binds more states than an article lists."""
    name = item.name or ""
    return any(word in name for word in ("Treaty", "Convention", "Charter", "Protocol", "Statute"))


def _is_bound(item: Cluster) -> bool:
    """Whether somebody is said to join, leave or break a treaty of many."""
    acts = {lemma_of(g.word) for p in item.phrases for g in governors(p.head)}
    return bool(acts & _STEPS)


def _completed(sides: Parties, item: Cluster, found: list[Entity]) -> list[Entity]:
    """The other side of a pact "with X" or of one party's pact, where the text has it."""
    for phrase in item.phrases:
        paragraph = phrase.sentence.paragraph
        if _WITH.match(paragraph.text, phrase.end - paragraph.start):
            found = _distinct([*found, *sides.counterpart(phrase)])
        if len(found) < 2:
            found = _distinct([*found, *sides.accusers(phrase)])
        if len(found) < 2:
            found = _distinct([*found, *sides.pair(phrase)])
    return found


def _without_agencies(entities: list[Entity]) -> list[Entity]:
    """Ministries and agencies sign for a state: where the state is named, they add nothing."""
    states = {entity.key for entity in entities if entity.kind is Kind.POLITY}
    return [e for e in entities if not (is_agency(e) and e.polity in states)]


def _distinct(entities: Iterable[Entity]) -> list[Entity]:
    return list(dict.fromkeys(entities))
