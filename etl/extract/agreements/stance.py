"""Sentences in which somebody only takes a stand, and does nothing."""

from spacy.tokens import Token

_STANCES = frozenset({"welcome", "condemn", "call", "urge", "commend", "support", "applaud",
                      "concern", "express", "congratulate", "note", "regret", "deplore", "remain",
                      "stand", "join", "reaffirm", "reiterate", "appeal"})  # fmt: skip
_FEELINGS = frozenset({"concerned", "pleased", "proud", "appalled", "saddened", "alarmed",
                       "committed", "grateful", "outraged", "concern"})  # fmt: skip


def is_stance(root: Token) -> bool:
    """Whether a sentence only takes a stand: "X welcomes", "we are concerned"."""
    if root.lemma_ in _STANCES:
        return root.tag_ in ("VBZ", "VBP")
    feeling = {child.lemma_ for child in root.children if child.dep_ in ("acomp", "attr")}
    return root.lemma_ == "be" and bool(feeling & _FEELINGS)
