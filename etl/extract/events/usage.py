"""Whether a word that can speak of an encounter does: the senses of triggers."""

from spacy.tokens import Token

from etl.extract.events.words import Trigger, triggers, words


def is_used_as(token: Token, trigger: Trigger) -> bool:
    """Tell the senses of a trigger apart by its form and neighbours."""
    if trigger.pos == "VERB":
        return _verb_is_used_as(token, trigger.lemma)
    if _is_part_of_name(token, trigger.lemma):
        return False
    return _noun_is_used_as(token, trigger.lemma)


def _noun_is_used_as(token: Token, lemma: str) -> bool:
    modifiers = {c.lower_ for c in token.children if c.dep_ in ("compound", "amod", "nmod")}
    match lemma:
        case "minister" | "leader":
            return is_assembled(token)
        case "talk":
            return token.tag_ in ("NNS", "NNPS", "NNP")
        case "commission" | "committee":
            inner = {g.lower_ for c in token.children for g in c.children}
            return bool((modifiers | inner) & words("joint"))
        case "round":
            return _is_round(token)
        case "session":
            return not _is_of_assembly(token)
        case "call":
            at_a_distance = words("phone") | words("video") | {"conference"}
            return bool(modifiers & (at_a_distance | {"courtesy"}))
        case "ceremony":
            return bool(modifiers & words("ceremonies"))
        case "phone" | "telephone":
            return _says_by_phone(token)
    return True


def _is_part_of_name(token: Token, lemma: str) -> bool:
    """ "visit schedule", "talks process"; the head may be a trigger of its own: "summit talks"."""
    if token.dep_ != "compound":
        return token.dep_ == "pobj" and token.head.lower_ == "under"  # "drafts under discussion"
    if lemma not in ("summit", "two-plus-two", "trilateral"):
        return True
    return (token.head.lemma_.lower(), "NOUN") in triggers()


def _verb_is_used_as(token: Token, lemma: str) -> bool:
    objects = [c for c in token.children if c.dep_ == "dobj"]
    if lemma == "call":
        judged = any(c.dep_ in ("oprd", "ccomp", "xcomp") for c in token.children)
        return token.dep_ != "amod" and not judged and bool(objects)
    if lemma in ("phone", "telephone", "welcome", "brief"):
        return bool(objects)
    if lemma == "exchange":
        return any(c.lemma_.lower() in words("exchanged") for c in objects)
    if lemma == "sit":
        return any(c.dep_ in ("prt", "advmod") and c.lower_ == "down" for c in token.children)
    return True


def _is_round(token: Token) -> bool:
    """ "the first round", of which no other word says of what: "a round of talks" is talks."""
    named = any((t.lemma_.lower(), "NOUN") in triggers() for t in token.subtree if t.i != token.i)
    told = {c.lower_ for c in token.children} & (
        words("ordinals") | words("further") | {"first", "latest", "last", "final", "previous"}
    )
    return bool(told) and not named and token.dep_ != "compound"


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


def is_assembled(noun: Token) -> bool:
    """ "EU foreign ministers in Luxembourg banned": a plural that acts in one place."""
    acts = noun.dep_ == "nsubj" and noun.head.tag_ in ("VBD", "VBZ", "VBP")
    there = any(c.dep_ == "prep" and c.lower_ == "in" and c.i == noun.i + 1 for c in noun.children)
    return noun.tag_ in ("NNS", "NNPS") and acts and there
