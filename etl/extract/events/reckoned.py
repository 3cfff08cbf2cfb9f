"""Dates in a sentence that are not the day of what its main clause tells."""

from spacy.tokens import Token

from etl.reading import DateMention

_WAYS = ("after", "before")


def reckoned_clause(date: DateMention, anchor: Token) -> Token | None:
    """The "after" or "before" of "a day after they met": that of which the date is the day.

    None for every other date.
    """
    if not date.text.lower().endswith(_WAYS):
        return None
    for token in anchor.doc[anchor.i : anchor.i + 5]:
        if token.lower_ in _WAYS:
            return token
    return None


def is_reckoned_for(token: Token, way: Token) -> bool:
    """Whether an encounter is what stands behind "a day after"."""
    if way.i >= token.i:
        return False
    clause = way.head if way.dep_ == "mark" else way
    return any(t.i == token.i for t in clause.subtree)


def tells_since(token: Token, anchor: Token) -> bool:
    """Whether a date is that of something else: "first met since Biden took office in January".

    ``token`` is what was encountered, ``anchor`` the date.
    """
    for above in anchor.ancestors:
        if above.pos_ not in ("VERB", "AUX"):
            continue
        since = any(c.dep_ == "mark" and c.lower_ == "since" for c in above.children)
        if since and all(t.i != token.i for t in above.subtree):
            return True
    return False
