"""A gazetteer file (SQLite), read."""

import sqlite3
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from etl.entities import Entity, Kind
from etl.gazetteer.core_people import holds, name_keys
from etl.gazetteer.fold import bag, person_words, skeleton
from etl.gazetteer.records import Name, PersonRecord, Tenure

FORMAT = "parley-gazetteer-1"


class GazetteerFile:
    """Reads a file made by ``build``. Connections are read-only; look-ups are by key."""

    def __init__(self, path: Path, core: Mapping[tuple[str, str], Entity]) -> None:
        if not path.is_file():
            raise FileNotFoundError(f"{path}: no such file; make one with `parley gazetteer build`")
        # "immutable" spares the locks: a file is replaced as a whole, never written to.
        self._db = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._core = core
        try:
            meta = dict(self._db.execute("SELECT key, value FROM meta"))
        except sqlite3.DatabaseError as error:
            raise ValueError(f"{path}: not a gazetteer file ({error})") from error
        if meta.get("format") != FORMAT:
            raise ValueError(
                f"{path}: format {meta.get('format')!r}, not {FORMAT!r}; build it again with "
                "`parley gazetteer build`"
            )
        self.fingerprint = str(meta["content"])
        self._by_id = lru_cache(maxsize=2048)(self._read_person)

    def links(self) -> dict[tuple[str, str], str]:
        """QIDs of the core's entities that the core itself does not link."""
        rows = self._db.execute("SELECT kind, key, qid FROM link")
        return {(kind, key): qid for kind, key, qid in rows}

    def coordinates(self, key: str) -> tuple[float, float] | None:
        """Latitude and longitude of the place of this key."""
        found = self._db.execute(
            "SELECT latitude, longitude FROM coordinates WHERE key = ?1 UNION ALL"
            " SELECT latitude, longitude FROM entity WHERE kind = 'place' AND key = ?1"
            " AND latitude IS NOT NULL AND longitude IS NOT NULL",
            (key,),
        ).fetchone()
        return (found[0], found[1]) if found else None

    def names(self, first: str) -> tuple[Name, ...]:
        """Names of places and organisations that begin with this word."""
        rows = self._db.execute(
            "SELECT words, spelling, kind, entity.key, label, qid, polity, large"
            " FROM name JOIN entity ON entity.id = name.entity WHERE first = ?"
            " ORDER BY words, weight DESC, entity.key",
            (first,),
        )
        return tuple(
            Name(
                words=tuple(words.split()),
                spelling=spelling,
                entity=Entity(Kind(kind), key, label, qid, polity),
                cautious=not large,
            )
            for words, spelling, kind, key, label, qid, polity, large in rows
        )

    def people(self, name: str) -> tuple[PersonRecord, ...]:
        """People who may be called so: by the name, else a part of a longer one, else by sound."""
        found = self._ids(*name_keys(name))
        words = person_words(name)
        if not found and len(words) > 1:
            found = self._ids("~" + bag(words))
        if not found and (sound := skeleton(words)) is not None:
            found = self._ids(sound)
        return tuple(self._by_id(i) for i in found)

    def is_full_name(self, name: str, key: str) -> bool:
        """Whether a name is the whole of one by which the person is known, in any order."""
        ids = self._ids(*name_keys(name))
        return any(self._by_id(i).entity.key == key for i in ids)

    def _ids(self, *keys: str) -> list[int]:
        marks = ",".join("?" * len(keys))
        rows = self._db.execute(
            f"SELECT DISTINCT person FROM person_name WHERE name IN ({marks}) ORDER BY person",
            keys,
        )
        return [row[0] for row in rows]

    def person(self, key: str) -> PersonRecord | None:
        """The person of this key."""
        row = self._db.execute("SELECT id FROM person WHERE key = ?", (key,)).fetchone()
        return self._by_id(row[0]) if row else None

    def holders(self, polity: str, office_type: str, on: date) -> tuple[PersonRecord, ...]:
        """People who held such an office of the polity on that day."""
        rows = self._db.execute(
            "SELECT DISTINCT person FROM tenure WHERE polity = ? AND office_type = ?"
            " AND (start IS NULL OR start <= ?)"
            " AND (end IS NULL OR end >= substr(?, 1, length(end))) ORDER BY start, person",
            (polity, office_type, on.isoformat(), on.isoformat()),
        )
        records = [self._by_id(row[0]) for row in rows.fetchall()]
        return tuple(r for r in records if holds(r, polity, office_type, on))

    def _read_person(self, number: int) -> PersonRecord:
        key, label, qid, gender = self._db.execute(
            "SELECT key, label, qid, gender FROM person WHERE id = ?", (number,)
        ).fetchone()
        rows = self._db.execute(
            "SELECT office, office_type, polity, start, end, retrieved, office_qid FROM tenure"
            " WHERE person = ? ORDER BY start, office, end",
            (number,),
        )
        tenures = tuple(
            Tenure(office, kind, self._polity(polity), start, end, retrieved, office_qid)
            for office, kind, polity, start, end, retrieved, office_qid in rows
        )
        return PersonRecord(Entity(Kind.OFFICIAL, key, label, qid), gender, tenures)

    def _polity(self, key: str | None) -> Entity | None:
        if key is None:
            return None
        return self._core.get((Kind.POLITY.value, key)) or self._core.get(
            (Kind.ORGANIZATION.value, key)
        )
