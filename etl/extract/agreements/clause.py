"""Clauses around an instrument: what governs it, how sure that is, and who does it."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

_SUBJECTS = ("nsubj", "csubj", "expl")
_OBJECTS = ("dobj", "nsubjpass", "attr", "oprd", "obj")
_STEERING = frozenset({"urge", "ask", "tell", "press", "force", "persuade", "convince",
                             "order", "require", "allow", "warn", "pressure", "push", "invite",
                             "want", "help", "encourage", "enable", "permit"})  # fmt: skip
_NEEDS_OBJECT = frozenset({"reach", "sign", "strike", "broker", "conclude", "adopt", "draft",
                           "agree", "negotiate", "initial", "mediate"})  # fmt: skip
_SLIPS = {"hoped": "hope", "hoping": "hope", "tore": "tear", "torn": "tear", "forged": "forge"}
# Verbs that leave it to their complement to say what happens: "took effect", "is in danger".
LIGHT = frozenset({"be", "take", "have", "face", "enter", "come", "go", "get", "run", "remain",
                   "stay", "lie", "hang", "stand", "appear", "seem", "look", "become", "meet",
                   "put", "bring", "place", "throw", "keep", "fall", "give", "win", "gain",
                   "receive", "near"})  # fmt: skip


@dataclass(frozen=True)
class Governor:
    """A word above an instrument in the sentence. ``via`` are the nouns between the two."""

    word: Token
    role: str  # "subject", "object", "prep", "noun"
    prep: str
    via: tuple[Token, ...]


def governors(head: Token) -> Iterator[Governor]:
    """Verbs and nouns that govern a noun, from its own relative clauses outwards to its verb."""
    yield from _from_below(head)
    yield from _from_above(head)


def _from_above(head: Token) -> Iterator[Governor]:
    current, prep = head, ""
    nouns: tuple[Token, ...] = ()
    for _ in range(7):
        parent = current.head
        if parent.i == current.i:
            return
        if _is_level(current, parent):
            current = parent
            continue
        if parent.pos_ == "ADP" or current.dep_ in ("pobj", "pcomp"):
            prep = parent.lower_
        elif prep == "including" and parent.pos_ in ("NOUN", "PROPN"):
            prep = ""  # what happens to "agreements, including a treaty" happens to the treaty
        elif parent.pos_ in ("NOUN", "PROPN", "ADJ", "NUM", "ADV"):
            yield Governor(parent, "noun", prep, nouns)
            nouns = (*nouns, parent)
            prep = "" if parent.pos_ != "ADV" else prep
        elif parent.pos_ in ("VERB", "AUX"):
            yield Governor(parent, _role(current, nouns, prep), prep, nouns)
            if parent.dep_ not in ("xcomp", "pcomp"):
                return
            if parent.dep_ == "pcomp":
                nouns = (*nouns, parent)  # "talks on implementing the pact" are not about the pact
            prep = ""
        current = parent


def _is_level(word: Token, parent: Token) -> bool:
    """Whether the word above stands for the same: a conjunct, the count of "voted 24-3 for"."""
    beside = word.dep_ in ("conj", "appos") and parent.pos_ in ("NOUN", "PROPN")
    return beside or (parent.pos_ == "NUM" and parent.dep_ == "npadvmod")


def _from_below(head: Token) -> Iterator[Governor]:
    """Participles and relative clauses: "reached last year", "that China vetoed"."""
    for child in head.children:
        if child.dep_ == "acl" and child.tag_ in ("VBN", "VBG"):
            yield Governor(child, "object" if child.tag_ == "VBN" else "subject", "", ())
        elif child.dep_ == "relcl" and child.pos_ in ("VERB", "AUX"):
            yield from _from_relative(child)
    if head.i + 1 < head.sent.end:
        following = head.nbor(1)
        participle = following.tag_ in ("VBN", "VBD") and following.dep_ != "acl"
        if participle and following.lemma_ in _NEEDS_OBJECT:
            # "the deal reached last July offered …": parsed as its verb, but a deal reaches nothing
            yield Governor(following, "object", "", ())


def _from_relative(clause: Token) -> Iterator[Governor]:
    """The verb of a relative clause: of its noun, "that China vetoed", or by it, "that ended"."""
    objects = [inner for inner in clause.children if inner.dep_ in ("dobj", "attr")]
    if clause.tag_ == "VB" and objects:
        yield Governor(clause, "subject", "", ())  # "a treaty to end the war"
        return
    relative = next(
        (t for t in clause.subtree if t.tag_ in ("WDT", "WP", "IN") and t.i <= clause.i), None
    )
    is_subject = relative is not None and relative.dep_ == "nsubj"
    if not is_subject:
        clause = _innermost(clause)
    yield Governor(clause, "subject" if is_subject else "object", "", ())
    if is_subject and clause.lemma_ in LIGHT:
        yield from (Governor(inner, "noun", "", ()) for inner in objects)


def _innermost(clause: Token) -> Token:
    """The verb whose object a relative clause lacks: "which X refused to ratify"."""
    for _ in range(3):
        below = next((c for c in clause.children if c.dep_ == "xcomp" and c.pos_ == "VERB"), None)
        if below is None or any(c.dep_ == "dobj" and c.tag_ != "WDT" for c in below.children):
            break
        clause = below
    return clause


def _role(current: Token, nouns: tuple[Token, ...], prep: str) -> str:
    if current.dep_ in _SUBJECTS:
        return "subject"
    if current.dep_ in _OBJECTS:
        return "object"
    return "prep" if prep or nouns else "object"


def lemma_of(word: Token) -> str:
    """The lemma in lower case, where the model's is known to be another word's put right."""
    return _SLIPS.get(word.lower_) or str(word.lemma_.lower())


def subjects(verb: Token, depth: int = 0, *, controlled: bool = False) -> list[Token]:
    """Who does what the verb says, found across control, coordination and relative clauses.

    ``controlled`` asks for the one who is to do what an infinitive below ``verb`` says: "Russia is
    expected to sign".
    """
    if depth > 4:
        return []
    if (named := _before_infinitive(verb)) is not None:
        return [named]
    if controlled:
        steered = ("nsubjpass", "dobj") if verb.lemma_ in _STEERING else ("nsubjpass",)
        patients = [child for child in verb.children if child.dep_ in steered]
        if patients:
            return patients
    agents = _agents(verb)
    passive = any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children)
    if agents or passive or (verb.dep_ == "acl" and verb.tag_ == "VBN"):
        return agents
    if own := next((child for child in verb.children if child.dep_ == "nsubj"), None):
        relative = own.tag_ in ("WDT", "WP") and verb.dep_ == "relcl"
        return [_first_conjunct(verb.head) if relative else own]
    return _inherited(verb, depth)


def _before_infinitive(verb: Token) -> Token | None:
    """X in "for X to sign", which the parser seldom gives to the verb."""
    token = verb
    while token.i > verb.sent.start + 2 and token.nbor(-1).lower_ in ("to", "co", "-"):
        token = token.nbor(-1)
    before = token.nbor(-1) if token.lower_ == "to" else token
    return before if before.dep_ == "pobj" and before.head.lower_ == "for" else None


def _inherited(verb: Token, depth: int) -> list[Token]:
    """The subject of a verb that has none of its own."""
    if verb.dep_ in ("acl", "relcl") and verb.head.pos_ in ("NOUN", "PROPN"):
        owners = [child for child in verb.head.children if child.dep_ == "poss"]
        if verb.tag_ == "VB" and owners and owners[0].pos_ == "PROPN":
            return owners  # "X's decision to join"
        return [verb.head] if verb.tag_ == "VBG" else _above_noun(verb.head, depth)
    if verb.dep_ == "pcomp":
        return _accused(verb.head.head) or _above_noun(verb.head.head, depth)
    if verb.dep_ in ("xcomp", "advcl", "conj", "ccomp") and verb.head.pos_ in ("VERB", "AUX"):
        return subjects(verb.head, depth + 1, controlled=verb.dep_ == "xcomp")
    return []


def _accused(verb: Token) -> list[Token]:
    """Who breaches, in "X accused Y of breaching the pact"."""
    if verb.lemma_ not in (
        "accuse",
        "suspect",
        "blame",
        "criticize",
        "criticise",
        "denounce",
        "prevent",
    ):
        return []
    return [child for child in verb.children if child.dep_ in ("dobj", "nsubjpass")]


def _agents(verb: Token) -> list[Token]:
    """Whoever stands behind "by"."""
    return [
        inner
        for child in verb.children
        if child.dep_ == "agent"
        or (child.lower_ == "by" and child.dep_ == "prep" and verb.tag_ == "VBN")
        for inner in child.children
        if inner.dep_ == "pobj"
    ]


def _first_conjunct(token: Token) -> Token:
    while token.dep_ == "conj":
        token = token.head
    return token


def _above_noun(noun: Token, depth: int) -> list[Token]:
    """The subject of the verb that a noun belongs to: "X made efforts to sign"."""
    token = noun
    for _ in range(4):
        if token.pos_ in ("VERB", "AUX"):
            return subjects(token, depth + 1)
        token = token.head
    return []


def core(token: Token) -> Iterator[Token]:
    """A noun phrase without what is said about it: its words, coordinates and "of X"."""
    yield token
    for child in token.children:
        if child.dep_ in ("conj", "compound", "amod", "nmod", "poss", "appos", "punct", "nummod"):
            yield from core(child)
        elif child.dep_ == "prep" and child.lower_ in ("of", "from", "between", "with", "for"):
            for inner in child.children:
                if inner.dep_ == "pobj":
                    yield from core(inner)
