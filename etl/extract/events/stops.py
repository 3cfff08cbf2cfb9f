"""One verb, encounters in several places: "Levy met A in Rome, B in Oslo and C in Bonn".

The parser seldom keeps such series together; who is named, "in" and a place, and that no verb
stands between them, tell them just as well.
"""

from dataclasses import dataclass, replace
from itertools import zip_longest

from spacy.tokens import Token

from etl.document import How, Mention, Sentence
from etl.entities import Entity, Kind
from etl.extract.events.candidate import Candidate
from etl.extract.events.places import location
from etl.extract.events.represent import side_of
from etl.facts import UNKNOWN, When
from etl.reading import Reading

_PLURALS = frozenset({"meeting", "talk", "conversation", "summit"})
_DASHES = frozenset({"-", "--", ",", ":"})


@dataclass(frozen=True, slots=True)
class Stop:
    """Whom someone met where, and when if the words tell it of this one alone."""

    host: Entity
    place: Entity
    when: When | None


def at_stops(found: Candidate, reading: Reading) -> list[Candidate]:
    """An encounter for each stop of a series that a candidate tells of; none where it has one."""
    stops = _stops(found, reading)
    if len({stop.place.key for stop in stops}) < 2:
        return []
    hosts = {stop.host.key for stop in stops}
    visitors = [p for p in found.participants.values() if p.key not in hosts]
    visitors = visitors or _told_of(found, reading)
    if not visitors or any(visitor.key in hosts for visitor in visitors):
        return []
    return [_encounter(found, visitors, stop, stops, reading) for stop in stops]


def _encounter(
    found: Candidate, visitors: list[Entity], stop: Stop, stops: list[Stop], reading: Reading
) -> Candidate:
    here = replace(
        found,
        participants={},
        parties={},
        place=stop.place,
        evidence=list(found.evidence),
        offsets=list(found.offsets),
    )
    for person in (*visitors, stop.host):
        here.add_person(person, side_of(person, reading))
    if stop.when is not None:
        here.when, here.when_rank = stop.when, 3
    elif any(other.when == found.when for other in stops):
        here.when, here.when_rank = UNKNOWN, 0  # it is the day of another stop
    return here


def _stops(found: Candidate, reading: Reading) -> list[Stop]:
    """Who is named behind a trigger, each with a place, up to the first without."""
    token, sentence = found.token, found.sentence
    plural = token.tag_ == "NNS" and found.trigger.lemma in _PLURALS
    if found.trigger.lemma != "meet" and not plural:
        return []
    named = [
        m
        for m in reading.mentions.within(found.offset, sentence.end, Kind.OFFICIAL)
        if m.how is How.NAME
    ]
    if not named or _has_verb(_between(sentence, found.offset + len(token.text), named[0].start)):
        return []
    stops = []
    for mention, following in zip_longest(named, named[1:]):
        stop = _stop(mention, following, sentence, reading)
        if stop is None:
            break
        stops.append(stop)
    return stops


def _stop(
    mention: Mention, following: Mention | None, sentence: Sentence, reading: Reading
) -> Stop | None:
    end = sentence.end if following is None else following.start
    place = None
    for token in _between(sentence, mention.end, end):
        if token.pos_ in ("VERB", "AUX") and following is not None:
            return None
        if place is None and token.lower_ == "in" and token.dep_ == "prep":
            place = location(reading, sentence, token)
        if token.pos_ in ("VERB", "AUX") or token.text == ";":
            end = sentence.paragraph.start + token.idx
            break
    days = [d.when for d in reading.dates if mention.end <= d.start < end]
    return Stop(mention.entity, place, days[0] if days else None) if place is not None else None


def _told_of(found: Candidate, reading: Reading) -> list[Entity]:
    """ "He was criticised – meeting A in Rome …": whom the sentence of the participle is about."""
    token = found.token
    if token.tag_ != "VBG" or token.i == 0 or token.nbor(-1).text not in _DASHES:
        return []
    subjects = [c for c in found.sentence.span.root.children if c.dep_ in ("nsubj", "nsubjpass")]
    named = [reading.mentions.at(found.sentence.paragraph.start + s.idx) for s in subjects]
    return [m.entity for m in named if m is not None and m.entity.kind is Kind.OFFICIAL]


def _between(sentence: Sentence, start: int, end: int) -> list[Token]:
    offset = sentence.paragraph.start
    return [t for t in sentence.span if start <= offset + t.idx < end]


def _has_verb(words: list[Token]) -> bool:
    return any(token.pos_ in ("VERB", "AUX") for token in words)
