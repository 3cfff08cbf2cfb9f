"""Who is bound by an instrument, signs it or issues it."""

import re
from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from etl.document import How, Mention, Sentence
from etl.entities import Entity, Kind
from etl.extract.agreements.clause import Governor, core, governors, lemma_of, subjects
from etl.extract.agreements.lexicon import lexicon
from etl.extract.agreements.moods import Mood, mood
from etl.extract.agreements.phrase import Phrase
from etl.extract.agreements.sides import Sides
from etl.reading import Reading

_SIDES = re.compile(
    r"\b(?:the|both|two|their|all) (?:two |three |four |five |six )?(?:\w+ )?(?:sides|countries|"
    r"nations|governments|parties|neighbou?rs|allies|delegations|states|capitals|foes|enemies)\b"
    r"|\b(?:the|both|their) (?:two |three )?(?:\w+ )?(?:leaders|officials|ministers|presidents|"
    r"diplomats|chiefs|envoys|negotiators)\b|\b(?:they|both|we)\b",
    re.IGNORECASE,
)
# "The two countries" as the subject of whatever they do with the instrument.
_PAIR = re.compile(
    r"\b(?:two|both) (?:sides|countries|nations|governments|states|neighbou?rs)\b", re.I
)
_BROKERED = re.compile(r"[-‑–](?:brokered|mediated|led|backed|sponsored|drafted|hosted)\b")
_ACCUSING = frozenset({"accuse", "blame", "denounce", "charge"})
_TALKS = frozenset({"talk", "talks", "negotiation", "discussion", "consultation"})
_HOLDING = frozenset({"be", "hold", "have", "begin", "start", "resume", "conclude", "open",
                      "launch", "continue", "enter", "finish", "complete", "break",
                      "suspend"})  # fmt: skip
_AGAINST = re.compile(r"\banti[-‑–] ?$", re.IGNORECASE)
_TOPIC = re.compile(r"\s(?:on|in|over|concerning|for|regarding|relating)\s")


class Parties:
    """Collects the parties that phrases and the clauses around them name."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.article = Sides(reading)
        self._lead: list[Entity] | None = None
        self._polities = {
            mention.entity.key: mention.entity
            for mention in reading.mentions
            if mention.entity.kind is Kind.POLITY
        }

    def of_phrase(self, phrase: Phrase) -> list[Entity]:
        """Parties named in the phrase itself: "U.S.-Colombia accord", "pact between A and B"."""
        found: list[Entity] = []
        if phrase.group != "sanctions":
            inside = self._reading.mentions.within(phrase.start, _topic_of_title(phrase))
            states = [m for m in inside if m.entity.kind is Kind.POLITY]
            if len(states) == 1 and _is_seat(phrase, states[0]):
                inside = tuple(m for m in inside if m not in states)  # "the Lusaka peace accord"
            found += self.entities(m for m in inside if not self._is_outside(m))
        shift = phrase.sentence.paragraph.start
        issued = phrase.group in ("statement", "resolution")
        for child in phrase.head.children:
            if child.dep_ != "prep" or shift + child.idx < phrase.end:
                continue
            binds = child.lower_ in ("with", "between", "among", "by")
            if binds or (issued and child.lower_ in ("of", "from")):
                for inner in child.children:
                    found += self._named(phrase.sentence, inner)
        return _distinct([*found, *self._partner(phrase)])

    def _partner(self, phrase: Phrase) -> list[Entity]:
        """X right behind it in "with X", whatever the parser gives the words to."""
        behind = phrase.sentence.paragraph.doc.char_span(
            phrase.end - phrase.sentence.paragraph.start,
            phrase.sentence.end - phrase.sentence.paragraph.start,
            alignment_mode="contract",
        )
        if behind is None or not len(behind) or behind[0].lower_ != "with":
            return []
        found: list[Entity] = []
        for inner in behind[0].children:
            found += self._named(phrase.sentence, inner)
        return found

    def of_clauses(self, phrase: Phrase, *, certain: bool = False) -> list[Entity]:
        """Parties that the governing clauses name: subjects of sign, "signed with X".

        ``certain`` leaves out who is only urged, expected or unwilling to.
        """
        found: list[Entity] = []
        for governor in governors(phrase.head):
            if certain and mood(governor.word) is not Mood.FACT:
                continue
            if governor.word.pos_ in ("VERB", "AUX"):
                found += self._of_verb(phrase, governor)
        return _distinct(found)

    def counterpart(self, phrase: Phrase) -> list[Entity]:
        """The side that speaks or acts, for a pact "with X": the sentence's main subject."""
        root = phrase.sentence.span.root
        for verb in (root, *root.children):
            for subject in subjects(verb) if verb.pos_ in ("VERB", "AUX") else ():
                if found := self._named(phrase.sentence, subject):
                    return found
        return []

    def accusers(self, phrase: Phrase) -> list[Entity]:
        """Who complains of a breach: the other side of what is broken, or "each other"."""
        found: list[Entity] = []
        for governor in governors(phrase.head):
            verb = governor.word
            if lexicon().verbs.get(lemma_of(verb), ("",))[0] == "violate" and verb.dep_ == "ccomp":
                verb = verb.head  # "X said Y had broken it"
            elif lemma_of(verb) not in _ACCUSING or verb.pos_ != "VERB":
                continue
            for subject in subjects(verb):
                found += self._named(phrase.sentence, subject)
        return found

    def pair(self, phrase: Phrase) -> list[Entity]:
        """The two countries, where the sentence speaks of them as two."""
        return self._pair_before(phrase) if _PAIR.search(phrase.sentence.text) else []

    def lead(self) -> list[Entity]:
        """The main sides of the article: who acts in its first sentence."""
        if self._lead is None:
            self._lead = self._find_lead()
        return self._lead

    def council(self, phrase: Phrase) -> list[Entity]:
        """The bodies that the sentence names, for what such bodies adopt."""
        inside = self._reading.mentions.within(
            phrase.sentence.start, phrase.sentence.end, Kind.ORGANIZATION
        )
        return _distinct(m.entity for m in inside if "council" in m.entity.label.lower())

    def entities(self, mentions: Iterable[Mention]) -> list[Entity]:
        """Polities and organisations of mentions; for a person the one that they serve."""
        return _distinct(e for mention in mentions for e in self._acting(mention))

    def lead_subjects(self) -> list[Entity]:
        """Who does what the article's first sentence says."""
        for sentence in self._reading.document.sentences():
            named = (self._named(sentence, s) for s in subjects(sentence.span.root))
            return _distinct(e for entities in named for e in entities)
        return []

    def _find_lead(self) -> list[Entity]:
        for sentence in self._reading.document.sentences():
            found = self.lead_subjects()
            if len(found) >= 2:
                return found
            inside = self._reading.mentions.within(sentence.start, sentence.end)
            return _distinct([*found, *self.entities(inside)])[:2]
        return []

    def _of_verb(self, phrase: Phrase, governor: Governor) -> list[Entity]:
        verb, lemma = governor.word, lemma_of(governor.word)
        table = lexicon()
        if governor.role == "subject":
            return self._obliged(phrase, verb) if table.binds(lemma, "obliges") else []
        talking = lemma in _HOLDING and any(lemma_of(n) in _TALKS for n in governor.via)
        if governor.via and not talking and governor.via[-1].lemma_.lower() not in table.nouns:
            return []
        if phrase.group == "plan" and verb.dep_ == "acl" and lexicon().verbs.get(lemma):
            return []  # "accepted a plan put forward by X": who accepts it
        under = governor.prep == "under" and phrase.group in ("pact", "truce")
        if not (under or talking or table.binds(lemma, phrase.group)):
            return []
        found: list[Entity] = []
        for subject in subjects(verb):
            offset = phrase.sentence.paragraph.start + int(subject.idx)
            if not phrase.start <= offset < phrase.end:
                found += (
                    self._named(phrase.sentence, subject)
                    or self._sides(phrase, subject)
                    or self._principals(phrase, verb, subject)
                )
        for child in verb.children:
            if child.dep_ == "prep" and child.lower_ in ("with", "between"):
                for inner in child.children:
                    found += self._named(phrase.sentence, inner)
        return found

    def _principals(self, phrase: Phrase, verb: Token, subject: Token) -> list[Entity]:
        """Who has somebody unnamed do it: "the governments asked officials to finalise"."""
        if verb.dep_ != "xcomp" or subject.head.i != verb.head.i:
            return []
        own = next((c for c in verb.head.children if c.dep_ == "nsubj"), None)
        return self._named(phrase.sentence, own) if own is not None and own.i != subject.i else []

    def are_many(self, phrase: Phrase) -> bool:
        """Whether "122 countries" do it: more than an article lists."""
        for governor in governors(phrase.head):
            verb = governor.word.pos_ in ("VERB", "AUX") and governor.role == "object"
            for subject in subjects(governor.word) if verb else ():
                counted = any(_counts_many(child) for child in subject.children)
                if counted and subject.lemma_ in ("country", "nation", "state", "government"):
                    return True
        return False

    def theatre(self, phrase: Phrase) -> list[Entity]:
        """The state where a truce holds: "the Syria cease-fire" need not be one of Syria's."""
        if phrase.group != "truce" or phrase.name:
            return []
        named = self._reading.mentions.within(phrase.start, phrase.end, Kind.POLITY)
        return [m.entity for m in named if m.how is How.NAME] if len(named) == 1 else []

    def _obliged(self, phrase: Phrase, verb: Token) -> list[Entity]:
        """Whom an instrument allows or obliges to do something."""
        found: list[Entity] = []
        for child in verb.children:
            inner = child.children if child.pos_ in ("VERB", "AUX") else (child,)
            for token in inner:
                if token.dep_ in ("dobj", "nsubj") and token.i > verb.i:
                    found += self._named(phrase.sentence, token)
        return found

    def _sides(self, phrase: Phrase, subject: Token) -> list[Entity]:
        """The parties behind "the two countries": the pair just named, else the lead's."""
        if not _SIDES.search(" ".join(t.text for t in subject.subtree)):
            return []
        return self._pair_before(phrase)

    def _pair_before(self, phrase: Phrase) -> list[Entity]:
        if pair := self.article.pair_before(phrase):
            return pair
        paragraph = phrase.sentence.paragraph
        for start in (phrase.sentence.start, paragraph.start):
            before = self.entities(self._reading.mentions.within(start, phrase.start))
            pair = [e for e in before if e.kind is Kind.POLITY]
            if len(pair) == 2:
                return pair
        return self.lead()

    def _named(self, sentence: Sentence, token: Token) -> list[Entity]:
        offset = sentence.paragraph.start
        seen: dict[int, Mention] = {}
        for word in sorted(core(token), key=lambda t: int(t.i)):
            mention = self._reading.mentions.at(offset + int(word.idx))
            if mention is not None:
                seen[mention.start] = mention
        return self.entities(seen.values())

    def _acting(self, mention: Mention) -> Iterator[Entity]:
        entity = mention.entity
        if entity.kind is Kind.OFFICIAL:
            served = self._reading.polity_of(entity)
            if served is not None:
                yield served
        elif entity.kind is Kind.ORGANIZATION and entity.polity and entity.is_body:
            # A parliament ratifies for its state.
            state = self._polities.get(entity.polity)
            yield from (state,) if state else ()
        elif entity.kind in (Kind.POLITY, Kind.ORGANIZATION) and not entity.is_media:
            yield entity

    def _is_outside(self, mention: Mention) -> bool:
        """A broker, or the target of what is "anti-" it."""
        text = self._reading.document.article.text
        after = text[mention.end : mention.end + 12]
        return bool(_BROKERED.match(after) or _AGAINST.search(text[: mention.start][-8:]))


def _is_seat(phrase: Phrase, mention: Mention) -> bool:
    """Whether a capital before a pact tells where it was made, not whose government made it."""
    joined = phrase.text[mention.end - phrase.start :].startswith(("-", "‑", "–", "'", "’"))
    return mention.how is How.METONYM and phrase.group in ("pact", "truce") and not joined


def _counts_many(number: Token) -> bool:
    return number.lower_ in ("dozens", "scores", "most", "many") or (
        bool(number.like_num) and number.lower_ not in ("two", "three", "2", "3", "one")
    )


def _topic_of_title(phrase: Phrase) -> int:
    """Where a title begins to say what it is about: what it names there is no party."""
    topic = _TOPIC.search(phrase.text) if phrase.name else None
    return phrase.start + topic.start() if topic else phrase.end


def _distinct(entities: Iterable[Entity]) -> list[Entity]:
    return list({(e.kind, e.key): e for e in entities}.values())
