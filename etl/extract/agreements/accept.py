"""Which noun phrases are instruments, and which only use the same word."""

import re
from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Token

from etl.document import Sentence
from etl.entities import Kind
from etl.extract.agreements.clause import core, governors, subjects
from etl.extract.agreements.lexicon import Head, lexicon
from etl.extract.agreements.moods import Mood, mood
from etl.extract.agreements.phrase import Phrase
from etl.extract.agreements.status import cues
from etl.extract.agreements.verdicts import by_lawmakers
from etl.extract.agreements.words import words_of
from etl.reading import Reading

_OF_WHAT = frozenset({"conflict", "dispute", "crisis", "issue", "issues", "question", "problem",
                      "problems", "differences", "war", "standoff", "stand-off", "situation",
                      "row", "tensions", "disputes", "conflicts", "matter", "case"})  # fmt: skip
_FORUMS = ("security council", "general assembly", "u.n.", "un ", "united nations", "commission",
           "human rights council", "iaea", "board of governors")  # fmt: skip
_COUNCILS = ("security council", "u.n. ", "un ", "united nations ")
_FORUM_VERBS = frozenset({"adopt", "veto", "vote", "sponsor", "co", "table", "draft", "defeat",
                          "file", "circulate", "pass", "favor", "favour", "cosponsor"})  # fmt: skip
_SIGNING = frozenset({"sign", "initial", "ink", "adopt", "ratify", "conclude", "reach", "endorse",
                      "award", "hammer"})  # fmt: skip
_ISSUING = frozenset(
    {"draft", "prepare", "publish", "issue", "adopt", "release", "sign", "agree", "endorse"}
)
_OCCASIONS = frozenset({"talk", "talks", "meeting", "summit", "visit", "negotiation", "conference"})
_MANY = frozenset({"minister", "leader", "president", "country", "nation", "member", "side",
                   "state",
                   "government", "power", "chief", "envoy", "diplomat", "participant", "delegate",
           "neighbor", "neighbour", "party", "ally", "delegation", "negotiator", "they",
           "both"})  # fmt: skip
_INSTEAD = re.compile(
    r"\b(?:rather than|instead of|short of|but not)\s+(?:an?\s+)?$", re.IGNORECASE
)
_TAKEN = ("agreed", "signed", "rejected", "in-force", "violated")
_ADOPTING = frozenset({"adopt", "agree", "sign", "endorse", "accept", "commit"})
_ANSWERING = frozenset({"accept", "reject", "endorse", "sign", "adopt", "present", "submit"})


def is_instrument(reading: Reading, phrase: Phrase, head: Head) -> bool:
    """Whether a phrase is an instrument by its own words and its verb."""
    before = phrase.sentence.paragraph.text[: phrase.start - phrase.sentence.paragraph.start]
    if _INSTEAD.search(before[-24:]):
        return False
    modifiers = _modifiers(words_of(phrase.text)[:-1])
    if any(lexicon().has("exclude", w, f) for w in modifiers for f in (head.family, head.group)):
        signed = any(cue.status in ("signed", "ratified") for cue in cues(phrase))
        return signed and head.family == "protocol"  # "a security protocol signed in 1987"
    if head.needs == "determiner":
        described = bool(phrase.determiner or phrase.words or phrase.plural)
        # "Reached agreement on a border crossing"
        concluded = bool(phrase.topic) and _is_concluded(reading, phrase, head)
        return described or concluded or _with_party(phrase)
    if head.needs == "modifier":
        return _is_described(reading, phrase, head, modifiers)
    if head.needs == "clause":
        return any(cue.weight > 1 for cue in cues(phrase)) and phrase.determiner != "poss"
    if head.needs == "forum":
        return _is_resolution(phrase) and not _is_of_lawmakers(phrase)
    if head.needs == "council":
        text = phrase.text.lower()
        of_council = any(word in text for word in _COUNCILS) and not reading.mentions.within(
            phrase.start, phrase.end, Kind.POLITY
        )  # "EU and U.N. sanctions" are several measures
        return of_council or _is_adopted_by_council(reading, phrase)
    return head.needs in ("nothing", "self") or phrase.determiner in ("the", "poss")


def _is_described(reading: Reading, phrase: Phrase, head: Head, modifiers: Sequence[str]) -> bool:
    """Whether what stands with a noun of many uses makes it an instrument."""
    said = [*modifiers, *phrase.topic]
    if any(lexicon().has("enables", word, head.family) for word in said):
        return head.family != "arrangement" or not phrase.plural or bool(cues(phrase))
    if head.family == "road map":
        enabled = any(lexicon().has("enables", word, "plan") for word in said)
        return enabled or any(cue.weight > 1 and cue.status in _TAKEN for cue in cues(phrase))
    if head.family == "contract" and (phrase.words or phrase.long):
        return True
    if head.family == "statement" and _has_authors(reading, phrase):
        return True
    is_plan = head.family == "plan" and _is_plan(reading, phrase, modifiers)
    return is_plan or _is_concluded(reading, phrase, head)


def _modifiers(words: Sequence[str]) -> list[str]:
    """Words, pairs of them, and the parts of hyphenated ones."""
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    return [*words, *pairs, *(part for word in words for part in word.split("-"))]


def _with_party(phrase: Phrase) -> bool:
    """Whether bare "agreement" has a partner: "agreement (reached) with X"."""
    after = phrase.long[len(phrase.text) :] if phrase.long else ""
    return after.lstrip().lower().startswith(("with ", "between ")) or any(
        preposition.lower_ in ("with", "between")
        for clause in phrase.head.children
        if clause.dep_ == "acl"
        for preposition in clause.children
    )


def _is_concluded(reading: Reading, phrase: Phrase, head: Head) -> bool:
    """What is signed or adopted is an instrument, whatever it is called.

    A plan must be some state's or body's as well, and may be refused: parliaments adopt plans too.
    """
    if phrase.determiner == "the" and not phrase.words:
        return False  # "signed the document": which one was said before
    if _is_adopted_by_many(reading, phrase):
        return True
    wanted = _ANSWERING if head.family == "plan" else _SIGNING
    clauses = [g for g in governors(phrase.head) if g.role == "object" and not g.via]
    if any(g.prep == "into" and g.word.lemma_ == "enter" for g in governors(phrase.head)):
        return head.family != "plan"  # "entered into an arrangement"
    if not any(governor.word.lemma_.lower() in wanted for governor in clauses):
        return False
    owners = (Kind.POLITY, Kind.ORGANIZATION, Kind.OFFICIAL)
    return head.family != "plan" or bool(
        reading.mentions.within(phrase.start, phrase.long_end, *owners)
    )


def is_said_in(phrase: Phrase) -> bool:
    """ "In a declaration, the two sides said"; "a statement issued after the talks"."""
    for participle in (c for c in phrase.head.children if c.dep_ == "acl" and c.tag_ == "VBN"):
        after = {t.lemma_.lower() for t in participle.subtree}
        if participle.lemma_ in _ISSUING and after & _OCCASIONS:
            return True
    if phrase.head.dep_ != "pobj" or phrase.head.head.lower_ != "in":
        return False
    verb = phrase.head.head.head
    authors = subjects(verb) if verb.pos_ == "VERB" else []
    return any(a.tag_ in ("NNS", "NNPS") and a.lemma_ in _MANY for a in authors)


def _is_adopted_by_many(reading: Reading, phrase: Phrase) -> bool:
    """ "Participants agreed on an action plan", "the Framework adopted in Bali"."""
    for governor in governors(phrase.head):
        verb, prep = governor.word, governor.prep
        if governor.via or verb.lemma_.lower() not in _ADOPTING or mood(verb) is not Mood.FACT:
            continue
        if governor.role == "object" or (
            verb.lemma_ in ("agree", "commit") and prep in ("on", "to")
        ):
            doers = subjects(verb)
            if any(d.lemma_ in _MANY and d.tag_ in ("NNS", "NNPS", "PRP", "DT") for d in doers):
                return True
            if sum(_is_state(reading, phrase, word) for d in doers for word in core(d)) > 1:
                return True
            if verb.dep_ == "acl" and phrase.head.text[0].isupper():
                return True
    return False


def _is_state(reading: Reading, phrase: Phrase, word: Token) -> bool:
    mention = reading.mentions.at(phrase.sentence.paragraph.start + int(word.idx))
    return mention is not None and mention.entity.kind is Kind.POLITY


def _is_of_body(reading: Reading, phrase: Phrase) -> bool:
    """ "A NATO statement", "the declaration of the Arab League"."""
    after = phrase.long[len(phrase.text) :].lstrip() if phrase.long else ""
    end = phrase.long_end if after.startswith(("of ", "by ")) else phrase.end
    named = reading.mentions.within(phrase.start, end, Kind.ORGANIZATION)
    return any(not (m.entity.is_media or m.entity.polity) for m in named)


def _has_authors(reading: Reading, phrase: Phrase) -> bool:
    """Whether ministers or nations together, or a body, issue a statement."""
    if _is_of_body(reading, phrase) or is_said_in(phrase):
        return True
    issuing = (
        governor.word
        for governor in governors(phrase.head)
        if governor.word.lemma_.lower() in _ISSUING and governor.word.pos_ == "VERB"
    )
    authors = [subject for verb in issuing for subject in subjects(verb)]
    if any(s.tag_ in ("NNS", "NNPS") and s.lemma_ in _MANY for s in authors):
        return True
    named = (
        reading.mentions.at(phrase.sentence.paragraph.start + int(s.idx))
        for s in authors
        if phrase.determiner == "a"
    )
    return any(m and m.entity.is_body and not m.entity.polity for m in named)


def _is_plan(reading: Reading, phrase: Phrase, modifiers: Sequence[str]) -> bool:
    """ "The Baker proposals", "a six-point plan"."""
    named = reading.mentions.within(phrase.start, phrase.end, Kind.OFFICIAL)
    return bool(phrase.plural and named) or any(w.endswith("-point") for w in modifiers)


def _is_resolution(phrase: Phrase) -> bool:
    """A resolution of a body, not of a dispute and not resolve."""
    topic = [t for child in phrase.head.children if child.dep_ == "prep" for t in child.children]
    if any(t.lower_ in _OF_WHAT for t in topic):
        return False
    text = (phrase.long or phrase.text).lower()
    sponsored = any(word.endswith(("-sponsored", "-backed", "-drafted")) for word in phrase.words)
    governor = phrase.head.head
    governed = {governor.lemma_.lower(), governor.head.lemma_.lower()} & _FORUM_VERBS
    if any(forum in text for forum in (*_FORUMS, "draft")) or sponsored or governed:
        return True
    return phrase.determiner == "the" or _mentions_forum(phrase.sentence)


def _is_of_lawmakers(phrase: Phrase) -> bool:
    """Whether a parliament adopts or defeats it, which binds no state."""
    return any(by_lawmakers(g.word) for g in governors(phrase.head) if g.role == "object")


def _mentions_forum(sentence: Sentence) -> bool:
    text = sentence.paragraph.doc.text.lower()
    return any(forum in text for forum in _FORUMS)


def _is_adopted_by_council(reading: Reading, phrase: Phrase) -> bool:
    """Sanctions are an instrument when the Security Council adopts them, otherwise a measure."""
    for participle in (c for c in phrase.head.children if c.dep_ == "acl" and c.tag_ == "VBN"):
        for agent in subjects(participle):
            mention = reading.mentions.at(phrase.sentence.paragraph.start + int(agent.idx))
            if mention and mention.entity.label in ("United Nations", "UN Security Council"):
                return True
    governor = phrase.head.head
    if "security council" not in phrase.sentence.text.lower():
        return False
    lemma = governor.lemma_.lower()
    adopted = lemma in ("adopt", "approve", "impose", "pass") and mood(governor) is Mood.FACT
    return adopted or lemma in ("lift", "ease", "tighten", "extend", "renew", "suspend", "widen")
