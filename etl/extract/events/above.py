"""The verbs above a word, and the prepositions that part it from them."""

from collections.abc import Iterator

from spacy.tokens import Token

from etl.extract.events.words import words

BEFORE = frozenset({"before", "ahead", "until", "prior", "pending", "toward", "towards"})
APART = frozenset({"over", "about", "despite", "since", "against"})  # its own time, not the verb's


def clause_verbs(token: Token) -> Iterator[Token]:
    """The verbs above a token, nearest first, up to and without a verb of speech."""
    current = token
    for _ in range(10):
        if current.pos_ in ("VERB", "AUX") and current.i != token.i:
            if current.lemma_.lower() in words("speech"):
                return
            yield current
        if current.head.i == current.i:
            return
        current = current.head


def lies_ahead_of_clause(token: Token) -> bool:
    """Whether "before", "ahead of" or "over" stands between a noun and the verb above it."""
    current = token
    for _ in range(6):
        current = current.head
        if current.pos_ in ("VERB", "AUX") or current.head.i == current.i:
            return False
        if current.lower_ in BEFORE or (current.lower_ in APART and current.dep_ == "prep"):
            return True
    return False
