"""Titles of offices: the table of phrases, and what a title means."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from etl.gazetteer.fold import fold
from etl.gazetteer.records import TitlePattern

_LINKS = frozenset({"of", "for", "to"})
_BODIES = frozenset({"ministry", "department"})
_GROUP = re.compile(r"\(([^()]*)\)")


def expand(phrase: str) -> list[str]:
    """All phrases that a row with alternatives in brackets stands for: "(a|b) c"."""
    parts = _GROUP.split(phrase)  # text, group, text, group, …
    choices = [[p] if i % 2 == 0 else p.split("|") for i, p in enumerate(parts)]
    return [" ".join("".join(pick).split()) for pick in product(*choices)]


def title_patterns(rows: Iterable[Mapping[str, str]]) -> tuple[TitlePattern, ...]:
    """The patterns of a title table, longest first, those of one polity before the general ones.

    An empty polity in the list of a row ("ireland|") means every other polity as well. Of two rows
    for the same phrase and polity the first one counts.
    """
    found: dict[tuple[str, str | None], TitlePattern] = {}
    for row in rows:
        for phrase in expand(row["phrase"]):
            for polity in row["polities"].split("|"):
                key = (fold(phrase), polity or None)
                gender = row["gender"] or None
                found.setdefault(key, TitlePattern(key[0], row["office_type"], key[1], gender))
    return tuple(sorted(found.values(), key=_order))


def _order(pattern: TitlePattern) -> tuple[int, str, bool, str]:
    return (
        -len(pattern.phrase.split()),
        pattern.phrase,
        pattern.polity is None,
        pattern.polity or "",
    )


class TitleTable:
    """Looks up what a title means for a polity or organisation."""

    def __init__(self, patterns: Sequence[TitlePattern]) -> None:
        self._types = {(tuple(p.phrase.split()), p.polity): p.office_type for p in patterns}
        self._longest = max((len(words) for words, _ in self._types), default=0)

    def office_type(self, title: str, polity: str | None = None) -> str | None:
        """The office type of a title as written; None when the table does not tell."""
        found = self.match(title, polity)
        return found[0] if found else None

    def match(self, title: str, polity: str | None = None) -> tuple[str, tuple[str, ...]] | None:
        """The office type of a title and the words of it that the table does not account for.

        The longest phrase that begins before the first "of", "for" or "to" counts, since the head
        stands there ("aide to the president" is no president), and of equally long ones the last.
        """
        words = tuple(fold(title).split())
        head = next((i for i, w in enumerate(words) if i and w in _LINKS), len(words))
        if words[:1] and words[0] in _BODIES:  # "Ministry of Foreign Affairs spokesman"
            head = len(words)
        for length in range(min(len(words), self._longest), 0, -1):
            for start in range(min(head - 1, len(words) - length), -1, -1):
                phrase = words[start : start + length]
                found = self._types.get((phrase, polity)) or self._types.get((phrase, None))
                if found:
                    return found, words[:start] + words[start + length :]
        return None
