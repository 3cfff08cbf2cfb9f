"""The gazetteer: the shipped core, alone or with a file of reference data."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from etl.entities import Entity, Kind
from etl.gazetteer.contextual import Contextual
from etl.gazetteer.core_data import core_data, fingerprint, sovereigns, table
from etl.gazetteer.core_people import CorePeople, PeopleSource, holds
from etl.gazetteer.file import GazetteerFile
from etl.gazetteer.index import NameIndex
from etl.gazetteer.records import Name, PersonRecord, Tenure, TitlePattern
from etl.gazetteer.titles import TitleTable


class Gazetteer:
    """Names, people, tenures and titles; read-only. Made by ``core()`` or ``open()``."""

    def __init__(self, file: GazetteerFile | None = None) -> None:
        data = core_data()
        self._file = file
        self._links = file.links() if file else {}
        self._entities = {at: self._linked(e) for at, e in data.entities.items()}
        self._contextual = Contextual(table("contextual"), self._entities)
        self._titles = data.titles
        self._table = TitleTable(data.titles)
        self._core = CorePeople(data.people, data.person_names)
        self._sources: tuple[PeopleSource, ...] = (self._core, file) if file else (self._core,)
        names = (self._linked_name(n) for n in data.names) if file else data.names
        self._named = NameIndex(names, file.names if file else None)

    @staticmethod
    def core() -> "Gazetteer":
        """The gazetteer that ships with the project, read once a process."""
        return _core()

    @staticmethod
    def open(path: Path) -> "Gazetteer":
        """The core and a file made by ``build``.

        Raises ``FileNotFoundError``, or ``ValueError`` when it is no gazetteer of this version.
        """
        return Gazetteer(GazetteerFile(path, core_data().entities))

    @property
    def fingerprint(self) -> str:
        """A digest of all that this gazetteer knows."""
        return f"{fingerprint()}+{self._file.fingerprint}" if self._file else fingerprint()

    def named(self) -> NameIndex:
        """Names of polities, organisations and places by their words."""
        return self._named

    def contextual(self) -> Contextual:
        """Words that name something only in certain articles."""
        return self._contextual

    def entity(self, kind: Kind, key: str) -> Entity | None:
        """The polity, organisation or place of this key in the core, or the person anywhere."""
        if kind is Kind.OFFICIAL:
            record = self.person(key)
            return record.entity if record else None
        return self._entities.get((kind.value, key))

    def coordinates(self, place: str) -> tuple[float, float] | None:
        """Latitude and longitude of the place of this key, where a file tells them."""
        return self._file.coordinates(place) if self._file else None

    def people(self, name: str) -> tuple[PersonRecord, ...]:
        """People who may be called so, whatever the order of the words; initials do not count."""
        return _merge(record for source in self._sources for record in source.people(name))

    def is_full_name(self, name: str, key: str) -> bool:
        """Whether a name is the whole of one by which the person of this key is known."""
        return any(source.is_full_name(name, key) for source in self._sources)

    def sovereign(self, polity: str) -> str | None:
        """The key of the state that a polity is, or is claimed as, a part of."""
        return sovereigns().get(polity)

    def person(self, key: str) -> PersonRecord | None:
        """The person of this key."""
        found = [r for s in self._sources if (r := s.person(key)) is not None]
        return _merge(found)[0] if found else None

    def holders(self, polity: str, office_type: str, on: date) -> tuple[PersonRecord, ...]:
        """People who held such an office of the polity on that day.

        A tenure that was open when it was retrieved counts as lasting: compare ``retrieved``.
        """
        keys = (r.entity.key for s in self._sources for r in s.holders(polity, office_type, on))
        found = (self.person(key) for key in dict.fromkeys(keys))
        return tuple(r for r in found if r is not None and holds(r, polity, office_type, on))

    def titles(self) -> tuple[TitlePattern, ...]:
        """Titles of offices, the longest first."""
        return self._titles

    @lru_cache(maxsize=4096)  # noqa: B019 - a process has one or two gazetteers, for good
    def office_type(self, title: str, polity: str | None = None) -> str | None:
        """The office type of a title as written, for a polity or organisation where known."""
        return self._table.office_type(title, polity)

    def _linked(self, entity: Entity) -> Entity:
        qid = None if entity.wikidata else self._links.get((entity.kind.value, entity.key))
        return replace(entity, wikidata=qid) if qid else entity

    def _linked_name(self, name: Name) -> Name:
        entity = self._entities[name.entity.kind.value, name.entity.key]
        return name if entity is name.entity else replace(name, entity=entity)


@cache
def _core() -> Gazetteer:
    return Gazetteer()


def _merge(records: Iterable[PersonRecord]) -> tuple[PersonRecord, ...]:
    """One record a key; the tenures of both sources, the first source's where they agree."""
    found: dict[str, PersonRecord] = {}
    for record in records:
        known = found.get(record.entity.key)
        found[record.entity.key] = _joined(known, record) if known else record
    return tuple(found.values())


def _joined(one: PersonRecord, other: PersonRecord) -> PersonRecord:
    def which(tenure: Tenure) -> tuple[str, str | None, str | None]:
        return tenure.office_type, tenure.polity.key if tenure.polity else None, tenure.start

    known = {which(t) for t in one.tenures}
    more = [t for t in other.tenures if which(t) not in known]
    tenures = sorted((*one.tenures, *more), key=lambda t: (t.start or "", t.office_label))
    return PersonRecord(one.entity, one.gender or other.gender, tuple(tenures))
