"""Parties and movements that no reference data has, by the names that titles give them."""

from etl.entities import Entity, Kind
from etl.iris import slug
from etl.people.complements import DETERMINERS
from etl.people.line import Line
from etl.people.title import Title
from etl.people.words import lexicon, word_set

_NAMED = word_set(
    "party front movement coalition alliance union league congress army brigade brigades faction"
    " bloc resistance"
)
_MEMBERS = word_set(
    "leader president chairman chairwoman chairperson chair head chief spokesman spokeswoman"
    " spokesperson member secretary general deputy negotiator commander official representative"
    " candidate boss delegate"
)


def own_group(title: Title) -> Entity | None:
    """The group in "Free Aruba Movement leader X" or "leader of the Free Aruba Movement".

    Its name has two capitalised words at least and ends in what such groups are called; one that is
    known already is no concern here.
    """
    if title.head_word not in _MEMBERS:
        return None
    line = title.line
    name = _before(line, title) or _behind(line, title.stem)
    return Entity(Kind.ORGANIZATION, slug(name), name) if name else None


def _before(line: Line, title: Title) -> str | None:
    """ "United Front coalition leader": the capitals before the head, which are no title then."""
    last = title.head
    while lexicon().is_title_word(line.low(last - 1)) and not _is_capital(line, last - 1):
        last -= 1
    first = last
    while _is_capital(line, first - 1) and line.low(first - 1) not in lexicon().not_names:
        first -= 1
    name = _name(line, first, last)
    if name is not None:
        title.core = max(title.core, last)
    return name


def _behind(line: Line, i: int) -> str | None:
    """ "Leader of the Zambian Renewal Party": the capitals behind "of"."""
    if line.low(i) not in {"of", "from", "for"}:
        return None
    first = i + 1
    while line.low(first) in DETERMINERS:
        first += 1
    last = first
    while _is_capital(line, last) or (
        line.low(last) in {"of", "for", "and"} and last > first and _is_capital(line, last + 1)
    ):
        last += 1
    for i in range(first, last - 1):
        if line.low(i) in _NAMED and line.low(i + 1) in {"of", "for"}:
            name = _name(line, first, i + 1)  # "Popular Front for Renewal"
            return line.text(first, last) if name else None
    while last > first and line.low(last - 1) not in _NAMED:
        last -= 1
    return _name(line, first, last)


def _is_capital(line: Line, i: int) -> bool:
    word = line.at(i) if i >= 0 else None
    return word is not None and word.is_capitalised and word.is_alphabetic


def _name(line: Line, first: int, last: int) -> str | None:
    """The name of words [first, last); None for a known one and for "Communist Party"."""
    if last - first < 2 or line.low(last - 1) not in _NAMED or line.words[last - 1].mention:
        return None
    lex = lexicon()
    own = [
        w
        for w in line.words[first : last - 1]
        if w.mention is None and w.low not in lex.descriptive and w.low not in lex.modifiers
    ]
    return line.text(first, last) if own else None
