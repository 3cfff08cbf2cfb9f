"""A document with everything that was recognised in it: what fact extractors work from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from etl.document import Document, Mention, Mentions
from etl.entities import Entity
from etl.facts import Declined, Role, When


@dataclass(frozen=True, slots=True)
class DateMention:
    """An expression of time and what it resolves to."""

    start: int
    end: int
    text: str
    when: When


@dataclass(frozen=True, slots=True)
class Linked:
    """What the linker made of a person: ``start`` is that of the first mention in the body."""

    start: int
    entity: Entity
    name: str
    reason: str  # why this item was taken, or none


@dataclass(frozen=True)
class Reading:
    """``Document`` plus mentions, people with their roles, and dates.

    ``mentions`` holds names, demonyms, metonyms, descriptions and pronouns of people, polities,
    organisations and places, none overlapping. ``roles`` maps a person's key to the roles that the
    article presents, the main one first. ``dates`` are in text order.
    """

    document: Document
    mentions: Mentions
    roles: Mapping[str, tuple[Role, ...]]
    surfaces: Mapping[str, tuple[str, ...]]  # "kind/key" -> forms used, fullest first
    dates: tuple[DateMention, ...] = ()
    declined: tuple[Declined, ...] = field(default=())
    context: tuple[Entity, ...] = field(default=())  # the countries of the places named
    links: tuple[Linked, ...] = field(default=())  # the people, in order

    def polity_of(self, person: Entity) -> Entity | None:
        """The state or organisation that a person serves, as far as the article tells."""
        for role in self.roles.get(person.key, ()):
            if role.polity is not None:
                return role.polity
        return None

    def mentions_in(self, start: int, end: int) -> tuple[Mention, ...]:
        """All mentions that lie in [start, end)."""
        return self.mentions.within(start, end)
