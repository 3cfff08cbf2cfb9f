"""What a word of some class says of an instrument's status: (status, weight) or nothing."""

from collections.abc import Callable

from spacy.tokens import Token

from etl.extract.agreements.clause import lemma_of, subjects
from etl.extract.agreements.moods import Mood, is_hypothetical
from etl.extract.agreements.phrase import Phrase

Verdict = tuple[str, int] | None

_URGING = frozenset({"urge", "ask", "press", "propose", "invite", "recommend", "suggest", "call"})
_FINISHING = frozenset({"finalise", "finalize", "complete", "conclude", "finish"})
_APPROVING = frozenset({"approve", "pass", "endorse", "adopt", "accept"})
_LAWMAKERS = ("parliament", "congress", "senate", "lawmakers", "duma", "knesset", "legislature",
              "assembly", "house of representatives",
              "lower house", "upper house", "commons", "bundestag", "diet", "voters",
              "referendum")  # fmt: skip
_BODIES = ("council", "commission", "committee", "cabinet", "conference", "board", "summit",
           "court", "members", "delegates")  # fmt: skip
_MEANING = frozenset({"commit", "committed", "want", "wish", "ready", "willing", "propose"})
_OFFERING = frozenset({"present", "propose", "offer", "table", "submit", "float", "suggest"})
_LENGTHENING = frozenset({"extension", "renewal", "prolongation"})
_WEIGHTS = {"revive": 3, "risk": 3, "negotiate": 2}


def verdict(kind: str, status: str, feeling: Mood, phrase: Phrase, word: Token) -> Verdict:
    """Status and weight for a class of words, its status in the tables and the clause's mood.

    ``word`` is the verb or noun itself. None when it says nothing of the phrase's status.
    """
    if decided := _BY_CLASS.get(kind):
        return decided(status, feeling, phrase, word)
    return status, _WEIGHTS.get(kind, 1)


def _concluded(status: str, feeling: Mood, phrase: Phrase, word: Token) -> Verdict:
    if phrase.group == "truce" and word.lemma_ in _LENGTHENING:
        return "in-force", 3  # what is to last longer holds
    if feeling is Mood.FACT:
        if by_lawmakers(word) and word.lemma_ in _APPROVING:
            return "ratified", 4
        return status, 3
    if feeling is Mood.REFUSED:
        return ("in-force", 1) if _is_open(phrase, status) else ("rejected", 3)
    if phrase.group in ("statement", "resolution"):
        # "The council failed to adopt a resolution"
        failed = feeling is Mood.FAILED and phrase.group == "resolution"
        return ("rejected", 3) if failed and word.lemma_ in _APPROVING else ("proposed", 2)
    return _not_concluded(status, feeling, phrase, word)


def _not_concluded(status: str, feeling: Mood, phrase: Phrase, word: Token) -> Verdict:
    """What is wanted or due of a pact that is not concluded yet."""
    if status == "ratified":
        return "signed", 2  # only what is signed waits to be ratified
    if word.lemma_ in _APPROVING and by_lawmakers(word):
        return "signed", 2
    if status == "signed" and feeling is Mood.PLANNED:
        return "agreed", 2
    if status == "signed" and _is_open(phrase, status):
        return "in-force", 1  # "urged X to sign the convention"
    urged = word.tag_ == "VB" and lemma_of(word.head) in _URGING and word.lemma_ not in _FINISHING
    return ("proposed" if urged and phrase.determiner == "a" else "under-negotiation"), 2


def _is_open(phrase: Phrase, status: str) -> bool:
    """Whether a treaty stands, whoever stays away: one state does not sign what others did."""
    return bool(phrase.name) and phrase.kind == "treaty" and status in ("signed", "ratified")


def _ended(status: str, feeling: Mood, phrase: Phrase, word: Token) -> Verdict:
    if phrase.group == "sanctions" and feeling is not Mood.FACT:
        return "in-force", 2  # they are always to be lifted
    if word.tag_ in ("VBZ", "VBP") and lemma_of(word) in ("expire", "lapse"):
        return "in-force", 2  # "the pact expires in May"
    if word.lemma_ in ("replace", "supersede") and feeling is not Mood.FACT:
        return "in-force", 1  # "talks to replace a truce"
    if feeling is Mood.REFUSED:
        return "in-force", 2  # "will not abandon the pact"
    decided = word.tag_ == "VB" and word.head.lemma_ in ("decide", "decision")
    done = feeling is Mood.FACT or (decided and feeling is not Mood.FAILED)
    return (status if done else "at-risk"), 2 if is_hypothetical(word) else 3


def _awaited(status: str, _: Mood, phrase: Phrase, __: Token) -> Verdict:
    return ("proposed" if phrase.group in ("statement", "resolution") else status), 2


def _possessed(status: str, feeling: Mood, phrase: Phrase, _: Token) -> Verdict:
    held = feeling is Mood.FACT and not phrase.bare
    return ("proposed" if phrase.hint else status, 2) if held else None


def _rejected(status: str, feeling: Mood, phrase: Phrase, word: Token) -> Verdict:
    if any(t.dep_ == "xcomp" and t.head.i == word.i for t in phrase.head.ancestors):
        return None  # "refused to renew": what was refused says it
    return (status, 4) if feeling is Mood.FACT else None


def _hailed(status: str, feeling: Mood, phrase: Phrase, _: Token) -> Verdict:
    return (status, 2) if feeling is Mood.FACT and phrase.determiner != "a" else None


def _renewed(status: str, feeling: Mood, phrase: Phrase, _: Token) -> Verdict:
    """What becomes of a pact that is or is not renewed: it stands until then, and ends without."""
    if feeling in (Mood.FACT, Mood.PLANNED):
        return ("in-force" if phrase.group == "truce" else status), 3
    return ("terminated", 3) if feeling in (Mood.FAILED, Mood.REFUSED) else ("in-force", 2)


def _revived(status: str, feeling: Mood, _: Phrase, word: Token) -> Verdict:
    done = feeling is Mood.FACT and word.tag_ in ("VBD", "VBN", "VBZ", "VBP")
    return ("in-force" if done else status), 3


def _negotiated(status: str, feeling: Mood, phrase: Phrase, word: Token) -> Verdict:
    if feeling in (Mood.FAILED, Mood.REFUSED) and (phrase.name or phrase.determiner == "poss"):
        return "in-force", 1  # "will not renegotiate its pact"
    if phrase.group == "pact" and by_lawmakers(word):
        return "signed", 3  # what parliament debates has been signed
    above = {lemma_of(word.head), lemma_of(word.head.head)}
    if above & _MEANING and phrase.determiner in ("a", "any") and word.pos_ == "VERB":
        return "proposed", 2  # "committed to advancing an accord"
    return status, 2


def _proposed(status: str, feeling: Mood, phrase: Phrase, word: Token) -> Verdict:
    """What somebody wants; a clause of its own tells most: "the truce that he has presented"."""
    own = word.dep_ in ("relcl", "acl") and word.head.i == phrase.head.i
    offered = own and feeling is Mood.FACT and word.lemma_ in _OFFERING
    return status, 3 if offered else 1


def _used(status: str, feeling: Mood, phrase: Phrase, word: Token) -> Verdict:
    """Whether what exists is complied with."""
    if phrase.determiner == "a" and lemma_of(word).startswith("commit"):
        return "proposed", 1
    if word.lemma_ == "entry" and feeling is Mood.ATTEMPTED:
        return "signed", 2  # "called for the entry into force of the treaty"
    if lemma_of(word) == "hold" and feeling is Mood.FACT:
        return status, 4
    failed = feeling in (Mood.FAILED, Mood.REFUSED) and word.pos_ == "VERB"
    return ("violated", 3) if failed else (status, 1)


def _broken(status: str, feeling: Mood, _: Phrase, word: Token) -> Verdict:
    kept = feeling in (Mood.FAILED, Mood.REFUSED) or is_hypothetical(word)
    return ("in-force", 1) if kept else (status, 3)


def _voted(status: str, feeling: Mood, phrase: Phrase, vote: Token) -> Verdict:
    """How a body's vote on an instrument came out; one member's vote decides nothing."""
    if feeling is not Mood.FACT:
        return status, 1
    prepositions = {child.lower_ for child in vote.children if child.dep_ == "prep"}
    if not any(body in doer for doer in _doers(vote) for body in (*_LAWMAKERS, *_BODIES)):
        return None
    if "against" in prepositions:
        return "rejected", 4
    if not prepositions & {"for", "in"}:  # "in favour of"
        return status, 1
    return ("ratified" if phrase.group == "pact" and by_lawmakers(vote) else "agreed"), 4


def by_lawmakers(verb: Token) -> bool:
    """Whether a parliament or the people do it: they ratify what governments have signed."""
    doers = [doer for doer in _doers(verb) if "general assembly" not in doer]
    return any(word in doer for doer in doers for word in _LAWMAKERS)


def _doers(verb: Token) -> list[str]:
    return [" ".join(t.lower_ for t in subject.subtree) for subject in subjects(verb)]


_BY_CLASS: dict[str, Callable[[str, Mood, Phrase, Token], Verdict]] = {
    "conclude": _concluded,
    "end": _ended,
    "await": _awaited,
    "possess": _possessed,
    "reject": _rejected,
    "hail": _hailed,
    "renew": _renewed,
    "revive": _revived,
    "negotiate": _negotiated,
    "propose": _proposed,
    "use": _used,
    "violate": _broken,
    "vote": _voted,
}
