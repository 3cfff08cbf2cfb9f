"""Where a visit goes: the words on it, the motion above it, its hosts, the country last named."""

from spacy.tokens import Token

from etl.entities import Entity, Kind
from etl.extract.events.above import clause_verbs
from etl.extract.events.candidate import Candidate
from etl.extract.events.phrases import visitor_of, with_nested
from etl.extract.events.places import dateline, here, location
from etl.extract.events.represent import side_of
from etl.reading import Reading

_COUNTRY_NOUNS = frozenset(
    {"island", "country", "kingdom", "republic", "capital", "nation", "territory", "emirate"}
)
_WHITHER = frozenset({"to", "in", "into", "for", "at"})
_MOTION = frozenset({"come", "arrive", "travel", "go", "fly", "head", "return", "land", "be"})


def fill_destination(found: Candidate, reading: Reading) -> None:
    """Set ``place`` and ``host`` of a visit as far as its sentence and the text before tell."""
    if found.token.lemma_.lower() in ("leave", "depart"):
        found.place = _bound_for(found, reading)
        return
    if visitor_of(found.token) is not None:
        found.place = _met_by(found, reading)
        return
    found.place = (
        found.place
        or _on_trigger(found, reading)
        or _by_motion(found, reading)
        or _hosts(found, reading)
        or _the_country(found, reading)
    )
    found.host = found.place


def _on_trigger(found: Candidate, reading: Reading) -> Entity | None:
    """ "a visit to Cuba", "the Havana visit", "visited Cuba", "arrived here"."""
    sentence, token = found.sentence, found.token
    named: Entity | None = None
    for child in with_nested(token):
        if child.dep_ == "prep" and child.lower_ in _WHITHER:
            place = location(reading, sentence, child)
            if place is not None:
                return named or place
        if child.dep_ == "dobj" or (child.dep_ in ("compound", "nmod", "amod")):
            mention = reading.mentions.at(sentence.paragraph.start + child.idx)
            if mention and mention.entity.kind in (Kind.PLACE, Kind.POLITY):
                named = named or mention.entity
    return named or here(reading, token)


def _met_by(found: Candidate, reading: Reading) -> Entity | None:
    """ "The premier met visiting Foreign Minister Lund": whom a visitor meets is at home."""
    own = {p.key for p in found.parties.values()}
    sentence = found.sentence
    served = [
        side_of(m.entity, reading)
        for m in reading.mentions.within(sentence.start, sentence.end, Kind.OFFICIAL)
    ]
    others = [s for s in served if s is not None and s.kind is Kind.POLITY and s.key not in own]
    if others:
        return others[0]
    named = reading.mentions.within(sentence.start, sentence.end, Kind.POLITY)
    foreign = [m.entity for m in named if m.entity.key not in own]
    return foreign[0] if foreign else dateline(reading)


def _bound_for(found: Candidate, reading: Reading) -> Entity | None:
    """ "left for Tokyo": where to; "left Tokyo" tells of no journey there."""
    for child in found.token.children:
        if child.dep_ == "prep" and child.lower_ == "for":
            place = location(reading, found.sentence, child)
            if place is not None:
                return place
    return None


def _by_motion(found: Candidate, reading: Reading) -> Entity | None:
    """ "came to China on a visit", "left China, wrapping up a visit": the verb tells where."""
    if found.trigger.pos != "NOUN":
        return None
    sentence = found.sentence
    for verb in list(clause_verbs(found.token))[:2]:
        for child in verb.children:
            whither = child.dep_ == "prep" and child.lower_ in ("to", "in")
            if whither and verb.lemma_.lower() in _MOTION:
                place = location(reading, sentence, child)
                if place is not None:
                    return place
            if child.dep_ == "dobj" and verb.lemma_.lower() == "leave":
                mention = reading.mentions.at(sentence.paragraph.start + child.idx)
                if mention and mention.entity.kind in (Kind.PLACE, Kind.POLITY):
                    return mention.entity
    return None


def _hosts(found: Candidate, reading: Reading) -> Entity | None:
    """ "arrived for talks with Turkish leaders": the hosts tell the country."""
    own = {p.key for p in found.parties.values()}
    for child in found.token.children:
        if child.dep_ == "prep" and child.lower_ in ("for", "at"):
            for token in child.subtree:
                mention = reading.mentions.at(found.sentence.paragraph.start + token.idx)
                if mention and mention.entity.kind is Kind.POLITY:
                    return mention.entity if mention.entity.key not in own else None
    return None


def _the_country(found: Candidate, reading: Reading) -> Entity | None:
    """ "a trip to the island": the foreign country last named; of "five countries" the first."""
    own = {p.key for p in found.parties.values()}
    goals = [
        obj
        for child in with_nested(found.token)
        if child.dep_ == "prep" and child.lower_ in _WHITHER
        for obj in child.children
        if obj.lemma_.lower() in _COUNTRY_NOUNS
    ]
    if not goals:
        return None
    if goals[0].tag_ == "NNS":
        return _first_listed(found, goals[0], reading)
    before = [
        m.entity
        for m in reading.mentions.within(0, found.offset, Kind.POLITY)
        if m.entity.key not in own
    ]
    return before[-1] if before else None


def _first_listed(found: Candidate, countries: Token, reading: Reading) -> Entity | None:
    start = found.sentence.paragraph.start + countries.idx
    named = reading.mentions.within(start, found.sentence.end, Kind.POLITY)
    return named[0].entity if named else None
