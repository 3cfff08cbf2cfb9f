"""Writing a gazetteer file."""

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from importlib.resources import files
from pathlib import Path

from etl.gazetteer.build.people import Person
from etl.gazetteer.build.places import Found, Gathered
from etl.gazetteer.build.sources import Source
from etl.gazetteer.core_people import name_keys
from etl.gazetteer.file import FORMAT
from etl.gazetteer.fold import bag, fold, person_words, skeleton

_Value = str | int | float | None


def write(
    output: Path,
    people: Sequence[Person],
    keys: Mapping[str, str],
    gathered: Gathered,
    used: Mapping[str, str],
    sources: Sequence[Source],
) -> dict[str, int]:
    """Write the file beside its place, then move it there; gives the rows of each table."""
    output.parent.mkdir(parents=True, exist_ok=True)
    temporary = output.with_name(f".{output.name}.{os.getpid()}.part")
    temporary.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(temporary)) as db:
            db.executescript(
                f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_script('schema')}"
            )
            counts = _fill(db, people, keys, gathered, used, sources)
            db.executescript(_script("indexes"))
            db.execute("VACUUM")
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(output)
    finally:
        temporary.unlink(missing_ok=True)
    return counts


def _script(name: str) -> str:
    return files(__package__).joinpath(f"{name}.sql").read_text("utf-8")


def _fill(
    db: sqlite3.Connection,
    people: Sequence[Person],
    keys: Mapping[str, str],
    gathered: Gathered,
    used: Mapping[str, str],
    sources: Sequence[Source],
) -> dict[str, int]:
    digest = hashlib.sha256()
    counts = {}
    entities = sorted(gathered.entities, key=lambda e: (e.kind.value, e.key))
    listing = sorted((s.id, s.title, s.licence, s.retrieved) for s in sources)
    tables: tuple[tuple[str, Iterable[tuple[_Value, ...]]], ...] = (
        ("source", listing),
        ("person", _person_rows(people, keys)),
        ("person_name", sorted(_person_names(people))),
        ("tenure", _tenure_rows(people)),
        ("entity", _entity_rows(entities)),
        ("name", _name_rows(entities)),
        ("link", sorted((*at, *link) for at, link in gathered.links.items())),
        ("coordinates", sorted((k, *at) for k, at in gathered.coordinates.items())),
    )
    for table, rows in tables:
        listed = list(rows)
        counts[table] = len(listed)
        for row in listed:
            digest.update(repr((table, *row)).encode())
        if listed:
            marks = ",".join("?" * len(listed[0]))
            db.executemany(f"INSERT INTO {table} VALUES ({marks})", listed)
    meta = {"format": FORMAT, "content": digest.hexdigest()[:16]}
    meta |= {f"source {name}": value for name, value in sorted(used.items())}
    db.executemany("INSERT INTO meta VALUES (?,?)", meta.items())
    db.commit()
    return counts


def _person_rows(people: Sequence[Person], keys: Mapping[str, str]) -> Iterator[tuple[_Value, ...]]:
    for number, person in enumerate(people):
        yield number, keys[person.qid], person.label, person.qid, person.gender, person.source


def _person_names(people: Sequence[Person]) -> set[tuple[str, int]]:
    found: set[tuple[str, int]] = set()
    for number, person in enumerate(people):
        found.update((k, number) for k in person.kept_keys)
        for name in (person.label, *person.names):
            words = person_words(name)
            if not "".join(words).isascii():
                continue
            keys = name_keys(name)
            # Run together, two words differ from their bag only by the order that it ignores.
            found.update((k, number) for k in (keys if len(words) > 2 else keys[:1]))
            if person.governs:
                found.update((k, number) for k in _looser(words))
    return found


def _looser(words: tuple[str, ...]) -> Iterator[str]:
    """Keys for shortened and otherwise transliterated forms."""
    forms = [words, *(_parts(words) if len(words) > 2 else ())]
    yield from ("~" + bag(form) for form in forms[1:])
    yield from (sound for form in forms if (sound := skeleton(form)) is not None)


def _parts(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """What a long name is shortened to: first and last, first and second, all but the first."""
    yield words[0], words[-1]
    yield words[:2]
    yield words[1:]
    yield words[:-1]


def _tenure_rows(people: Sequence[Person]) -> Iterator[tuple[_Value, ...]]:
    for number, person in enumerate(people):
        for t in person.tenures:
            polity = t.polity.key if t.polity else None
            yield (number, t.office_label, t.office_type, polity, t.start, t.end, t.retrieved,
                   t.office_qid, t.source)  # fmt: skip


def _entity_rows(entities: Sequence[Found]) -> Iterator[tuple[_Value, ...]]:
    for number, e in enumerate(entities):
        yield (number, e.kind.value, e.key, e.label, e.qid, e.polity, e.weight, int(e.is_large),
               e.latitude, e.longitude, e.source)  # fmt: skip


def _name_rows(entities: Sequence[Found]) -> Iterator[tuple[_Value, ...]]:
    for number, entity in enumerate(entities):
        known = set()
        for spelling in entity.names:
            words = fold(spelling)
            if words and words.isascii() and words not in known:
                known.add(words)
                yield words.split()[0], words, spelling, number
