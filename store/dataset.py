"""The protocol's dataset of an update, written into the update's own words.

The engine takes no dataset beside the text of an update, so each operation gets its `USING`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from store.errors import QuerySyntaxError
from store.scan import Token, tokens


def with_dataset(text: str, using: Sequence[str], using_named: Sequence[str]) -> str:
    """The update with `USING` and `USING NAMED` in every operation that has a `WHERE`.

    Raises `QuerySyntaxError` if an operation names a dataset, or a graph to work on, itself.
    """
    clauses = "".join(f" USING <{iri}>" for iri in using)
    clauses += "".join(f" USING NAMED <{iri}>" for iri in using_named)
    if not clauses:
        return text
    parts, last = [], 0
    for before, where, after in _wheres(text):
        parts.append(text[last : where.start])
        if before.kind == "word":  # DELETE WHERE: its pattern is the template too
            parts.append(f"{text[after[0].start : after[-1].end]}{clauses} ")
        else:
            parts.append(f"{clauses} ")
        last = where.start
    return "".join([*parts, text[last:]])


def _wheres(text: str) -> Iterator[tuple[Token, Token, list[Token]]]:
    """Each outermost `WHERE`, with the token before it and those of the group after it."""
    solid = [token for token in tokens(text) if token.kind != "skip"]
    depth = 0
    for place, token in enumerate(solid):
        if token.kind == "word" and depth == 0:
            word = token.text.lower()
            if word in ("using", "with"):
                raise QuerySyntaxError(
                    f"The update says {token.text.upper()}, and the request names its dataset "
                    "too. Leave out one of them.",
                    token=token.text,
                )
            if word == "where" and place:
                yield solid[place - 1], token, _group(solid[place + 1 :])
        depth += (token.kind == "open") - (token.kind == "close")


def _group(rest: Sequence[Token]) -> list[Token]:
    """The tokens from an opening bracket to the one that closes it; all where none does."""
    depth = 0
    for place, token in enumerate(rest):
        depth += (token.kind == "open") - (token.kind == "close")
        if depth == 0:
            return list(rest[: place + 1])
    return list(rest)
