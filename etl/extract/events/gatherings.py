"""Larger events: sessions of bodies that people are at, and events with talks on their sidelines.

"At the APEC forum in Manila", "told the U.N. General Assembly", "on the margins of the G20 summit":
each is an encounter of its own, in which those who met there take part.
"""

from collections.abc import Callable, Sequence

from spacy.tokens import Token

from etl.document import Mention, Sentence
from etl.entities import Entity, Kind
from etl.extract.events.candidate import Candidate
from etl.extract.events.represent import is_body
from etl.extract.events.words import Trigger, words
from etl.facts import Evidence
from etl.reading import Reading

_THERE = frozenset({"at", "during", "in", "to"})
_ADDRESSING = frozenset(
    {"attend", "address", "tell", "open", "join", "host", "chair", "hold", "convene", "skip",
     "leave", "visit", "inform", "close", "boycott", "gavel"}
)  # fmt: skip
_BETWEEN = frozenset({"JJ", "CD", "NN"})
_REACH = 5  # words between the name of a body and the noun: an acronym, "annual"
_ASIDE = frozenset({")", "(", '"', "'s", "'"})


def body_of(noun: Token, sentence: Sentence, reading: Reading) -> Entity | None:
    """The body whose session a noun names: "the OAS meeting", "the (UN) General Assembly"."""
    own = _at(noun, sentence, reading)
    if own is not None and own.entity.kind is Kind.ORGANIZATION:
        return own.entity
    before = noun
    for _ in range(_REACH):
        if before.i <= sentence.span.start:
            return None
        before = before.nbor(-1)
        skipped = before.text in _ASIDE or before.text.isupper() or before.tag_ in _BETWEEN
        if _at(before, sentence, reading) is not None or not skipped:
            break
    named = _at(before, sentence, reading)
    return named.entity if named is not None and is_body(named.entity) else None


def last_body(sentence: Sentence, noun: Token, reading: Reading) -> Entity | None:
    """ "The council voted": the body last named whose name has that word."""
    word = noun.lemma_.lower()
    definite = any(c.lower_ in ("the", "this") for c in noun.children)
    if word not in words("bodies") or not definite:
        return None
    before = reading.mentions.within(0, sentence.paragraph.start + noun.idx, Kind.ORGANIZATION)
    fitting = [
        m.entity for m in before if is_body(m.entity) and word in m.entity.label.casefold().split()
    ]
    return fitting[-1] if fitting else None


def is_attended(noun: Token) -> bool:
    """Whether people are at what a noun names, and it does not act itself as a body does."""
    if noun.dep_ == "pobj":
        return noun.head.lower_ in _THERE
    return noun.dep_ == "dobj" and noun.head.lemma_.lower() in _ADDRESSING


def is_gathering(noun: Token) -> bool:
    """Whether a noun is one for an encounter of many: a summit, a forum, an assembly."""
    return noun.lemma_.lower() in words("gatherings")


def add_gatherings(
    encounters: Sequence[Candidate],
    reading: Reading,
    place_of: Callable[[Candidate], Entity | None],
) -> list[Candidate]:
    """The encounters, and the larger ones on whose sidelines some of them were held."""
    found = list(encounters)
    told = [e for e in found if e.participants]  # the text says who was there
    by_offset = {at: e for e in found for at in e.offsets}
    for encounter in encounters:
        noun = encounter.sidelines_noun
        if noun is None or not is_gathering(noun):
            continue
        larger = by_offset.get(encounter.sidelines_offset) or _same_gathering(
            encounter, noun, found, reading
        )
        if larger is None:
            larger = _gathering(encounter, noun)
            larger.place = place_of(larger)
            found.append(larger)
        if larger is encounter:
            continue
        by_offset[encounter.sidelines_offset] = larger
        larger.offsets.append(encounter.sidelines_offset)
        _add_body(larger, noun, encounter.sentence, reading)
        if larger not in told:
            _attended(larger, encounter)
        larger.place = larger.place or encounter.place
        encounter.place = encounter.place or larger.place
    return found


def _same_gathering(
    encounter: Candidate, noun: Token, found: Sequence[Candidate], reading: Reading
) -> Candidate | None:
    """The encounter that is called alike or is the assembly of the same body."""
    name = (encounter.sidelines or "").casefold()
    body = body_of(noun, encounter.sentence, reading)
    key = f"organization/{holder(body, reading).key}" if body is not None else None
    for other in found:
        alike = other.name is not None and other.name.casefold() == name
        same_body = other.trigger.lemma == noun.lemma_.lower() and key in other.parties
        if alike or (same_body and noun.lemma_.lower() in words("bodily")):
            return other
    return None


def _gathering(encounter: Candidate, noun: Token) -> Candidate:
    lemma = noun.lemma_.lower()
    level = "leader" if lemma == "summit" else None
    trigger = Trigger(lemma, "NOUN", "Meeting", None, level, strong=True)
    sentence = encounter.sentence
    larger = Candidate(sentence, noun, trigger, "Meeting", level=level, status=encounter.status)
    larger.name = encounter.sidelines
    larger.evidence.append(
        Evidence(sentence.start, sentence.end, sentence.text, "events/sidelines", 0.7)
    )
    larger.offsets = [encounter.sidelines_offset]
    return larger


def _add_body(larger: Candidate, noun: Token, sentence: Sentence, reading: Reading) -> None:
    body = body_of(noun, sentence, reading)
    if body is not None:
        larger.add_party(holder(body, reading))


def holder(body: Entity, reading: Reading) -> Entity:
    """Whose gathering it is: the assembly of the United Nations is theirs."""
    if body.key != "un-general-assembly":
        return body
    named = (m.entity for m in reading.mentions if m.entity.key == "united-nations")
    return next(named, Entity(Kind.ORGANIZATION, "united-nations", "United Nations"))


def _attended(larger: Candidate, encounter: Candidate) -> None:
    """Who met on its sidelines was at the larger event, unless the text tells who was there."""
    for key, person in encounter.participants.items():
        larger.participants.setdefault(key, person)
    for party in encounter.parties.values():
        larger.add_party(party)


def _at(token: Token, sentence: Sentence, reading: Reading) -> Mention | None:
    return reading.mentions.at(sentence.paragraph.start + token.idx)
