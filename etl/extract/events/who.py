"""Who takes part in what a trigger speaks of: a rule for each kind of word."""

from spacy.tokens import Token

from etl.document import Sentence
from etl.entities import Entity, Kind
from etl.extract.events.arguments import Arguments
from etl.extract.events.candidate import Candidate
from etl.extract.events.clause import from_agents, from_attribution, from_clause
from etl.extract.events.gatherings import body_of, holder
from etl.extract.events.phrases import visitor_of
from etl.extract.events.represent import is_body
from etl.extract.events.senses import (
    is_by_phone,
    light_verb,
    lone,
    names_instrument,
    names_resolution,
)
from etl.extract.events.sides import Sides
from etl.extract.events.slots import Slots
from etl.extract.events.words import formats, triggers, words
from etl.reading import Reading

_UN_VERBS = frozenset({"veto", "vote", "adopt"})
_DRAFTING = frozenset({"draft", "sponsor", "propose", "table", "circulate"})


class Who:
    """Finds the sides of candidates in one reading."""

    def __init__(self, reading: Reading, slots: Slots) -> None:
        self.reading = reading
        self.slots = slots
        self.arguments = Arguments(reading)

    def sides(self, found: Candidate) -> Sides | None:
        """Who takes part as far as the sentence tells; None when it speaks of no encounter."""
        if found.trigger.pos == "NOUN":
            return self._noun_sides(found)
        if found.type == "Visit":
            return self._traveller(found.sentence, found.token)
        return self._verb_sides(found)

    def _verb_sides(self, found: Candidate) -> Sides | None:
        sentence, token = found.sentence, found.token
        lemma = token.lemma_.lower()
        if lemma in _UN_VERBS:
            return self._vote_sides(sentence, token)
        if lemma == "sign":
            return self._signing_sides(sentence, token)
        if lemma in ("speak", "talk") and not is_by_phone(token):
            return self._conversation(found)
        sides = self.arguments.of_verb(
            sentence, token, objects=lemma not in ("discuss", "host"), to=lemma == "summon"
        )
        if lemma == "discuss" and not _is_exchange(token, sides):
            return None
        if lemma in words("personal") and len(sides.people) + sides.outsiders + sides.anaphora < 2:
            return None
        if lemma == "host":
            for child in token.children:
                if child.dep_ == "dobj" and child.pos_ == "PROPN":
                    sides.extend(self.arguments.phrase(sentence, child))
        return sides

    def _conversation(self, found: Candidate) -> Sides | None:
        """ "Blinken spoke today with Tshisekedi": two officials who speak with each other."""
        for child in found.token.children:
            addressed = child.dep_ == "prep" and child.lower_ in ("to", "before")
            if addressed and not self.arguments.objects(found.sentence, child).people:
                return None  # "spoke to reporters"
        sides = self.arguments.of_verb(found.sentence, found.token, objects=False)
        if len({person.key for person in sides.people}) < 2:
            return None
        return sides

    def _traveller(self, sentence: Sentence, token: Token) -> Sides | None:
        visitor = visitor_of(token)
        if visitor is not None:
            return Sides(people=self.arguments.phrase(sentence, visitor).people)
        sides = self.arguments.subject(sentence, token)
        if token.lemma_.lower() in words("going"):
            return Sides(people=sides.people) if sides.people else None
        return Sides(people=sides.people, parties=sides.parties, level=sides.level)

    def _noun_sides(self, found: Candidate) -> Sides | None:
        sentence, token = found.sentence, found.token
        if found.type == "Visit":
            return self._visitors(sentence, token)
        if found.trigger.lemma in words("bodily"):
            return self._attending(sentence, token)
        if found.trigger.lemma in ("phone", "telephone"):
            return self.arguments.of_verb(sentence, token.head.head, objects=False, to=True)
        sides = self.arguments.of_noun(sentence, token)
        verb = light_verb(token)
        if verb is not None:
            inviting = verb.lemma_.lower() == "invite" and token.dep_ == "pobj"
            sides.extend(self.arguments.of_verb(sentence, verb, objects=inviting))
        elif lone(sides) or self._names_partners_only(found, sides):
            sides.extend(from_clause(self.arguments, sentence, token))
        if lone(sides):
            sides.extend(from_agents(self.arguments, sentence, token))
        if lone(sides):
            sides.extend(self.arguments.further(sentence, token))
        partners_only = sides.parties and _has_partner(token)
        if partners_only and (lone(sides) or self._names_partners_only(found, sides)):
            sides.extend(from_attribution(self.arguments, sentence, token))
        sides.parties += self._format(sentence, token)
        return sides

    def _names_partners_only(self, found: Candidate, sides: Sides) -> bool:
        """ "Consultations with A and B": whose they are stands elsewhere in the sentence."""
        if not _has_partner(found.token):
            return False
        before = self.reading.mentions.within(found.sentence.start, found.offset)
        named = {(m.entity.kind, m.entity.key) for m in before}
        return not any((e.kind, e.key) in named for e in (*sides.people, *sides.parties))

    def _attending(self, sentence: Sentence, token: Token) -> Sides | None:
        """ "Lund told the General Assembly": the body and who was there."""
        body = body_of(token, sentence, self.reading)
        sides = from_clause(self.arguments, sentence, token)
        if token.dep_ == "dobj":
            sides = self.arguments.subject(sentence, token.head)
        if body is None or not sides.people:
            return None
        return Sides(people=sides.people, parties=[holder(body, self.reading)])

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
        bodies += [p for p in sides.parties if is_body(p) and p.kind is Kind.ORGANIZATION]
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
        for word in (c for o in objects for c in o.children):
            if word.dep_ == "prep" and word.lower_ == "with":  # "sign the declaration with B"
                sides.extend(self.arguments.objects(sentence, word))
        has_day = bool(self.slots.own_dates(sentence, token))
        enough = len({p.key for p in sides.people}) >= 2 or (
            has_day and (len(sides.people) + len(sides.parties)) >= 2
        )
        return sides if enough else None


def _has_partner(noun: Token) -> bool:
    return any(c.dep_ == "prep" and c.lower_ == "with" for c in noun.children)


def _is_exchange(verb: Token, sides: Sides) -> bool:
    """Whether people discuss something with each other, not just somewhere."""
    governor = verb.head.lemma_.lower()
    if verb.dep_ in ("advcl", "xcomp", "conj") and (governor, "VERB") in triggers():
        return False  # "met to discuss trade" is the meeting itself
    with_whom = any(c.dep_ == "prep" and c.lower_ == "with" for c in verb.children)
    return with_whom or len(sides.people) >= 2
