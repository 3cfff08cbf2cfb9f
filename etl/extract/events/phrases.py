"""What the words of a noun phrase tell about the people it stands for."""

from collections.abc import Iterator

from spacy.tokens import Token

from etl.document import How, Mention
from etl.entities import Kind
from etl.extract.events.words import triggers, words

# Relations over which a verb has the subject of what stands above it ("is due to meet").
_LENDING = frozenset(
    {"xcomp", "conj", "advcl", "pcomp", "ccomp", "acl", "dep", "acomp", "attr", "oprd"}
)
_PARTNERS = frozenset({"with", "to", "between", "alongside", "from"})
_STOPS = frozenset({",", ";", ":", ".", "--", "who", "which", "that"})
_BOTH = frozenset({"two", "three", "four", "five", "six", "both", "these", "those", "all"})


def names_venue(modifier: Token, mention: Mention | None) -> bool:
    """Whether a lone name before a definite event noun is its place: "the Luxembourg meeting"."""
    if mention is None or mention.how is not How.NAME or modifier.dep_ != "compound":
        return False
    alone = not any(c.dep_ in ("conj", "compound", "nmod", "amod") for c in modifier.children)
    hyphenated = modifier.i > 0 and modifier.nbor(-1).text in ("-", "/")
    definite = any(c.lower_ == "the" for c in modifier.head.children)
    return definite and alone and not hyphenated and mention.entity.kind is Kind.POLITY


def level_of(noun: Token) -> str | None:
    """The level that a noun for people shows ("ministers", "envoys")."""
    lemma = noun.lemma_.lower()
    for level in ("leader", "ministerial", "official"):
        if lemma in words(level):
            return level
    return None


def is_outsider(noun: Token) -> bool:
    """Whether a noun is a side that no state or body stands for: "the rebels", an unknown name."""
    if noun.pos_ == "PROPN":
        return noun.ent_type_ == "PERSON"
    return noun.lemma_.lower() in words("outsiders")


def points_back(noun: Token) -> bool:
    """Whether a plural noun means the sides that were named before ("the two ministers")."""
    determiners = {c.lower_ for c in noun.children if c.dep_ in ("det", "nummod", "predet", "poss")}
    plural = noun.tag_ in ("NNS", "NNPS")
    return plural and bool(determiners & (_BOTH | {"the", "their"}))


def co_nouns(noun: Token) -> Iterator[Token]:
    """Nouns that share the trigger's complements: "a round of talks with", "meeting and dinner"."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.pos_ == "NOUN":
        yield noun.head.head
    for child in noun.children:
        if child.dep_ == "conj" and child.pos_ == "NOUN":
            yield child


def is_hosted_at(preposition: Token) -> bool:
    """ "a reception at the Norwegian embassy": whose house it is gives it."""
    given = preposition.head.lemma_.lower() in words("hospitality")
    return given and any(c.lemma_.lower() in words("missions") for c in preposition.children)


def up_for_subject(verb: Token) -> Iterator[Token]:
    """The verb and the verbs above it that lend it their subject."""
    token = verb
    for _ in range(6):
        yield token
        lends = token.dep_ in _LENDING
        head = token.head
        if token.dep_ == "pcomp" and head.dep_ == "prep":
            head = head.head
        elif not lends:
            return
        if head.i == token.i:
            return
        if token.dep_ == "acl" and head.pos_ in ("NOUN", "PROPN"):
            return
        token = head


def asked_to(verb: Token) -> Token | None:
    """Who is to act in "Russia invited A to visit": the object above, not the subject."""
    above = verb.head
    own = any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
    if verb.dep_ not in ("xcomp", "advcl", "ccomp") or own:
        return None
    if above.lemma_.lower() not in words("asking") or not any(
        c.dep_ == "aux" and c.lower_ == "to" for c in verb.children
    ):
        return None
    called = [
        c for p in above.children if p.dep_ == "prep" and p.lower_ == "on" for c in p.children
    ]
    return next((c for c in (*above.children, *called) if c.dep_ in ("dobj", "pobj")), None)


def tells_of(verb: Token, noun: Token) -> bool:
    """Whether a verb says of an event when it is: "talks that began Friday", "held in May"."""
    return (
        verb.head.i == noun.i
        and verb.dep_ in ("acl", "relcl")
        and verb.lemma_.lower() in words("holding")
    )


def trailing(noun: Token) -> Iterator[Token]:
    """The words behind a noun up to the next clause or comma, which the parser may hang elsewhere.

    "dominate a meeting at the end of July in Laos of ASEAN": where and when the meeting is.
    """
    if noun.pos_ == "VERB":
        return
    for token in noun.doc[noun.i + 1 : noun.sent.end]:
        stops = token.pos_ in ("VERB", "AUX", "SCONJ", "CCONJ") or token.text in _STOPS
        if stops or (token.lemma_.lower(), "NOUN") in triggers():
            return
        yield token


def visitor_of(token: Token) -> Token | None:
    """Who is meant by "visiting Foreign Minister Lund", which may be taken for a verb's object."""
    if token.lower_ != "visiting":
        return None
    if token.dep_ == "amod":
        return token.head
    if token.dep_ not in ("pcomp", "dobj", "xcomp"):
        return None
    partner = token.head.lower_ in _PARTNERS or token.head.dep_ == "agent"
    if token.dep_ == "pcomp" and not partner:
        return None  # "did his duty by visiting Lund"
    objects = (c for c in token.children if c.dep_ == "dobj")
    return next((o for o in objects if o.ent_type_ == "PERSON"), None)


def with_nested(token: Token) -> Iterator[Token]:
    """A token's children, and the prepositions that hang on its objects ("in Geneva on Friday")."""
    for child in token.children:
        yield child
        nested = child.dep_ in ("prep", "acl", "dobj", "agent", "npadvmod")
        if nested or tells_of(child, token):
            for inner in child.children:
                if inner.dep_ == "prep":
                    yield inner
                for deeper in inner.children:
                    if inner.dep_ == "pobj" and deeper.dep_ == "prep":
                        yield deeper
