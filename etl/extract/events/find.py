"""Triggers in the text -> candidates with the sides, time, place and status of their sentence."""

from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Token

from etl.document import Sentence
from etl.entities import Entity, Kind
from etl.extract.events.arguments import Arguments
from etl.extract.events.candidate import Candidate
from etl.extract.events.clause import from_agents, from_attribution, from_clause
from etl.extract.events.grammar import reality
from etl.extract.events.represent import side_of
from etl.extract.events.senses import (
    follows_another,
    is_by_phone,
    is_definite,
    is_earlier,
    is_joint_press,
    is_used_as,
    light_verb,
    lone,
    names_instrument,
    names_resolution,
    refine,
)
from etl.extract.events.sides import Sides
from etl.extract.events.slots import Slots
from etl.extract.events.split import separate
from etl.extract.events.words import Trigger, formats, triggers
from etl.facts import Declined, Evidence
from etl.reading import Reading

_UN_VERBS = frozenset({"veto", "vote", "adopt"})
_DRAFTING = frozenset({"draft", "sponsor", "propose", "table", "circulate"})


class Finder:
    """Finds candidates in one reading and notes what it declines."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.arguments = Arguments(reading)
        self.slots = Slots(reading)
        self.declined: list[Declined] = []

    def candidates(self) -> Iterator[Candidate]:
        """All candidates of the body, in text order."""
        for sentence in self.reading.document.sentences():
            seen = [(t, trigger) for t in sentence.span if (trigger := self._trigger(t))]
            for token, trigger in seen:
                found = self._candidate(sentence, token, trigger)
                if found is not None:
                    if len(seen) == 1:
                        self.slots.fill_from_sentence(found)
                    yield from separate(found, self.reading)

    def decline(self, sentence: Sentence, token: Token, reason: str) -> None:
        """Note a candidate that was not taken, for ``parley explain``."""
        start = sentence.paragraph.start + token.idx
        self.declined.append(Declined(start, start + len(token.text), f"event: {token}", reason))

    def _trigger(self, token: Token) -> Trigger | None:
        pos = "NOUN" if token.pos_ in ("NOUN", "PROPN") else token.pos_
        if pos not in ("NOUN", "VERB"):
            return None
        lemma = token.lemma_.lower()
        if token.lower_ in ("2+2", "two-plus-two", "two-plus-twos"):
            lemma, pos = "two-plus-two", "NOUN"
        trigger = triggers().get((lemma, pos))
        if trigger is None or not is_used_as(token, trigger):
            return None
        return trigger

    def _candidate(self, sentence: Sentence, token: Token, trigger: Trigger) -> Candidate | None:
        found = Candidate(sentence, token, trigger, trigger.type)
        found.mode, found.level = trigger.mode, trigger.level
        refine(found)
        real = reality(token)
        if real.denied:
            self.decline(sentence, token, "the text denies it")
            return None
        found.status, found.status_sure, found.purpose = real.status, real.sure, real.purpose
        sides = self._sides(found)
        if sides is None:
            return None
        self._add(found, sides)
        found.definite = is_definite(token)
        found.twin = follows_another(token)
        found.earlier = is_earlier(token)
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

    def _sides(self, found: Candidate) -> Sides | None:
        sentence, token = found.sentence, found.token
        if found.trigger.pos == "NOUN":
            return self._noun_sides(found)
        lemma = token.lemma_.lower()
        if lemma in _UN_VERBS:
            return self._vote_sides(sentence, token)
        if lemma == "sign":
            return self._signing_sides(sentence, token)
        if lemma in ("speak", "talk") and not is_by_phone(token):
            return self._conversation(found)
        if found.type == "Visit":
            return self._traveller(sentence, token)
        sides = self.arguments.of_verb(sentence, token, objects=lemma not in ("discuss", "host"))
        if lemma == "discuss" and not _is_exchange(token, sides):
            return None
        if lemma == "host":
            for child in token.children:
                if child.dep_ == "dobj" and child.pos_ == "PROPN":
                    sides.extend(self.arguments.phrase(sentence, child))
        return sides

    def _conversation(self, found: Candidate) -> Sides | None:
        """ "Blinken spoke today with Tshisekedi": two officials who speak with each other."""
        sides = self.arguments.of_verb(found.sentence, found.token, objects=False)
        if len({person.key for person in sides.people}) < 2:
            return None
        return sides

    def _traveller(self, sentence: Sentence, token: Token) -> Sides:
        sides = self.arguments.subject(sentence, token)
        return Sides(people=sides.people, parties=sides.parties, level=sides.level)

    def _noun_sides(self, found: Candidate) -> Sides:
        sentence, token = found.sentence, found.token
        if found.type == "Visit":
            return self._visitors(sentence, token)
        if found.trigger.lemma in ("phone", "telephone"):
            return self.arguments.of_verb(sentence, token.head.head, objects=False, to=True)
        sides = self.arguments.of_noun(sentence, token)
        verb = light_verb(token)
        if verb is not None:
            sides.extend(self.arguments.of_verb(sentence, verb, objects=False))
        elif lone(sides):
            sides.extend(from_clause(self.arguments, sentence, token))
        if lone(sides):
            sides.extend(from_agents(self.arguments, sentence, token))
        if lone(sides):
            sides.extend(self.arguments.further(sentence, token))
        if lone(sides) and sides.parties and _has_partner(token):
            sides.extend(from_attribution(self.arguments, sentence, token))
        sides.parties += self._format(sentence, token)
        return sides

    def _visitors(self, sentence: Sentence, token: Token) -> Sides:
        sides = Sides()
        for child in token.children:
            named = self.arguments.mention(sentence, child)
            whose = named is not None and named.entity.kind is Kind.OFFICIAL
            if child.dep_ == "poss" or (child.dep_ in ("compound", "nmod") and whose):
                sides.extend(self.arguments.phrase(sentence, child))
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in ("by", "of"):
                sides.extend(self.arguments.objects(sentence, child))
        verb = light_verb(token)
        if verb is not None and not sides:
            sides.extend(self.arguments.subject(sentence, verb))
        if not sides:
            sides.people = from_clause(self.arguments, sentence, token).people
        return sides

    def _format(self, sentence: Sentence, token: Token) -> list[Entity]:
        """Who sits at the table of a standing format ("six-party talks")."""
        start = max(0, token.idx - 24)
        near = sentence.paragraph.text[start : token.idx + len(token.text) + 20].casefold()
        for phrase, keys in formats():
            if phrase in near:
                found = (self.gazetteer_entity(key) for key in keys)
                return [entity for entity in found if entity is not None]
        return []

    def _add_government(self, found: Candidate) -> None:
        """ "the government and the rebels": of the country that the article is mostly about."""
        if not any(t.lemma_.lower() in ("government", "state") for t in found.sentence.span):
            return
        polities = [m.entity for m in self.reading.mentions if m.entity.kind is Kind.POLITY]
        if polities:
            found.add_party(Counter(polities).most_common(1)[0][0])

    def gazetteer_entity(self, key: str) -> Entity | None:
        """A party that the article names, by its key."""
        for mention in self.reading.mentions:
            if mention.entity.key == key and mention.entity.kind is not Kind.OFFICIAL:
                return mention.entity
        return None

    def _vote_sides(self, sentence: Sentence, token: Token) -> Sides | None:
        """A vote needs a body: the Security Council in the subject or over the resolution."""
        sides = self.arguments.of_verb(sentence, token, objects=False)
        span = token.subtree
        ids = [t.i for t in span]
        first, last = sentence.paragraph.doc[min(ids)], sentence.paragraph.doc[max(ids)]
        offset = sentence.paragraph.start
        bodies = [
            m.entity
            for m in self.reading.mentions.within(
                offset + first.idx, offset + last.idx + len(last.text), Kind.ORGANIZATION
            )
            if "council" in m.entity.key
            or "assembly" in m.entity.key
            or "commission" in m.entity.key
        ]
        if not bodies or not names_resolution(token):
            return None
        for word in token.subtree:
            beside = word.lower_ == "with" and word.head.lower_ == "along"
            drafting = word.dep_ == "agent" and word.head.lemma_ in _DRAFTING
            if beside or drafting:
                sides.extend(self.arguments.objects(sentence, word))
        sides.parties = [*bodies[:1], *sides.parties]
        return sides

    def _signing_sides(self, sentence: Sentence, token: Token) -> Sides | None:
        """People or sides who sign an instrument together; the instrument itself is no event."""
        objects = [c for c in token.children if c.dep_ in ("dobj", "nsubjpass")]
        if token.tag_ == "VBN" and token.dep_ in ("acl", "relcl"):
            objects.append(token.head)
        if not any(names_instrument(o) for o in objects):
            return None
        sides = self.arguments.of_verb(sentence, token, objects=False)
        has_day = bool(self.slots.own_dates(sentence, token))
        enough = len({p.key for p in sides.people}) >= 2 or (
            has_day and (len(sides.people) + len(sides.parties)) >= 2
        )
        return sides if enough else None

    def _add(self, found: Candidate, sides: Sides) -> None:
        for person in sides.people:
            found.add_person(person, side_of(person, self.reading))
        for party in sides.parties:
            found.add_party(party)
        found.unnamed = [f"{p.kind}/{p.key}" for p in sides.unnamed]
        found.outsiders = sides.outsiders
        if sides.outsiders and not found.parties:
            self._add_government(found)
        found.anaphora = sides.anaphora or is_joint_press(found)
        found.level = found.level or sides.level


def _has_partner(noun: Token) -> bool:
    return any(c.dep_ == "prep" and c.lower_ == "with" for c in noun.children)


def _is_exchange(verb: Token, sides: Sides) -> bool:
    """Whether people discuss something with each other, not just somewhere."""
    governor = verb.head.lemma_.lower()
    if verb.dep_ in ("advcl", "xcomp", "conj") and (governor, "VERB") in triggers():
        return False  # "met to discuss trade" is the meeting itself
    with_whom = any(c.dep_ == "prep" and c.lower_ == "with" for c in verb.children)
    return with_whom or len(sides.people) >= 2
