"""Tell a remote endpoint which values the query already has.

The engine sends a `SERVICE` group as it stands: `?item wdt:P569 ?born` would ask Wikidata for all
births. Where the patterns before a call are plain, the values that they give to the variables
which they share with the call are found first, and go with it as `VALUES`.

That changes no row: the patterns before the call are joined with it, the shared variables are
bound by triple patterns on both sides, and the values are all those that the one side has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from store.federated import Call
from store.scan import Token, tokens

MAX_VALUES: Final = 500
"""Rows that go with a call. With more of them, it goes as it stands."""

_PROLOGUE: Final = frozenset({"base", "prefix"})
_TERMS: Final = frozenset({"a", "true", "false"})


@dataclass(frozen=True, slots=True)
class Seed:
    """The query for the values that go with a call; its rows are read as TSV."""

    call: Call
    variables: tuple[str, ...]
    query: str

    def values(self, tsv: str) -> str:
        """The `VALUES` clause for the answer to the query; nothing if there can be none."""
        rows = tsv.splitlines()[1:]
        cells = [row.split("\t") for row in rows]
        usable = all(cell and not cell.startswith("_:") for row in cells for cell in row)
        if len(rows) > MAX_VALUES or not usable:
            return ""
        listed = " ".join(f"({' '.join(row)})" for row in cells)
        return f" VALUES ({' '.join(self.variables)}) {{ {listed} }} "


def seeds(text: str, calls: Sequence[Call]) -> list[Seed]:
    """Which calls of a query can be told values, and how to find them."""
    solid = [token for token in tokens(text) if token.kind != "skip"]
    group = _outermost(solid)
    if group is None:
        return []
    prologue = text[: next(t.start for t in solid if _word(t) not in {"", *_PROLOGUE})]
    found = []
    for call in calls:
        before = [t for t in solid if group < t.start < call.start]
        if len(before) > 1 and _word(before[-2]) == "optional" and before[-1].text == "{":
            del before[-2:]  # the call is all that is optional, or the first of it
        if _depth(before):
            continue
        plain = _Plain(before)
        inside = [t for t in solid if call.opening < t.start < call.closing]
        shared = sorted(plain.variables & _leading(inside))
        if shared:
            names, pattern = " ".join(shared), text[group : plain.end]
            query = (
                f"{prologue}\nSELECT DISTINCT {names} WHERE {pattern}\n}} "
                f"ORDER BY {names} LIMIT {MAX_VALUES + 1}"
            )
            found.append(Seed(call, tuple(shared), query))
    return found


def _word(token: Token) -> str:
    return token.text.lower() if token.kind == "word" else ""


def _variables(some: Iterable[Token]) -> set[str]:
    return {f"?{token.text[1:]}" for token in some if token.kind == "variable"}


def _depth(some: Iterable[Token]) -> int:
    return sum((t.kind == "open") - (t.kind == "close") for t in some)


def _outermost(solid: Sequence[Token]) -> int | None:
    """Where the group of the WHERE opens, if that is simple to say and no dataset is named."""
    form = next((t for t in solid if _word(t) in ("select", "ask")), None)
    opening = next((t for t in solid if t.text == "{"), None)
    if form is None or opening is None or opening.start < form.start:
        return None
    between = {_word(t) for t in solid if form.start < t.start < opening.start}
    return None if between & {"from", "exists"} else opening.start


def _leading(inside: Sequence[Token]) -> set[str]:
    """The variables of the triple patterns that a group begins with: it always binds them."""
    plain = takewhile(lambda t: t.text != "{" and (not _word(t) or _word(t) in _TERMS), inside)
    return _variables(plain)


class _Plain:
    """The longest beginning of a group that is triple patterns, GRAPH, VALUES and FILTER.

    It ends before `end`. `variables` are those that it always binds; there are none where a
    filter of it looks at others, since what they are is not known yet.
    """

    def __init__(self, group: Sequence[Token]) -> None:
        self.variables: set[str] = set()
        self._filtered: set[str] = set()
        self._group = group
        at = 0
        while at < len(group):
            after = self._element(at)
            if after is None:
                break
            at = after
        last = group[at] if at < len(group) else None
        self.end = last.start if last else group[-1].end if group else 0
        if not self._filtered <= self.variables:
            self.variables = set()

    def _element(self, at: int) -> int | None:
        """Take in what begins at a token, and say where the next begins; None if not plain."""
        token, word = self._group[at], _word(self._group[at])
        if word in ("graph", "values"):
            return self._block(at, "{")
        if word == "filter":
            return self._block(at, "(")
        if (word and word not in _TERMS) or token.text == "{":
            return None
        self.variables |= _variables([token])
        return at + 1

    def _block(self, at: int, bracket: str) -> int | None:
        """A keyword and all up to the end of the brackets that follow it."""
        end = self._end_of_brackets(at, bracket)
        if end is None:
            return None
        block = self._group[at : end + 1]
        words = {_word(t) for t in block[1:]} - {""}
        if bracket == "(":
            if "exists" in words:
                return None
            self._filtered |= _variables(block)
        elif words <= _TERMS and sum(t.text == "{" for t in block) == 1:
            self.variables |= _variables(block)
        else:
            return None
        return end + 1

    def _end_of_brackets(self, at: int, bracket: str) -> int | None:
        """Where the first brackets of a kind end that open at a token or after it."""
        opening, depth = None, 0
        for index in range(at, len(self._group)):
            token = self._group[index]
            if opening is None and token.text == bracket:
                opening = index
            if opening is not None:
                depth += _depth([token])
                if depth == 0:
                    return index
        return None
