"""Sides that act together: "Blinken, Kamikawa and Park agreed" tells who "the meeting" was of."""

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from etl.entities import Entity
from etl.extract.events.arguments import Arguments
from etl.extract.events.represent import side_of
from etl.extract.events.sides import Sides
from etl.reading import Reading

_ACTS = frozenset(
    {"agree", "discuss", "pledge", "vow", "reaffirm", "stress", "share", "sign", "issue",
     "exchange", "condemn", "urge", "call", "warn", "welcome", "underscore", "confirm", "affirm",
     "reiterate", "say", "express", "vote", "meet", "hold", "attend", "decide", "promise",
     "conclude", "reach", "commit", "emphasize", "emphasise", "review", "talk", "announce",
     "seek", "declare", "note", "approve", "adopt", "endorse", "resolve", "work", "start", "begin"}
)  # fmt: skip
_COUNTS = {"bilateral": 2, "two-way": 2, "trilateral": 3, "tripartite": 3, "three-way": 3,
           "four-way": 4, "quadrilateral": 4, "six-party": 6, "six-way": 6}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Joint:
    """Two or more sides as the subject of one verb, and where that stands."""

    offset: int
    people: tuple[Entity, ...]
    parties: tuple[Entity, ...]


def joint_subjects(reading: Reading) -> tuple[Joint, ...]:
    """Every subject of the body in which two or more sides act together, in text order."""
    arguments = Arguments(reading)
    found = []
    for sentence in reading.document.sentences():
        for token in sentence.span:
            if token.dep_ != "nsubj" or token.head.lemma_.lower() not in _ACTS:
                continue
            sides = arguments.phrase(sentence, token)
            parties = _parties(sides, reading)
            if len(parties) >= 2:
                offset = sentence.paragraph.start + token.idx
                found.append(Joint(offset, tuple(dict.fromkeys(sides.people)), parties))
    return tuple(found)


def _parties(sides: Sides, reading: Reading) -> tuple[Entity, ...]:
    served = [side_of(person, reading) for person in sides.people]
    named = [*(p for p in served if p is not None), *sides.parties]
    return tuple(dict.fromkeys(named))


def nearest(joints: Sequence[Joint], offset: int, noun: Token) -> Joint | None:
    """The joint subject that a bare "the talks" at an offset points back to."""
    wanted = side_count(noun)
    fitting = [j for j in joints if wanted is None or len(j.parties) == wanted]
    before = [j for j in fitting if j.offset <= offset]
    return before[-1] if before else None


def side_count(noun: Token) -> int | None:
    """How many sides a word beside the noun says that there are ("tripartite meeting")."""
    for child in noun.children:
        if child.lower_ in _COUNTS:
            return _COUNTS[child.lower_]
    return None
