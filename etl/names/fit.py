"""Whether a name that the gazetteer knows is meant where its words stand."""

from functools import lru_cache

from etl.entities import Kind
from etl.gazetteer import Name, Use
from etl.names.lexicon import phrases, words
from etl.names.tokens import Line, Word

_ARABIC = frozenset({"al", "el", "ibn", "abu"})
_SHORT = 4  # acronyms of that many letters are written as words too: "Nato"


def is_spelled(name: Name, found: tuple[Word, ...]) -> bool:
    """Whether the text writes the name as a name: capitals where the name has them."""
    if name.is_acronym:
        text = found[0].text.replace(".", "")
        letters = name.spelling.replace(".", "")
        return text == letters or (len(letters) >= _SHORT and text == letters.capitalize())
    capitals = _capitals(name.spelling)
    if len(capitals) != len(found):
        return found[0].is_capitalised
    return all(
        word.is_capitalised or not word.text[0].isalpha()
        for word, capital in zip(found, capitals, strict=True)
        if capital
    )


@lru_cache(maxsize=16384)
def _capitals(spelling: str) -> tuple[bool, ...]:
    """Which words of a spelling have a capital."""
    parts = spelling.replace("'s", " s").replace("-", " ").replace("/", " ").split()
    return tuple(p.lstrip("('")[:1].isupper() for p in parts)


def is_meant(line: Line, name: Name, first: int, last: int) -> bool:
    """Whether nothing around the words makes them a part of a company, a road or a price."""
    return not (
        _is_company(line, name, first, last)
        or _is_american_town(line, name, last)
        or _is_money(line, last)
    )


def is_person(line: Line, name: Name, first: int, last: int) -> bool:
    """Whether the words are a part of somebody's name: "Michael Jordan", "German Gref"."""
    before, after = line.word(first - 1), line.word(last)
    if line.words[first].joined and before is not None and before.low in _ARABIC:
        return True
    if last - first > 1:
        return False
    if _has_honorific(line, first):
        return True
    span = _person_around(line, first, last)
    if span is None and name.use is Use.DEMONYM and _precedes_surname(line, first, after):
        return True
    if span is None:
        return False
    start, end = span
    if before is not None and start < line.words[first].start:
        return _is_given(before)
    given = line.low(first) in words("person", "given") and end > line.words[last - 1].end
    if not given or after is None or after.joined:
        return False
    title = after.low in words("person", "titles")
    return after.is_capitalised and not title and name.use is not Use.METONYM


def is_given(line: Line, last: int) -> bool:
    """Whether a part of somebody's name is followed by the rest: the "Jordan" of "Jordan Ellis"."""
    after = line.word(last)
    return after is not None and after.is_capitalised and not after.joined and _is_given(after)


def _has_honorific(line: Line, first: int) -> bool:
    word = line.word(first - 2 if line.low(first - 1) == "." else first - 1)
    return word is not None and word.is_capitalised and word.low in words("person", "honorifics")


def _precedes_surname(line: Line, first: int, after: Word | None) -> bool:
    """ "German Gref", of which spaCy saw the second word only."""
    if line.low(first) not in words("person", "given") or after is None or after.joined:
        return False
    token = line.token(first + 1)
    return token is not None and token.ent_type_ == "PERSON" and _is_given(after)


def _person_around(line: Line, first: int, last: int) -> tuple[int, int] | None:
    start, end = line.words[first].start, line.words[last - 1].end
    for span in line.people:
        if span[0] <= start and end <= span[1] and span != (start, end):
            return span
    return None


def _is_given(word: Word) -> bool:
    return (
        word.is_capitalised
        and word.text.isalpha()
        and not word.text.isupper()
        and word.low not in words("person", "titles")
    )


def _is_company(line: Line, name: Name, first: int, last: int) -> bool:
    if name.entity.kind is Kind.ORGANIZATION:
        return last - first == 1 and _is_other_party(line, first)
    after = line.word(last)
    if is_company_word(line, last):
        return True
    if _is_treaty(name, after):
        return True
    before = (line.low(first - 2), line.low(first - 1))
    capital = line.word(first - 2)
    if before in phrases("company", "before") and capital is not None and capital.is_capitalised:
        return True
    left = line.word(first - 1)
    return left is not None and left.is_capitalised and (left.low,) in phrases("company", "before")


def _is_other_party(line: Line, first: int) -> bool:
    """ "Social Democrats"."""
    before = line.word(first - 1)
    return before is not None and before.is_capitalised and before.low in words("company", "party")


def is_company_word(line: Line, at: int) -> bool:
    """Whether the word makes the name before it a company's, a paper's or a road's."""
    word = line.word(at)
    if word is None or not word.is_capitalised or word.joined:
        return False
    if word.low == "air":  # "Korean Air", but "Korean Air Force"
        following = line.word(at + 1)
        return following is None or not following.is_capitalised
    if word.low == "press" and line.low(at + 1) in words("company", "press_offices"):
        return False
    return word.low in words("company", "after")


def _is_treaty(name: Name, after: Word | None) -> bool:
    """ "the Taif accord": a treaty, no place of an event."""
    if after is None or after.joined or name.entity.kind is not Kind.PLACE:
        return False
    return after.low in words("company", "treaties")


def _is_american_town(line: Line, name: Name, last: int) -> bool:
    """ "Lebanon, Pa."."""
    state = line.word(last + 1)
    return (
        name.use is Use.NAME
        and name.entity.key != "united-states"
        and line.low(last) == ","
        and state is not None
        and state.is_capitalised
        and state.low in words("company", "us_states")
        and name.entity.kind is Kind.POLITY
    )


def _is_money(line: Line, last: int) -> bool:
    """ "US$100"."""
    after = line.word(last)
    return after is not None and after.text == "$" and after.start == line.words[last - 1].end
