"""Noun phrases and subjects in the parse."""

from collections.abc import Iterator

from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
DOCUMENTS = frozenset(
    {"statement", "letter", "communique", "declaration", "report", "message", "speech", "tweet"}
)
_MISREAD = frozenset({"advmod", "dep", "intj"})  # what the parse makes of a name before an aside
_ISSUES = frozenset({"issue", "release", "make", "send", "publish", "deliver", "write", "give"})
_TRIMMED = frozenset({"det", "amod", "compound", "poss", "nmod", "nummod", "case", "punct"})
_LONGEST_COMPLEMENT = 6  # words


def head_of_phrase(token: Token) -> Token:
    """The noun that a part of a name belongs to."""
    while token.dep_ in {"compound", "appos", "flat", "nmod"} and token.head.i != token.i:
        token = token.head
    return token


def name_parts(token: Token) -> Iterator[Token]:
    """The words of a name: compounds on the left, appositions, no possessors or complements."""
    for child in token.children:
        if child.dep_ in {"compound", "nmod", "flat"} or child.dep_ == "appos":
            yield child
            yield from name_parts(child)


def description_span(token: Token) -> tuple[int, int]:
    """The extent, in the paragraph, of the noun phrase that a token heads: "an aide to X"."""
    first, last = token, token
    for child in token.lefts:
        if child.dep_ in _TRIMMED and child.text not in {",", '"', "-"}:
            first = min(first, child.left_edge, key=lambda t: t.i)
        else:
            first = token if child.i > first.i else first
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ in {"of", "for", "to"} and child.i == last.i + 1:
            last = child.right_edge if child.right_edge.i - child.i <= _LONGEST_COMPLEMENT else last
    return int(first.idx), int(last.idx) + len(last)


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb: its own, or the one it shares with or borrows from a verb above."""
    for _ in range(6):
        own = [c for c in verb.children if c.dep_ in SUBJECTS]
        own = own or [c for c in verb.lefts if c.pos_ == "PROPN" and c.dep_ in _MISREAD]
        if own:
            return min(own, key=lambda c: abs(c.i - verb.i))
        if (
            verb.dep_ in {"conj", "xcomp", "advcl", "ccomp", "pcomp", "dep", "parataxis"}
            or verb.dep_ == "prep"
        ):
            above = verb.head
        elif verb.dep_ in {"acl", "relcl"}:
            return _author(verb.head)
        else:
            return None
        while above.dep_ == "prep" and above.head.i != above.i:
            above = above.head
        if above.i == verb.i:
            return None
        if above.pos_ in {"NOUN", "PROPN", "PRON"}:
            return _author(above)
        verb = above
    return None


def _author(noun: Token) -> Token:
    """Who issued a statement that speaks: "the group issued a statement saying"."""
    verb = noun.head
    issued = noun.lemma_.lower() in DOCUMENTS and verb.lemma_.lower() in _ISSUES
    return (issued and noun.dep_ in {"dobj", "obj"} and subject_of(verb)) or noun


def conjuncts(token: Token) -> Iterator[Token]:
    """A noun and those that are joined to it: "A, B and C"."""
    yield token
    for child in token.children:
        if child.dep_ == "conj":
            yield from conjuncts(child)


def agents(verb: Token) -> Iterator[Token]:
    """Whoever does what a passive verb tells: the heads of phrases behind "by"."""
    for token in verb.subtree:
        if token.lower_ == "by" and token.dep_ in {"agent", "prep"}:
            yield from (c for c in token.children if c.dep_ == "pobj")
