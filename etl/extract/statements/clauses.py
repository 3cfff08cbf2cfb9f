"""Clauses that attribute words: their verbs, what stands where a subject would, their ends."""

from collections.abc import Iterator

from spacy.tokens import Token

from etl.extract.statements.acts import is_speech
from etl.extract.statements.outside import CONTRASTS, Outside

_CLAIMS = frozenset(
    {"claim", "assertion", "statement", "remark", "comment", "warning", "view", "argument",
     "accusation", "allegation", "promise", "pledge", "insistence", "contention", "description",
     "call", "demand", "assurance", "announcement", "suggestion", "belief"}
)  # fmt: skip


def reporting(outside: Outside) -> Iterator[Token]:
    """The governors of a quotation up to the end of its clause: "A said …, while B said "…" "."""
    for verb in outside.governors():
        yield verb
        own = any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)
        apart = verb.dep_ == "conj" or any(
            c.dep_ == "mark" and c.lower_ in CONTRASTS for c in verb.children
        )
        if own and apart and is_speech(verb):
            return


def quoting(verb: Token) -> Token | None:
    """The verb "quote" or "cite" of "quoted as saying" that a verb of speech belongs to."""
    if verb.tag_ != "VBG" or verb.i == 0 or verb.doc[verb.i - 1].lower_ != "as":
        return None
    head = verb
    for _ in range(3):
        head = head.head
        if head.lemma_.lower() in {"quote", "cite"}:
            return head
    return None


def is_bare(following: list[Token], position: int) -> bool:
    """Whether a clause begins with the attribution itself: "X said", "said X"."""
    rest = [t for t in following[position + 1 :] if t.text not in {",", '"'}]
    subordinate = any(t.dep_ in {"ccomp", "dobj", "xcomp"} for t in following[position].children)
    return position <= 6 and not subordinate and len(rest) <= 14


def is_parenthetical(verb: Token, following: list[Token]) -> bool:
    """Whether a verb of speech stands in a clause of its own at the end: ", X said"."""
    words = [t for t in following if t.i <= verb.i]
    comma = max((i for i, t in enumerate(words) if t.text == ","), default=None)
    if comma is None:
        return False
    between = [t for t in words[comma + 1 : -1] if t.pos_ not in {"ADV", "PART"}]
    if any(t.lower_ in {"who", "which", "that", "and", "but", "while", "as"} for t in between[:1]):
        return False
    if verb.tag_ in {"VBG", "VB"}:
        return False
    complement = any(c.dep_ == "ccomp" and c.i > verb.i for c in verb.children)
    return not complement and not any(t.pos_ in {"VERB", "AUX"} for t in between)


def inverted(verb: Token, outside: Outside) -> Token | None:
    """The head of the noun phrase behind a verb: "said Moon"."""
    following = [t for t in outside.following if t.i > verb.i]
    if not following or following[0].text == ",":
        return None
    chunk = next((c for c in verb.doc.noun_chunks if c.start == following[0].i), None)
    return chunk.root if chunk is not None else None


def first_behind(verb: Token, outside: Outside) -> Iterator[Token]:
    """The first noun phrase behind the words: "…," a statement issued after the talks said."""
    if not outside.following or outside.following[0].i > verb.i:
        return
    start = outside.following[0].i
    for chunk in verb.doc.noun_chunks:
        if start <= chunk.start <= start + 1 and chunk.end <= verb.i:
            yield chunk.root
            return


def claimed(outside: Outside) -> Token | None:
    """Whose claim the words are: "rejected Moore's claim that it was "…" "."""
    for token in outside.governors():
        if token.pos_ == "NOUN" and token.lemma_.lower() in _CLAIMS:
            return next((c for c in token.children if c.dep_ == "poss"), None)
    return None


def preceding(verb: Token, outside: Outside) -> Token | None:
    """The head of the noun phrase before a verb: "Moon later said"."""
    allowed = {t.i for t in (*outside.following, *outside.before)}
    chunks = [c for c in verb.doc.noun_chunks if c.end <= verb.i and c.root.i in allowed]
    return chunks[-1].root if chunks and verb.i - chunks[-1].end <= 2 else None


def object_of_according(token: Token) -> Token | None:
    for child in token.subtree:
        if child.dep_ == "pobj":
            return child
    return None
