"""The status of an instrument from the clauses that speak of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from etl.document import Sentence
from etl.extract.agreements.anaphora import pronoun_governors
from etl.extract.agreements.clause import LIGHT, Governor, governors, lemma_of
from etl.extract.agreements.entries import entry_of, fits
from etl.extract.agreements.lexicon import lexicon
from etl.extract.agreements.moods import Mood, mood
from etl.extract.agreements.phrase import Phrase
from etl.extract.agreements.verdicts import verdict

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
_WORKING = frozenset({"conclude", "finalise", "finalize", "negotiate", "draft", "pursue", "seek",
                      "discuss", "begin", "start", "work", "explore", "consider", "study",
                      "weigh"})  # fmt: skip
_FIGHTING = frozenset({"fighting", "fight", "clash", "clashes", "attack", "shelling", "shell",
                       "violence", "bombing", "bomb", "bombardment", "airstrike", "strike",
                       "gunfire", "offensive", "raid"})  # fmt: skip
_PLACING = frozenset({"be", "put", "place", "bring", "throw"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_EXISTS = frozenset({"agreed", "signed", "ratified", "in-force", "terminated", "suspended"})
_DEFAULT = {"ceasefire": "in-force", "treaty": "in-force", "resolution": "in-force",
            "sanctions": "in-force", "joint-statement": "agreed"}  # fmt: skip


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
    if is_under(phrase) and phrase.hint != "proposed":
        found.append(Cue("in-force", 1, phrase.head, phrase.sentence))
    found += _in_spite_of(phrase)
    if phrase.attributive:
        found += _cue(phrase, Governor(phrase.head.head, "noun", "of", ()))
    for governor in (*governors(phrase.head), *pronoun_governors(phrase)):
        found += _cue(phrase, governor)
    return found


def is_under(phrase: Phrase) -> bool:
    """ "Under the pact", "under the terms of the pact"."""
    head = phrase.head
    if head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head.lemma_ == "term":
        head = head.head.head
    return bool(head.dep_ == "pobj" and head.head.lower_ in ("under", "per"))


def _in_spite_of(phrase: Phrase) -> list[Cue]:
    """ "Despite the truce": it stands, and who fights breaks it."""
    above = phrase.head.head
    if phrase.group not in ("truce", "pact") or above.lower_ != "despite":
        return []
    clause = (t for t in above.head.subtree if t.i < above.i or t.i > above.right_edge.i)
    fought = any(token.lemma_.lower() in _FIGHTING for token in clause)
    status, weight = ("violated", 3) if fought and phrase.group == "truce" else ("in-force", 1)
    return [Cue(status, weight, above.head, phrase.sentence)]


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
    return _DEFAULT.get(kind, "agreed")


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
    if _is_wished_to_be(word) and phrase.determiner != "no":
        return [Cue("proposed", 2, word, phrase.sentence)]
    if (told := _object_beside(governor)) is not None:
        return [Cue(*told, word, phrase.sentence)]
    entry = entry_of(governor)
    if entry is None and governor.role == "prep" and governor.prep in ("toward", "towards"):
        return [Cue("under-negotiation", 2, word, phrase.sentence)]  # "progress towards a deal"
    if entry is None or not fits(governor, entry[0]):
        placed = governor.role == "object" and word.lemma_ in _PLACING
        return _predicate(phrase, word) if placed or governor.role == "subject" else []
    kind, status = entry
    feeling = Mood.FAILED if phrase.determiner == "no" else _mood(governor, kind)
    if _is_silent(phrase, governor, kind, feeling):
        return []
    result = verdict(kind, status, feeling, phrase, word)
    if result is None:
        return []
    found, weight = result
    if found == "suspended" and kind == "revive" and phrase.hint:
        found = "at-risk"  # what never was cannot be suspended
    return [Cue(found, weight, word, phrase.sentence)]


def _object_beside(governor: Governor) -> tuple[str, int] | None:
    """ "Cast doubt on the pact", "put an end to it": status and weight."""
    beside = governor.role == "prep" and governor.prep in ("on", "against", "to", "over")
    if not beside or governor.via or mood(governor.word) is not Mood.FACT:
        return None
    for child in governor.word.children:
        entry = lexicon().nouns.get(child.lemma_.lower(), ("", ""))
        if child.dep_ == "dobj" and entry[0] in ("risk", "reject", "end"):
            return entry[1], 3
        if governor.word.lemma_ == "say" and child.lower_ == "no":
            return "rejected", 3  # "said no to a truce"
    return None


def _is_wished_to_be(verb: Token) -> bool:
    """ "Hoped that there would be a truce"."""
    if verb.lemma_ != "be" or not any(child.dep_ == "expl" for child in verb.children):
        return False
    return mood(verb) is Mood.ATTEMPTED or verb.head.lemma_ == "hope"


def _is_silent(phrase: Phrase, governor: Governor, kind: str, feeling: Mood) -> bool:
    """Whether a word of the tables says nothing of the status where it stands."""
    word = governor.word
    if governor.role == "noun" and word.tag_ in ("NNP", "NNPS"):
        return True  # a part of a name
    if word.lemma_ == "agree" and any(
        t.head.i == word.i and t.lemma_ in _WORKING for t in phrase.head.ancestors
    ):
        return True  # "agreed to conclude a pact": there is none yet
    if governor.role == "subject" and kind in ("propose", "negotiate"):
        return True  # "the accord calls for a pull-out"
    if kind == "avert" or (kind == "possess" and word.i != phrase.head.head.i):
        return True  # "has to sign an accord"
    # "would not call for a truce"
    unwanted = feeling in (Mood.FAILED, Mood.REFUSED)
    return kind == "propose" and unwanted and phrase.determiner in ("a", "")


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
            above = lexicon().verbs.get(word.lemma_, ("", ""))[0]
            if above == "avert":
                return Mood.FAILED
            if above == "negotiate":
                return Mood.ATTEMPTED  # "neared agreement on a pact"
            return mood(word) if kind == "conclude" else Mood.FACT
    return Mood.FACT


def _predicate(phrase: Phrase, verb: Token) -> list[Cue]:
    """ "took effect", "is in danger", "was unacceptable": what a light verb's complement says."""
    if below := _complement(verb):
        return _predicate(phrase, below)
    if lemma_of(verb) not in LIGHT:
        return []
    for child in verb.children:
        inner = [child, *child.children] if child.dep_ == "prep" else [child]
        if child.dep_ not in ("dobj", "acomp", "attr", "prep", "advmod", "oprd"):
            continue
        for token in (t for t in inner if t.i != phrase.head.i):
            entry = lexicon().nouns.get(token.lemma_.lower())
            if entry and entry[0] in ("use", "risk", "end", "state", "reject", "negotiate"):
                force = token.lemma_ in ("effect", "force")
                weight = 3 if force or entry[0] not in ("use", "reject") else 1
                if mood(verb) is Mood.FACT:
                    return [Cue(entry[1], weight, verb, phrase.sentence)]
                if force and mood(verb) is Mood.PLANNED:
                    return [Cue("agreed", 2, verb, phrase.sentence)]
    return []


def _complement(verb: Token) -> Token | None:
    """The verb that tells what is due to happen: "was expected to take effect"."""
    for child in verb.children:
        inner = child.children if child.dep_ == "acomp" else (child,)
        for token in inner:
            if token.dep_ == "xcomp" and token.pos_ in ("VERB", "AUX"):
                return token
    return None
