"""An event, agreement or statement -> what its page shows beside what the graph says directly."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import NamedNode

from ontology import terms
from queries.table import Cell, read_table, text_of
from server.describe import PROLOGUE, Group, Section, cell, name_of, text_of_iri
from server.facts import KINDS, Fact, complete, facts
from server.reports import Reports, reports
from store.engine import Engine

_PARTICIPANTS: Final = """SELECT DISTINCT ?who ?whoName ?for ?forName ?title ?office ?officeName
WHERE {
  %s parley:participation ?part . ?part parley:official ?who . ?who rdfs:label ?whoName .
  OPTIONAL { ?part parley:representing ?for . ?for rdfs:label ?forName }
  OPTIONAL { ?part parley:inCapacity ?role . ?role parley:title ?title }
  OPTIONAL { ?part parley:inCapacity ?tenure . ?tenure parley:office ?office .
    ?office rdfs:label ?officeName }
} ORDER BY ?forName ?whoName ?title ?officeName"""
# What is linked to it in either direction, as this page calls it.
_TO: Final = {
    terms.RESULTED_IN: "Resulted in",
    terms.PART_OF: "Part of",
    terms.ON_SIDELINES_OF: "On the sidelines of",
    terms.FOLLOWS: "After",
    terms.MADE_AT: "Made at",
}
_FROM: Final = {
    terms.RESULTED_IN: "Came out of",
    terms.PART_OF: "Comprised",
    terms.ON_SIDELINES_OF: "On its sidelines",
    terms.FOLLOWS: "Followed by",
    terms.MADE_AT: "Said there",
}
_LINKED: Final = """SELECT DISTINCT ?p ?way ?other ?otherName WHERE {
  VALUES ?p { %(properties)s }
  { %(this)s ?p ?other . BIND("to" AS ?way) } UNION { ?other ?p %(this)s . BIND("from" AS ?way) }
  FILTER EXISTS { ?other parley:reportedAs ?report }
  %(named)s
} ORDER BY ?p ?way ?otherName ?other"""
# What this page shows by itself, so that the list of everything else need not.
_SHOWN: Final = frozenset(
    {
        *_TO,
        terms.PARTICIPANT,
        terms.PARTICIPATION_OF_EVENT,
        terms.PARTY,
        terms.STATUS,
        terms.EARLIEST,
        terms.LATEST,
        terms.PLACE_OF_EVENT,
        terms.SPEAKER,
        terms.ADDRESSEE,
        terms.ABOUT,
        terms.QUOTE,
        terms.PARAPHRASE,
        terms.REPORTED_AS,
        terms.RELATED_EVENT,
        terms.SPEECH_ACT,
        terms.DATE_BASIS,
        terms.DATE_TEXT,
        terms.EDTF,
        terms.MODE,
        terms.LEVEL,
        terms.KIND,
        terms.VIA,
        terms.ALT_LABEL,
        terms.DISAGREEMENT_OF_REPORTS,
        terms.STATUS_HISTORY,
        terms.IDENTIFICATION_OF_REPORT,
    }
)
_NOUNS: Final = {
    terms.MEETING: "Meeting",
    terms.VISIT: "Visit",
    terms.PRESS_EVENT: "Press event",
    terms.AGREEMENT: "Agreement",
    terms.STATEMENT: "Statement",
}


@dataclass(slots=True)
class Participant:
    """Who took part, for whom, and as what: titles as articles give them, offices as known."""

    who: Cell
    represents: list[Cell] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    offices: list[Cell] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Links:
    """What is linked to it in one way, under a heading."""

    title: str
    values: list[Cell]


@dataclass(frozen=True, slots=True)
class Account:
    """What the page of an event, agreement or statement shows."""

    section: Section
    noun: str
    fact: Fact
    participants: list[Participant]
    links: list[Links]
    groups: list[Group]
    reports: Reports

    def said(self, name: str) -> list[Cell]:
        """The values of a property of the ontology, by its local name."""
        iris = (terms.NAMESPACE + name, terms.ALT_LABEL if name == "altLabel" else "")
        return next((group.values for group in self.section.groups if group.iri in iris), [])


def kind_of(section: Section) -> str | None:
    """The class by which something has such a page, if it has one."""
    classes = {kind.iri for kind in section.kinds}
    return next((kind for kind in KINDS if kind in classes), None)


def account(engine: Engine, section: Section, kind: str) -> Account:
    """All about an event, agreement or statement. Raises what ``Engine.query`` raises."""
    this = str(NamedNode(section.iri))
    fact = facts(engine, f"VALUES ?f {{ {this} }}")[0]
    complete(engine, [fact], most=50)
    return Account(
        section,
        _NOUNS[kind],
        fact,
        _participants(engine, this),
        _links(engine, this),
        [group for group in section.groups if group.iri not in _SHOWN],
        reports(engine, section.iri),
    )


def _participants(engine: Engine, this: str) -> list[Participant]:
    found: dict[str, Participant] = {}
    rows = read_table(engine, PROLOGUE + _PARTICIPANTS % this).rows
    for who, name, stands_for, for_name, title, office, office_name in rows:
        each = found.setdefault(text_of_iri(who), Participant(cell(who, name)))
        _add(each.represents, cell(stands_for, for_name))
        _add(each.offices, cell(office, office_name))
        if title is not None and text_of(title) not in each.titles:
            each.titles.append(text_of(title))
    return list(found.values())


def _add(cells: list[Cell], value: Cell) -> None:
    if value.iri and value not in cells:
        cells.append(value)


def _links(engine: Engine, this: str) -> list[Links]:
    properties = " ".join(f"<{iri}>" for iri in _TO)
    query = _LINKED % {"properties": properties, "this": this, "named": name_of("other")}
    found: dict[str, list[Cell]] = {}
    for prop, way, other, name in read_table(engine, PROLOGUE + query).rows:
        titles = _TO if text_of(way) == "to" else _FROM
        _add(found.setdefault(titles[text_of_iri(prop)], []), cell(other, name))
    return [Links(title, values) for title, values in found.items()]
