"""Telling the senses of triggers apart by their form and neighbours."""

from spacy.tokens import Token

from etl.extract.events.candidate import Candidate
from etl.extract.events.sides import Sides
from etl.extract.events.words import words

_ROUND_WORDS = frozenset({"round", "session", "series", "set", "day"})
_INSTRUMENTS = frozenset(
    {"agreement", "accord", "pact", "treaty", "deal", "memorandum", "declaration", "contract",
     "protocol", "convention", "communique", "statement", "document"}
)  # fmt: skip


def lone(sides: Sides) -> bool:
    """Whether a phrase names fewer than two sides or people."""
    named = {(e.kind, e.key) for e in (*sides.people, *sides.parties)}
    return len(named) + sides.outsiders < 2


def is_by_phone(token: Token) -> bool:
    nearby = {t.lower_ for t in token.subtree}
    return bool(nearby & words("phone"))


def refine(found: Candidate) -> None:
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
    if lemma == "call" and "courtesy" in modifiers:
        found.mode = None
    elif around & words("video"):
        found.mode = "video"
    elif around & words("phone") and found.type != "PressEvent":
        found.mode = "phone"
    if "two-plus-two" in token.doc[max(0, token.i - 7) : token.i].text.casefold():
        found.level = "ministerial"
    if modifiers & {"ministerial", "minister", "ministers", "ministers'"}:
        found.level = "ministerial"
    elif modifiers & words("leader_modifiers") or _belongs_to_leaders(token):
        found.level = "leader"


def _belongs_to_leaders(noun: Token) -> bool:
    """ "the APEC leaders' meeting", "a meeting of the leaders"."""
    owners = [c for c in noun.children if c.dep_ in ("poss", "nmod", "compound")]
    owners += [
        g for c in noun.children if c.dep_ == "prep" and c.lower_ == "of" for g in c.children
    ]
    return any(o.lemma_.lower() in words("leader") and o.tag_ in ("NNS", "NNPS") for o in owners)


def is_joint_press(found: Candidate) -> bool:
    """A joint press conference, or one after talks: its other side stands elsewhere."""
    if found.type != "PressEvent":
        return False
    near = {t.lower_ for t in found.token.subtree} | {c.lower_ for c in found.token.children}
    return bool(near & {"joint", "post", "after", "following"})


def light_verb(noun: Token) -> Token | None:
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
        if token.dep_ == "pobj" and head.head.pos_ in ("VERB", "AUX"):
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


def names_instrument(token: Token) -> bool:
    return any(t.lemma_.lower() in _INSTRUMENTS for t in token.subtree)


def names_resolution(token: Token) -> bool:
    nearby = {t.lemma_.lower() for t in token.subtree}
    return bool(nearby & {"resolution", "statement", "sanction", "text", "draft", "measure"})
