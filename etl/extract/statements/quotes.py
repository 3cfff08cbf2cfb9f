"""Direct quotations: what stands between double quotation marks, verbatim."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from etl.document import Document, Paragraph, ParagraphKind

LONG = 4  # words from which a quotation is one, not a word set apart
_MARK = '"'
_OPENING = frozenset("“„«")
_CLOSING = frozenset("”»")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation. ``start`` and ``end`` are offsets in the paragraph, without the marks."""

    paragraph: Paragraph
    start: int
    end: int
    closed: bool
    continues: bool  # the paragraph goes on with what the one before left open

    @property
    def text(self) -> str:
        """What stands between the marks."""
        return self.paragraph.text[self.start : self.end]

    @property
    def is_long(self) -> bool:
        """Whether it is a quotation rather than a word or a phrase set apart."""
        return len(self.text.split()) >= LONG and bool(_WORD.search(self.text))


class Quotes:
    """The quotations of a paragraph, looked up by offset in it."""

    def __init__(self, quotes: list[Quote]) -> None:
        self.all = tuple(quotes)
        self.long = tuple(q for q in quotes if q.is_long)
        self._starts = [q.start for q in self.long]

    def covers(self, offset: int) -> bool:
        """Whether an offset in the paragraph lies inside a long quotation or on its marks."""
        index = bisect_right(self._starts, offset + 1) - 1
        return index >= 0 and offset <= self.long[index].end

    def after(self, offset: int) -> Quote | None:
        """The first long quotation that begins at an offset or behind it."""
        index = bisect_right(self._starts, offset - 1)
        return self.long[index] if index < len(self.long) else None


def find_quotes(document: Document) -> dict[int, Quotes]:
    """The quotations of every paragraph of the body, by the paragraph's index."""
    found: dict[int, Quotes] = {}
    is_open = False
    for paragraph in document.paragraphs:
        if paragraph.kind is not ParagraphKind.BODY:
            continue
        quotes = list(_in_paragraph(paragraph, is_open))
        is_open = bool(quotes) and not quotes[-1].closed
        found[paragraph.index] = Quotes(quotes)
    return found


def _in_paragraph(paragraph: Paragraph, is_open: bool) -> Iterator[Quote]:
    """Quotations in order. One that is left open runs to the next or to the paragraph's end."""
    text = paragraph.text
    marks = [m.start() for m in re.finditer(_MARK, paragraph.doc.text)]
    start: int | None = None
    continues, depth = False, 0
    for position, offset in enumerate(marks):
        if start is None:
            if _opens(text, offset):
                start, depth = offset + 1, 0
                continues = is_open and offset == 0
        elif _opens_within(text, offset):
            # Marks left to close both: a quotation within. Else the one before was not closed.
            if (len(marks) - position) % 2 == 1:
                depth += 1
                continue
            yield from _quote(paragraph, start, offset, False, continues)
            start, continues, depth = offset + 1, False, 0
        elif depth:
            depth -= 1
        else:
            yield from _quote(paragraph, start, offset, True, continues)
            start, continues = None, False
    if start is not None:
        yield from _quote(paragraph, start, len(text), False, continues)


def _quote(
    paragraph: Paragraph, start: int, end: int, closed: bool, continues: bool
) -> Iterator[Quote]:
    while end > start and paragraph.text[end - 1].isspace():
        end -= 1
    while start < end and paragraph.text[start].isspace():
        start += 1
    if end > start:
        yield Quote(paragraph, start, end, closed, continues)


def _opens(text: str, offset: int) -> bool:
    """Whether a mark outside of a quotation opens one."""
    if text[offset] in _OPENING:
        return True
    before, following = text[offset - 1 : offset], text[offset + 1 : offset + 2]
    if text[offset] in _CLOSING:  # a closing mark typed for an opening one
        return bool(following.strip()) and not before.strip()
    return bool(following.strip()) and not before.isalnum()


def _opens_within(text: str, offset: int) -> bool:
    """Whether a mark inside a quotation opens another."""
    if text[offset] in _CLOSING:
        return False
    before, following = text[offset - 1 : offset], text[offset + 1 : offset + 2]
    return text[offset] in _OPENING or (before.isspace() and following.isalnum())
