"""Pronouns that stand for an instrument, in its own sentence and at the start of the next."""

from collections.abc import Iterator

from spacy.tokens import Token

from etl.extract.agreements.clause import Governor, governors, lemma_of
from etl.extract.agreements.lexicon import lexicon
from etl.extract.agreements.phrase import Phrase

_PRONOUNS = {"it": False, "them": True, "they": True}  # whether it stands for several
_CLASSES = frozenset({"conclude", "renew", "end", "violate", "reject", "use", "revive"})
# Verbs of the tables whose object may well be something else: "keep it", "call it".
_OPEN = frozenset({"make", "produce", "read", "win", "cut", "form", "declare", "settle", "keep",
                   "hold", "have", "leave", "call", "turn", "carry", "announce", "provide",
                   "secure", "extend", "release", "issue", "join", "monitor", "fail", "block",
                   "kill", "halt", "pause", "discard", "allow", "require", "enable", "cover", "end",
                   "die", "exit", "pull", "result", "achieve", "complete", "publish"})  # fmt: skip
_INTRANSITIVE = frozenset({"expire", "lapse", "collapse", "unravel"})


def pronoun_governors(phrase: Phrase) -> Iterator[Governor]:
    """What is done to "it", where "it" can only be the instrument spoken of last."""
    if phrase.attributive:
        return
    for pronoun in _pronouns(phrase):
        for governor in governors(pronoun):
            lemma = lemma_of(governor.word)
            kind = lexicon().verbs.get(lemma, ("", ""))[0]
            plain = governor.role == "object" or lemma in _INTRANSITIVE
            if plain and not governor.via and kind in _CLASSES and lemma not in _OPEN:
                yield governor


def _pronouns(phrase: Phrase) -> Iterator[Token]:
    """Pronouns behind a phrase before any other noun that names an instrument."""
    doc, sentence = phrase.head.doc, phrase.sentence.span
    end = phrase.end - phrase.sentence.paragraph.start
    for token in (t for t in doc[phrase.head.i + 1 :] if t.idx >= end):
        if token.i >= sentence.end and not _opens(token, sentence.end):
            return
        if token.pos_ in ("NOUN", "PROPN") and token.lower_ in lexicon().heads:
            return
        if _PRONOUNS.get(token.lower_) is phrase.plural and not _is_expletive(token):
            yield token


def _opens(token: Token, end: int) -> bool:
    """Whether a token is the first of the sentence after the phrase's."""
    return token.i == end


def _is_expletive(token: Token) -> bool:
    """ "It is expected that …"."""
    return token.dep_ == "expl" or any(c.dep_ in ("ccomp", "csubj") for c in token.head.children)
