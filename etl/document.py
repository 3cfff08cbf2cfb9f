"""The annotated article: paragraphs, sentences, mentions. The contract that extractors read.

All offsets are those of ``article.text``; ``Paragraph.doc`` is a spaCy document over a copy of
the paragraph in which curly quotes and dashes were replaced one for one, so a token's offset in
the article is ``paragraph.start + token.idx``.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from spacy.tokens import Doc, Span, Token

from etl.article import Article
from etl.entities import Entity, Kind


class ParagraphKind(StrEnum):
    """What a paragraph is for. Facts are read from BODY; a caption may lend a date or a name."""

    BODY = "body"
    CAPTION = "caption"  # photo captions and picture credits
    FURNITURE = "furniture"  # related coverage, bylines, contact lines, subheads


class How(StrEnum):
    """How a mention refers."""

    NAME = "name"
    DEMONYM = "demonym"  # "South Korean", "Japanese"
    METONYM = "metonym"  # "Washington", "the White House" for a government
    DESCRIPTION = "description"  # "the South Korean minister", "the secretary"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that refers to a shared entity."""

    start: int
    end: int
    text: str
    entity: Entity
    how: How = How.NAME


@dataclass(frozen=True)
class Paragraph:
    """One paragraph (a line of the article that is not blank)."""

    index: int
    start: int
    end: int
    text: str  # article.text[start:end]
    kind: ParagraphKind
    doc: Doc

    @cached_property
    def sentences(self) -> tuple["Sentence", ...]:
        """The paragraph's sentences in order."""
        return tuple(Sentence(self, span) for span in self.doc.sents)


@dataclass(frozen=True)
class Sentence:
    """A sentence as spaCy splits it, with its place in the article."""

    paragraph: Paragraph
    span: Span

    @property
    def start(self) -> int:
        """Offset of its first character in the article."""
        return self.paragraph.start + int(self.span.start_char)

    @property
    def end(self) -> int:
        """Offset behind its last character in the article."""
        return self.paragraph.start + int(self.span.end_char)

    @property
    def text(self) -> str:
        """The sentence as the article has it."""
        offset = self.paragraph.start
        return self.paragraph.text[self.start - offset : self.end - offset]


@dataclass(frozen=True)
class Document:
    """An article with its linguistic annotation."""

    article: Article
    paragraphs: tuple[Paragraph, ...]

    @cached_property
    def body(self) -> tuple[Paragraph, ...]:
        """The paragraphs that facts are read from."""
        return tuple(p for p in self.paragraphs if p.kind is ParagraphKind.BODY)

    def sentences(self) -> Iterator[Sentence]:
        """The sentences of the body in order."""
        for paragraph in self.body:
            yield from paragraph.sentences

    def token_start(self, paragraph: Paragraph, token: Token) -> int:
        """A token's offset in the article."""
        return paragraph.start + int(token.idx)


class Mentions:
    """The mentions of a document, sorted, none overlapping, looked up by offset."""

    def __init__(self, mentions: list[Mention]) -> None:
        self.all = tuple(sorted(mentions, key=lambda m: (m.start, m.end)))
        self._starts = [m.start for m in self.all]

    def __iter__(self) -> Iterator[Mention]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    def within(self, start: int, end: int, *kinds: Kind) -> tuple[Mention, ...]:
        """Mentions that lie wholly in [start, end), of the kinds given (all when none is)."""
        found = []
        for mention in self.all[bisect_left(self._starts, start) :]:
            if mention.start >= end:
                break
            if mention.end <= end and (not kinds or mention.entity.kind in kinds):
                found.append(mention)
        return tuple(found)

    def at(self, offset: int) -> Mention | None:
        """The mention that covers this offset, if any."""
        position = bisect_right(self._starts, offset) - 1
        if position >= 0 and self.all[position].end > offset:
            return self.all[position]
        return None
