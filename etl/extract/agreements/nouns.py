"""The noun phrase around a head: its modifiers, its determiner, and what follows it."""

from spacy.tokens import Token

from etl.extract.agreements.lexicon import lexicon

_TAIL_PREPOSITIONS = frozenset({"on", "of", "between", "with", "for", "among", "against", "to",
                                "over", "about"})  # fmt: skip
_LEFT_TAGS = frozenset({"JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "CD", "VBN", "VBG", "POS",
                        "HYPH", "$", "RB"})  # fmt: skip
_BREAKS = frozenset({",", ";", ":", '"', "(", ")", "--"})
_NEVER_FIRST = frozenset({"POS", "HYPH", "RB", "CC"})
_JOINED = frozenset({"amod", "compound", "nmod", "nummod"})
_TRADED = frozenset({"ceasefire", "cease-fire", "truce", "hostage", "prisoner", "detainee"})
_ABOUT = frozenset({"intended", "aimed", "designed", "relating", "concerning", "regarding",
                    "governing", "covering", "ending", "banning", "allowing"})  # fmt: skip
_REACHED = frozenset({"reached", "signed", "struck", "concluded", "made", "negotiated"})
_LOOSE = frozenset({"on", "with", "between", "for"})
_MAX_TAIL = 14
_MAX_LEFT = 10


def modifiers(first: Token) -> tuple[list[Token], str]:
    """The words before a head that modify it, and its determiner.

    The determiner is "a", "the", "another", "any", "no", "poss", "number" or "" for none.
    """
    left: list[Token] = []
    token = first
    while token.i > first.sent.start and len(left) < _MAX_LEFT:
        token = first.doc[token.i - 1]
        hyphenated = token.nbor(1).text == "-"  # "no-war pact"
        if token.tag_ in ("DT", "PRP$", "WP$", "PDT", "WDT") and not hyphenated:
            return left, _determiner(token)
        if not (hyphenated or _modifies(token) or _joins(token) or _parts(token)):
            break
        left.insert(0, token)
    while left and (left[0].tag_ in _NEVER_FIRST or left[0].text in ("-", "/", ",", "also")):
        left.pop(0)
    if any(item.tag_ == "POS" for item in left):
        return left, "poss"
    return left, "number" if any(item.like_num for item in left) else ""


def _modifies(token: Token) -> bool:
    if token.text in ("-", "/") or token.tag_ == "HYPH":
        return True
    if token.tag_ not in _LEFT_TAGS or (token.tag_ == "RB" and token.dep_ != "advmod"):
        return False
    if token.ent_type_ in ("DATE", "TIME") and token.pos_ == "PROPN":
        # "the October deal", but not "signed on Friday agreements"
        return token.i > token.sent.start and token.nbor(-1).tag_ in ("DT", "PRP$")
    return token.pos_ not in ("VERB", "AUX") or token.dep_ in ("amod", "compound")


def _joins(token: Token) -> bool:
    """The "and" of "economic and trade agreement", "1952 and 1954 treaties"."""
    if token.dep_ != "cc" or token.i == 0:
        return False
    before, after = token.nbor(-1), token.nbor(1)
    if before.lemma_.lower() in _TRADED and after.pos_ in ("NOUN", "ADJ", "PROPN"):
        return True  # "the ceasefire and hostage release deal"
    if before.lower_ in lexicon().heads:
        return False  # "a communique and action plan"
    return token.head.i == before.i and before.dep_ in _JOINED and before.tag_ == after.tag_


def _parts(comma: Token) -> bool:
    """The comma of "a durable, inclusive accord": between two adjectives of one noun."""
    if comma.text != "," or comma.i < comma.sent.start + 1 or comma.i + 1 >= comma.sent.end:
        return False
    before, after = comma.nbor(-1), comma.nbor(1)
    return before.dep_ == after.dep_ == "amod" and before.head.i == after.head.i


def _determiner(token: Token) -> str:
    text = token.lower_
    if token.tag_ in ("PRP$", "WP$"):
        return "poss"
    if text in ("another", "any", "no"):
        return text
    return "the" if text in ("the", "this", "that", "these", "those", "both") else "a"


def tail(head: Token, last: Token) -> list[Token]:
    """What follows a noun phrase and belongs to it: "on trade", "to end the war"."""
    # The parser may give "with X" to the verb: "signed an agreement with X".
    beside = [c for a in _above(head) for c in a.rights if c.lower_ in _LOOSE or c.tag_ == "VB"]
    inside = last.rights if last.i != head.i else ()
    for child in [*head.rights, *inside, *beside]:
        if child.i <= last.i or child.left_edge.i != last.i + 1 or _is_adverbial(child):
            continue
        prepositional = child.dep_ == "prep" and child.lower_ in _TAIL_PREPOSITIONS
        clause = child.dep_ in ("acl", "relcl", "advcl", "xcomp") and child.tag_ == "VB"
        purpose = child.dep_ == "acl" and child.lower_ in _ABOUT
        reached = child.dep_ == "acl" and child.lower_ in _REACHED and _has_topic(child)
        purpose = purpose or reached
        if prepositional or clause or purpose:
            return _until_break(head, last, child)
    return []


def _above(head: Token) -> list[Token]:
    """The words up to the verb that a noun depends on."""
    found = []
    for token in head.ancestors:
        found.append(token)
        if token.pos_ in ("VERB", "AUX"):
            break
    return found


def _has_topic(participle: Token) -> bool:
    """ "Reached with X over Y", not "reached on Monday"."""
    after = [c for c in participle.children if c.i == participle.i + 1 and c.dep_ == "prep"]
    return any(c.lower_ in _TAIL_PREPOSITIONS and not _is_adverbial(c) for c in after)


def _is_adverbial(preposition: Token) -> bool:
    """ "On Friday", "on behalf of": about the act, not part of the name."""
    return any(
        inner.ent_type_ in ("DATE", "TIME") or inner.lower_ in ("behalf", "condition")
        for inner in preposition.children
    )


def _until_break(head: Token, last: Token, child: Token) -> list[Token]:
    edge = min(child.right_edge.i, last.i + _MAX_TAIL)
    found: list[Token] = []
    for item in head.doc[last.i + 1 : edge + 1]:
        another = item.pos_ == "CCONJ" and item.i < edge and item.nbor(1).pos_ == "DET"
        if item.text in _BREAKS or item.tag_ == "WDT" or another:
            break
        found.append(item)
    while found and found[-1].pos_ in ("ADP", "DET", "PUNCT", "PART", "CCONJ", "ADV"):
        found.pop()
    return found


def modified_noun(token: Token) -> Token | None:
    """The noun that this one modifies: "violations" for "ceasefire" in "ceasefire violations"."""
    if token.dep_ in ("compound", "nmod", "amod") and token.head.i > token.i:
        joined = any(child.dep_ == "cc" for child in token.children)  # "communique and action plan"
        return None if joined else token.head
    return None
