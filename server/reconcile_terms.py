"""What the reconciliation service calls its types and properties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ontology import terms
from server.links import ONTOLOGY
from store.matching import IDENTITY
from store.things import TYPES

SCHEMA_SPACE: Final = f"{ONTOLOGY}#"


@dataclass(frozen=True, slots=True)
class Type:
    """A kind of thing."""

    id: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Property:
    """What can be asked of the things of some types. `holds` is the type of its values."""

    id: str
    name: str
    description: str
    types: tuple[str, ...] = tuple(TYPES)
    holds: str = ""


_EVENTS: Final = ("Meeting", "Visit", "PressEvent")
_FACTS: Final = (*_EVENTS, "Agreement")

TYPE_LIST: Final = (
    Type("Official", "Official", "A person who speaks or acts for a state or an organization"),
    Type("Polity", "Polity", "A state, territory or union of states"),
    Type("Organization", "Organization", "An international body, ministry, party or company"),
    Type("Place", "Place", "A city, building or region"),
    Type("Office", "Office", "A post that people hold for some time"),
    Type("Meeting", "Meeting", "A meeting, call or summit"),
    Type("Visit", "Visit", "A visit to a place or state"),
    Type("PressEvent", "Press event", "A press conference or briefing"),
    Type("Agreement", "Agreement", "A treaty, accord, resolution, statement or sanctions"),
    Type("Issue", "Issue", "What diplomacy is about"),
)

PROPERTIES: Final = (
    Property(IDENTITY, "Wikidata id", "The item of Wikidata, such as Q…"),
    Property("label", "label", "The name that is shown"),
    Property("altLabel", "other name", "A name as articles or Wikidata write it"),
    Property("polity", "polity", "The state that a person speaks for, or an office or place is of",
             ("Official", "Office", "Place"), "Polity"),
    Property("office", "office", "An office that the person has held", ("Official",), "Office"),
    Property("officeType", "office type", "A kind of office, such as foreign minister",
             ("Official", "Office")),
    Property("title", "title", "A title as an article writes it", ("Official",)),
    Property("participant", "participant", "Who took part", _EVENTS, "Official"),
    Property("party", "party", "A state or organization that took part or agreed", _FACTS),
    Property("place", "place", "Where it was", _EVENTS),
    Property("about", "issue", "What it was about", _FACTS, "Issue"),
    Property("status", "status", "Such as planned, occurred or signed", _FACTS),
    Property("mode", "mode", "In person, by phone or by video", _EVENTS),
    Property("kind", "kind", "The kind of agreement", ("Agreement",)),
    Property("earliest", "earliest date", "The first day on which it can have been", _FACTS),
    Property("latest", "latest date", "The last day on which it can have been", _FACTS),
    Property("broader", "broader issue", "The issue that this one is part of", ("Issue",), "Issue"),
    Property("notation", "notation", "The short name of the issue", ("Issue",)),
)  # fmt: skip

TYPE: Final = {entry.id: entry for entry in TYPE_LIST}
PROPERTY: Final = {entry.id: entry for entry in PROPERTIES}
DATES: Final = ("earliest", "latest")

_OTHER_NAMES: Final = {terms.SAME_AS: IDENTITY, terms.LABEL: "label", terms.ALT_LABEL: "altLabel"}


def type_id(given: str) -> str:
    """A type as it is called here: its class's IRI and its prefixed name are taken too."""
    return given.strip().removeprefix(SCHEMA_SPACE).removeprefix("parley:")


def property_id(given: str) -> str:
    """A property as it is called here, likewise."""
    given = given.strip()
    return _OTHER_NAMES.get(given) or given.removeprefix(SCHEMA_SPACE).removeprefix("parley:")
