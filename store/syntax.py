"""Turn the engine's parse errors into messages a person can act on.

The engine says `error at 2:13: expected one of HAVING, OFFSET, ['0'..='9']`. Its position is
the furthest it looked, which for a keyword it missed is the *end* of the text it compared.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from store.errors import QuerySyntaxError
from store.scan import Token, tokens

_ERROR: Final = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_KEYWORD: Final = re.compile(r"\b[A-Z][A-Z0-9_]+\b")
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_CHARACTERS: Final = re.compile(r"\[[^\]]*\]")
_SENTENCE: Final = re.compile(r"(?:^|, )([A-Z][A-Za-z]*(?: [A-Za-z]+)+)")
_ABOUT_THE_TOKEN_BEFORE: Final = ("Prefix not found", "IRI parsing failed")
_ANYTHING: Final = "[_]"
_MAX_EXPECTED: Final = 8


class _Expected:
    """What the engine's message lists, taken apart."""

    def __init__(self, text: str) -> None:
        unquoted = _QUOTED.sub("", text)
        self.symbols = [item.strip('"') for item in _QUOTED.findall(text)]
        self.characters = [c for c in _CHARACTERS.findall(unquoted) if c != _ANYTHING]
        self.at_end = _ANYTHING in unquoted
        words = _CHARACTERS.sub("", unquoted)
        sentence = _SENTENCE.search(words)
        self.sentence = sentence[1] if sentence else None
        self.keywords = _KEYWORD.findall(words)
        self.exact = bool(self.symbols or self.characters)


def syntax_error(text: str, message: str, *, has_base: bool = False) -> QuerySyntaxError:
    """The exception for the engine's message about this query.

    `has_base` says that relative IRIs are resolved even where the query declares no BASE.
    """
    match = _ERROR.fullmatch(message)
    if match is None:
        return QuerySyntaxError(f"The query cannot be parsed: {message}.")
    line, column, expected = int(match[1]), int(match[2]), _Expected(match[3])
    solid = [token for token in tokens(text) if token.kind != "skip"]
    has_base = has_base or any(token.text.lower() == "base" for token in solid)
    found = _culprit(text, solid, _offset(text, line, column), expected)
    if found is not None:
        line, column = _position(text, found.start)
    return QuerySyntaxError(
        f"Line {line}, column {column}: {_complaint(found, solid, expected, has_base)}",
        line=line,
        column=column,
        token=found.text if found else None,
    )


def _culprit(text: str, solid: list[Token], offset: int, expected: _Expected) -> Token | None:
    """The token the error is about, or None if the query ends before it.

    A missed keyword is compared as far as it is long, so its own length leads back to where
    it was looked for; near the end of the query that comparison fails at the end instead.
    """
    if expected.sentence in _ABOUT_THE_TOKEN_BEFORE:
        return next((token for token in solid if token.end >= offset), None)
    if not expected.exact:
        if expected.at_end and offset >= len(text.rstrip()):
            return solid[-1] if solid else None
        if expected.keywords:
            offset -= min(len(word) for word in expected.keywords)
    return next((token for token in solid if token.end > offset), None)


def _complaint(found: Token | None, solid: list[Token], expected: _Expected, has_base: bool) -> str:
    if found is not None and found.kind == "pname":
        prefix = found.text.partition(":")[0]
        if prefix not in _declared(solid):
            return f"the prefix {prefix}: is not declared. Add PREFIX {prefix}: <…> at the top."
    if found is not None and found.kind == "iri" and ":" not in found.text and not has_base:
        return f"{found.text} is a relative IRI, and there is no BASE to resolve it."
    if expected.sentence == "IRI parsing failed":
        return "this is not an IRI."
    if expected.sentence:
        return f"{expected.sentence}."
    if found is None:
        return "the query ends too early."
    wanted = [*expected.symbols, *(word for word in expected.keywords if word != "SERVICE")]
    if expected.at_end and not expected.exact:
        return f"unexpected {found.text!r}, or a mistake shortly before it."
    if not expected.exact or not wanted or len(wanted) > _MAX_EXPECTED:
        return f"unexpected {found.text!r}."
    return f"unexpected {found.text!r}; here could stand {', '.join(wanted)}."


def _declared(solid: list[Token]) -> set[str]:
    """The prefixes the query declares."""
    return {
        name.text.partition(":")[0]
        for word, name in pairwise(solid)
        if word.text.lower() == "prefix"
    }


def _offset(text: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return start + column - 1


def _position(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
