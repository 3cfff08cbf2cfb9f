"""Where a visit goes: the words on it, the motion above it, its hosts, the country last named."""

from spacy.tokens import Token

from etl.entities import Entity, Kind
from etl.extract.events.candidate import Candidate
from etl.extract.events.grammar import clause_verbs
from etl.extract.events.phrases import with_nested
from etl.extract.events.places import here, location
from etl.reading import Reading

_COUNTRY_NOUNS = frozenset(
    {"island", "country", "kingdom", "republic", "capital", "nation", "territory", "emirate"}
)
_WHITHER = frozenset({"to", "in", "into", "for", "at"})
_MOTION = frozenset({"come", "arrive", "travel", "go", "fly", "head", "return", "land", "be"})


def fill_destination(found: Candidate, reading: Reading) -> None:
    """Set ``place`` and ``host`` of a visit as far as its sentence and the text before tell."""
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
