"""The gazetteer file that an update starts from, read back."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from etl.entities import Entity, Kind
from etl.gazetteer.build.people import Person
from etl.gazetteer.build.places import Found, Gathered
from etl.gazetteer.build.sources import Source
from etl.gazetteer.core_data import core_data
from etl.gazetteer.file import FORMAT
from etl.gazetteer.records import Tenure
from etl.gazetteer.update.errors import UpdateError

_Row = tuple[object, ...]


@dataclass
class Current:
    """What the file has: people and their keys by QID, and all the rest."""

    people: dict[str, Person] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    gathered: Gathered = field(default_factory=Gathered)
    sources: dict[str, Source] = field(default_factory=dict)
    used: dict[str, str] = field(default_factory=dict)


def read_current(path: Path | None) -> Current:
    """Read a gazetteer file; without one, there is nothing yet. Raises ``UpdateError``."""
    current = Current()
    if path is None:
        return current
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
            _read(db, current, path)
    except sqlite3.Error as error:
        raise UpdateError(
            f"{path}: not a gazetteer file of this version ({error}); build it again with"
            " `parley gazetteer build`"
        ) from error
    return current


def _read(db: sqlite3.Connection, current: Current, path: Path) -> None:
    meta = dict(db.execute("SELECT key, value FROM meta"))
    if meta.get("format") != FORMAT:
        raise UpdateError(f"{path}: format {meta.get('format')!r}, not {FORMAT!r}")
    current.used = {k.partition(" ")[2]: v for k, v in meta.items() if k.startswith("source ")}
    for row in db.execute("SELECT id, title, licence, retrieved FROM source ORDER BY id"):
        current.sources[row[0]] = Source(*row)
    _read_people(db, current)
    _read_entities(db, current.gathered)


def _read_people(db: sqlite3.Connection, current: Current) -> None:
    by_id = {}
    query = "SELECT id, key, label, qid, gender, source FROM person ORDER BY id"
    for number, key, label, qid, gender, source in db.execute(query):
        by_id[number] = Person(qid, label, gender, source=source)
        current.people[qid] = by_id[number]
        current.keys[qid] = key
    for name, number in db.execute("SELECT name, person FROM person_name"):
        by_id[number].kept_keys.add(name)
    for number, tenure in _tenures(db):
        by_id[number].tenures.append(tenure)


def _tenures(db: sqlite3.Connection) -> Iterator[tuple[int, Tenure]]:
    entities = core_data().entities
    query = (
        "SELECT person, office, office_type, polity, start, end, retrieved, office_qid, source"
        " FROM tenure ORDER BY rowid"
    )
    for number, office, kind, polity, *rest in db.execute(query):
        yield number, Tenure(office, kind, _holder(entities, polity), *rest)


def _holder(entities: Mapping[tuple[str, str], Entity], key: str | None) -> Entity | None:
    """The polity or organisation of a key; one that the core no longer has is kept as it is."""
    if key is None:
        return None
    kinds = (Kind.POLITY, Kind.ORGANIZATION)
    found = next((e for k in kinds if (e := entities.get((k.value, key)))), None)
    return found or Entity(Kind.POLITY, key, key)


def _read_entities(db: sqlite3.Connection, gathered: Gathered) -> None:
    by_id: dict[int, Found] = {}
    query = (
        "SELECT id, kind, key, label, qid, source, polity, weight, latitude, longitude"
        " FROM entity ORDER BY id"
    )
    for number, kind, *rest in db.execute(query):
        by_id[number] = Found(Kind(kind), *rest)
    for spelling, number in db.execute("SELECT spelling, entity FROM name ORDER BY rowid"):
        by_id[number].names[spelling] = None
    gathered.entities = list(by_id.values())
    for kind, key, qid, source in db.execute("SELECT kind, key, qid, source FROM link"):
        gathered.links[kind, key] = qid, source
    query = "SELECT key, latitude, longitude, source FROM coordinates"
    for key, latitude, longitude, source in db.execute(query):
        gathered.coordinates[key] = latitude, longitude, source
