"""Whether the clause that a date stands in speaks of what was or of what is to come."""

from spacy.tokens import Span, Token

from etl.dates.spans import Tense
from etl.dates.words import verbs

_AHEAD_MODALS = frozenset(
    {"will", "'ll", "wo", "shall", "would", "'d", "may", "might", "could", "can", "should", "must"}
)
_PAST_TAGS = frozenset({"VBD", "VBN"})
_AHEAD_PREPOSITIONS = frozenset({"until", "till", "by", "before"})
_SKIPPED = frozenset({"on", "late", "early", "later", "earlier", "last", "this", "that", ","})


def tense_of(span: Span) -> Tense:
    """The tense of the clause that governs a date."""
    near = _verb_just_before(span)
    if near is not None:
        return Tense.PAST
    previous = span.doc[span.start - 1] if span.start else None
    if previous is not None and previous.lower_ in _AHEAD_PREPOSITIONS:
        return _deadline(span, previous)
    if previous is not None and previous.lower_ == "to":
        moved = _governor(previous)  # "postponed to May 20"
        if moved is not None and moved.lemma_.lower() in verbs("moved"):
            return Tense.FUTURE
    if span.start > 1 and span.doc[span.start - 2 : span.start].text.lower() == "ahead of":
        return Tense.FUTURE
    verb = _governor(span.root)
    found = _tense_of_verb(verb) if verb is not None else Tense.UNKNOWN
    if found is Tense.PAST and _is_attribute(span):
        return Tense.UNKNOWN  # "the May 18 visit was announced" does not tell when it is
    return found


def _is_attribute(span: Span) -> bool:
    root = span.root
    return (
        root.dep_ in {"compound", "nmod", "amod", "nummod", "poss", "npadvmod"}
        and root.head.pos_ in {"NOUN", "PROPN"}
        and root.head.i >= span.end
    )


def _verb_just_before(span: Span) -> Token | None:
    """ "Said on Tuesday", "agreed late Monday": the finite verb that the date follows."""
    index = span.start - 1
    while index >= 0 and span.doc[index].lower_ in _SKIPPED:
        index -= 1
    if index < 0 or span.doc[index].sent.start != span.sent.start:
        return None
    token = span.doc[index]
    if token.tag_ == "VBD" and token.lemma_.lower() not in {"be", "do"}:
        return None if token.lemma_.lower() in verbs("scheduled") else token
    return None


def _deadline(span: Span, preposition: Token) -> Tense:
    verb = _governor(preposition)
    found = _tense_of_verb(verb) if verb is not None else Tense.UNKNOWN
    return Tense.FUTURE if found is Tense.UNKNOWN else found


def _governor(token: Token) -> Token | None:
    """The nearest verb above a token; a participle beside a noun is left for its clause."""
    for ancestor in token.ancestors:
        if ancestor.pos_ in {"VERB", "AUX"}:
            return ancestor
    return None


def _tense_of_verb(verb: Token) -> Tense:
    """The tense of a verb group, looked up through infinitives and participles."""
    for _ in range(6):
        own = _own_tense(verb)
        if own is not None:
            return own
        above = _governor(verb)
        if above is None:
            return Tense.UNKNOWN
        if _is_infinitive(verb) and _looks_ahead(verb, above):
            return Tense.FUTURE
        verb = above
    return Tense.UNKNOWN


def _looks_ahead(infinitive: Token, above: Token) -> bool:
    """ "Agreed to meet", "plans to meet"; but "failed to meet", "flew there to meet"."""
    if infinitive.dep_ in {"acl", "relcl"}:
        return infinitive.head.lemma_.lower() in verbs("plans")
    return infinitive.dep_ != "advcl" and above.lemma_.lower() not in verbs("done")


def _is_infinitive(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.tag_ == "TO" for child in verb.children)


def _own_tense(verb: Token) -> Tense | None:
    """What a verb and its auxiliaries tell; None for infinitives and bare participles."""
    helpers = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    words = {h.lower_ for h in helpers}
    lemma = verb.lemma_.lower()
    if words & _AHEAD_MODALS:
        return Tense.PAST if "have" in words else Tense.FUTURE
    participle = verb.tag_ in {"VBN", "JJ"} or (verb.tag_ == "VBD" and verb.dep_ == "acl")
    if lemma in verbs("scheduled") and participle and not words & {"had", "have"}:
        return Tense.FUTURE
    if lemma == "be" and any(
        c.dep_ in {"xcomp", "acomp"} and (_is_infinitive(c) or c.lower_ in {"due", "set"})
        for c in verb.children
    ):
        return Tense.FUTURE
    if _is_infinitive(verb):
        return None
    if verb.tag_ == "VBD" or any(h.tag_ == "VBD" for h in helpers):
        return Tense.PAST
    if words & {"has", "have", "'ve", "having"}:
        return Tense.PAST
    if verb.tag_ in {"VBZ", "VBP"} or any(h.tag_ in {"VBZ", "VBP"} for h in helpers):
        return _present(verb)
    if verb.tag_ == "VBN" and verb.dep_ in {"acl", "relcl"} and lemma not in verbs("scheduled"):
        return Tense.PAST
    return None


def _present(verb: Token) -> Tense:
    """ "Meets on Tuesday" announces; "says" reports what was said."""
    lemma = verb.lemma_.lower()
    if lemma in verbs("speech"):
        return Tense.PAST
    if lemma in {"follow", "mark", "show", "come"}:
        return Tense.UNKNOWN
    return Tense.FUTURE
