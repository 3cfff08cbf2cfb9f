"""How sure a clause is of what it says: auxiliaries, negation, and the verb that it depends on."""

from enum import StrEnum

from spacy.tokens import Token

_PLANNED = frozenset({"expect", "schedule", "due", "set", "plan", "prepare", "poise",
                      "agree", "pledge", "vow", "promise", "decide", "commit", "intend", "about",
                      "have", "invite", "slate", "undertake"})  # fmt: skip
_ATTEMPTED = frozenset({"try", "seek", "aim", "bid", "effort", "hope", "want", "urge", "call",
                        "work", "need", "negotiate", "talk", "talks", "deadline", "push", "attempt",
                        "way", "possible", "struggle", "like", "wish", "ask", "press", "strive",
                        "willing", "time", "chance", "opportunity", "must", "goal", "help",
                        "demand", "efforts", "close", "near", "path", "prospect",
                        "possibility", "condition", "willingness", "keen", "eager",
                        "ready"})  # fmt: skip
_FAILED = frozenset({"fail", "unable", "failure", "inability", "impossible", "without", "avoid",
                     "prevent", "never", "neither", "nor", "refrain", "abstain",
                     "desist"})  # fmt: skip
_REFUSED = frozenset({"refuse", "decline", "refusal", "unwilling"})
_SUCCEEDED = frozenset({"succeed", "success", "leadership", "role", "part", "instrumental",
                        "contribution", "assistance"})  # fmt: skip
_TOWARD = frozenset({"toward", "towards", "without", "for", "of", "before", "from"})


class Mood(StrEnum):
    """How sure a clause is of what it says."""

    FACT = "fact"
    PLANNED = "planned"
    ATTEMPTED = "attempted"  # wanted, sought, possible
    FAILED = "failed"
    REFUSED = "refused"


def mood(word: Token) -> Mood:
    """How sure a verb's clause is: auxiliaries, negation, and the verb that it depends on."""
    children = list(word.children)
    auxiliaries = {child.lower_ for child in children if child.dep_ in ("aux", "auxpass")}
    if any(child.dep_ == "neg" for child in children):
        unwilling = auxiliaries & {"will", "would", "wo", "'ll"} and "be" not in auxiliaries
        waiting = any(t.lower_ in ("until", "unless", "before", "without") for t in word.subtree)
        return Mood.REFUSED if unwilling and not waiting else Mood.FAILED
    if auxiliaries & {"could", "may", "might", "should", "must", "can", "would", "'d"}:
        return Mood.ATTEMPTED
    marks = {child.lower_ for child in children if child.dep_ in ("mark", "advmod")}
    if marks & {"if", "unless", "until", "once", "whether", "before"}:
        return Mood.ATTEMPTED
    if auxiliaries & {"will", "shall", "'ll"}:
        if word.dep_ == "ccomp" and word.head.lemma_ in ("hope", "want", "wish", "insist", "urge"):
            return Mood.ATTEMPTED
        return Mood.PLANNED
    below = word.dep_ in ("xcomp", "ccomp") and word.tag_ == "VB"
    if "to" in auxiliaries or word.tag_ == "VBG" or word.dep_ == "xcomp" or below:
        return _mood_above(word, infinitive="to" in auxiliaries or below)
    if word.dep_ == "conj" and word.head.pos_ in ("VERB", "AUX") and word.tag_ != "VBD":
        return mood(word.head)
    return Mood.FACT


def is_hypothetical(word: Token) -> bool:
    """Whether a verb only says what might be: "if X broke the pact", "would scrap it if"."""
    children = list(word.children)
    words = {child.lower_ for child in children if child.dep_ in ("aux", "mark", "advmod")}
    return bool(words & {"if", "unless", "would", "could", "might", "'d"})


def _mood_above(word: Token, *, infinitive: bool) -> Mood:
    above = word.head
    if word.dep_ == "pcomp" and above.pos_ in ("ADP", "SCONJ"):
        if above.lower_ in ("without", "before"):
            return Mood.FAILED if above.lower_ == "without" else Mood.ATTEMPTED
        if above.lower_ == "in" and above.head.lemma_ in _SUCCEEDED:
            return mood(above.head) if above.head.pos_ == "VERB" else Mood.FACT
        if above.lower_ in _TOWARD or above.lower_ in ("to", "on", "in", "at", "about"):
            return _mood_of(above.head, Mood.ATTEMPTED)
        return Mood.FACT
    if word.dep_ in ("advcl", "acl", "relcl") or word.i == above.i:
        passive = any(
            child.dep_ == "auxpass" for child in word.children
        )  # "to be signed on Friday"
        base = Mood.FACT if not infinitive else Mood.PLANNED if passive else Mood.ATTEMPTED
        return _mood_of(above, base) if infinitive else base
    if word.dep_ == "conj":
        return mood(above) if above.pos_ in ("VERB", "AUX") else Mood.FACT
    return _mood_of(above, Mood.ATTEMPTED if infinitive else Mood.FACT)


def _mood_of(above: Token, otherwise: Mood) -> Mood:
    lemma = above.lemma_.lower()
    if lemma in _REFUSED:
        return Mood.REFUSED
    if lemma in _FAILED or any(child.dep_ == "neg" for child in above.children):
        return Mood.FAILED
    if lemma in _ATTEMPTED:
        return Mood.ATTEMPTED
    if lemma in _PLANNED or (lemma == "be" and otherwise is Mood.ATTEMPTED):  # "are to sign"
        return Mood.PLANNED
    return otherwise
