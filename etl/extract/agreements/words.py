"""Words of a phrase, and the kind of instrument that they make of it."""

from collections.abc import Sequence
from itertools import pairwise

from etl.extract.agreements.lexicon import Head, lexicon

_TOPICAL = ("loan-aid", "ceasefire")  # "an agreement on a ceasefire"
_TRADE_TOPICS = frozenset({"wto", "trade", "tariffs", "tariff"})


def words_of(text: str) -> list[str]:
    """Lower-case words, hyphenated ones whole, without possessive endings."""
    words = []
    for word in text.lower().replace("’", "'").split():
        bare = word.strip("\"'.,()").removesuffix("'s").removesuffix("'")
        if any(char.isalnum() for char in bare):
            words.append(bare)
    return words


def kind_of(words: Sequence[str], head: Head | None, topic: Sequence[str] = ()) -> str:
    """The code agreement-kind of a head with these modifiers and this topic."""
    if head is None:
        return "accord"
    if head.group in ("statement", "resolution", "sanctions", "truce"):
        return head.kind
    if any(word.startswith(("memorandum", "memoranda")) for word in words):
        return "memorandum"
    for first, second in reversed(list(pairwise([*words, ""]))):  # nearest to the head first
        for word in (f"{first} {second}", first):
            kind = lexicon().value("kind", word)
            if kind and not (kind == "contract" and head.family == "plan"):
                return head.kind if kind == "accord" and head.kind == "treaty" else kind
    of_topic = (lexicon().value("kind", word) for word in topic)
    if head.group == "pact" and (kind := next((k for k in of_topic if k in _TOPICAL), None)):
        return kind
    if head.group == "pact" and _TRADE_TOPICS.intersection(topic):
        return "trade-agreement"
    return head.kind
