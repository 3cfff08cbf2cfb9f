"""The people of the core, looked up in memory."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from etl.gazetteer.fold import bag, person_words, run_together
from etl.gazetteer.records import PersonRecord


class PeopleSource(Protocol):
    """Where people are looked up."""

    def people(self, name: str) -> tuple[PersonRecord, ...]:
        """People who may be called so."""

    def is_full_name(self, name: str, key: str) -> bool:
        """Whether a name is the whole of one by which the person is known."""

    def person(self, key: str) -> PersonRecord | None:
        """The person of this key."""

    def holders(self, polity: str, office_type: str, on: date) -> tuple[PersonRecord, ...]:
        """People who held such an office of the polity on that day, as far as is known."""


class CorePeople:
    """A few people held in memory."""

    def __init__(self, records: Sequence[PersonRecord], names: Mapping[str, Sequence[str]]) -> None:
        self.records = tuple(records)
        self._by_key = {r.entity.key: r for r in records}
        self._by_name: dict[str, list[PersonRecord]] = {}
        for record in records:
            forms = (record.entity.label, *names.get(record.entity.key, ()))
            for key in dict.fromkeys(k for form in forms for k in name_keys(form)):
                self._by_name.setdefault(key, []).append(record)

    def people(self, name: str) -> tuple[PersonRecord, ...]:
        """People who may be called so."""
        found = [r for key in name_keys(name) for r in self._by_name.get(key, ())]
        return tuple({r.entity.key: r for r in found}.values())

    def is_full_name(self, name: str, key: str) -> bool:
        """Whether a name is the whole of one by which the person is known."""
        return any(r.entity.key == key for r in self.people(name))

    def person(self, key: str) -> PersonRecord | None:
        """The person of this key."""
        return self._by_key.get(key)

    def holders(self, polity: str, office_type: str, on: date) -> tuple[PersonRecord, ...]:
        """People who held such an office of the polity on that day."""
        return tuple(r for r in self.records if holds(r, polity, office_type, on))


def name_keys(name: str) -> tuple[str, ...]:
    """The keys that a person's name is stored and looked up under."""
    words = person_words(name)
    if not words:
        return ()
    return (bag(words), run_together(words))


def holds(record: PersonRecord, polity: str, office_type: str, on: date) -> bool:
    """Whether a person held such an office of the polity on that day."""
    return any(
        t.office_type == office_type
        and t.polity is not None
        and t.polity.key == polity
        and t.covers(on)
        for t in record.tenures
    )
