"""Triggers in the text -> candidates with the sides, time, place and status of their sentence."""

from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Token

from etl.document import Sentence
from etl.entities import Kind
from etl.extract.events.candidate import Candidate
from etl.extract.events.gatherings import body_of, is_attended
from etl.extract.events.grammar import reality
from etl.extract.events.reference import (
    follows_another,
    is_counted,
    is_definite,
    is_earlier,
    is_further,
    ordinal_of,
    tells_who_attended,
)
from etl.extract.events.represent import is_body, side_of
from etl.extract.events.senses import (
    is_joint_press,
    refine,
)
from etl.extract.events.sides import Sides
from etl.extract.events.slots import Slots
from etl.extract.events.split import separate
from etl.extract.events.usage import is_used_as
from etl.extract.events.who import Who
from etl.extract.events.words import Trigger, triggers, words
from etl.facts import Declined, Evidence
from etl.reading import Reading


class Finder:
    """Finds candidates in one reading and notes what it declines."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.slots = Slots(reading)
        self.who = Who(reading, self.slots)
        self.declined: list[Declined] = []

    def candidates(self) -> Iterator[Candidate]:
        """All candidates of the body, in text order."""
        for sentence in self.reading.document.sentences():
            seen = [(t, trigger) for t in sentence.span if (trigger := self._trigger(sentence, t))]
            for token, trigger in seen:
                found = self._candidate(sentence, token, trigger)
                if found is not None:
                    if _speak_of_one(seen) and trigger.lemma not in words("bodily"):
                        self.slots.fill_from_sentence(found)
                    yield from separate(found, self.reading)

    def decline(self, sentence: Sentence, token: Token, reason: str) -> None:
        """Note a candidate that was not taken, for ``parley explain``."""
        start = sentence.paragraph.start + token.idx
        self.declined.append(Declined(start, start + len(token.text), f"event: {token}", reason))

    def _trigger(self, sentence: Sentence, token: Token) -> Trigger | None:
        pos = "NOUN" if token.pos_ in ("NOUN", "PROPN") else token.pos_
        if pos not in ("NOUN", "VERB"):
            return None
        lemma = token.lemma_.lower()
        if token.lower_ in ("2+2", "two-plus-two", "two-plus-twos"):
            lemma, pos = "two-plus-two", "NOUN"
        trigger = triggers().get((lemma, pos))
        if trigger is None or not is_used_as(token, trigger):
            return None
        bodily = lemma in words("bodily")
        if lemma in ("minister", "leader") and not self._are_of_body(sentence, token):
            return None
        if bodily and not (is_attended(token) and body_of(token, sentence, self.reading)):
            return None
        return trigger

    def _are_of_body(self, sentence: Sentence, noun: Token) -> bool:
        """Whether ministers or leaders are those of one body of states."""
        start = sentence.paragraph.start
        first, last = start + noun.left_edge.idx, start + noun.idx
        named = self.reading.mentions.within(first, last)
        return any(is_body(mention.entity) for mention in named)

    def _candidate(self, sentence: Sentence, token: Token, trigger: Trigger) -> Candidate | None:
        found = Candidate(sentence, token, trigger, trigger.type)
        found.mode, found.level = trigger.mode, trigger.level
        refine(found)
        real = reality(token)
        if real.denied:
            self.decline(sentence, token, "the text denies it")
            return None
        found.status, found.status_sure, found.purpose = real.status, real.sure, real.purpose
        found.begun = real.begun
        sides = self.who.sides(found)
        if sides is None:
            return None
        self._add(found, sides)
        found.definite = is_definite(token)
        found.twin = follows_another(token)
        found.earlier = is_earlier(token)
        found.attended = found.definite and tells_who_attended(token)
        found.ordinal = ordinal_of(token)
        found.again, found.several = is_further(token), is_counted(token)
        if found.again and found.status == "occurred" and not found.status_sure:
            found.status = "planned"
        self.slots.fill(found)
        if found.trigger.lemma == "speak" and found.place is None and found.sidelines is None:
            found.mode = "phone"
        found.evidence.append(self._evidence(found))
        found.label_head = token.lemma_.lower()
        found.offsets = [found.offset]
        return found

    def _evidence(self, found: Candidate) -> Evidence:
        sentence = found.sentence
        rule = f"events/{found.trigger.pos.lower()}-{found.trigger.lemma}"
        return Evidence(sentence.start, sentence.end, sentence.text, rule, 0.8)

    def _add_government(self, found: Candidate) -> None:
        """ "the government and the rebels": of the country that the article is mostly about."""
        if not any(t.lemma_.lower() in ("government", "state") for t in found.sentence.span):
            return
        polities = [m.entity for m in self.reading.mentions if m.entity.kind is Kind.POLITY]
        if polities:
            found.add_party(Counter(polities).most_common(1)[0][0])

    def _add(self, found: Candidate, sides: Sides) -> None:
        for person in sides.people:
            found.add_person(person, side_of(person, self.reading))
        for party in sides.parties:
            found.add_party(party)
        found.unnamed = [f"{p.kind}/{p.key}" for p in sides.unnamed]
        found.outsiders = sides.outsiders
        if sides.outsiders and not found.parties:
            self._add_government(found)
        found.author = sides.author
        found.anaphora = sides.anaphora or is_joint_press(found)
        found.level = found.level or sides.level


def _speak_of_one(seen: list[tuple[Token, Trigger]]) -> bool:
    """Whether a sentence has one word for an encounter; verbs of any going seldom are one."""
    return sum(trigger.lemma not in words("going") | words("personal") for _, trigger in seen) <= 1
