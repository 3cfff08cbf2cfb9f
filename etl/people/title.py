"""A title as it stands in a line: its words, and what stands around them."""

from dataclasses import dataclass, field

from etl.document import Mention
from etl.people.complements import Complement
from etl.people.line import Line
from etl.people.words import lexicon, word_set

_SUFFIXES = word_set("elect designate")


def behind_head(line: Line, head: int) -> int:
    """The index behind a head: in "president-elect" that behind the suffix."""
    i = head + 1
    while line.low(i) in _SUFFIXES and line.words[i].hyphen:
        i += 1
    return i


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
    owner: str = ""  # "bloc" in "the bloc's top diplomat": a body or a state named before
    stands_for: str = ""  # the title that other words amount to: "head" for "led by X"

    @property
    def head_word(self) -> str:
        """The head in the singular, folded."""
        if self.stands_for:
            return self.stands_for.split()[-1]
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

    @property
    def stem(self) -> int:
        """The index behind the head and its "-elect"."""
        return behind_head(self.line, self.head)

    def core_words(self) -> list[str]:
        """The folded words from modifiers to head, without an embedded country."""
        if self.stands_for:
            return self.stands_for.split()
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
        if self.stands_for:
            fields = [f"{p.link} {line.text(p.first, p.last)}" for p in self.complements]
            return " ".join([self.stands_for, *fields])
        last = self.stem
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
