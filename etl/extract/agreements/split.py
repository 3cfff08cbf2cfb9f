"""One phrase for two instruments: "agreements on energy and aviation"."""

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from etl.extract.agreements.phrase import Phrase

_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}


def split_coordinated(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Phrases with every plural that enumerates its members taken apart."""
    return [part for phrase in phrases for part in _split(phrase)]


def _split(phrase: Phrase) -> list[Phrase]:
    members = _members(phrase)
    if not members:
        return [phrase]
    offset = phrase.sentence.paragraph.start
    raw = phrase.sentence.paragraph.text
    parts = []
    for member in members:
        start, end = member.left_edge.idx, member.idx + len(member)
        parts.append(
            replace(
                phrase,
                long=f"{phrase.text} {member.doc[members[0].head.i].text} {raw[start:end]}",
                long_end=offset + end,
                topic=frozenset({member.lemma_.lower()}),
                plural=False,
            )
        )
    return parts


def _members(phrase: Phrase) -> list[Token]:
    """The coordinated topics or partners, if there is one instrument for each."""
    if not phrase.plural or phrase.name:
        return []
    for child in phrase.head.children:
        if child.dep_ == "prep" and child.lower_ in ("on", "with"):
            for inner in child.children:
                if inner.dep_ == "pobj" and inner.conjuncts:
                    members = [inner, *inner.conjuncts]
                    said = next((n for w, n in _NUMBERS.items() if w in phrase.text.lower()), None)
                    if said in (None, len(members)) and _are_nouns(members):
                        return members
    return []


def _are_nouns(members: list[Token]) -> bool:
    return all(m.pos_ in ("NOUN", "PROPN") for m in members)
