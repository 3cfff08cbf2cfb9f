"""Titles in a line: "former U.S. Secretary of State", "Hamas leader", "head of the delegation"."""

from dataclasses import dataclass, field

from etl.document import How, Mention
from etl.entities import Kind
from etl.people.complements import DETERMINERS, PREFIXES, Complement, complements
from etl.people.line import Line
from etl.people.words import lexicon, word_set

_NAMELIKE_HEADS = word_set("major king prince marshal price rep gen")
_OWNERS = word_set("ministry department office government delegation president")


@dataclass(slots=True)
class Title:
    """A title's words [first, last) of its line, with what stands around the core."""

    line: Line
    first: int  # with determiner, country and describing words
    core: int
    head: int
    last: int  # behind the complements
    plural: bool = False
    former: bool = False
    determiner: str = ""
    possessor: int | None = None  # index of the last word of "Moon" in "Moon's spokesman"
    bodies: list[Mention] = field(default_factory=list)  # left of the core, nearest first
    unknown_body: tuple[int, int] | None = None
    complements: list[Complement] = field(default_factory=list)
    embedded: tuple[int, int] | None = None  # words of a country inside the core

    @property
    def head_word(self) -> str:
        """The head in the singular, folded."""
        low = self.line.low(self.head)
        return lexicon().plural.get(low, low)

    @property
    def start(self) -> int:
        """Offset in the article of the first word."""
        return self.line.words[self.first].start

    @property
    def end(self) -> int:
        """Offset behind the last word."""
        return self.line.words[self.last - 1].end

    def core_words(self) -> list[str]:
        """The folded words from modifiers to head, without an embedded country."""
        skip = range(*self.embedded) if self.embedded else range(0)
        words = [self.line.low(i) for i in range(self.core, self.head) if i not in skip]
        return [*words, self.head_word]

    def phrase(self) -> str:
        """The title as the gazetteer's titles are written: core and complements, folded."""
        tail: list[str] = []
        for part in self.complements:
            tail += [part.link, *(self.line.low(i) for i in range(part.first, part.last))]
        return " ".join(w for w in [*self.core_words(), *tail] if w[0].isalpha())

    def as_written(self) -> str:
        """The title without country and name, as the article writes it."""
        line = self.line
        last = self.head + 1
        for part in self.complements:
            if part.link == "of" and part.mentions and not self._has_field(part):
                break
            last = part.last
        if not self.embedded:
            return line.text(self.core, last)
        front = line.text(self.core, self.embedded[0])
        return f"{front} {line.text(self.embedded[1], last)}".strip()

    def _has_field(self, part: Complement) -> bool:
        covered = sum(
            any(m.start <= self.line.words[i].start < m.end for m in part.mentions)
            for i in range(part.first, part.last)
        )
        return part.last - part.first > covered + 1


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
    title = Title(line, index, index, head, head + 1, embedded=embedded)
    title.plural = line.low(head) in lex.plural
    if embedded:
        title.bodies += line.mentions(*embedded)
    _walk_left(title)
    title.complements = complements(line, head)
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
    if len(heads) > 1 and line.low(heads[-1]) == "ayatollah":
        heads.pop()  # "Supreme Leader Ayatollah X": an honorific
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
    return line.low(i) in {"official", "general"} and token is not None and token.pos_ == "ADJ"


def _walk_left(title: Title) -> None:
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
                owned = line.words[i].is_capitalised or line.low(i) in _OWNERS
                title.possessor = i if owned else None
                break
        step = _step_left(title, i)
        if step == 0:
            break
        i -= step
    title.first = i + 1


def _step_left(title: Title, i: int) -> int:
    """How many words before the title belong to it at ``i`` (0: none)."""
    line, lex, word = title.line, lexicon(), title.line.words[i]
    if word.low in lex.former or word.low in lex.descriptive:
        title.former = title.former or word.low in lex.former
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
