"""Which encounter a word means: one told of before, another one, one of a series, several."""

import re

from spacy.tokens import Token

from etl.extract.events.words import triggers, words

_NTH = re.compile(r"\d+(?:st|nd|rd|th)")
_DAYS = frozenset(
    {"today", "yesterday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
     "sunday"}
)  # fmt: skip


def is_definite(token: Token) -> bool:
    return any(
        c.dep_ in ("det", "poss") and c.lower_ in ("the", "this", "that", "their", "these", "those")
        for c in token.children
    ) or any(c.dep_ == "poss" and c.lower_ in _DAYS for c in token.children)


def tells_who_attended(noun: Token) -> bool:
    """ "the meeting, which was attended by B", "B also joined the talks": who was there besides."""
    verbs = [c for c in noun.children if c.dep_ in ("acl", "relcl")]
    if noun.dep_ in ("dobj", "nsubjpass"):
        verbs.append(noun.head)
    elif noun.dep_ == "pobj" and noun.head.dep_ == "prep":
        verbs.append(noun.head.head)
    return any(v.lemma_.lower() in words("attending") for v in verbs)


def is_further(token: Token) -> bool:
    """ "meet again", "another round of talks": an encounter besides those that were held."""
    if token.pos_ == "VERB":
        return any(c.dep_ == "advmod" and c.lower_ == "again" for c in token.children)
    nouns = [token]
    if token.dep_ == "pobj" and token.head.lower_ == "of":
        nouns.append(token.head.head)
    return any(c.lower_ in words("further") for noun in nouns for c in noun.children)


def ordinal_of(token: Token) -> str | None:
    """ "the fifth round of talks": the word that tells an encounter from others of its series."""
    nouns = [token]
    if token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.pos_ == "NOUN":
        nouns.append(token.head.head)
    for noun in nouns:
        for child in noun.children:
            word = child.lower_
            if child.dep_ == "amod" and (word in words("ordinals") or _NTH.fullmatch(word)):
                return word
    return None


def is_counted(token: Token) -> bool:
    """ "three meetings", "visited four times": several encounters told of as one."""
    if token.pos_ == "VERB":
        return any(c.dep_ == "npadvmod" and c.lower_ in ("times", "twice") for c in token.children)
    plural = token.tag_ in ("NNS", "NNPS") and token.lemma_.lower() in words("countable")
    return plural and any(
        c.dep_ == "nummod" or c.lower_ in ("several", "many", "numerous") for c in token.children
    )


def follows_another(token: Token) -> bool:
    """ "the meeting, which followed a call": the object of "follow" is an encounter of the same."""
    verb = token.head
    if token.dep_ != "dobj" or verb.lemma_ not in ("follow", "precede"):
        return False
    subjects = [c for c in verb.children if c.dep_ == "nsubj"]
    if verb.dep_ == "relcl" and any(s.lower_ in ("which", "that") for s in subjects):
        subjects = [verb.head]
    subjects += [c for s in subjects for c in s.children if c.dep_ == "conj"]
    return any((s.lemma_.lower(), "NOUN") in triggers() for s in subjects)


def is_earlier(token: Token) -> bool:
    """ "last held", "the previous round": an encounter before the one that is the news."""
    if token.pos_ == "VERB":
        return any(c.lower_ == "last" and c.dep_ == "advmod" for c in token.children)
    verb = token.head if token.dep_ in ("dobj", "nsubjpass") else None
    if verb is not None and any(c.lower_ == "last" for c in verb.children):
        return True
    return any(c.lower_ in ("previous", "earlier", "last") for c in token.children)
