"""Which remote endpoints a query calls, and whether it may, judged on the query's tokens.

A call is allowed where it is `SERVICE <IRI> {` or `SERVICE SILENT <IRI> {` and the IRI, as it is
written, is one of the allowed ones, character for character. A variable, a prefixed name, a
relative IRI, an escape or other capitals never are: nothing has to be resolved to judge them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from store.errors import QueryRefusedError
from store.scan import MAX_LENGTH, Token, check, tokens, unescape

SETTING: Final = "PARLEY_SERVICE_ALLOW"
WIKIDATA: Final = "https://query.wikidata.org/sparql"
_SHORT: Final = {"wikidata": WIKIDATA}
_KEYWORD: Final = "service"
_SILENT: Final = "silent"
_IRI: Final = re.compile(r"https?://[^<>\"{}|^`\\\x00-\x20]+\Z")


class Call(NamedTuple):
    """One `SERVICE` of a query: its keyword at `start`, the end of its IRI at `end`.

    `silent` is the place of the word SILENT, if it is there; `opening` that of the `{`, and
    `closing` that of the `}`.
    """

    endpoint: str
    silent: int | None
    start: int
    end: int
    opening: int
    closing: int


class Admitted(NamedTuple):
    """A query that may run: its calls, and the text with every call masked as a `GRAPH`.

    The mask has the same length, so the engine finds errors of syntax at the same places.
    """

    calls: tuple[Call, ...]
    masked: str


def parse_allowed(text: str) -> tuple[str, ...]:
    """The endpoints of the setting: IRIs or the word `wikidata`, between commas or spaces.

    Raises `ValueError` where something is neither.
    """
    named = [_SHORT.get(word.lower(), word) for word in re.split(r"[\s,]+", text) if word]
    for iri in named:
        if not _is_endpoint(iri):
            raise ValueError(
                f"{iri!r} is not the absolute http or https IRI of an endpoint, nor one of "
                f"the words {', '.join(_SHORT)}"
            )
    return tuple(dict.fromkeys(named))


def _is_endpoint(iri: str) -> bool:
    try:
        parts = urlsplit(iri)
        return bool(_IRI.match(iri) and parts.hostname and not parts.fragment and parts.port != 0)
    except ValueError:
        return False


def admit(text: str, allowed: Iterable[str]) -> Admitted:
    """The calls of a query. Raises `QueryRefusedError` if it may not run."""
    endpoints = tuple(allowed)
    calls = _find(text, frozenset(endpoints)) if endpoints and len(text) <= MAX_LENGTH else ()
    masked = _mask(text, calls)
    try:
        check(masked)
    except QueryRefusedError as error:
        if error.reason != "service":
            raise
        raise QueryRefusedError(_refusal(endpoints), reason="service") from None
    if calls and unescape(text) != text:
        raise QueryRefusedError(
            "A query with SERVICE may not hold \\u escapes: write the characters themselves.",
            reason="service",
        )
    for outer, inner in pairwise(calls):
        if inner.start < outer.closing:
            raise QueryRefusedError(
                f"A SERVICE inside the SERVICE <{outer.endpoint}> is not run. Put the two beside "
                "each other.",
                reason="service",
            )
    return Admitted(calls, masked)


def _refusal(endpoints: tuple[str, ...]) -> str:
    if not endpoints:
        return (
            "SERVICE and LOAD are not allowed: a query here opens no network connection. Run the "
            "other endpoint's part there and join the results, or ask the operator to name the "
            f"endpoint in {SETTING}."
        )
    listed = ", ".join(f"<{iri}>" for iri in endpoints)
    return (
        f"Of all endpoints, a query here may call {listed} ({SETTING}), written out as this very "
        "IRI: SERVICE with a variable, a prefixed name or another IRI is refused, and LOAD always."
    )


def rewrite(
    text: str, calls: Iterable[Call], address: Callable[[Call], str], given: Mapping[Call, str]
) -> str:
    """The text with other addresses in its calls, and what is given first in their groups."""
    parts, last = [], 0
    for call in calls:
        silent = "" if call.silent is None else "SILENT "
        parts += [text[last : call.start], f"SERVICE {silent}<{address(call)}>"]
        parts += [text[call.end : call.opening + 1], given.get(call, "")]
        last = call.opening + 1
    return "".join([*parts, text[last:]])


def _mask(text: str, calls: Iterable[Call]) -> str:
    characters = list(text)
    for call in calls:
        characters[call.start : call.start + len(_KEYWORD)] = f"{'GRAPH':{len(_KEYWORD)}}"
        if call.silent is not None:
            characters[call.silent : call.silent + len(_SILENT)] = " " * len(_SILENT)
    return "".join(characters)


def _find(text: str, endpoints: frozenset[str]) -> tuple[Call, ...]:
    """The allowed calls. What is not found here, in whatever reading, `check` refuses."""
    solid = [token for token in tokens(text) if token.kind != "skip"]
    closing = _closing(solid)
    calls = []
    for index, token in enumerate(solid):
        if not _is_word(token, _KEYWORD):
            continue
        rest = solid[index + 1 : index + 4]
        silent = rest.pop(0).start if rest and _is_word(rest[0], _SILENT) else None
        if [t.kind for t in rest[:2]] != ["iri", "open"] or rest[1].text != "{":
            continue
        endpoint, opening = rest[0].text[1:-1], rest[1].start
        if endpoint in endpoints:
            end = closing.get(opening, len(text))
            calls.append(Call(endpoint, silent, token.start, rest[0].end, opening, end))
    return tuple(calls)


def _is_word(token: Token, word: str) -> bool:
    return token.kind == "word" and token.text.lower() == word


def _closing(solid: list[Token]) -> dict[int, int]:
    """Where the group that opens at a place ends."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for token in solid:
        if token.text == "{":
            opened.append(token.start)
        elif token.text == "}" and opened:
            found[opened.pop()] = token.start
    return found
