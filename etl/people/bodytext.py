"""The body's sentences in a row, with what is quoted and what is a subject."""

from bisect import bisect_right
from collections.abc import Sequence

from etl.document import Mention, ParagraphKind
from etl.people.line import Line

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})


class Text:
    """The body's sentences in a row, and what is inside quotation marks."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = [x for x in lines if x.paragraph.kind is ParagraphKind.BODY]
        self._sentences = [s.start for x in self.lines for s in x.paragraph.sentences]
        self._starts = [x.paragraph.start for x in self.lines]
        self._quotes = [w.start for x in self.lines for w in x.words if w.text == '"']

    def sentence(self, offset: int) -> int:
        """The number of the sentence at an offset of the article."""
        return bisect_right(self._sentences, offset) - 1

    def line(self, offset: int) -> Line | None:
        """The line at an offset, None outside of the body."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset >= self.lines[index].paragraph.end:
            return None
        return self.lines[index]

    def quoted(self, offset: int) -> bool:
        """Whether an offset stands inside quotation marks."""
        line = self.line(offset)
        if line is None:
            return False
        first = bisect_right(self._quotes, line.paragraph.start - 1)
        return (bisect_right(self._quotes, offset) - first) % 2 == 1

    def is_subject(self, mention: Mention) -> bool:
        """Whether a mention is the subject of its verb."""
        line = self.line(mention.start)
        if line is None:
            return False
        tokens = line.paragraph.doc.char_span(
            mention.start - line.paragraph.start,
            mention.end - line.paragraph.start,
            alignment_mode="expand",
        )
        return tokens is not None and tokens.root.dep_ in _SUBJECTS
