"""Names and evidence, found in the index of one snapshot.

Deterministic: equal scores are settled by how many articles speak of a thing, its label, its IRI.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Final, Protocol, cast, runtime_checkable

from store import likeness
from store.engine import Snapshot
from store.errors import StoreError
from store.folding import CLOSE, OPEN, bag, fold, pieces
from store.indexing import INDEX_FILE
from store.likeness import Fit, Kind, Likeness
from store.snapshots import all_snapshots
from store.things import Value

MAX_TEXT: Final = 1_000
"""Characters that a text to search may have; what is longer is not read to its end."""

_MOST_WORDS: Final = 16
_MOST_NAMES: Final = 300
_ALIKE: Final = 80
_AT_ONCE: Final = 500


class NoIndexError(StoreError):
    """This snapshot, or this engine, has no search index."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found: by which of its names, how well, and by what kind of fit."""

    iri: str
    type: str
    label: str
    description: str
    named: int
    score: float = 0.0
    name: str = ""
    fit: Fit = "label"


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the hits, and how many there are in all; at most a few hundred are counted."""

    hits: tuple[Hit, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence in pieces: every second one, from the second on, is what was asked for."""

    article: str
    title: str
    fact: str
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passages:
    """Some of the sentences, and how many there are in all."""

    passages: tuple[Passage, ...]
    total: int


@runtime_checkable
class Searchable(Protocol):
    """An engine with an index."""

    def index(self) -> SearchIndex:
        """The index of the current snapshot. Raises `NoIndexError` and `NoSnapshotError`."""


class SearchIndex:
    """The index of the snapshot whose data is in `data`. Threads may share it.

    Raises `NoIndexError` if there is none. It stays readable when its snapshot is removed.
    """

    def __init__(self, data: Path) -> None:
        self.data = data
        self._file = data.parent / INDEX_FILE
        self._lock = Lock()
        self._idle: list[sqlite3.Connection] = []
        self._closed = False
        if not self._file.is_file():
            raise NoIndexError(
                f"The snapshot {data.parent.name} has no search index. Build the dataset again."
            )
        with self.connection():
            pass

    def close(self) -> None:
        """Close the file; what is being read is still read."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection that nobody else uses meanwhile. Raises `StoreError`."""
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        try:
            connection = connection or self._connect()
            yield connection
        except sqlite3.Error as error:
            raise StoreError(f"The search index {self._file} cannot be read: {error}.") from error
        finally:
            if connection is not None:
                with self._lock:
                    if not self._closed:
                        self._idle.append(connection)
                        connection = None
                if connection is not None:
                    connection.close()

    def _connect(self) -> sqlite3.Connection:
        source = f"{self._file.absolute().as_uri()}?mode=ro&immutable=1"
        return sqlite3.connect(source, uri=True, check_same_thread=False)

    def find(
        self, text: str, *, types: Sequence[str] = (), limit: int = 10, offset: int = 0
    ) -> Page:
        """Things by their names, the best first. `types` are the only ones wanted, if any are."""
        hits = self.candidates(text, types)
        return Page(tuple(hits[offset : offset + limit]), len(hits))

    def candidates(self, text: str, types: Sequence[str] = ()) -> list[Hit]:
        """All that could be meant by a name, the best first; also by an IRI or a Wikidata id."""
        text = text[:MAX_TEXT].strip()
        known = [h for h in self.identified(text) if not types or h.type in types]
        asked = fold(text)
        if known or not asked:
            return known
        with self.connection() as connection:
            best: dict[int, tuple[Likeness, str]] = {}
            for thing, name, folded, kind in _names(connection, asked, types):
                fit = likeness.likeness(asked, folded, cast(Kind, kind))
                if fit and (thing not in best or _worth(fit, name) < _worth(*best[thing])):
                    best[thing] = (fit, name)
            things = list(_things(connection, list(best)))
        hits = [
            replace(hit, score=best[thing][0].score, name=best[thing][1], fit=best[thing][0].fit)
            for thing, hit in things
        ]
        return sorted(hits, key=rank)

    def identified(self, text: str) -> list[Hit]:
        """The thing of an IRI, or those of a Wikidata id or IRI."""
        wikidata = text.removeprefix("wd:").rpartition("/")[2]
        with self.connection() as connection:
            rows = connection.execute(
                "SELECT iri, type, label, description, named FROM thing WHERE iri = ? OR id IN"
                " (SELECT thing FROM value WHERE property = 'wikidata' AND (iri = ? OR text = ?))"
                " ORDER BY iri",
                (text, text, wikidata),
            ).fetchall()
        return [replace(Hit(*row), score=100.0, name=row[2]) for row in rows]

    def known(self, iri: str) -> bool:
        """Whether the index has a thing with this IRI."""
        with self.connection() as connection:
            found = connection.execute("SELECT 1 FROM thing WHERE iri = ?", (iri,)).fetchone()
        return found is not None

    def holding(self, name: str, text: str, iri: str, types: Sequence[str] = ()) -> list[Hit]:
        """The things with this value of a property, most spoken of first."""
        kinds = f" AND type IN ({_marks(types)})" if types else ""
        with self.connection() as connection:
            rows = connection.execute(
                "SELECT iri, type, label, description, named FROM thing WHERE id IN"
                " (SELECT thing FROM value WHERE property = ?1 AND (folded = ?2 OR"
                " (iri = ?3 AND ?3 <> '') OR iri IN (SELECT t.iri FROM name n JOIN thing t"
                " ON t.id = n.thing WHERE n.folded = ?2 AND ?2 <> '')))"
                f"{kinds} ORDER BY named DESC, label, iri LIMIT {_MOST_NAMES}",
                (name, fold(text), iri, *types),
            ).fetchall()
        return [Hit(*row) for row in rows]

    def values(self, iri: str) -> list[Value]:
        """What is known of a thing, its names as `label` and `altLabel` among it."""
        with self.connection() as connection:
            rows = connection.execute(
                "SELECT v.property, v.text, v.iri FROM value v JOIN thing t ON t.id = v.thing"
                " WHERE t.iri = ? UNION ALL SELECT CASE WHEN n.text = t.label THEN 'label'"
                " ELSE 'altLabel' END, n.text, '' FROM name n JOIN thing t ON t.id = n.thing"
                " WHERE t.iri = ? ORDER BY 1, 2, 3",
                (iri, iri),
            ).fetchall()
        return [Value(*row) for row in rows]

    def evidence(self, text: str, *, limit: int = 20, offset: int = 0) -> Passages:
        """Sentences with all of the words, or words of their stems."""
        wanted = " AND ".join(f'"{w}"' for w in fold(text[:MAX_TEXT]).split()[:_MOST_WORDS])
        if not wanted:
            return Passages((), 0)
        with self.connection() as connection:
            total = connection.execute(
                "SELECT count(*) FROM passage_words WHERE passage_words MATCH ?", (wanted,)
            ).fetchone()[0]
            rows = connection.execute(
                "SELECT p.article, p.title, p.fact, p.sentence, highlight(passage_words, 0, ?, ?)"
                " FROM passage_words JOIN passage p ON p.id = passage_words.rowid"
                " WHERE passage_words MATCH ? ORDER BY bm25(passage_words), p.id LIMIT ? OFFSET ?",
                (OPEN, CLOSE, wanted, limit, offset),
            ).fetchall()
        found = [
            Passage(article, title, fact, pieces(sentence, marked))
            for article, title, fact, sentence, marked in rows
        ]
        return Passages(tuple(found), total)


def indexed(snapshot: Snapshot, store_dir: Path) -> Path:
    """The data of the newest snapshot, up to this one, that has an index; its own if none has."""
    for earlier in (snapshot, *reversed(all_snapshots(store_dir))):
        is_older = earlier.created <= snapshot.created
        if is_older and (earlier.path.parent / INDEX_FILE).is_file():
            return earlier.path
    return snapshot.path


def rank(hit: Hit) -> tuple[float, int, str, str]:
    """The order of hits."""
    return -hit.score, -hit.named, hit.label, hit.iri


def _worth(fit: Likeness, name: str) -> tuple[float, str]:
    return -fit.score, name


NameRow = tuple[int, str, str, str]


def _names(connection: sqlite3.Connection, asked: str, types: Sequence[str]) -> Iterator[NameRow]:
    """The names that could be meant, some of them twice: whole ones, and if there are none, others.

    Whole names never keep longer ones away, so that who searches sees what else there is.
    """
    join = "JOIN thing t ON t.id = n.thing" if types else ""
    kinds = f"AND t.type IN ({_marks(types)})" if types else ""
    words = asked.split()[:_MOST_WORDS]
    whole = f"FROM name n {join} WHERE (n.folded = ? OR n.bag = ?) {kinds} ORDER BY n.id"
    starts = f"FROM name n {join} WHERE n.folded >= ? AND n.folded < ? {kinds} ORDER BY n.folded"
    indexed = (
        f"FROM {{0}} f JOIN name n ON n.id = f.rowid {join} WHERE {{0}} MATCH ? {kinds}"
        " ORDER BY bm25({0}), n.id"
    )

    def select(source: str, *wanted: str, most: int = _MOST_NAMES) -> list[NameRow]:
        columns = f"SELECT n.thing, n.text, n.folded, n.kind {source} LIMIT {most}"
        return connection.execute(columns, (*wanted, *types)).fetchall()

    found = select(whole, asked, bag(asked))
    yield from found
    yield from select(starts, asked, asked + "\U0010ffff")
    every = " AND ".join(f'"{word}"' for word in words)
    yield from select(indexed.format("name_words"), f"{every}*")
    some = " OR ".join(f'"{word}"' for word in words)
    yield from select(indexed.format("name_words"), some, most=_ALIKE)
    if not found:
        letters = dict.fromkeys(asked[i : i + 3] for i in range(min(len(asked), 60) - 2))
        alike = " OR ".join(f'"{three}"' for three in letters)
        if alike:
            yield from select(indexed.format("name_letters"), alike, most=_ALIKE)


def _things(connection: sqlite3.Connection, ids: Sequence[int]) -> Iterator[tuple[int, Hit]]:
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        for number, *row in connection.execute(
            "SELECT id, iri, type, label, description, named FROM thing"
            f" WHERE id IN ({_marks(some)})",
            tuple(some),
        ):
            yield number, Hit(*row)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
