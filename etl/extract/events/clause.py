"""Sides that an event noun takes from its clause: "after talks with B, A said", "A began talks"."""

from spacy.tokens import Token

from etl.document import Sentence
from etl.extract.events.arguments import Arguments
from etl.extract.events.represent import side_of
from etl.extract.events.sides import Sides
from etl.extract.events.words import words

_DURING = frozenset({"after", "following", "during", "at", "in", "before", "ahead", "for", "on"})
_LEADING = frozenset({"chair", "co-chair", "host", "attend", "lead", "convene", "mediate"})
_PHASES = frozenset(
    {"follow", "begin", "start", "open", "conclude", "end", "continue", "wrap", "kick", "finish",
     "cap", "combine", "proceed"}
)  # fmt: skip


def from_clause(arguments: Arguments, sentence: Sentence, noun: Token) -> Sides:
    """ "after talks with Blinken, Park said": the clause's subject was there."""
    token = noun
    for _ in range(9):
        head = token.head
        if head.i == token.i:
            return Sides()
        if token.dep_ == "prep" and token.lower_ == "including" and head.pos_ == "NOUN":
            token = head  # "talks with leaders, including a meeting with B"
            continue
        if token.dep_ == "prep" and _leads_to_subject(token):
            if head.pos_ in ("VERB", "AUX"):
                return _around(arguments, sentence, head)
            return arguments.phrase(sentence, head)  # "Park, in talks with Blinken, …"
        if head.pos_ in ("VERB", "AUX") and head.dep_ != "prep":  # "including" is tagged a verb
            return Sides()
        token = head
    return Sides()


def from_agents(arguments: Arguments, sentence: Sentence, noun: Token) -> Sides:
    """ "Co-chaired by A and B, the conference agreed …": those who led what the clause is about."""
    sides = Sides()
    if noun.dep_ not in ("nsubj", "nsubjpass", "dobj"):
        return sides
    for word in noun.head.subtree:
        if word.dep_ == "agent" and word.head.lemma_.lower() in _LEADING and word.i < noun.i:
            sides.extend(arguments.objects(sentence, word))
    return sides


def _leads_to_subject(preposition: Token) -> bool:
    word, lemma = preposition.lower_, preposition.head.lemma_.lower()
    if word == "including":
        return preposition.head.pos_ == "VERB"  # the parser hangs it on "arrived for talks"
    return word in _DURING or (word == "with" and lemma in _PHASES)


def _around(arguments: Arguments, sentence: Sentence, verb: Token) -> Sides:
    """The clause's subject and those it acts with; whoever speaks may address others."""
    if verb.lemma_.lower() in words("speech"):
        return arguments.subject(sentence, verb)
    return arguments.of_verb(sentence, verb, objects=False)


def from_attribution(arguments: Arguments, sentence: Sentence, token: Token) -> Sides:
    """ "A South Korean official said progress was made in talks with China": the speaker's side."""
    current = token
    for _ in range(10):
        head = current.head
        if head.i == current.i:
            return Sides()
        if head.lemma_.lower() in words("speech") and current.dep_ in ("ccomp", "xcomp"):
            spoken = arguments.subject(sentence, head)
            served = [side_of(person, arguments.reading) for person in spoken.people]
            return Sides(parties=[*(s for s in served if s is not None), *spoken.parties])
        current = head
    return Sides()
