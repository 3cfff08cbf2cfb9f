"""At most so many rows of a result, and whether there are more.

The engine evaluates with a `LIMIT` of one row more than may be shown. That row is then cut off
what was written: so a query that would have had a million rows costs what its first ones cost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import QueryResultsFormat, Triple

from store.scan import Token, tokens
from store.spool import Spool

TRUNCATED: Final = "https://w3id.org/parley/ontology#truncated"
"""What `head.link` of a JSON result says when rows are left out."""

_STRING: Final = rb'"(?:[^"\\]++|\\.)*+"'
_ROWS: Final = b'"results":{"bindings":'
_JSON: Final = re.compile(_STRING + rb"|[{}\[\]]", re.DOTALL)
_CSV: Final = re.compile(rb'"(?:[^"]++|"")*+"|\r\n')
_TSV: Final = re.compile(rb"\n")
_XML: Final = re.compile(rb"<result>")
_CEILING: Final = {
    QueryResultsFormat.JSON: b"{",
    QueryResultsFormat.CSV: b"\r\n",
    QueryResultsFormat.TSV: b"\n",
    QueryResultsFormat.XML: b"<result>",
}
_FORMS: Final = ("select", "construct", "describe", "ask")


def limited(text: str, most: int) -> str:
    """A SELECT with no more solutions than this; any other query, and a broken one, as it is."""
    depth, form = 0, ""
    limits: list[Token] = []
    values: Token | None = None
    last: Token | None = None
    for token in (t for t in tokens(text) if t.kind != "skip"):
        depth += token.kind == "open"
        if depth == 0:
            word = token.text.lower() if token.kind == "word" else ""
            form = form or (word if word in _FORMS else "")
            if last is not None and last.kind == "word" and last.text.lower() == "limit":
                limits.append(token)
            if word == "values":
                values = token
        depth -= token.kind == "close"
        last = token
    if form != "select" or depth or last is None:
        return text
    if limits:
        given = limits[-1]
        if not given.text.isdecimal() or int(given.text) <= most:
            return text
        return f"{text[: given.start]}{most}{text[given.end :]}"
    place = last.end if values is None else values.start
    return f"{text[:place]} LIMIT {most} {text[place:]}"


class First(Iterable[Triple]):
    """The first so many triples; afterwards, `left_out` says whether there were more."""

    def __init__(self, triples: Iterable[Triple], most: int) -> None:
        self._triples = triples
        self._most = most
        self.left_out = False

    def __iter__(self) -> Iterator[Triple]:
        for count, triple in enumerate(self._triples):
            if count == self._most:
                self.left_out = True
                return
            yield triple


def cut(spool: Spool, form: QueryResultsFormat, most: int) -> bool:
    """Cut the rows beyond `most` off a result; whether there were any."""
    body = spool.read()
    head = 1 if form in (QueryResultsFormat.CSV, QueryResultsFormat.TSV) else 0
    if body.count(_CEILING[form]) <= most + head:
        return False  # fewer rows than that, whatever is counted twice
    place = _RANKED[form](body, most)
    if place is None:
        return False
    kept = body[:place]
    if form == QueryResultsFormat.JSON:
        link = f'"head":{{"link":["{TRUNCATED}"],'.encode()
        kept = kept.rstrip(b",").replace(b'"head":{', link, 1) + b"]}}"
    elif form == QueryResultsFormat.XML:
        link = f'<link href="{TRUNCATED}"/></head>'.encode()
        kept = kept.replace(b"</head>", link, 1) + b"</results></sparql>"
    spool.replace([kept])
    return True


def _json_row(body: bytes, number: int) -> int | None:
    """Where the row of this number, counted from 0, begins; None if there is none."""
    depth = seen = 0
    for match in _JSON.finditer(body, body.index(_ROWS) + len(_ROWS)):
        character = match[0]
        if character == b"{":
            if depth == 1:
                if seen == number:
                    return match.start()
                seen += 1
            depth += 1
        elif character == b"[":
            depth += 1
        elif character in b"}]":
            depth -= 1
            if depth == 0:
                return None
    return None


def _line(pattern: re.Pattern[bytes], mark: bytes, body: bytes, number: int) -> int | None:
    """Where the line after so many, and after the head, begins; None if the body ends there."""
    seen = 0
    for match in pattern.finditer(body):
        if match[0] == mark:
            seen += 1
            if seen == number + 1:
                return match.end() if match.end() < len(body) else None
    return None


def _xml_row(body: bytes, number: int) -> int | None:
    found = [m.start() for _, m in zip(range(number + 1), _XML.finditer(body), strict=False)]
    return found[number] if len(found) > number else None


_RANKED: Final = {
    QueryResultsFormat.JSON: _json_row,
    QueryResultsFormat.CSV: lambda body, number: _line(_CSV, b"\r\n", body, number),
    QueryResultsFormat.TSV: lambda body, number: _line(_TSV, b"\n", body, number),
    QueryResultsFormat.XML: _xml_row,
}
