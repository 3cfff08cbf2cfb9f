"""A person while the article's persons are being decided on, and how two of them relate."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from etl.entities import Entity
from etl.people.clusters import Person
from etl.people.links import NO_CANDIDATE, Link
from etl.people.roles import Capacity
from etl.people.sighting import Sighting
from etl.people.title import Title

_OWN = frozenset({"his", "her", "their", "its"})
_MEETING = frozenset({"with", "met", "meet", "meets", "meeting", "by"})


@dataclass(eq=False)
class Draft:
    """A person, the capacities found so far, and the gazetteer's answer."""

    person: Person
    found: list[Capacity]
    link: Link = field(default_factory=lambda: Link(None, NO_CANDIDATE))
    known: Entity | None = None  # the polity that a known person without a title serves

    def polity(self) -> Entity | None:
        """The first polity served that is known."""
        return next((c.polity for c in self.found if c.polity is not None), self.known)

    def office_type(self) -> str | None:
        """The first office type that is known."""
        return next((c.office_type for c in self.found if c.office_type is not None), None)


# What is taken from the person that one is paired with: a predecessor's polity is the same.
PAIRED: dict[str, Callable[[Draft], Entity | None]] = {
    "counterpart": lambda _: None,
    "predecessor": Draft.polity,
    "successor": Draft.polity,
}


def hosts_of(sighting: Sighting, others: Sequence[Draft]) -> set[str]:
    """The state of whom the sentence has meet a person: "X met with Foreign Minister Y"."""
    line, first = sighting.title.line, sighting.title.first
    if line.low(first - 1) not in _MEETING and line.low(first - 2) not in _MEETING:
        return set()
    start = sighting.title.start
    begin = max((s.start for s in line.paragraph.sentences if s.start <= start), default=start)
    before = [
        (span.start, polity.key)
        for other in others
        if (polity := other.polity()) is not None
        for span in other.person.spans
        if span.line is line and begin <= span.start < start
    ]
    return {min(before)[1]} if before else set()  # whoever the sentence begins with


def may_pair(draft: Draft, other: Draft) -> bool:
    """Whether two may be counterparts: the other has an office, in another state."""
    own, theirs = draft.polity(), other.polity()
    same = own is not None and theirs is not None and own.key == theirs.key
    return other.office_type() is not None and not same


def polity_at(sighting: Sighting, drafts: Sequence[Draft]) -> Entity | None:
    """The polity that was decided on for a sighting."""
    for draft in drafts:
        for capacity in draft.found:
            if capacity.sighting is sighting:
                return capacity.polity
    return None


def hangs(title: Title) -> bool:
    """Whether a title's polity is that of a person before it."""
    return title.determiner in _OWN or title.possessor is not None or title.head_word in PAIRED
