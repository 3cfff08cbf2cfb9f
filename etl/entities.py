"""The shared things that articles speak of: people, polities, organisations, places."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of shared entities; the values stand in IRIs (``/id/KIND/KEY``)."""

    OFFICIAL = "official"
    POLITY = "polity"
    ORGANIZATION = "organization"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, polity, organisation or place, identified by its kind and key.

    ``key`` is lower-case ASCII words joined by hyphens. ``wikidata`` is a QID only where reference
    data verifies it. ``is_body`` tells organisations that sessions are held in (the Security
    Council, a parliament) and ``polity`` is the key of the polity that an agency, ministry, party
    or city belongs to. ``is_media`` tells news agencies and papers: sources, never participants.
    """

    kind: Kind
    key: str
    label: str
    wikidata: str | None = None
    polity: str | None = None
    is_body: bool = False
    is_media: bool = False
