"""A mention of an encounter on its way to becoming an event."""

from dataclasses import dataclass, field

from spacy.tokens import Token

from etl.document import Sentence
from etl.entities import Entity
from etl.extract.events.words import Trigger
from etl.facts import UNKNOWN, Evidence, When

# Words that may all name one encounter; a call is no meeting.
_TALKS = frozenset(
    {"meeting", "meet", "talk", "summit", "discussion", "conversation", "negotiation",
     "consultation", "dialogue", "session", "two-plus-two", "gathering", "confer"}
)  # fmt: skip


@dataclass
class Candidate:
    """One trigger with what its sentence says about it; merging adds other sentences to it."""

    sentence: Sentence
    token: Token
    trigger: Trigger
    type: str
    participants: dict[str, Entity] = field(default_factory=dict)
    parties: dict[str, Entity] = field(default_factory=dict)
    unnamed: list[str] = field(default_factory=list)  # parties of "the U.S. officials"
    outsiders: int = 0  # sides that have no name of their own, such as "the rebels"
    anaphora: bool = False  # "they", "the two sides": the sides stand elsewhere
    author: bool = False  # the author of the text took part
    attended: bool = False  # "was also attended by B": who took part besides
    definite: bool = False  # "the meeting", "their talks"
    twin: bool = False  # "the meeting, which followed a call": of the same people
    again: bool = False  # "meet again", "the next round": another encounter than those held
    ordinal: str | None = None  # "the fifth round"
    several: bool = False  # "three meetings": more than one encounter
    earlier: bool = False  # "last held", "the previous round": another encounter than today's
    mode: str | None = None
    level: str | None = None
    status: str = "occurred"
    status_sure: bool = False
    begun: bool = False  # "began talks": they go on unless they were over since
    purpose: bool = False  # "flew to Geneva to meet": what someone set out to do
    when: When = UNKNOWN
    when_rank: int = 0  # 3 own date, 2 the clause's, 1 inherited, 0 none
    place: Entity | None = None
    sidelines: str | None = None  # the name of the larger event
    offsets: list[int] = field(default_factory=list)  # where its mentions' triggers stand
    sidelines_offset: int = -1  # where that name's head noun stands
    sidelines_noun: Token | None = None
    name: str | None = None  # of a larger event on whose sidelines others were held
    host: Entity | None = None  # of a visit
    label_head: str = ""
    evidence: list[Evidence] = field(default_factory=list)
    mentions_in_text: int = 1
    follows: "Candidate | None" = None
    part_of: "Candidate | None" = None

    def add_person(self, person: Entity, polity: Entity | None) -> None:
        """Let a person take part, and the side that they act for with them."""
        self.participants.setdefault(person.key, person)
        if polity is not None:
            self.add_party(polity)

    def add_party(self, party: Entity) -> None:
        """Let a state or organisation be a side."""
        self.parties.setdefault(f"{party.kind}/{party.key}", party)

    @property
    def points_back(self) -> bool:
        """Whether its sides stand elsewhere in the article."""
        return self.anaphora or self.definite or self.twin or self.again

    @property
    def offset(self) -> int:
        """Where its trigger stands in the article."""
        return self.sentence.paragraph.start + int(self.token.idx)

    @property
    def side_count(self) -> int:
        """How many sides are told: parties, and those without a name of their own."""
        return len(self.parties) + self.outsiders

    def label_kin(self, other: "Candidate") -> bool:
        """Whether two triggers may name one encounter: "the talks" can be a meeting, not a call."""
        mine, theirs = self.trigger.lemma, other.trigger.lemma
        return mine == theirs or (mine in _TALKS and theirs in _TALKS)
