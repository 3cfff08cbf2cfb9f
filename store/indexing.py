"""Write the search index of a snapshot: one SQLite file beside its data, never changed later."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from ontology import terms
from store.describing import complete
from store.folding import bag, fold, spread
from store.things import Graph, Thing, capacities, gather

INDEX_FILE: Final = "search-1.sqlite"
"""The number is that of the schema: an index of another one is made anew."""

_SCHEMA: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE thing (
  id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, type TEXT NOT NULL, label TEXT NOT NULL,
  description TEXT NOT NULL, named INTEGER NOT NULL);
CREATE TABLE name (
  id INTEGER PRIMARY KEY, thing INTEGER NOT NULL REFERENCES thing, text TEXT NOT NULL,
  kind TEXT NOT NULL, folded TEXT NOT NULL, bag TEXT NOT NULL);
CREATE TABLE value (
  thing INTEGER NOT NULL REFERENCES thing, property TEXT NOT NULL, text TEXT NOT NULL,
  iri TEXT NOT NULL, folded TEXT NOT NULL);
CREATE TABLE passage (
  id INTEGER PRIMARY KEY, article TEXT NOT NULL, title TEXT NOT NULL, fact TEXT NOT NULL,
  sentence TEXT NOT NULL, folded TEXT NOT NULL);
CREATE VIRTUAL TABLE name_words USING fts5(
  folded, content='name', content_rowid='id', tokenize='unicode61', prefix='1 2 3');
CREATE VIRTUAL TABLE name_letters USING fts5(
  folded, content='name', content_rowid='id', tokenize='trigram');
CREATE VIRTUAL TABLE passage_words USING fts5(
  folded, content='passage', content_rowid='id', tokenize='porter unicode61');
"""
_INDEXES: Final = """
CREATE INDEX name_folded ON name (folded);
CREATE INDEX name_bag ON name (bag);
CREATE INDEX name_thing ON name (thing);
CREATE INDEX value_thing ON value (thing, property);
CREATE INDEX value_folded ON value (property, folded);
CREATE INDEX value_iri ON value (property, iri);
INSERT INTO name_words (name_words) VALUES ('rebuild');
INSERT INTO name_letters (name_letters) VALUES ('rebuild');
INSERT INTO passage_words (passage_words) VALUES ('rebuild');
INSERT INTO name_words (name_words) VALUES ('optimize');
INSERT INTO passage_words (passage_words) VALUES ('optimize');
"""


def write_index(data: Path, file: Path) -> None:
    """Index the database in `data`, which nobody may be writing. Raises `OSError`.

    The file is there only when it is complete.
    """
    graph = Graph(Store.read_only(str(data)))
    things = gather(graph)
    complete(graph, things, capacities(graph))
    unfinished = file.with_name(f"{file.name}.new")
    unfinished.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(unfinished)) as connection:
            connection.executescript(_SCHEMA)
            _fill(connection, things)
            connection.executemany("INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?)", _rows(graph))
            connection.commit()
            connection.executescript(_INDEXES)
            connection.commit()
    except sqlite3.Error as error:
        unfinished.unlink(missing_ok=True)
        raise OSError(f"the search index cannot be written: {error}") from error
    unfinished.replace(file)


def _fill(connection: sqlite3.Connection, things: Sequence[Thing]) -> None:
    for number, thing in enumerate(things, 1):
        row = (number, thing.iri, thing.type, thing.label, thing.description, thing.named)
        connection.execute("INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?)", row)
        connection.executemany(
            "INSERT INTO name (thing, text, kind, folded, bag) VALUES (?, ?, ?, ?, ?)",
            (
                (number, text, kind, fold(text), bag(fold(text)))
                for text, kind in sorted(thing.names.items())
            ),
        )
        connection.executemany(
            "INSERT INTO value VALUES (?, ?, ?, ?, ?)",
            ((number, v.property, v.text, v.iri, fold(v.text)) for v in thing.values),
        )


Row = tuple[int, str, str, str, str, str]


def _rows(graph: Graph) -> Iterator[Row]:
    """Each sentence of an article once, in the order of the text, with the first fact it shows."""
    sentences = dict(_texts(graph, terms.EXACT))
    articles = dict(_texts(graph, terms.HAS_SOURCE))
    starts = dict(_texts(graph, terms.START))
    titles = dict(_texts(graph, terms.IDENTIFIER)) | dict(_texts(graph, terms.TITLE_OF_WORK))
    facts = {evidence: fact for fact, evidence in _texts(graph, terms.EVIDENCE_OF_FACT)}
    found: dict[tuple[str, str], tuple[int, str]] = {}
    for evidence in sorted(sentences):
        article = articles.get(evidence, evidence.partition("#")[0])
        here = (_number(starts.get(evidence, "")), facts.get(evidence, article))
        key = (article, sentences[evidence])
        found[key] = min(here, found.get(key, here))
    ordered = sorted((article, *here, text) for (article, text), here in found.items())
    for number, (article, _, fact, text) in enumerate(ordered, 1):
        yield number, article, titles.get(article, ""), fact, text, spread(text)[0]


def _texts(graph: Graph, predicate: str) -> list[tuple[str, str]]:
    return sorted((s, text) for s, text, _ in graph.pairs(predicate, everywhere=True))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
