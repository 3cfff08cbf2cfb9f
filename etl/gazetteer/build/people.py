"""People and tenures from the tables of office-holders."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from etl.gazetteer.build.offices import OfficeTypes
from etl.gazetteer.build.tables import Row, Sources
from etl.gazetteer.core_data import polities_by_qid
from etl.gazetteer.fold import fold, person_words
from etl.gazetteer.records import Name, Tenure

_LATIN = ("en", "es", "fr", "de", "nl", "it", "pt", "ast", "ga", "pl", "tr", "id", "sv")
_HOLDERS = ("person_qid", "person", "position_title", "position_qid", "jurisdiction_qid", "start",
            "end", "snapshot")  # fmt: skip
_LEADER = {"head_of_state": "head-of-state", "head_of_government": "head-of-government"}
_EXECUTIVE = {"prez": ("President", "head-of-state"), "viceprez": ("Vice President", "deputy-head")}


@dataclass
class Person:
    """A person while tables are read."""

    qid: str
    label: str = ""
    gender: str | None = None
    born: str = ""
    names: dict[str, None] = field(default_factory=dict)
    tenures: list[Tenure] = field(default_factory=list)
    source: str = ""
    kept_keys: set[str] = field(default_factory=set)  # name keys of names no longer at hand

    @property
    def governs(self) -> bool:
        """Whether any office is more than a seat in a parliament."""
        return any(t.office_type != "legislator" for t in self.tenures)


class PeopleReader:
    """Reads people and their tenures into ``people``, by QID."""

    def __init__(self, sources: Sources, names: dict[str, Name]) -> None:
        self._sources = sources
        self._names = names  # folded names of polities and organisations
        self._types = OfficeTypes(names)
        self._polities = polities_by_qid()
        self._offices: dict[str, str] = {}
        self.people: dict[str, Person] = {}

    def read(self) -> None:
        """All tables that the folder has."""
        rows = self._sources.rows("eps_positions", "position_qid", "label")
        self._offices = {r["position_qid"]: r["label"] for r in rows if r["label"]}
        self._read_people()
        for name in ("eps_officeholders", "officeholders_core_diplomacy"):
            for row in self._sources.rows(name, *_HOLDERS):
                self._add_holder(row)
        self._read_ministers()
        self._read_leaders()
        self._read_executive()
        self._read_legislators()
        self._read_labels()
        for person in self.people.values():
            person.tenures = merged(person.tenures)

    def _person(self, row: Row, column: str, label: str) -> Person | None:
        qid = self._sources.qid(row, column)
        if qid is None:
            return None
        person = self.people.setdefault(qid, Person(qid, source=row.source))
        if label and not label.startswith("Q"):
            person.label = person.label or label
            person.names[label] = None
        return person

    def _read_people(self) -> None:
        columns = ("qid", "name", "gender", "born", "enwiki")
        for row in self._sources.rows("eps_people", *columns):
            person = self._person(row, "qid", row["name"])
            if person is not None:
                person.gender = row["gender"] or None
                person.born = row["born"]
                person.names[row["enwiki"].partition(" (")[0]] = None

    def _add_holder(self, row: Row) -> None:
        person = self._person(row, "person_qid", row["person"])
        polity = self._polities.get(row["jurisdiction_qid"])
        if person is None or polity is None:
            return
        qid = self._sources.qid(row, "position_qid")
        title = row["position_title"]
        person.tenures.append(
            Tenure(
                office_label=self._offices.get(qid or "", title),
                office_type=self._types.of(title, polity),
                polity=polity,
                start=self._sources.date(row, "start"),
                end=self._sources.date(row, "end"),
                retrieved=row["snapshot"],
                office_qid=qid,
                source=row.source,
            )
        )

    def _agrees(self, row: Row, column: str, label: str) -> bool:
        """Whether a row's item is the person it names, as far as the other tables know it."""
        known = self.people.get(row[column])
        if known is None or not known.names:
            return True
        words = {w for name in known.names for w in person_words(name)}
        if words & set(person_words(label)):
            return True
        self._sources.problems.append(
            f"{row.where()}: {row[column]} is {known.label}, not {label}; row left out"
        )
        return False

    def _read_ministers(self) -> None:
        columns = ("person", "name", "country", "position", "positionLabel", "start")
        rows = list(self._sources.rows("foreign_ministers_2023", *columns))
        retrieved = _latest(rows, "start")
        for row in rows:
            if not self._agrees(row, "person", row["name"]):
                continue
            person = self._person(row, "person", row["name"])
            polity = self._polities.get(row["country"])
            if person is None or polity is None:
                continue
            office = self._sources.qid(row, "position")
            label = self._offices.get(office or "", row["positionLabel"])
            start = self._sources.date(row, "start")
            person.tenures.append(
                Tenure(
                    label, "foreign-minister", polity, start, None, retrieved, office, row.source
                )
            )

    def _read_leaders(self) -> None:
        columns = ("person_qid", "person", "position", "title", "country", "since", "snapshot")
        for row in self._sources.rows("leaders_2026_asean_g20", *columns):
            if not self._agrees(row, "person_qid", row["person"]):
                continue
            person = self._person(row, "person_qid", row["person"])
            found = self._names.get(fold(row["country"]))
            if person is None or found is None:
                continue
            entity = found.entity
            kind = (
                self._types.titles.office_type(row["title"], entity.key) or _LEADER[row["position"]]
            )
            start = self._sources.date(row, "since")
            person.tenures.append(
                Tenure(row["title"], kind, entity, start, None, row["snapshot"], source=row.source)
            )

    def _read_executive(self) -> None:
        columns = ("wikidata", "name", "type", "start", "end")
        rows = list(self._sources.rows("us_executive_congress_legislators", *columns))
        retrieved = _latest(rows, "start")
        polity = self._names["united states"].entity
        for row in rows:
            if not self._agrees(row, "wikidata", row["name"]):
                continue
            person = self._person(row, "wikidata", row["name"])
            if person is None or row["type"] not in _EXECUTIVE:
                continue
            label, kind = _EXECUTIVE[row["type"]]
            start, end = (self._sources.date(row, c) for c in ("start", "end"))
            # A term's scheduled end is not known to be its end.
            end = end if end and end <= retrieved else None
            person.tenures.append(
                Tenure(label, kind, polity, start, end, retrieved, source=row.source)
            )

    def _read_legislators(self) -> None:
        columns = ("person_qid", "person", "position_title", "jurisdiction_qid", "start", "end")
        rows = list(self._sources.rows("eps_legislators", *columns))
        retrieved = _latest(rows, "start")
        for row in rows:
            person = self._person(row, "person_qid", row["person"])
            polity = self._polities.get(row["jurisdiction_qid"])
            if person is None or polity is None:
                continue
            start, end = (self._sources.date(row, c) for c in ("start", "end"))
            title = row["position_title"]
            person.tenures.append(
                Tenure(title, "legislator", polity, start, end, retrieved, source=row.source)
            )

    def _read_labels(self) -> None:
        for row in self._sources.rows("eps_bio_labels", "qid", "lang", "label"):
            person = self.people.get(row["qid"])
            if person is not None and row["lang"] in _LATIN:
                person.names[row["label"]] = None


def _latest(rows: Iterable[Row], column: str) -> str:
    """A table without a date of its own is no older than its latest start."""
    return max((r[column][:10] for r in rows if r[column]), default="")


def merged(tenures: Iterable[Tenure]) -> list[Tenure]:
    """Each tenure once: the same start in two tables, and terms that follow each other, are one."""
    groups: dict[tuple[str, str, str], list[Tenure]] = {}
    for tenure in tenures:
        key = (tenure.office_type, tenure.polity.key if tenure.polity else "", seat(tenure))
        groups.setdefault(key, []).append(tenure)
    found = [t for group in groups.values() for t in _merge_group(group)]
    return sorted(found, key=lambda t: (t.start or "", t.office_label, t.end or "9"))


def seat(tenure: Tenure) -> str:
    """Offices of the same type that one may hold at the same time are told apart by their name."""
    many = {"other-minister", "deputy-minister", "other-official", "ambassador", "legislator",
            "military-officer", "organisation-head", "special-envoy"}  # fmt: skip
    return tenure.office_label if tenure.office_type in many else ""


def _merge_group(group: list[Tenure]) -> Iterator[Tenure]:
    current: Tenure | None = None
    for tenure in sorted(group, key=lambda t: (t.start or "", t.retrieved, t.end or "9")):
        if current is None:
            current = tenure
        elif _is_same(current, tenure):
            current = _joined(current, tenure)
        else:
            yield current
            current = tenure
    if current is not None:
        yield current


def _is_same(one: Tenure, other: Tenure) -> bool:
    if not one.start or not other.start:
        return one.start == other.start
    if one.start.startswith(other.start) or other.start.startswith(one.start):
        return True
    if one.office_type == "legislator" and one.end:
        return one.end[:4] >= other.start[:4]  # the next term of the same seat
    return False


def _joined(one: Tenure, other: Tenure) -> Tenure:
    """The later of two reports, with the more precise start and whichever office has an item."""
    later = other if other.retrieved >= one.retrieved else one
    earlier = one if later is other else other
    start = max(one.start or "", other.start or "", key=len)
    if not (one.start or "").startswith((other.start or "")[:4]):
        start = one.start or ""
    end = later.end or (None if later.retrieved > earlier.retrieved else earlier.end)
    if one.office_type == "legislator":
        end = max(one.end, other.end) if one.end and other.end else None
    return replace(
        later,
        start=start or None,
        end=end,
        office_label=later.office_label if later.office_qid else earlier.office_label,
        office_qid=later.office_qid or earlier.office_qid,
    )
