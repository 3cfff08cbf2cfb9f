"""Look at a query's tokens before any parser does.

Three things must never reach the engine: a query that opens network connections (`SERVICE`,
`LOAD`), and one so long or so deeply nested that parsing it overflows the engine's stack. The
engine can refuse neither itself.

The engine's parser backtracks: it reads `SERVICE:x {}` as the keyword `SERVICE` and the name
`:x` where the prefix `SERVICE` leads nowhere, `trueSERVICE` as two words, and `<1#>` as "less
than one" where the specification's tokens say IRI. So the keyword is looked for wherever *any*
reading could put it, and only strings, IRIs, comments, variables and language tags hide it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from store.errors import QueryRefusedError

MAX_LENGTH: Final = 400_000
"""Characters: room for `VALUES` with some ten thousand IRIs."""

MAX_DEPTH: Final = 100
"""Open brackets of any kind. The engine's parser slows down at 200 and crashes at 2,500."""

MAX_OPERATORS: Final = 2_000
"""Operators and clauses that nest in the algebra. The engine crashes between 2,000 and 5,000."""

_SKIP = r"(?:[ \t\r\n]|\#[^\r\n]*+)*+"
_ESCAPE = r"""\\(?:[tbnrf"'\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})"""
_START = r"[^\W\d_]"
_NAME = rf"(?:{_START}(?:[\w\-.·]{{0,200}}[\w\-·])?+)?+"  # bounded, or a long "a.a.a" is quadratic
_LOCAL_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[^\w\s]"
_LOCAL = rf"(?:[\w:]|{_LOCAL_ESCAPE})(?:[\w:\-·]|\.(?=[\w:\-·.%\\])|{_LOCAL_ESCAPE})*+"
_PNAME = rf"{_NAME}:(?:{_LOCAL})?+"
_VARIABLE = r"[?$]\w+"

_TOKEN: Final = re.compile(
    rf"""
      (?P<skip>(?:[ \t\r\n]|\#[^\r\n]*+)++)
    | (?P<string>'''(?:'{{0,2}}(?:[^'\\]++|{_ESCAPE}))*+'''
        | \"\"\"(?:"{{0,2}}(?:[^"\\]++|{_ESCAPE}))*+\"\"\"
        | '(?:[^'\\\r\n]++|{_ESCAPE})*+'
        | "(?:[^"\\\r\n]++|{_ESCAPE})*+")
    | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*+>)
    | (?P<variable>{_VARIABLE})
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<blank>_:\w(?:[\w\-.]*[\w\-])?)
    | (?P<pname>{_PNAME})
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<word>{_START}\w*+)
    | (?P<open>[({{\[]|<<)
    | (?P<close>[)}}\]]|>>)
    | (?P<operator>\|\||&&|\^\^|[<>!]=|[|^!+\-*/<>=?])
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)

_TERMS: Final = frozenset({"string", "iri", "variable", "language", "blank", "pname", "number"})
_NESTING_WORDS: Final = frozenset(
    {"as", "bind", "filter", "graph", "lateral", "minus", "optional", "union", "exists"}
)
_BEFORE_GRAPH_NAME: Final = frozenset({"graph", "from", "named", "describe"})

_ABSOLUTE_IRI: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")
_OPERAND: Final = re.compile(
    rf"""{_SKIP}(?:[("'\d+\-.!?$<]|true|false|{_PNAME}|[A-Za-z_]++{_SKIP}[({{A-Za-z])""",
    re.IGNORECASE,
)
_SERVICE_TAIL: Final = re.compile(
    rf"{_SKIP}(?:SILENT{_SKIP})?(?:(?:{_VARIABLE}|<[^>]*>|{_PNAME}){_SKIP})?\{{(?!\|)",
    re.IGNORECASE,
)
_MENTION: Final = re.compile(r"service|load", re.IGNORECASE | re.ASCII)
_CODEPOINT: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LAST_CODEPOINT: Final = 0x10FFFF


class Token(NamedTuple):
    """A token of the query: what it is, its text, and where it starts and ends."""

    kind: str
    text: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query, white space and comments ("skip") among them."""
    for match in _TOKEN.finditer(text):
        yield Token(match.lastgroup or "other", match[0], match.start(), match.end())


def check(text: str, longest: int = MAX_LENGTH) -> None:
    """Raise `QueryRefusedError` if the query is too long, too nested, or reaches out."""
    if len(text) > longest:
        raise QueryRefusedError(
            f"The query is {len(text):,} characters long; at most {longest:,} are read. "
            "Send long lists of values in several queries.",
            reason="length",
        )
    _check_size(text)
    unescaped = unescape(text)
    if _reaches_out(text) or (unescaped != text and _reaches_out(unescaped)):
        raise QueryRefusedError(
            "SERVICE and LOAD are not allowed: a query here opens no network connection. "
            "Run the other endpoint's part there and join the results.",
            reason="service",
        )


def unescape(text: str) -> str:
    """Codepoint escapes replaced, as the specification does before it reads any token."""

    def replace(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code <= _LAST_CODEPOINT else match[0]

    return _CODEPOINT.sub(replace, text)


def _check_size(text: str) -> None:
    depth = deepest = operators = 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "open":
            depth += 1
            deepest = max(deepest, depth)
        elif kind == "close":
            depth -= 1
        elif kind == "operator" or (kind == "word" and match[0].lower() in _NESTING_WORDS):
            operators += 1
    if deepest > MAX_DEPTH:
        raise QueryRefusedError(
            f"The query nests brackets {deepest:,} deep; at most {MAX_DEPTH} are read. Flatten it.",
            reason="nesting",
        )
    if operators > MAX_OPERATORS:
        raise QueryRefusedError(
            f"The query has {operators:,} operators and clauses; at most {MAX_OPERATORS:,} are "
            "read. Use IN or VALUES for long lists.",
            reason="operators",
        )


def _reaches_out(text: str) -> bool:
    """Whether any reading of the query holds the keyword SERVICE or LOAD.

    Where `<` may open an IRI or be "less than", both readings are followed. Two readings that
    meet at the same place go on as one, so the work stays linear.
    """
    if not _MENTION.search(text):
        return False
    seen: set[tuple[int, bool]] = set()
    starts = [(0, False)]
    while starts:
        position, after_term = starts.pop()
        word = ""
        while position < len(text) and (position, after_term) not in seen:
            seen.add((position, after_term))
            match = _TOKEN.match(text, position)
            assert match is not None, "the last alternative takes any character"
            if _is_outward(match, word):
                return True
            if match.lastgroup == "iri" and after_term and _may_be_less_than(match):
                starts.append((position + 1, False))
            position = match.end()
            if match.lastgroup != "skip":
                word = match[0].lower() if match.lastgroup == "word" else ""
                after_term = _ends_term(match)
    return False


def _ends_term(match: re.Match[str]) -> bool:
    return match.lastgroup in _TERMS or match[0] == ")" or match[0].endswith(("true", "false"))


def _may_be_less_than(iri: re.Match[str]) -> bool:
    """Whether an IRI that follows a term could also be "less than" and an operand."""
    if _ABSOLUTE_IRI.match(iri[0]):
        return False  # a name, and then two divisions in a row
    return _OPERAND.match(iri.string, iri.start() + 1) is not None


def _is_outward(match: re.Match[str], previous_word: str) -> bool:
    """Whether this token is, or could be split to hold, the keyword SERVICE or LOAD."""
    token = match[0].lower()
    if match.lastgroup == "word":
        return "service" in token or token == "load"
    if match.lastgroup != "pname" or "service" not in token:
        return False
    if previous_word in _BEFORE_GRAPH_NAME:
        return False
    return _SERVICE_TAIL.match(match.string, match.end()) is not None
