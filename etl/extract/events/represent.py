"""For whom a person takes part: the state or body of the office that they hold at the time."""

from etl.entities import Entity, Kind
from etl.extract.events.words import words
from etl.reading import Reading


def side_of(person: Entity, reading: Reading) -> Entity | None:
    """The side that a person acts for, or None; a former office represents nobody."""
    for role in reading.roles.get(person.key, ()):
        if role.polity is not None and not role.former:
            return role.polity
    return None


def is_body(party: Entity) -> bool:
    """Whether a party has several states as members, so that its sessions are encounters."""
    return party.kind is Kind.ORGANIZATION or party.is_body or party.key in words("unions")


def country_of(place: Entity) -> str | None:
    """The key of the polity that a place is or lies in."""
    return place.key if place.kind is Kind.POLITY else place.polity
