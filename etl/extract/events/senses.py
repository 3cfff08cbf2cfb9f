"""Telling the senses of triggers apart by their form and neighbours."""

from spacy.tokens import Token

from etl.extract.events.candidate import Candidate
from etl.extract.events.sides import Sides
from etl.extract.events.words import Trigger, triggers, words

_ROUND_WORDS = frozenset({"round", "session", "series", "set", "day"})
_DAYS = frozenset(
    {"today", "yesterday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
     "sunday"}
)  # fmt: skip
_INSTRUMENTS = frozenset(
    {"agreement", "accord", "pact", "treaty", "deal", "memorandum", "declaration", "contract",
     "protocol", "convention", "communique", "statement", "document"}
)  # fmt: skip


def lone(sides: Sides) -> bool:
    """Whether a phrase names fewer than two sides or people."""
    named = {(e.kind, e.key) for e in (*sides.people, *sides.parties)}
    return len(named) + sides.outsiders < 2


def is_used_as(token: Token, trigger: Trigger) -> bool:
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
        if lemma == "session" and _is_of_assembly(token):
            return False
        if lemma == "call":
            return bool(modifiers & (words("phone") | words("video") | {"conference"}))
        if lemma == "ceremony":
            return bool(modifiers & {"signing", "accession", "handover"})
        return lemma not in ("phone", "telephone") or _says_by_phone(token)
    if lemma == "call":
        return False
    if lemma in ("phone", "telephone"):
        return any(c.dep_ == "dobj" for c in token.children)
    return True


def _is_of_assembly(session: Token) -> bool:
    """ "the current session of the General Assembly": a season of work, not an encounter."""
    return any(t.lower_ in ("assembly", "parliament", "congress") for t in session.subtree)


def _says_by_phone(token: Token) -> bool:
    """ "gave assurances by phone": the manner of a verb that is no trigger itself."""
    preposition = token.head
    verb = preposition.head
    if token.dep_ != "pobj" or preposition.lower_ not in ("by", "over", "via", "on"):
        return False
    return verb.pos_ == "VERB" and (verb.lemma_.lower(), "VERB") not in triggers()


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
    if around & words("video"):
        found.mode = "video"
    elif around & words("phone") and found.type != "PressEvent":
        found.mode = "phone"
    if "two-plus-two" in token.doc[max(0, token.i - 7) : token.i].text.casefold():
        found.level = "ministerial"
    if modifiers & {"ministerial", "minister", "ministers", "ministers'"}:
        found.level = "ministerial"


def is_definite(token: Token) -> bool:
    return any(
        c.dep_ in ("det", "poss") and c.lower_ in ("the", "this", "that", "their", "these", "those")
        for c in token.children
    ) or any(c.dep_ == "poss" and c.lower_ in _DAYS for c in token.children)


def is_joint_press(found: Candidate) -> bool:
    """A joint press conference, or one after talks: its other side stands elsewhere."""
    if found.type != "PressEvent":
        return False
    near = {t.lower_ for t in found.token.subtree} | {c.lower_ for c in found.token.children}
    return bool(near & {"joint", "post", "after", "following"})


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
