"""Places in the words of an article: objects of "in" and "to", "here", the dateline."""

from spacy.tokens import Token

from etl.document import Sentence
from etl.entities import Entity, Kind
from etl.reading import Reading

_DATELINE = 60  # characters at the head of an article that a dateline takes


def location(reading: Reading, sentence: Sentence, preposition: Token) -> Entity | None:
    """The most exact place among the objects of a preposition of place."""
    best: Entity | None = None
    for obj in preposition.children:
        if obj.dep_ not in ("pobj", "conj"):
            continue
        offset = sentence.paragraph.start
        start, end = offset + obj.left_edge.idx, offset + obj.right_edge.idx + 1
        own = reading.mentions.at(offset + obj.idx)
        covered = [own] if own is not None else []
        if own is None or own.entity.kind is Kind.PLACE or obj.ent_type_ in ("GPE", "LOC", ""):
            covered += list(reading.mentions.within(start, end, Kind.PLACE))
        for mention in covered:
            if mention.entity.kind is Kind.PLACE:
                return mention.entity
            if mention.entity.kind is Kind.POLITY and best is None:
                best = mention.entity
    return best


def here(reading: Reading, token: Token) -> Entity | None:
    """What "here" beside a word means: the place of the dateline."""
    if not any(c.lower_ == "here" and c.dep_ == "advmod" for c in token.children):
        return None
    return dateline(reading)


def dateline(reading: Reading) -> Entity | None:
    """The place that the article is sent from, where its text opens with one."""
    for mention in reading.mentions:
        if mention.start > _DATELINE:
            return None
        if mention.entity.kind is Kind.PLACE:
            return mention.entity if mention.text.isupper() else None
    return None
