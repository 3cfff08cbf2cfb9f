"""The status of an instrument from the clauses that speak of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from etl.document import Sentence
from etl.extract.agreements.clause import (
    Governor,
    Mood,
    governors,
    is_hypothetical,
    lemma_of,
    mood,
    subjects,
)
from etl.extract.agreements.entries import entry_of, fits
from etl.extract.agreements.lexicon import lexicon
from etl.extract.agreements.phrase import Phrase

# Of two that are equally well supported, the one that changes more wins.
RANK = ("rejected", "violated", "at-risk", "suspended", "terminated", "ratified", "in-force",
        "signed", "agreed", "under-negotiation", "proposed")  # fmt: skip
_MOST_FROM_WEAK = 2  # however often an agreement is complied with, it was signed
_RAISING = frozenset({"appear", "seem", "continue", "begin", "start", "remain"})
_IN_FORCE = re.compile(r",?\s+(?:which (?:is|has been) )?(?:already )?in (?:force|effect|place)\b")
_WISHING = frozenset({"urge", "call", "demand", "seek", "want", "threaten", "warn", "need", "look",
                      "hope", "expect", "await", "encourage", "aim", "push", "press", "ask",
                      "advocate", "risk", "consider", "delay", "postpone", "defer", "boycott",
                      "oppose"})  # fmt: skip
_URGING = frozenset({"urge", "ask", "press", "propose", "invite", "recommend", "suggest", "call"})
_LAWMAKERS = ("parliament", "congress", "senate", "lawmakers", "duma", "knesset", "legislature",
              "assembly", "bundestag", "diet", "voters", "referendum")  # fmt: skip
_YEAR = re.compile(r"(?:19|20)\d\d")
_EXISTS = frozenset({"agreed", "signed", "ratified", "in-force", "terminated", "suspended"})
_DEFAULT = {"ceasefire": "in-force", "treaty": "in-force", "resolution": "in-force",
            "sanctions": "agreed", "joint-statement": "agreed"}  # fmt: skip


@dataclass(frozen=True)
class Cue:
    """One clause's word on the status."""

    status: str
    weight: int
    word: Token
    sentence: Sentence


def cues(phrase: Phrase) -> list[Cue]:
    """What the clauses around one phrase say."""
    found = []
    paragraph = phrase.sentence.paragraph
    if _IN_FORCE.match(paragraph.text, phrase.end - paragraph.start):
        found.append(Cue("in-force", 3, phrase.head, phrase.sentence))
    if phrase.attributive:
        found += _cue(phrase, Governor(phrase.head.head, "noun", "of", ()))
    for governor in governors(phrase.head):
        found += _cue(phrase, governor)
    return found


def default_status(phrases: Sequence[Phrase], kind: str) -> str:
    """The status of an instrument that no clause says anything about."""
    if any(phrase.name for phrase in phrases):
        return _DEFAULT.get(kind, "in-force")
    hints = [phrase.hint for phrase in phrases if phrase.hint]
    if hints:
        named_drafts = "proposed" if kind in ("resolution", "joint-statement") else None
        return hints[0] if hints[0] != "draft" else named_drafts or "under-negotiation"
    if any(_YEAR.fullmatch(word) for phrase in phrases for word in phrase.words):
        return _DEFAULT.get(kind, "in-force")  # "a 1970 treaty"
    if all(phrase.determiner in ("a", "any", "no") for phrase in phrases):
        real = kind == "joint-statement" or all(_is_real(phrase) for phrase in phrases)
        return "agreed" if real else "proposed"
    if kind == "other":
        return "proposed"
    return _DEFAULT.get(kind, "in-force")


def _is_real(phrase: Phrase) -> bool:
    """Whether the clause takes it for granted: "pointing to an accord on fish"."""
    if not (phrase.words or phrase.topic) or phrase.determiner != "a":
        return False
    verbs = [g.word for g in governors(phrase.head) if g.word.pos_ in ("VERB", "AUX")]
    return bool(verbs) and all(mood(verb) is Mood.FACT for verb in verbs)


def decide(all_cues: list[Cue]) -> Cue | None:
    """The cue of the best supported status."""
    if not all_cues:
        return None
    if any(cue.status in _EXISTS and cue.weight >= 3 for cue in all_cues):
        # It was negotiated, proposed and agreed before it existed.
        all_cues = [cue for cue in all_cues if cue.status not in ("under-negotiation", "proposed")]
    support: dict[str, int] = {}
    for cue in sorted(all_cues, key=lambda cue: -cue.weight):
        so_far = support.get(cue.status, 0)
        weak = cue.weight == 1
        support[cue.status] = (
            max(so_far, _MOST_FROM_WEAK) if weak and so_far else so_far + cue.weight
        )
    best = min(support, key=lambda status: (-support[status], RANK.index(status)))
    return max((cue for cue in all_cues if cue.status == best), key=lambda cue: cue.weight)


def _cue(phrase: Phrase, governor: Governor) -> list[Cue]:
    word = governor.word
    if word.lemma_ in _RAISING and governor.role == "subject":  # "appeared to be holding"
        word = next((child for child in word.children if child.dep_ == "xcomp"), word)
        governor = replace(governor, word=word)
    entry = entry_of(governor)
    if entry is None or not fits(governor, entry[0]):
        if governor.role == "subject" or (governor.role == "object" and word.lemma_ == "be"):
            return _predicate(phrase, word)
        return []
    kind, status = entry
    feeling = _mood(governor, kind)
    if phrase.determiner == "no":
        feeling = Mood.FAILED
    if governor.role == "subject" and kind in ("propose", "negotiate"):
        return []  # "the accord calls for a pull-out"
    if kind == "avert" or (kind == "possess" and word.i != phrase.head.head.i):
        return []  # "has to sign an accord"
    if kind == "propose" and feeling is Mood.FAILED and phrase.determiner == "a":
        return []  # "would not call for a truce"
    result = _status(kind, status, feeling, phrase, word)
    if result is None:
        return []
    found, weight = result
    if found == "suspended" and kind == "revive" and phrase.hint:
        found = "at-risk"  # what never was cannot be suspended
    return [Cue(found, weight, word, phrase.sentence)]


def _mood(governor: Governor, kind: str) -> Mood:
    """How sure a cue is. A noun is wished for or averted by its verb: "averted the collapse"."""
    word = governor.word
    if word.pos_ in ("VERB", "AUX"):
        return mood(word)
    for _ in range(3):
        word = word.head
        if word.pos_ in ("VERB", "AUX"):
            if word.lemma_ in _WISHING:
                return Mood.ATTEMPTED
            if lexicon().verbs.get(word.lemma_, ("", ""))[0] == "avert":
                return Mood.FAILED
            return mood(word) if kind == "conclude" else Mood.FACT
    return Mood.FACT


def _status(
    kind: str, status: str, feeling: Mood, phrase: Phrase, word: Token
) -> tuple[str, int] | None:
    """Status and weight for a class of words, a status and how sure the clause is."""
    fact = feeling is Mood.FACT
    expected = phrase.group in ("statement", "resolution")
    match kind:
        case "conclude":
            return _concluded(status, feeling, phrase, word)
        case "end" if word.tag_ in ("VBZ", "VBP") and lemma_of(word) in ("expire", "lapse"):
            return "in-force", 2  # "the pact expires in May"
        case "end":
            return (status if fact else "at-risk"), 2 if is_hypothetical(word) else 3
        case "await":
            return ("proposed" if expected else status), 2
        case "possess":
            held = fact and not phrase.bare
            return ("proposed" if phrase.hint else status, 2) if held else None
        case "reject":
            return (status, 4) if fact else None
        case "hail":
            return (status, 2) if fact and phrase.determiner != "a" else None
        case "violate" | "use":
            pledged = phrase.determiner == "a" and lemma_of(word).startswith("commit")
            return ("proposed", 1) if pledged else _kept(kind, status, feeling, word)
    return status, {"revive": 3, "risk": 3, "negotiate": 2}.get(kind, 1)


def _kept(kind: str, status: str, feeling: Mood, word: Token) -> tuple[str, int]:
    """Whether what exists is complied with or broken."""
    failed = feeling in (Mood.FAILED, Mood.REFUSED)
    if kind == "violate":
        return ("in-force", 1) if feeling is Mood.FAILED or is_hypothetical(word) else (status, 3)
    if word.lemma_ == "entry" and feeling is Mood.ATTEMPTED:
        return "signed", 2  # "called for the entry into force of the treaty"
    if lemma_of(word) == "hold" and feeling is Mood.FACT:
        return status, 4
    return ("violated", 3) if failed and word.pos_ == "VERB" else (status, 1)


def _concluded(status: str, feeling: Mood, phrase: Phrase, word: Token) -> tuple[str, int] | None:
    if feeling is Mood.FACT:
        by_lawmakers = any(
            lawmaker in t.lower_
            for s in subjects(word)
            for t in s.subtree
            for lawmaker in _LAWMAKERS
        )
        if by_lawmakers and word.lemma_ in ("approve", "pass", "endorse", "adopt", "accept"):
            return "ratified", 4
        return status, 3
    if feeling is Mood.REFUSED:
        return ("in-force", 1) if _is_open(phrase, status) else ("rejected", 3)
    if phrase.group in ("statement", "resolution"):
        return "proposed", 2
    if status == "ratified":
        return "signed", 2  # only what is signed waits to be ratified
    if status == "signed" and feeling is Mood.PLANNED:
        return "agreed", 2
    if status == "signed" and _is_open(phrase, status):
        return "in-force", 1  # "urged X to sign the convention"
    urged = word.tag_ == "VB" and lemma_of(word.head) in _URGING
    return ("proposed" if urged and phrase.determiner == "a" else "under-negotiation"), 2


def _is_open(phrase: Phrase, status: str) -> bool:
    """Whether a treaty stands, whoever stays away: one state does not sign what others did."""
    return bool(phrase.name) and phrase.kind == "treaty" and status in ("signed", "ratified")


def _predicate(phrase: Phrase, verb: Token) -> list[Cue]:
    """ "took effect", "is in danger", "was unacceptable": what a light verb's complement says."""
    for child in verb.children:
        inner = [child, *child.children] if child.dep_ == "prep" else [child]
        if child.dep_ not in ("dobj", "acomp", "attr", "prep", "advmod", "oprd"):
            continue
        for token in inner:
            entry = lexicon().nouns.get(token.lemma_.lower())
            if entry and entry[0] in ("use", "risk", "end", "state", "reject", "negotiate"):
                force = token.lemma_ in ("effect", "force")
                weight = 3 if force or entry[0] not in ("use", "reject") else 1
                if mood(verb) is Mood.FACT:
                    return [Cue(entry[1], weight, verb, phrase.sentence)]
                if force and mood(verb) is Mood.PLANNED:
                    return [Cue("agreed", 2, verb, phrase.sentence)]
    return []
