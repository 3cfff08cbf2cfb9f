"""Which verbs report speech, and which act of speech they or the words themselves are."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from spacy.tokens import Token


@dataclass(frozen=True)
class Cues:
    """Verbs of speech by kind, and wordings that are acts of their own."""

    plain: dict[str, str]  # verbs that report words
    acts: dict[str, str]  # verbs that name what the words do
    after: dict[str, str]  # verbs that report words only directly behind them
    nouns: dict[str, str]  # what is expressed or voiced: "hope", "concern"
    words: tuple[tuple[re.Pattern[str], str], ...]

    def act(self, verb: str) -> str | None:
        """The speech act of a verb, or None when it is no verb of speech."""
        return self.plain.get(verb) or self.acts.get(verb) or self.after.get(verb)


@cache
def cues() -> Cues:
    """The cues of ``speech_acts.tsv``."""
    text = files("etl.extract.statements").joinpath("speech_acts.tsv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    kinds = {kind: {r["cue"]: r["act"] for r in rows if r["kind"] == kind} for kind in _KINDS}
    words = tuple(
        (re.compile(rf"(?:^|[.;,:] |and )(?:{r['cue']})\b", re.IGNORECASE), r["act"])
        for r in rows
        if r["kind"] == "words"
    )
    return Cues(kinds["plain"], kinds["act"], kinds["after"], kinds["noun"], words)


_KINDS = ("plain", "act", "after", "noun")


def verb_of(token: Token) -> str | None:
    """The verb of speech that a token is, with its particle ("point out", "call on")."""
    if token.pos_ not in {"VERB", "AUX"} and token.tag_[:1] != "V":
        return None
    lemma = token.lemma_.lower()
    known = cues()
    for child in token.children:
        if child.dep_ in {"prt", "prep", "advmod"}:
            phrase = f"{lemma} {child.lower_}"
            if known.act(phrase):
                return phrase
    return lemma if known.act(lemma) else None


def is_plain(token: Token, *, after: bool = False) -> bool:
    """Whether a token is a verb that reports words ("said"); ``after`` them also "continued"."""
    verb = verb_of(token)
    return verb is not None and (verb in cues().plain or (after and verb in cues().after))


def is_speech(token: Token) -> bool:
    """Whether a token is a verb of speech wherever it stands."""
    verb = verb_of(token)
    if verb is None or verb in cues().after:
        return False
    return verb == "say" or not is_passive(token)


def is_passive(token: Token) -> bool:
    """ "Asked about it", "was told": the subject did not speak."""
    helpers = {c.dep_ for c in token.children}
    return token.tag_ == "VBN" and ("auxpass" in helpers or "aux" not in helpers)


def act_of(verb: str | None, text: str, noun: str | None = None) -> str:
    """The act of a statement: what its verb or the noun with it names, or else its words."""
    named = cues().nouns.get(noun) if noun else cues().act(verb) if verb else None
    if named and named != "assert":
        return named
    for pattern, act in cues().words:
        if pattern.search(text):
            return act
    return named or "assert"
