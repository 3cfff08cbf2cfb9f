"""A paragraph as words: finer than sentences, coarser than spaCy's tokens.

Initials and abbreviations keep their full stop ("J.", "U.S.", "Jr."), a possessive ending is a word
of its own, and the parts of a hyphenated word are words joined by ``hyphen``.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from spacy.tokens import Token

from etl.document import Mention, Mentions, Paragraph
from etl.entities import Kind
from etl.people.words import lexicon

_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}|(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Adm|Brig|Sgt|Cmdr|Sen|Sens|Rep|Reps|"
    r"Gov|Prof|Rev|Hon|St|Jr|Sr|Amb|Atty|Dep|Asst|Min|Sec|Pres)\.|[A-Z]\.(?=[\s,]|[A-Z])|"
    r"'s\b|[^\W_]+(?:'(?!s\b)[^\W_]+)*|\S"
)
# "Russia's Security Council secretary": a state's council, which has one.
_HEADS_COUNCIL = re.compile(r"\s+(?:deputy\s+)?(?:secretary|chief|head)\b", re.IGNORECASE)
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"})


def fold_word(text: str) -> str:
    """Lower case without accents and full stops: the form that word lists have."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c) and c != ".")


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its offsets in the article."""

    start: int
    end: int
    text: str
    low: str
    hyphen: bool  # joined to the word before by a hyphen
    mention: Mention | None  # the polity, organisation or place that covers it

    @property
    def is_capitalised(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def is_alphabetic(self) -> bool:
        """Whether it is a word rather than a number or a mark."""
        return self.text[0].isalpha()


@dataclass(frozen=True)
class Line:
    """The words of a paragraph."""

    paragraph: Paragraph
    words: tuple[Word, ...]

    def __len__(self) -> int:
        return len(self.words)

    def at(self, index: int) -> Word | None:
        """The word at ``index``, None outside of the paragraph."""
        return self.words[index] if 0 <= index < len(self.words) else None

    def low(self, index: int) -> str:
        """The folded word at ``index``, "" outside of the paragraph."""
        return self.words[index].low if 0 <= index < len(self.words) else ""

    def text(self, first: int, last: int) -> str:
        """The article's text from word ``first`` up to, not including, ``last``."""
        if first >= last:
            return ""
        offset = self.paragraph.start
        return self.paragraph.text[
            self.words[first].start - offset : self.words[last - 1].end - offset
        ]

    @cached_property
    def tokens(self) -> Mapping[int, Token]:
        """spaCy's tokens by their offset in the article."""
        return {self.paragraph.start + int(t.idx): t for t in self.paragraph.doc}

    def token(self, index: int) -> Token | None:
        """spaCy's token that starts where this word does."""
        word = self.at(index)
        return None if word is None else self.tokens.get(word.start)

    def mention_end(self, index: int) -> int:
        """The index behind the mention that covers the word at ``index``."""
        mention = self.words[index].mention
        while mention is not None and index < len(self) and self.words[index].start < mention.end:
            index += 1
        return index

    def mentions(self, first: int, last: int) -> list[Mention]:
        """The mentions over the words [first, last), in order."""
        found: list[Mention] = []
        for word in self.words[first:last]:
            if word.mention is not None and (not found or found[-1].start != word.mention.start):
                found.append(word.mention)
        return found

    @cached_property
    def starts(self) -> frozenset[int]:
        """Indices of words that begin a sentence (by punctuation or by spaCy)."""
        found = {0}
        firsts = {self.paragraph.start + int(s.start_char) for s in self.paragraph.doc.sents}
        for index, word in enumerate(self.words):
            previous = self.low(index - 1)
            if previous in {'"', "(", ":", ";", "?", "!", ".", ""} or (
                word.start in firsts and self.words[index - 1].text in {".", '"', "'", ")"}
            ):
                found.add(index)
        return frozenset(found)


def make_line(paragraph: Paragraph, mentions: Mentions) -> Line:
    """Split a paragraph into words and lay the mentions over them."""
    text = paragraph.text.translate(_PLAIN)
    words: list[Word] = []
    covers = _Covers(mentions, paragraph)
    hyphen = False
    for match in _WORD.finditer(text):
        start = paragraph.start + match.start()
        raw = match.group()
        if raw == "-" and _joins(text, match.start()):
            hyphen = True
            continue
        end = paragraph.start + match.end()
        words.append(Word(start, end, raw, fold_word(raw) or raw, hyphen, covers.at(start)))
        hyphen = False
    return Line(paragraph, tuple(words))


class _Covers:
    """The mentions over a line, those that hold a title cut short before it.

    In "U.S. Trade Representative Ann Moore" the office's name is a person's title.
    """

    def __init__(self, mentions: Mentions, paragraph: Paragraph) -> None:
        self._mentions = mentions
        self._paragraph = paragraph
        self._cut: dict[int, Mention | None] = {}

    def at(self, offset: int) -> Mention | None:
        mention = self._mentions.at(offset)
        if mention is None or mention.entity.kind is not Kind.ORGANIZATION:
            return mention
        if mention.start not in self._cut:
            behind = self._paragraph.text[mention.end - self._paragraph.start :]
            national = mention.text.startswith("Security") and bool(_HEADS_COUNCIL.match(behind))
            self._cut[mention.start] = None if national else _cut(mention)
        cut = self._cut[mention.start]
        return cut if cut is not None and offset < cut.end else None


def _cut(mention: Mention) -> Mention | None:
    """A mention without the title in it; None when a title is all it is."""
    lex = lexicon()
    pieces = [(m.start(), fold_word(m.group())) for m in _WORD.finditer(mention.text)]
    if not any(word in lex.personal for _, word in pieces):
        return mention
    first = next(at for at, word in pieces if word in lex.personal or word in lex.modifiers)
    text = mention.text[:first].rstrip()
    return replace(mention, end=mention.start + len(text), text=text) if text else None


def _joins(text: str, at: int) -> bool:
    """Whether the hyphen at ``at`` joins two words rather than parting them."""
    if not 0 < at < len(text) - 1:
        return False
    return (text[at - 1].isalnum() or text[at - 1] == ".") and text[at + 1].isalnum()
