"""Whether an encounter took place, is to, or will not: a small grammar over the verbs above it."""

from dataclasses import dataclass
from itertools import islice

from spacy.tokens import Token

from etl.extract.events.above import APART, BEFORE
from etl.extract.events.phrases import tells_of
from etl.extract.events.words import words

_MODAL_PLANNED = frozenset({"will", "would", "shall", "'ll", "wo"})
_MODAL_PROPOSED = frozenset({"may", "might", "could", "can", "should", "must"})
_AFTER = frozenset({"after", "following", "since", "during", "at", "from", "in", "on"})
_JOURNEYS = frozenset({"visit", "trip", "tour", "stopover"})
_ORDINAL = frozenset({"first", "last", "only", "latest", "second", "third"})
_HOPING = frozenset({"hope", "wish", "desire", "expectation", "want", "suggest", "propose"})
_BEGINNING = frozenset({"begin", "start", "open", "resume", "kick"})
_SETTLING = {"on": ("agree", "decide", "settle"), "to": ("agree", "consent", "commit")}
_MOTION = frozenset({"arrive", "travel", "fly", "come", "head", "go", "depart", "leave", "land"})


@dataclass(frozen=True, slots=True)
class Reality:
    """A status and whether the words say it plainly. ``denied`` encounters never were."""

    status: str
    sure: bool = False
    denied: bool = False
    purpose: bool = False
    begun: bool = False  # "began talks": they may be going on


def reality(token: Token) -> Reality:
    """The status that the words around a trigger give it."""
    if token.pos_ in ("VERB", "AUX"):
        return _of_verb(token)
    by_modifier = _of_modifiers(token)
    done_to = token.dep_ in ("dobj", "nsubjpass")
    if done_to and _with_particle(token.head) in words("cancelled"):
        # "postponed talks that were scheduled", "the planned visit was put off"
        return _of_noun(token)
    if by_modifier is None:
        return _of_own_clause(token) or _of_noun(token)
    if by_modifier.status == "cancelled" and token.dep_ in ("nsubj", "nsubjpass"):
        later = _of_noun(token)  # "the delayed talks will be held on Friday"
        return later if later.sure else by_modifier
    return by_modifier


def _of_modifiers(noun: Token) -> Reality | None:
    lemmas = {c.lower_ for c in noun.children if c.dep_ in ("amod", "compound", "advmod")}
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.pos_ == "NOUN":
        lemmas |= {c.lower_ for c in noun.head.head.children if c.dep_ == "amod"}
    lemmas |= {g.lower_ for c in noun.children if c.dep_ == "amod" for g in c.children}
    for status in ("cancelled", "proposed", "planned", "ongoing"):
        if lemmas & words(f"{status}_modifiers"):
            return Reality(status, sure=True)
    return None


def _of_own_clause(noun: Token) -> Reality | None:
    """ "talks that began on Friday", "a summit slated for May": a clause on the noun itself."""
    for verb in noun.children:
        if not tells_of(verb, noun):
            continue
        lemma = verb.lemma_.lower()
        reduced = verb.tag_ == "VBN" or (verb.tag_ == "VBD" and verb.dep_ == "acl")
        passive = reduced and not any(c.dep_ == "aux" for c in verb.children)
        if passive and lemma in words("planned"):
            return Reality("planned", sure=True)
        if verb.dep_ == "relcl" or lemma in ("hold", "host", "convene", "open", "conclude"):
            own = _of_verb(verb)
            begun = own.status == "occurred" and lemma in _BEGINNING
            if own.status != "ongoing" and not own.denied:
                return Reality(own.status, sure=not begun, begun=begun)
    return None


def _of_noun(noun: Token) -> Reality:
    """Climb from the noun to the verb that says what became of it."""
    token = noun
    for _ in range(6):
        head = token.head
        if head.i == token.i:
            break
        if token.dep_ == "conj":
            token = head
            continue
        if head.pos_ in ("VERB", "AUX") and head.dep_ != "prep":  # "including" is tagged a verb
            return _of_role_with_verb(noun, token, head)
        if head.lower_ in BEFORE:
            return Reality("planned")
        if token.dep_ == "pobj" and head.lower_ in APART:
            return Reality("occurred")
        if head.lower_ in ("after", "following", "since", "during"):
            return _of_clause(head.head)
        for status in ("planned", "proposed", "cancelled"):
            if head.lemma_.lower() in words(f"{status}_nouns"):
                return Reality(status, sure=True)
        token = head
    return Reality("occurred")


def _of_role_with_verb(noun: Token, token: Token, verb: Token) -> Reality:
    """What a verb makes of an event, by where the event stands with it."""
    own = _of_verb(verb)
    if token.dep_ == "prep":
        return _of_preposition(noun, token, verb, own)
    if token.dep_ in ("dobj", "nsubjpass", "nsubj", "attr", "oprd"):
        return _of_argument(token, verb, own)
    return own


def _of_argument(token: Token, verb: Token, own: Reality) -> Reality:
    """ "cancelled talks", "planned a summit", "began consultations", "the talks continue"."""
    lemma = _with_particle(verb)
    done_to = token.dep_ != "nsubj"
    negated = any(c.dep_ == "neg" for c in verb.children)
    if not done_to and negated and own.status == "cancelled" and lemma not in words("holding"):
        return _of_effect(token)
    opened = lemma == "open" and token.dep_ == "dobj"  # "opened talks", not "is open to talks"
    if lemma in words("cancelled") and own.status == "occurred":
        return Reality("cancelled", sure=True)
    if done_to and lemma in words("planned") and not own.denied:
        return Reality("planned", sure=True)
    if done_to and lemma in words("proposed") and not opened:
        return Reality("proposed", sure=True)
    if lemma in _BEGINNING and own.sure:
        return Reality(own.status, sure=own.status != "occurred", begun=own.status == "occurred")
    if lemma in ("continue", "proceed") and verb.tag_ in ("VBZ", "VBP", "VBG"):
        return Reality("ongoing", sure=True)
    return own


def _of_effect(noun: Token) -> Reality:
    """ "The summit will not solve it": it is held all the same; "further talks could not" never."""
    told = any(c.dep_ in ("det", "poss") and c.lower_ not in ("a", "an") for c in noun.children)
    return Reality("planned") if told else Reality("occurred", denied=True)


def _of_preposition(noun: Token, token: Token, verb: Token, own: Reality) -> Reality:
    """ "met before talks", "left for talks", "called for talks", "said at talks"."""
    lemma, word = _with_particle(verb), token.lower_
    if word in BEFORE:
        return Reality("planned")
    if word in ("for", "including") and lemma in _MOTION:
        return own if noun.lemma_.lower() in _JOURNEYS else Reality("planned")
    if lemma in _SETTLING.get(word, ()) and own.status == "occurred":
        return Reality("planned", sure=True)  # "agreed on an exchange of visits", "agreed to talks"
    drawn = _of_subject(verb) if word == "for" else None
    if drawn is not None:
        return drawn
    asked = word == "for" or (word, lemma) in (("on", "insist"), ("to", "invite"))
    if asked and lemma in words("proposed"):
        return Reality("proposed", sure=True)
    if word == "on" and lemma == "be" and own.status == "ongoing":
        return own  # "is on a visit"
    if word in _AFTER and own.status != "cancelled":
        return Reality("occurred" if own.status == "ongoing" else own.status)
    return own


def _of_subject(verb: Token) -> Reality | None:
    """ "Plans are being drawn up for talks", "hopes faded for a summit": what the noun would be."""
    subjects = [c.lemma_.lower() for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    if any(s in words("proposed_nouns") for s in subjects):
        return Reality("proposed", sure=True)
    if not any(s in words("planned_nouns") for s in subjects):
        return None
    unfinished = verb.tag_ == "VBG" or any(c.lower_ == "being" for c in verb.children)
    return Reality("proposed" if unfinished else "planned", sure=True)


def _with_particle(verb: Token) -> str:
    """ "put-off", "call-off": a verb is listed with its particle where that turns its sense."""
    particles = [c.lower_ for c in verb.children if c.dep_ == "prt"]
    lemma = verb.lemma_.lower()
    whole = "-".join([lemma, *particles[:1]])
    return whole if whole in words("cancelled") else lemma


def _of_clause(token: Token) -> Reality:
    """ "after the talks": they are over unless the clause itself lies ahead."""
    if token.pos_ in ("VERB", "AUX"):
        above = _of_verb(token)
        if above.status in ("planned", "proposed"):
            return Reality("planned")
    return Reality("occurred", sure=True)


def _of_verb(verb: Token) -> Reality:
    """Tense, modality and negation of a verb, and of the verbs that govern it."""
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    negated = any(c.dep_ == "neg" for c in verb.children)
    if auxiliaries & _MODAL_PLANNED:
        if verb.dep_ in ("ccomp", "acl") and verb.head.lemma_.lower() in _HOPING:
            return Reality("proposed", sure=True)
        return Reality("cancelled" if negated else "planned", sure=True)
    if auxiliaries & _MODAL_PROPOSED:
        return Reality("cancelled" if negated else "proposed", sure=True)
    governed = _of_governor(verb, "to" in auxiliaries)
    if governed is not None:
        return governed
    if negated:
        return Reality("occurred", denied=True)
    if any(c.dep_ == "mark" and c.lower_ in ("if", "unless", "whether") for c in verb.children):
        return Reality("proposed")
    tense = _tense(verb, auxiliaries)
    return Reality(tense, sure=verb.tag_ == "VBD" or (tense == "ongoing" and verb.tag_ == "VBG"))


def _tense(verb: Token, auxiliaries: set[str]) -> str:
    if verb.tag_ in ("VBD", "VBN"):
        return "occurred"
    if verb.tag_ == "VBG":
        past = auxiliaries & {"was", "were", "had", "been"}
        if auxiliaries & {"is", "are", "'re", "'s", "am"} and not past:
            return "ongoing"
        return "occurred"
    return "ongoing" if verb.tag_ in ("VBZ", "VBP") else "occurred"


def _of_governor(verb: Token, infinitive: bool) -> Reality | None:
    """ "plans to meet", "is to meet", "agreed to hold", "refused to meet", "hopes to visit"."""
    head = verb.head
    if head.i == verb.i:
        return Reality("planned", sure=True) if infinitive else None
    if verb.dep_ == "conj" and head.pos_ in ("VERB", "AUX") and not _has_subject(verb):
        if infinitive and any(c.dep_ == "xcomp" and c.i < verb.i for c in head.children):
            return _of_infinitive(verb, head)  # "agreed to meet in May, and to hold talks"
        own_tense = verb.tag_ in ("VBD", "VBZ", "VBP")
        return None if own_tense else _conjunct(head)
    if verb.dep_ == "pcomp" and head.lower_ == "to":
        return _of_outlook(head.head)
    if verb.dep_ not in ("xcomp", "ccomp", "acl", "advcl", "relcl", "attr") or not infinitive:
        return None
    return _of_infinitive(verb, head)


def _of_infinitive(verb: Token, head: Token) -> Reality:
    if verb.dep_ in ("acl", "relcl") and any(c.lower_ in _ORDINAL for c in head.children):
        return _of_ordinal(head)
    if head.dep_ in ("nsubjpass", "dobj") and head.head.lemma_.lower() in words("cancelled"):
        return Reality("cancelled", sure=True)  # "plans to visit were cancelled"
    lemma = head.lemma_.lower()
    if lemma == "be":
        return Reality("planned", sure=True)
    for status in ("cancelled", "proposed", "planned"):
        if lemma in words(status):
            return _with_negation(head, status)
    nouns = (head, *islice(head.ancestors, 2)) if head.pos_ in ("NOUN", "PROPN") else ()
    if any(noun.lemma_.lower() in words("proposed_nouns") for noun in nouns):
        return Reality("proposed", sure=True)  # "an invitation by Lund to visit"
    if head.pos_ in ("VERB", "AUX"):
        above = _of_verb(head)
        if above.status != "occurred":
            return above
        # "flew to Geneva to meet", "went on to meet": a purpose, not yet an encounter.
        return Reality("planned", purpose=True)
    return Reality("planned")


def _of_outlook(verb: Token) -> Reality | None:
    """ "looks forward to visiting", "committed to holding"."""
    lemma = verb.lemma_.lower()
    if lemma == "look":
        return Reality("proposed", sure=True)
    return Reality("planned") if lemma in ("commit", "agree") else None


def _of_ordinal(noun: Token) -> Reality:
    """ "the first speaker to visit": who has done it, unless "will be" stands over it."""
    above = noun.head
    if noun.dep_ == "attr" and above.pos_ in ("VERB", "AUX"):
        status = _of_verb(above).status
        return Reality("occurred" if status == "ongoing" else status, sure=True)
    return Reality("occurred", sure=True)


def _with_negation(head: Token, status: str) -> Reality:
    if any(c.dep_ == "neg" for c in head.children):
        return Reality("cancelled", sure=True)
    # "had been scheduled to arrive" tells of the plan, not of what came of it.
    past_perfect = any(c.lower_ == "had" for c in head.children)
    return Reality(status, sure=not (past_perfect and status == "planned"))


def _conjunct(head: Token) -> Reality | None:
    above = _of_verb(head)
    return above if above.status != "occurred" or above.denied else None


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
