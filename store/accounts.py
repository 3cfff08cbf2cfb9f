"""The accounts of a snapshot's articles: how extraction came to what each of them says.

    account = read_account(engine.snapshot(), article_id)

gives an `ontology.account.Account` with the text of evidence alone, which anybody may see;
`full_text=True` is for operators who may publish their articles.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from ontology.account import Account
from store.engine import Snapshot
from store.errors import StoreError

ACCOUNTS_FILE: Final = "accounts-1.sqlite"
"""The number is that of the schema."""

_SCHEMA: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE account (article TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
"""


class NoAccountsError(StoreError):
    """The snapshot has no accounts: it was published without, or lies on another machine."""


def write_accounts(lines: Path, file: Path) -> None:
    """Make the file of a snapshot from JSON lines, an account each. Raises `OSError`."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            connection.executescript(_SCHEMA)
            connection.executemany("INSERT INTO account VALUES (?, ?)", _rows(lines))
            connection.commit()
    except (sqlite3.Error, ValueError) as error:
        file.unlink(missing_ok=True)
        raise OSError(f"the accounts of {lines} cannot be written: {error}") from error


def _rows(lines: Path) -> Iterator[tuple[str, bytes]]:
    with lines.open("rb") as file:
        for line in file:
            yield Account.from_json(line).article, zlib.compress(line.strip())


def read_account(snapshot: Snapshot, article_id: str, *, full_text: bool = False) -> Account | None:
    """The account of an article by its `dcterms:identifier`; None if there is no such article.

    Without `full_text`, the text of a sentence on which no fact rests is None. Raises
    `NoAccountsError`.
    """
    file = snapshot.path.parent / ACCOUNTS_FILE
    if not file.is_file():
        raise NoAccountsError(
            f"The snapshot {snapshot.id} has no accounts of its articles. Build the dataset again."
        )
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as opened:
            found = opened.execute("SELECT body FROM account WHERE article = ?", (article_id,))
            row = found.fetchone()
    except sqlite3.Error as error:
        raise NoAccountsError(f"The accounts of {snapshot.id} cannot be read: {error}.") from error
    if row is None:
        return None
    account = Account.from_json(zlib.decompress(row[0]))
    return account if full_text else account.without_text()
