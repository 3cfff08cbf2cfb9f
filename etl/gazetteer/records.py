"""What reference data knows, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from etl.entities import Entity


class Use(StrEnum):
    """What a name is for its entity."""

    NAME = "name"
    DEMONYM = "demonym"  # "South Korean", "Britons"
    CAPITAL = "capital"  # a place that may stand for its government
    METONYM = "metonym"  # "the Kremlin"


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a polity, an organisation or a place."""

    words: tuple[str, ...]  # folded
    spelling: str
    entity: Entity
    use: Use = Use.NAME
    government: Entity | None = None  # CAPITAL: the polity that the place may stand for
    cautious: bool = False  # taken only where the context asks for a place

    @property
    def is_acronym(self) -> bool:
        """Whether the spelling is all capitals, as in "EU" or "U.S."."""
        letters = [c for c in self.spelling if c.isalpha()]
        return len(self.words) == 1 and len(letters) <= 8 and all(c.isupper() for c in letters)


@dataclass(frozen=True, slots=True)
class Tenure:
    """A person's time in an office: [start, end), dates of day, month or year precision (ISO).

    ``end`` is None for a tenure that lasted when the data was ``retrieved``.
    """

    office_label: str
    office_type: str  # code office-type
    polity: Entity | None
    start: str | None
    end: str | None
    retrieved: str
    office_qid: str | None = None
    source: str = ""  # id of the source in a gazetteer file

    def covers(self, day: date) -> bool:
        """Whether the office may have been held on that day, an open end taken as lasting."""
        text = day.isoformat()
        if self.start and self.start > text[: len(self.start)]:
            return False
        if not self.end:
            return True
        if len(self.end) == len(text):
            return text < self.end
        return text[: len(self.end)] <= self.end  # a month or a year is over at its end


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person of the gazetteer with the offices held, the earliest first."""

    entity: Entity
    gender: str | None = None  # as Wikidata calls it: "male", "female" …
    tenures: tuple[Tenure, ...] = ()


@dataclass(frozen=True, slots=True)
class TitlePattern:
    """A title and the office type it means.

    ``phrase`` is folded words. ``polity`` is the key of the polity or organisation for which the
    title has this meaning, None for all others; patterns that name a polity come before those that
    do not, longer phrases before shorter ones.
    """

    phrase: str
    office_type: str
    polity: str | None = None
    gender: str | None = None


@dataclass(frozen=True, slots=True)
class ReferenceData:
    """The shared part of a gazetteer: what both the core and a file are made of."""

    entities: Mapping[tuple[str, str], Entity]
    names: tuple[Name, ...]
    people: tuple[PersonRecord, ...]
    person_names: Mapping[str, tuple[str, ...]]  # person key -> further names
    titles: tuple[TitlePattern, ...]
