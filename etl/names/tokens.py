"""A paragraph as the words that names are made of."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from spacy.tokens import Token

from etl.document import Paragraph
from etl.gazetteer import fold

_WORD = re.compile(
    r"\b[^\W\d_](?:\.[^\W\d_])+\b\.?|\b[A-Z]\.(?=\s+[A-Z])|'s\b|[^\W_]+(?:'(?!s\b)[^\W_]+)*|\S"
)
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"})


@lru_cache(maxsize=65536)
def _folded(text: str) -> str:
    return fold(text) or text


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark with its offsets in the paragraph."""

    start: int
    end: int
    text: str
    low: str  # folded; a mark is itself
    joined: bool  # to the word before by a hyphen

    @property
    def is_capitalised(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


class Line:
    """The words of a paragraph, and spaCy's view of them."""

    def __init__(self, paragraph: Paragraph) -> None:
        self.paragraph = paragraph
        self.words = tuple(_words(paragraph.text.translate(_PLAIN)))
        self.lows = [w.low for w in self.words]

    def low(self, index: int) -> str:
        """The folded word at an index, "" outside of the paragraph."""
        return self.lows[index] if 0 <= index < len(self.lows) else ""

    def word(self, index: int) -> Word | None:
        """The word at an index, None outside of the paragraph."""
        return self.words[index] if 0 <= index < len(self.words) else None

    @cached_property
    def people(self) -> tuple[tuple[int, int], ...]:
        """Offsets in the paragraph of what spaCy takes for people of several words."""
        return tuple(
            (int(e.start_char), int(e.end_char))
            for e in self.paragraph.doc.ents
            if e.label_ == "PERSON" and len(e) > 1
        )

    @cached_property
    def _tokens(self) -> dict[int, Token]:
        return {int(t.idx): t for t in self.paragraph.doc}

    def token(self, index: int) -> Token | None:
        """spaCy's token that begins where the word does."""
        word = self.word(index)
        return None if word is None else self._tokens.get(word.start)

    def is_place(self, first: int) -> bool:
        """Whether spaCy takes the word for a place."""
        token = self.token(first)
        return token is not None and token.ent_type_ in {"GPE", "LOC"}


def _words(text: str) -> list[Word]:
    found: list[Word] = []
    joined = False
    for match in _WORD.finditer(text):
        raw = match.group()
        if raw == "-" and _is_hyphen(text, match.start()):
            joined = True
            continue
        low = _folded(raw) if raw[0].isalnum() or raw == "'s" else raw
        found.append(Word(match.start(), match.end(), raw, low, joined))
        joined = False
    return found


def _is_hyphen(text: str, at: int) -> bool:
    if not 0 < at < len(text) - 1:
        return False
    return (text[at - 1].isalnum() or text[at - 1] == ".") and text[at + 1].isalnum()
