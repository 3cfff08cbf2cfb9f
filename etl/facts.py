"""What an article says, as values: the contract between extraction and RDF.

Every fact carries its evidence; there is no way to make one without. Code values (``status``,
``mode`` …) are the local names of the code lists in ``ontology/codes.ttl``.
"""

from dataclasses import dataclass, field
from datetime import date

from etl.entities import Entity


@dataclass(frozen=True, slots=True)
class Evidence:
    """The passage that a fact rests on: ``text[start:end] == exact`` in the article as given."""

    start: int
    end: int
    exact: str
    rule: str  # which rule produced the fact, as MODULE/RULE
    confidence: float = 0.8  # 0–1


@dataclass(frozen=True, slots=True)
class When:
    """Bounds of a date: both None when nothing is known, equal when the day is."""

    earliest: date | None = None
    latest: date | None = None
    text: str | None = None  # as written
    basis: str | None = None  # code date-basis: explicit, caption, relative
    edtf: str | None = None


UNKNOWN = When()


@dataclass(frozen=True, slots=True)
class Role:
    """The capacity in which an article presents a person."""

    official: Entity
    title: str | None  # as written, without country and name
    office_type: str | None  # code office-type
    polity: Entity | None  # the state or organisation served
    former: bool
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """A meeting, a visit or a press event. ``id`` is unique within the article."""

    id: str  # "meeting-1", "visit-2", "press-event-1"
    type: str  # "Meeting", "Visit", "PressEvent": the class's local name
    label: str
    status: str  # code status
    evidence: tuple[Evidence, ...]
    mode: str | None = None  # code mode
    level: str | None = None  # code level
    when: When = UNKNOWN
    place: Entity | None = None
    participants: tuple[Entity, ...] = ()
    parties: tuple[Entity, ...] = ()
    about: tuple[str, ...] = ()  # issue notations
    part_of: str | None = None  # id of an event
    on_sidelines_of: str | None = None
    follows: str | None = None
    resulted_in: tuple[str, ...] = ()  # ids of agreements


@dataclass(frozen=True, slots=True)
class Agreement:
    """An instrument that the article names or describes."""

    id: str  # "agreement-1"
    name: str
    kind: str  # code agreement-kind
    status: str  # code agreement-status
    evidence: tuple[Evidence, ...]
    aliases: tuple[str, ...] = ()
    parties: tuple[Entity, ...] = ()
    when: When = UNKNOWN  # when the status was reached
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said: a verbatim quotation or a paraphrase, never both."""

    id: str  # "statement-1"
    speaker: Entity | str  # a string is an unnamed source as described in the text
    evidence: tuple[Evidence, ...]
    quote: str | None = None
    paraphrase: str | None = None
    speech_act: str | None = None  # code speech-act
    via: Entity | str | None = None
    addressee: Entity | None = None
    made_at: str | None = None  # id of an event
    about: tuple[str, ...] = ()
    called: tuple[str, ...] = ()  # what else the article calls an unnamed speaker


@dataclass(frozen=True, slots=True)
class Declined:
    """A candidate that was seen and not taken, with the reason: what ``parley explain`` prints."""

    start: int
    end: int
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """All that one article says."""

    article_id: str
    mentions: tuple[Entity, ...]
    surfaces: dict[str, tuple[str, ...]]  # "kind/key" -> forms used in the text, fullest first
    roles: tuple[Role, ...]
    events: tuple[Event, ...]
    agreements: tuple[Agreement, ...]
    statements: tuple[Statement, ...]
    issues: tuple[tuple[str, Evidence], ...]  # notation and the sentence that shows it best
    declined: tuple[Declined, ...] = field(default=())
    context: tuple[Entity, ...] = field(default=())  # the countries of the places named
