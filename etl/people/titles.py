"""Titles in a line: "former U.S. Secretary of State", "Hamas leader", "head of the delegation"."""

from itertools import pairwise

from etl.people.complements import PREFIXES, RANKS, complements
from etl.people.left import walk_left
from etl.people.line import Line
from etl.people.title import Title, behind_head
from etl.people.words import lexicon, word_set

# The first words of titles that end in "general".
_GENERALS = word_set(
    "secretary attorney consul director governor commissioner prosecutor procurator solicitor"
    " coordinator inspector auditor undersecretary crown grand"
)
_NAMELIKE_HEADS = word_set("major king prince marshal price rep gen")


def find_titles(line: Line) -> list[Title]:
    """The titles of a line, from left to right, none overlapping another's core."""
    found: list[Title] = []
    index = 0
    while index < len(line):
        title = _title_at(line, index)
        if title is None:
            index += 1
            continue
        found.append(title)
        # A title inside another's complement ("adviser to the president") is nobody's here.
        index = max(title.last, title.head + 1)
        if line.low(index) in lexicon().honorifics:
            index += 1  # "Supreme Leader Ayatollah X"
    return found


def _title_at(line: Line, index: int) -> Title | None:
    lex = lexicon()
    if not lex.is_title_word(line.low(index)) or line.words[index].mention is not None:
        return None
    end, embedded = _core_end(line, index)
    head = _head(line, index, end)
    if head is None:
        return None
    if embedded and embedded[0] > head:
        embedded = None
    index = _trim_front(line, index, head)
    behind = behind_head(line, head)
    title = Title(line, index, index, head, behind, embedded=embedded)
    title.plural = line.low(head) in lex.plural
    if embedded:
        title.bodies += line.mentions(*embedded)
    walk_left(title)
    title.complements = complements(line, behind - 1)
    if title.complements:
        title.last = title.complements[-1].last
    return title


def _trim_front(line: Line, index: int, head: int) -> int:
    """Where a capitalised title begins: "force" in "force President X" is no part of it."""
    lex = lexicon()
    if not line.words[head].is_capitalised:
        return index
    while not line.words[index].is_capitalised and line.low(index) not in PREFIXES:
        if line.low(index) in lex.heads:
            break
        index += 1
    return index


def _core_end(line: Line, index: int) -> tuple[int, tuple[int, int] | None]:
    """Where the run of title words ends; a country may follow its prefix ("deputy U.S. envoy")."""
    lex = lexicon()
    embedded: tuple[int, int] | None = None
    seen_head = False
    i = index
    while i < len(line):
        low, word = line.low(i), line.words[i]
        if word.mention is not None:
            stop = line.mention_end(i)
            prefix = all(line.low(j) in PREFIXES for j in range(index, i))
            if embedded or not prefix or not lex.is_title_word(line.low(stop)):
                break
            embedded = (i, stop)
            i = stop
            continue
        if lex.is_title_word(low) or (low in lex.descriptive and i > index and not seen_head):
            seen_head = seen_head or (low in lex.heads and low not in PREFIXES)
        elif not (low in {"and", "&", ","} and not seen_head and _continues(line, i)):
            break
        i += 1
    return i, embedded


def _continues(line: Line, i: int) -> bool:
    """Whether "and" or a comma joins two fields of one title: "Development and Trade Minister"."""
    lex = lexicon()
    following = line.low(i + 1)
    return following in lex.modifiers and following not in PREFIXES


def _head(line: Line, first: int, end: int) -> int | None:
    lex = lexicon()
    heads = [
        i
        for i in range(first, end)
        if (line.low(i) in lex.heads or line.low(i) in lex.plural) and not _is_adjectival(line, i)
    ]
    if not heads:
        return None
    for before, rank in pairwise(heads):
        # "spokesman Senior Colonel X", "military ruler General X", but "secretary-general"
        ranked = line.low(rank) in RANKS and line.low(before) not in RANKS | _GENERALS
        if ranked and line.low(before) not in PREFIXES:
            return before
    if len(heads) > 1 and line.low(heads[-1]) in _NAMELIKE_HEADS:
        following = line.at(heads[-1] + 1)
        if following is None or not following.is_capitalised:
            heads.pop()  # "Prime Minister Major"
    return heads[-1]


def _is_adjectival(line: Line, i: int) -> bool:
    """Whether "official" or "general" is an adjective here: "the official news agency"."""
    token = line.token(i)
    if line.low(i) == "general" and lexicon().is_title_word(line.low(i - 1)):
        return False  # "secretary-general"
    return (
        line.low(i) in {"official", "general", "major"}
        and token is not None
        and token.pos_ == "ADJ"
    )
