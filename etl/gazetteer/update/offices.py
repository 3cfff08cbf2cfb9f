"""The offices of states: found by class, and those that the gazetteer knows already."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from etl.entities import Entity
from etl.gazetteer.build.offices import OTHER, OfficeTypes
from etl.gazetteer.build.people import Person
from etl.gazetteer.core_data import core_data
from etl.gazetteer.fold import fold
from etl.gazetteer.update.asking import Asker, Row
from etl.gazetteer.update.follow import Moves, follow
from etl.gazetteer.update.report import Outcome, Report
from etl.gazetteer.update.template import items, year

_HEADS = frozenset({"head-of-state", "head-of-government"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A polity that is asked about, with all the items it is known under."""

    polity: Entity
    qids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """An office of a polity."""

    qid: str
    label: str
    office_type: str
    polity: Entity


@cache
def classes(use: str) -> dict[str, str]:
    """Items of the classes for a use, each with the office type it tells, which may be empty."""
    with files(__package__).joinpath("classes.csv").open(encoding="utf-8") as file:
        return {r["qid"]: r["office_type"] for r in csv.DictReader(file) if r["use"] == use}


class OfficeFinder:
    """Finds the offices of polities."""

    def __init__(self, asker: Asker, since: int, types: OfficeTypes) -> None:
        self._asker = asker
        self._since = since
        self._types = types

    def find(self, asked: Sequence[Asked]) -> dict[str, Office]:
        """Offices by their items; one of two polities counts for the first."""
        found: dict[str, Office] = {}
        with self._asker.bars("Offices", len(asked)) as bar:
            for one in asked:
                for office in self._of(one):
                    found.setdefault(office.qid, office)
                bar.advance(one.polity.label)
        return found

    def _of(self, one: Asked) -> list[Office]:
        fixed = {"country": items(one.qids), "since": year(self._since)}
        rows: dict[str, list[Row]] = {}
        for name in ("offices", "national"):
            for row in self._asker.batch(name, "class", list(classes(name)), **fixed):
                if qid := row.item("office"):
                    rows.setdefault(qid, []).append(row)
        offices = (self._office(qid, rows[qid], one.polity) for qid in sorted(rows))
        return [office for office in offices if office is not None]

    def _office(self, qid: str, rows: Sequence[Row], polity: Entity) -> Office | None:
        """The office of these rows; None when it is one within the country and not of it."""
        labels = {(r.get("language") != "en", r.get("label")) for r in rows if r.get("label")}
        label = min(labels)[1] if labels else ""
        own = [r for r in rows if r.get("reach") != "within"]
        if not own and not self._types.own_words(polity) & set(fold(label).split()):
            return None
        if not label:
            return None
        # Several names may stand in one language; any of them may be the telling one.
        titles = (self._types.of(text, polity) for _, text in sorted(labels))
        told = next((t for t in titles if t != OTHER), None)
        return Office(qid, label, told or _by_class(rows, heads=bool(own)) or OTHER, polity)


def _by_class(rows: Iterable[Row], *, heads: bool) -> str | None:
    """The first of the classes' types; heads of state and government only where asked for.

    An office within a country may head one of its cities.
    """
    found = {row.item("class") for row in rows}
    kinds = (kind for qid, kind in classes("offices").items() if qid in found)
    return next((kind for kind in kinds if heads or kind not in _HEADS), None)


def known_offices(people: Iterable[Person], polities: Iterable[Entity]) -> dict[str, Office]:
    """The offices of these polities that people of the core and of a file held."""
    wanted = {p.key for p in polities}
    found: dict[str, Office] = {}
    core = (t for r in core_data().people for t in r.tenures)
    for tenure in (*core, *(t for p in people for t in p.tenures)):
        qid, polity = tenure.office_qid, tenure.polity
        if qid and polity and polity.key in wanted:
            found.setdefault(qid, Office(qid, tenure.office_label, tenure.office_type, polity))
    return found


def follow_offices(
    asker: Asker, known: dict[str, Office], found: dict[str, Office], report: Report
) -> Moves:
    """Add the known offices that were not found, as the items they are now, to ``found``."""
    moves = follow(asker, known.keys() - found.keys(), "Known offices")
    for qid in sorted(known.keys() - found.keys(), key=lambda q: int(q[1:])):
        office = known[qid]
        if qid in moves.gone:
            report.add(Outcome.DELETED, "office", qid, office.label, "its holders stay")
            continue
        now = moves.now(qid)
        if now != qid:
            report.add(Outcome.REDIRECTED, "office", qid, office.label, f"now {now}")
        found.setdefault(now, Office(now, office.label, office.office_type, office.polity))
    return moves
