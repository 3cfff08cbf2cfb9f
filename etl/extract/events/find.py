"""Triggers in the text -> candidates with the sides, time, place and status of their sentence."""

from collections.abc import Iterator

from spacy.tokens import Token

from etl.document import Sentence
from etl.entities import Kind
from etl.extract.events.arguments import Arguments, Sides
from etl.extract.events.candidate import Candidate
from etl.extract.events.grammar import reality
from etl.extract.events.slots import Slots
from etl.extract.events.words import Trigger, triggers, words
from etl.facts import Declined, Evidence
from etl.reading import Reading

_ROUND_WORDS = frozenset({"round", "session", "series", "set", "day"})
_PHRASAL = {"sit": "down", "call": "on"}
_INSTRUMENTS = frozenset(
    {"agreement", "accord", "pact", "treaty", "deal", "memorandum", "declaration", "contract",
     "protocol", "convention", "communique", "statement", "document"}
)  # fmt: skip
_UN_VERBS = frozenset({"veto", "vote", "adopt"})
_MOTION = frozenset({"travel", "arrive", "fly"})


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
            for token in sentence.span:
                trigger = self._trigger(token)
                if trigger is not None:
                    found = self._candidate(sentence, token, trigger)
                    if found is not None:
                        yield found

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
        if trigger is None or not _is_used_as(token, trigger):
            return None
        return trigger

    def _candidate(self, sentence: Sentence, token: Token, trigger: Trigger) -> Candidate | None:
        found = Candidate(sentence, token, trigger, trigger.type)
        found.mode, found.level = trigger.mode, trigger.level
        _refine(found)
        real = reality(token)
        if real.denied:
            self.decline(sentence, token, "the text denies it")
            return None
        found.status, found.status_sure = real.status, real.sure
        sides = self._sides(found)
        if sides is None:
            return None
        self._add(found, sides)
        found.definite = _is_definite(token)
        found.earlier = _is_earlier(token)
        self.slots.fill(found)
        found.evidence.append(self._evidence(found))
        found.label_head = token.lemma_.lower()
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
        if lemma in ("speak", "talk") and not _is_by_phone(token):
            return None
        if lemma == "discuss" and not any(
            c.dep_ == "prep" and c.lower_ == "with" for c in token.children
        ):
            return None
        if found.type == "Visit":
            return self._traveller(sentence, token)
        sides = self.arguments.of_verb(sentence, token, objects=lemma not in ("discuss", "host"))
        if lemma == "host":
            for child in token.children:
                if child.dep_ == "dobj" and child.pos_ == "PROPN":
                    sides.extend(self.arguments.phrase(sentence, child))
        return sides

    def _traveller(self, sentence: Sentence, token: Token) -> Sides:
        sides = self.arguments.subject(sentence, token)
        return Sides(
            people=sides.people,
            parties=sides.parties if sides.people else sides.parties,
            anaphora=False,
            level=sides.level,
        )

    def _noun_sides(self, found: Candidate) -> Sides:
        sentence, token = found.sentence, found.token
        sides = self.arguments.of_noun(sentence, token)
        if found.type == "Visit":
            poss = [c for c in token.children if c.dep_ == "poss"]
            sides = Sides()
            for child in poss:
                sides.extend(self.arguments.phrase(sentence, child))
            sides.extend(self.slots.by_phrase(self.arguments, sentence, token))
        verb = _light_verb(token)
        if verb is not None and (found.type != "Visit" or not sides):
            lent = self.arguments.of_verb(sentence, verb, objects=False)
            if found.type == "Visit":
                lent = self.arguments.subject(sentence, verb)
            sides.extend(lent)
        elif found.type != "Visit" and _lone(sides):
            sides.extend(self._from_clause(sentence, token))
        return sides

    def _from_clause(self, sentence: Sentence, noun: Token) -> Sides:
        """ "after talks with Blinken, Park said": the clause's subject was there."""
        token = noun
        for _ in range(5):
            head = token.head
            if head.i == token.i:
                return Sides()
            if token.dep_ == "prep" and token.lower_ in (
                "after",
                "following",
                "during",
                "at",
                "in",
                "before",
                "ahead",
                "for",
            ):
                if head.pos_ in ("VERB", "AUX"):
                    return self.arguments.subject(sentence, head)
                return Sides()
            if head.pos_ in ("VERB", "AUX"):
                return Sides()
            token = head
        return Sides()

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
        if not bodies or not _names_resolution(token):
            return None
        sides.parties = [*bodies[:1], *sides.parties]
        return sides

    def _signing_sides(self, sentence: Sentence, token: Token) -> Sides | None:
        """People or sides who sign an instrument together; the instrument itself is no event."""
        objects = [c for c in token.children if c.dep_ in ("dobj", "nsubjpass")]
        if not any(_names_instrument(o) for o in objects):
            return None
        sides = self.arguments.of_verb(sentence, token, objects=False)
        if token.tag_ in ("VBN",) and token.dep_ in ("acl", "relcl"):
            for child in token.children:
                if child.dep_ == "agent":
                    sides.extend(self.arguments.objects(sentence, child))
        has_day = bool(self.slots.own_dates(sentence, token))
        return sides if has_day and (len(sides.people) + len(sides.parties)) >= 2 else None

    def _add(self, found: Candidate, sides: Sides) -> None:
        for person in sides.people:
            found.add_person(person, self.reading.polity_of(person))
        for party in sides.parties:
            found.add_party(party)
        found.anaphora = sides.anaphora
        found.level = found.level or sides.level


def _lone(sides: Sides) -> bool:
    return len(sides.people) + len(sides.parties) < 2


def _is_used_as(token: Token, trigger: Trigger) -> bool:
    """Tell the senses of a trigger apart by its form and neighbours."""
    lemma, pos = trigger.lemma, trigger.pos
    modifiers = {c.lower_ for c in token.children if c.dep_ in ("compound", "amod", "nmod")}
    if pos == "NOUN":
        if token.dep_ == "compound" and lemma not in ("summit", "two-plus-two", "trilateral"):
            return False  # "visit schedule", "talks process"
        if token.dep_ == "compound" and triggers().get((token.head.lemma_.lower(), "NOUN")):
            return False  # the head is a trigger of its own: "summit talks", "phone call"
        if lemma == "talk":
            return token.tag_ in ("NNS", "NNPS", "NNP")
        if lemma == "call":
            return bool(modifiers & (words("phone") | words("video") | {"conference"}))
        if lemma == "ceremony":
            return bool(modifiers & {"signing", "accession", "handover"})
        if lemma in ("phone", "telephone"):
            return False
        return True
    if lemma == "call":
        return False
    if lemma in ("phone", "telephone"):
        return any(c.dep_ == "dobj" for c in token.children)
    return True


def _is_by_phone(token: Token) -> bool:
    nearby = {t.lower_ for t in token.subtree}
    return bool(nearby & words("phone"))


def _refine(found: Candidate) -> None:
    """Press conferences are no meetings; calls and video links have their mode."""
    token = found.token
    modifiers = {c.lower_ for c in token.children if c.dep_ in ("compound", "amod", "nmod")}
    modifiers |= {g.lower_ for c in token.children for g in c.children if g.dep_ == "compound"}
    lemma = found.trigger.lemma
    if lemma in ("conference", "gathering", "session") and modifiers & words("press"):
        found.type = "PressEvent"
    around = modifiers | {
        t.lower_
        for c in token.children
        if c.dep_ == "prep" and c.lower_ in ("by", "over", "via", "on", "through")
        for t in c.children
    }
    if around & words("video"):
        found.mode = "video"
    elif around & words("phone") and found.type != "PressEvent":
        found.mode = "phone"
    if modifiers & {"ministerial", "minister", "ministers", "ministers'"}:
        found.level = "ministerial"


def _is_definite(token: Token) -> bool:
    return any(
        c.dep_ in ("det", "poss") and c.lower_ in ("the", "this", "that", "their", "these", "those")
        for c in token.children
    )


def _is_earlier(token: Token) -> bool:
    """ "last held", "the previous round": an encounter before the one that is the news."""
    if token.pos_ == "VERB":
        return any(c.lower_ == "last" and c.dep_ == "advmod" for c in token.children)
    verb = token.head if token.dep_ in ("dobj", "nsubjpass") else None
    if verb is not None and any(c.lower_ == "last" for c in verb.children):
        return True
    return any(c.lower_ in ("previous", "earlier", "last") for c in token.children)


def _light_verb(noun: Token) -> Token | None:
    """The verb that lends a noun its sides: "held talks", "took part in a meeting"."""
    token = noun
    for _ in range(4):
        head = token.head
        if head.i == token.i:
            return None
        if head.pos_ in ("VERB", "AUX"):
            if token.dep_ in ("dobj", "nsubjpass", "attr", "oprd"):
                return head if head.lemma_.lower() in words("light") else None
            return None
        if token.dep_ == "conj" or (token.dep_ == "pobj" and head.lower_ == "of"):
            token = head
            continue
        if token.dep_ == "prep" and head.pos_ == "NOUN":
            token = head
            continue
        if token.dep_ == "pobj" and head.head.pos_ == "VERB":
            verb = head.head
            fits = verb.lemma_.lower() in words("light") and head.lower_ in (
                "in", "at", "for", "on", "to", "into",
            )  # fmt: skip
            return verb if fits else None
        if head.lemma_.lower() in _ROUND_WORDS:
            token = head
            continue
        return None
    return None


def _names_instrument(token: Token) -> bool:
    return any(t.lemma_.lower() in _INSTRUMENTS for t in token.subtree)


def _names_resolution(token: Token) -> bool:
    nearby = {t.lemma_.lower() for t in token.subtree}
    return bool(nearby & {"resolution", "statement", "sanction", "text", "draft", "measure"})
