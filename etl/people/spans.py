"""Stretches of a line that may be a person's name."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from etl.entities import Kind
from etl.people.complements import CALENDAR
from etl.people.line import Line
from etl.people.title import Title
from etl.people.words import lexicon, word_set

_SUFFIXES = word_set("jr sr ii iii iv")
HONOURS = word_set("AO AM AC OAM OBE CBE MBE KBE KCMG MP MEP QC KC PC")
_MAX_WORDS = 6


@dataclass(frozen=True, slots=True)
class Span:
    """The words [first, last) of a line; ``honorific`` is the one before them ("mr")."""

    line: Line
    first: int
    last: int
    honorific: str = ""

    @property
    def start(self) -> int:
        """Offset in the article."""
        return self.line.words[self.first].start

    @property
    def end(self) -> int:
        """Offset behind the last word."""
        return self.line.words[self.last - 1].end

    @property
    def text(self) -> str:
        """The name as written."""
        return self.line.text(self.first, self.last)

    @property
    def is_person(self) -> bool:
        """Whether spaCy sees a person in one of the words."""
        tokens = (self.line.token(i) for i in range(self.first, self.last))
        return any(t is not None and t.ent_type_ == "PERSON" for t in tokens)

    def lows(self) -> tuple[str, ...]:
        """The folded words that tell a person: without initials, "Jr." and "al-"."""
        lex = lexicon()
        words = [self.line.low(i) for i in range(self.first, self.last)]
        kept = [w for w in words if len(w) > 1 and w not in _SUFFIXES and w[0].isalpha()]
        full = [w for w in kept if w not in lex.articles]
        return tuple(full or kept or words)


def find_spans(line: Line, titles: Sequence[Title], families: Container[str] = ()) -> list[Span]:
    """Names that may be persons', left to right; a name begins where a title ends.

    ``families`` are family names of the article that are also words of titles: "Lord", "Law".
    """
    after = {t.last for t in titles} | {t.stem for t in titles}
    inside = {i for t in titles for i in range(t.core, t.head + 1)}
    found: list[Span] = []
    i = 0
    while i < len(line):
        span = None if i in inside else span_at(line, i, inside, after_title=i in after)
        if span is None and i not in inside and _is_family(line, i, families):
            span = Span(line, i, i + 1)
        if span is None:
            i += 1
        else:
            found.append(span)
            i = span.last
    return found


def span_at(
    line: Line, first: int, inside: Container[int] = (), *, after_title: bool = False
) -> Span | None:
    """The name that begins at word ``first``, None when none does.

    ``inside`` are the words of titles: "Ex-president X" is no name of four words.
    """
    lex = lexicon()
    honorific = ""
    while line.low(first) in lex.honorifics and _is_capital(line, first + 1):
        if not line.words[first].is_capitalised:
            return None
        honorific = line.low(first)
        first += 1
        after_title = True
    begin = _after_particles(line, first)
    if not _may_begin(line, begin, after_title=after_title):
        return None
    last = begin + 1
    while last < len(line) and last - first < _MAX_WORDS:
        if last in inside and line.words[last].hyphen:
            return None
        step = _goes_on(line, first, last) or int(after_title and _is_place_name(line, first, last))
        if step == 0:
            break
        last += step
    return Span(line, first, last, honorific)


def _is_family(line: Line, i: int, families: Container[str]) -> bool:
    """Whether a title's word stands alone as a family name that the article gave in full."""
    word, before = line.words[i], line.at(i - 1)
    alone = not _is_capital(line, i + 1) and (before is None or not before.is_capitalised)
    return word.low in families and word.is_capitalised and (alone or i in line.starts)


def _is_place_name(line: Line, first: int, i: int) -> bool:
    """Whether a place is the family name behind a single given name: "Ricardo Lagos"."""
    mention = line.words[i].mention
    if i != first + 1 or mention is None or line.words[i].start != mention.start:
        return False
    token = line.token(i)
    person = token is not None and token.ent_type_ == "PERSON"
    return (mention.entity.kind is Kind.PLACE or person) and " " not in mention.text


def _is_capital(line: Line, i: int) -> bool:
    word = line.at(i)
    return word is not None and word.is_capitalised


def _after_particles(line: Line, first: int) -> int:
    """The index of the capitalised word that "al-" or "van der" leads to."""
    i = first
    while line.low(i) in lexicon().particles and not _is_capital(line, i):
        i += 1
    return i


def _may_begin(line: Line, i: int, *, after_title: bool) -> bool:
    lex, word = lexicon(), line.at(i)
    if word is None or not word.is_capitalised or word.low in CALENDAR:
        return False
    following = line.at(i + 1)
    if word.text.count(".") > 1 and not _is_capital(line, i + 1):
        return False  # "U.N."; but "H.D. Gowda"
    if word.text in HONOURS or (word.hyphen and not after_title) or _is_compound(line, i):
        return False
    if len(word.low) == 1 and (
        following is None or following.hyphen or not following.is_capitalised
    ):
        return False  # "D-Maine", "Plan A"
    if word.low in {"may", "march"}:
        return not line.low(i + 1)[:1].isdigit() and i not in line.starts
    if word.text.lower() in lex.not_names:  # "Tô" is a name, "to" is none
        family = word.low in lex.east_asian and i not in line.starts
        return family and _is_capital(line, i + 1)
    if after_title and lex.is_title_word(word.low):
        token = line.token(i)
        return token is not None and token.ent_type_ == "PERSON"
    if after_title:
        # "Trade Minister German Gref", but "President Georgia's" names no person.
        return word.mention is None or _is_capital(line, _after_particles(line, i + 1))
    return word.mention is None and not (
        word.low in lex.heads or word.low in lex.plural or word.low in lex.modifiers
    )


def _is_compound(line: Line, i: int) -> bool:
    """Whether a word is the first part of an adjective: "English-speaking", "Saudi-backed"."""
    following = line.at(i + 1)
    if following is None or not following.hyphen or following.is_capitalised:
        return False
    token = line.token(i + 1)
    verbal = token is not None and token.tag_ in {"VBG", "VBN", "JJ"}
    return verbal and len(following.low) > 2 and following.low.endswith(("ed", "ing", "led", "run"))


def _goes_on(line: Line, first: int, i: int) -> int:
    """How many words the name goes on with at ``i`` (0: it ends)."""
    lex, word = lexicon(), line.words[i]
    if word.low in _SUFFIXES:
        return 1
    if word.text in HONOURS:
        return 0
    if word.text == "," and line.low(i + 1) in {"jr", "sr"}:
        return 2
    before = line.words[i - 1]
    if before.text.endswith(".") and len(before.low) > 1 and before.text.count(".") == 1:
        return 0  # a full stop that is no initial's
    if word.low in lex.particles and not word.is_capitalised:
        target = _after_particles(line, i)
        fits = target < len(line) and line.words[target].is_capitalised
        return target - i + 1 if fits and line.words[target].mention is None else 0
    if not word.is_alphabetic or (word.mention is not None and not word.hyphen):
        return 0
    if word.hyphen:
        return 1
    if not word.is_capitalised or word.low in CALENDAR:
        return 0
    return 1 if _is_name_word(line, first, i) else 0


def _is_name_word(line: Line, first: int, i: int) -> bool:
    lex, word = lexicon(), line.words[i]
    if word.low in lex.not_names:
        return i not in line.starts and len(word.low) <= 3  # "Moon Jae In"
    if lex.is_title_word(word.low) or word.low in lex.honorifics:
        alone = i == first + 1 and not _is_capital(line, i + 1) and line.low(i + 1) != "of"
        return alone and word.low in lex.surnames
    return True
