"""Names that an article introduces itself: "Moro Islamic Liberation Front (MILF)"."""

from collections.abc import Iterable

from etl.entities import Entity, Kind
from etl.gazetteer import Name, NameIndex
from etl.iris import slug
from etl.names.fit import is_spelled
from etl.names.lexicon import words
from etl.names.tokens import Line, Word

_LONGEST = 12  # words of a name
_LETTERS = range(2, 9)


def introduced(lines: Iterable[Line], index: NameIndex) -> list[Name]:
    """Abbreviations in brackets behind a full name, and the unknown organisations they stand for.

    An abbreviation of a known name is another name of the same entity. An unknown full name is
    taken for an organisation only when its initials are the letters of the abbreviation and its
    last noun is one that organisations are named by.
    """
    found: dict[tuple[str, ...], Name] = {}
    for line in lines:
        for at in range(1, len(line.words) - 2):
            if line.low(at) == "(" and line.low(at + 2) == ")" and _is_acronym(line.words[at + 1]):
                for name in _names(line, at, index):
                    found.setdefault(name.words, name)
    return list(found.values())


def _is_acronym(word: Word) -> bool:
    letters = word.text.replace(".", "")
    return letters.isalpha() and letters.isupper() and len(letters) in _LETTERS


def _names(line: Line, at: int, index: NameIndex) -> list[Name]:
    acronym = line.words[at + 1]
    known = _known_before(line, at, index)
    if known is not None:
        if index.get(acronym.low) is not None or known.kind is Kind.PLACE:
            return []
        return [Name((acronym.low,), acronym.text, known)]
    first = _first_by_initials(line, at, acronym.text.replace(".", "").lower())
    if first is None or not _is_organization(line, first, at):
        return []
    start, end = line.words[first].start, line.words[at - 1].end
    full = " ".join(line.paragraph.text[start:end].split())
    entity = Entity(Kind.ORGANIZATION, slug(full), full)
    names = [Name(tuple(line.lows[first:at]), full, entity)]
    if index.get(acronym.low) is None:
        names.append(Name((acronym.low,), acronym.text, entity))
    return names


def _known_before(line: Line, at: int, index: NameIndex) -> Entity | None:
    """The known name of several words that ends before the bracket."""
    for first in range(max(0, at - _LONGEST), at - 1):
        for name in index.at(line.lows[:at], first):
            if first + len(name.words) == at and is_spelled(name, line.words[first:at]):
                return name.entity
    return None


def _first_by_initials(line: Line, at: int, letters: str) -> int | None:
    """Where the words begin whose initials are the letters; small words may be left out."""
    remaining = len(letters)
    index = at
    while index > max(0, at - _LONGEST):
        index -= 1
        word = line.words[index]
        if word.is_capitalised and word.low[0] == letters[remaining - 1]:
            remaining -= 1
            if remaining == 0:
                return index
        elif not (word.low in words("organization", "small") and index < at - 1):
            return None
        elif word.low[0] == letters[remaining - 1] and remaining > 1:
            remaining -= 1
    return None


def _is_organization(line: Line, first: int, last: int) -> bool:
    heads = words("organization", "heads")
    if line.low(last - 1) in heads:
        return True
    linked = {"of", "for", "in", "on"}
    return any(line.low(i) in heads and line.low(i + 1) in linked for i in range(first, last - 1))
