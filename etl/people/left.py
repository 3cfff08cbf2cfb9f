"""What stands before a title and belongs to it: countries, bodies, an owner, describing words."""

from etl.document import How, Mention
from etl.entities import Kind
from etl.people.complements import DETERMINERS
from etl.people.line import Line
from etl.people.title import Title
from etl.people.words import lexicon, word_set

_OWNERS = word_set("ministry department office government delegation president")
_STATE_BODIES = word_set("government ministry department administration parliament army military")
_MISSIONS = word_set("embassy consulate mission")
_PARTICIPLES = ("ed", "ing", "born", "led", "known", "old")


def walk_left(title: Title) -> None:
    """Take what stands before the core: describing words, bodies, an owner, a determiner."""
    line, lex = title.line, lexicon()
    title.former = any(line.low(j) in lex.former for j in range(title.core, title.head))
    i = title.core - 1
    while i >= 0:
        low = line.low(i)
        if low in DETERMINERS:
            title.determiner = low
            i -= 1
            break
        if low == "'s" or (low == "'" and line.low(i - 1).endswith("s")):
            i -= 1
            if line.words[i].mention is None:
                i = _take_owner(title, i)
                break
        step = _step_left(title, i)
        if step == 0:
            break
        i -= step
    title.first = i + 1


def _take_owner(title: Title, i: int) -> int:
    """Note a person or body before "'s"; the index left of what was taken."""
    line = title.line
    if line.low(i) in lexicon().owners and not line.words[i].is_capitalised:
        first = i - 1
        while _is_adjective(line, first):
            first -= 1
        if line.low(first) in {"the", "this", "that"}:
            title.owner, title.determiner = line.low(i), "the"
            return first - 1
    if line.low(i) in _STATE_BODIES and (mention := line.words[i - 1].mention) is not None:
        title.bodies.append(mention)  # "the U.S. government's top official"
        while i > 0 and line.words[i - 1].start >= mention.start:
            i -= 1
        return i - 1
    if line.low(i) in lexicon().heads and not line.words[i].is_capitalised:
        return _take_master(title, i)
    if line.words[i].is_capitalised or line.low(i) in _OWNERS:
        title.possessor = i
    return i


def _take_master(title: Title, i: int) -> int:
    """Take whom an office serves: "the U.N. secretary-general's special representative"."""
    line, lex = title.line, lexicon()
    first = i
    while (
        first > 0 and lex.is_title_word(line.low(first - 1)) and not line.words[first - 1].mention
    ):
        first -= 1
    mention = line.words[first - 1].mention if first else None
    if mention is not None:
        title.bodies.append(mention)
        while first > 0 and line.words[first - 1].start >= mention.start:
            first -= 1
    elif line.low(i) in _OWNERS:
        title.possessor = i
    if line.low(first - 1) in DETERMINERS:
        title.determiner = line.low(first - 1)
        first -= 1
    return first - 1


def _step_left(title: Title, i: int) -> int:
    """How many words before the title belong to it at ``i`` (0: none)."""
    line, lex, word = title.line, lexicon(), title.line.words[i]
    if (compound := _compound(line, i)) > 1:
        return compound
    if word.low in lex.former or word.low in lex.descriptive:
        title.former = title.former or word.low in lex.former
        return 1
    if title.plural and title.bodies and word.low in {"and", ","} and i > 0:
        # "the Chinese and South Korean ministers"
        return int(line.words[i - 1].mention is not None)
    if word.low in _MISSIONS and word.is_capitalised:
        return 1
    if word.mention is not None:
        if _is_dateline(word.mention):
            return 0
        title.bodies.append(word.mention)
        first = i
        while first >= 0 and line.words[first].start >= word.mention.start:
            first -= 1
        return i - first
    if _is_unknown_name(line, i):
        return int(_take_unknown(title, i))
    return int(_is_adjective(line, i) and _leads_to_body(line, i - 1))


def _compound(line: Line, i: int) -> int:
    """How many words a hyphenated word before a title has: "hard-line", "newly-elected"."""
    first = i
    while line.words[first].hyphen:
        first -= 1
    if first == i or line.words[i].is_capitalised:
        return 0
    whole = "-".join(line.low(j) for j in range(first, i + 1))
    known = whole in lexicon().descriptive or line.low(i).endswith(_PARTICIPLES)
    plain = all(line.words[j].mention is None for j in range(first, i + 1))
    return i - first + 1 if known and plain else 0


def _is_dateline(mention: Mention) -> bool:
    """Whether a city stands in capitals before the first sentence: "HAVANA President X"."""
    is_city = mention.entity.kind is Kind.PLACE or mention.how is How.METONYM
    return is_city and mention.text.isupper() and len(mention.text) > 4


def _is_unknown_name(line: Line, i: int) -> bool:
    word = line.words[i]
    return word.is_alphabetic and word.is_capitalised and word.low not in lexicon().not_names


def _take_unknown(title: Title, i: int) -> bool:
    """Take a capitalised word left of the core: a field ("Emergencies Minister") or a body.

    False where it is neither: a name before a country is no part of the title.
    """
    if title.bodies:
        return False
    field_wanted = title.head_word in {"minister", "secretary"} and title.unknown_body is None
    if field_wanted and title.line.words[title.head].is_capitalised:
        title.core = i
    else:
        title.unknown_body = (i, title.unknown_body[1] if title.unknown_body else i + 1)
    return True


def _is_adjective(line: Line, i: int) -> bool:
    token = line.token(i)
    return token is not None and token.pos_ in {"ADJ", "ADV"} and line.words[i].is_alphabetic


def _leads_to_body(line: Line, i: int) -> bool:
    for j in range(i, max(i - 3, -1), -1):
        word = line.words[j]
        if word.mention is not None or word.low in DETERMINERS | {"'s"}:
            return True
        if not _is_adjective(line, j):
            return False
    return False
