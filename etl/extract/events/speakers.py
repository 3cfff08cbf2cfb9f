"""Who "I" and "we" are: the speaker of a quotation, and the side that they act for."""

from collections.abc import Iterator

from spacy.tokens import Token

from etl.document import Sentence
from etl.entities import Entity, Kind
from etl.extract.events.represent import side_of
from etl.extract.events.sides import Sides
from etl.extract.events.words import words
from etl.reading import Reading

_SINGULAR = frozenset({"i", "my", "me"})
FIRST_PERSON = frozenset({"i", "my", "me", "we", "our", "us"})


def first_person(sentence: Sentence, pronoun: Token, reading: Reading) -> Sides:
    """The sides of "I" and "we"; those of a document in the first person stand elsewhere in it."""
    if not _is_quoted(sentence, pronoun):
        return Sides(anaphora=True, author=pronoun.lower_ in _SINGULAR)
    person = _speaker(sentence, reading)
    if person is None:
        return Sides(anaphora=pronoun.lower_ in ("we", "our", "us"))
    if pronoun.lower_ in _SINGULAR:
        return Sides(people=[person])
    side = side_of(person, reading)
    return Sides(parties=[side]) if side is not None else Sides(people=[person])


def _is_quoted(sentence: Sentence, token: Token) -> bool:
    return sentence.paragraph.doc.text.count('"', 0, token.idx) % 2 == 1


def _speaker(sentence: Sentence, reading: Reading) -> Entity | None:
    """Who is said to say something in a sentence, in the one behind it or in the one before."""
    around = list(sentence.paragraph.sentences)
    position = next((i for i, s in enumerate(around) if s.start == sentence.start), 0)
    near = [sentence, *around[position + 1 : position + 2]]
    near += reversed(around[:position])
    for candidate in near:
        for person in _speaking(candidate, reading):
            return person
    return None


def _speaking(sentence: Sentence, reading: Reading) -> Iterator[Entity]:
    for token in sentence.span:
        said = token.dep_ == "nsubj" and token.head.lemma_.lower() in words("speech")
        if said and not _is_quoted(sentence, token):
            mention = reading.mentions.at(sentence.paragraph.start + token.idx)
            if mention is not None and mention.entity.kind is Kind.OFFICIAL:
                yield mention.entity
