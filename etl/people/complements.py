"""What follows a title's head: "of the Czech Republic", "for foreign affairs", "to the talks"."""

import re
from dataclasses import dataclass

from etl.document import Mention
from etl.entities import Kind
from etl.people.line import Line
from etl.people.words import lexicon, word_set

PREFIXES = word_set(
    "deputy vice assistant associate special chief lead principal acting first senior top"
)
DETERMINERS = word_set("the a an his her their its our your my this that one")
# Styles and ranks, which an office may stand before: "Foreign Minister Prince X".
RANKS = word_set(
    "general lieutenant major brigadier marshal admiral colonel captain commander ayatollah prince"
    " princess sheikh cardinal duke"
)
_LINKS = word_set("of for to on at in from with")
_MAX_POST = 16
_TIMES = word_set("last next this earlier later")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_FIELD_LINKS = word_set("of for")
_FIELD_ENDS = word_set("affairs relations cooperation trade development security policy rights")
CALENDAR = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february april june july"
    " august september october november december today yesterday"
)


@dataclass(frozen=True, slots=True)
class Complement:
    """What follows a title's head: "of" the "Czech Republic", "for" "foreign affairs"."""

    link: str
    first: int
    last: int
    mentions: tuple[Mention, ...]


def complements(line: Line, head: int) -> list[Complement]:
    """The complements that follow a title's head, in order."""
    found: list[Complement] = []
    i = head + 1
    while i < len(line) and i - head < _MAX_POST:
        link = line.low(i)
        if (link, line.low(i + 1), line.low(i + 2)) == ("in", "charge", "of"):
            i += 2
        elif link not in _LINKS:
            break
        first = i + 1
        last = _phrase_end(line, first)
        if last == first or _names_person(line, first):
            break
        found.append(Complement(link, first, last, tuple(line.mentions(first, last))))
        i = last
    return found


def _names_person(line: Line, i: int) -> bool:
    """Whether another title and a name follow: "aide to supreme leader Kim", not a complement."""
    lex = lexicon()
    seen = False
    while line.low(i) in DETERMINERS:
        i += 1
    while i < len(line) and (lex.is_title_word(line.low(i)) or line.low(i) in lex.descriptive):
        seen = line.low(i) in lex.heads and line.low(i) not in PREFIXES
        i += 1
    word = line.at(i)
    return seen and word is not None and word.is_capitalised and word.mention is None


def _phrase_end(line: Line, first: int) -> int:
    """Where the noun phrase of a complement ends: before a name, a verb or a mark."""
    i = first
    while i < len(line) and line.low(i) in DETERMINERS:
        i += 1
    begin = i
    while i < len(line) and i - first < _MAX_POST:
        word = line.words[i]
        if _is_field_name(line, begin, i):
            i += 1
        elif i > begin and _begins_name(line, i):
            break
        elif word.mention is not None:
            i = line.mention_end(i)
            if line.low(i) == "'s" and not _title_follows(line, i + 1):
                i += 1
        elif word.low in {"and", "&", ","}:
            if not (_phrase_continues(line, i) or _lists_bodies(line, first, i)) or i == begin:
                break
            i += 1
        elif _belongs(line, i) or (i > begin and _is_owner(line, i)):
            i += 1
        else:
            break
    return i if i > begin else first


def _begins_name(line: Line, i: int) -> bool:
    """Whether a place's name is a given name here: "for Refugees Sofia Lund"."""
    mention, after = line.words[i].mention, line.at(i + 1)
    if mention is None or mention.entity.kind is not Kind.PLACE or after is None:
        return False
    before = line.words[i - 1]
    run = before.is_capitalised and before.mention is None
    named = after.is_capitalised and after.mention is None and after.is_alphabetic
    return run and named and not lexicon().is_title_word(after.low)


def _is_field_name(line: Line, begin: int, i: int) -> bool:
    """Whether a word stands in a field's name: "East Asian and Pacific Affairs".

    Such a name has capitals and joins only, and ends in a word that fields end in.
    """
    if not line.words[begin].is_capitalised or line.low(begin - 1) not in _FIELD_LINKS:
        return False
    for j in range(i, min(i + 6, len(line))):
        word = line.words[j]
        if j > i and word.is_capitalised and word.low in _FIELD_ENDS:
            return True
        if (
            not (word.is_capitalised or word.low in {"and", "&", ","})
            or word.low in lexicon().heads
        ):
            return False
    return False


def _is_owner(line: Line, i: int) -> bool:
    """Whether a possessive ending leads on to the office: "of the King's Office"."""
    return line.low(i) == "'s" and lexicon().is_title_word(line.low(i + 1))


def _belongs(line: Line, i: int) -> bool:
    lex, word = lexicon(), line.words[i]
    if _ORDINAL.fullmatch(word.low):
        return True
    if word.low in _TIMES:
        return False
    if not word.is_alphabetic or word.low in CALENDAR or word.low in lex.not_names:
        return False
    if word.is_capitalised:
        following = line.at(i + 1)
        before_name = (
            following is not None
            and following.is_capitalised
            and not lex.is_title_word(following.low)
        )
        if word.low in lex.heads:
            return not before_name and line.low(i - 1) in _LINKS | DETERMINERS | lex.modifiers
        return word.low in lex.modifiers or _leads_to_organization(line, i)
    token = line.token(i)
    described = word.low in lex.descriptive
    return described or (token is not None and token.pos_ in {"NOUN", "ADJ", "PROPN", "NUM"})


def _leads_to_organization(line: Line, i: int) -> bool:
    """Whether an unknown word belongs to a body's name: "of the Protestant Ulster Party"."""
    lex = lexicon()
    if line.low(i - 1) not in DETERMINERS:
        return False
    for j in range(i + 1, min(i + 4, len(line))):
        word = line.words[j]
        if word.mention is not None or word.low in lex.modifiers:
            return True
        if not word.is_capitalised:
            return False
    return False


def _phrase_continues(line: Line, i: int) -> bool:
    """Whether "and" or a comma inside a complement goes on with the same list of fields."""
    lex, following = lexicon(), line.at(i + 1)
    if following is None or following.mention is not None or following.low not in lex.modifiers:
        return False
    if _title_follows(line, i + 1):
        return False
    # A comma goes on only in a list: "of Trade, Commerce and Consumer Affairs".
    return line.low(i) != "," or any(line.low(j) == "and" for j in range(i + 2, i + 5))


def _lists_bodies(line: Line, first: int, i: int) -> bool:
    """Whether a plural title's states go on: "ministers of Germany, France and Poland"."""
    if line.low(first - 2) not in lexicon().plural or line.words[i - 1].mention is None:
        return False
    j, joined = i, False
    while line.low(j) in {",", "and"}:
        joined = joined or line.low(j) == "and"
        j += 1
        while line.low(j) in {"and", *DETERMINERS}:
            joined = joined or line.low(j) == "and"
            j += 1
        word = line.at(j)
        if word is None or word.mention is None or word.mention.entity.kind is Kind.PLACE:
            return False
        if joined:
            return True
        j = line.mention_end(j)
    return False


def _title_follows(line: Line, i: int) -> bool:
    lex = lexicon()
    while i < len(line) and lex.is_title_word(line.low(i)):
        if line.low(i) in lex.heads and line.low(i) not in PREFIXES:
            return True
        i += 1
    return False
