"""The words around a quotation: those of its sentence that stand outside of quotations."""

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from etl.extract.statements.acts import is_plain
from etl.extract.statements.quotes import Quote, Quotes

_REACH = 30  # tokens behind a quotation in which its attribution stands
CONTRASTS = frozenset({"while", "but", "although", "though", "whereas"})
_ENDS = frozenset({".", "!", "?", ":", ";"})
_STOPS = frozenset({".", "!", "?"})
_TERMINAL = frozenset(",?!-.\"'")


class Outside:
    """The words of a quotation's sentence that stand outside quotations."""

    def __init__(self, quote: Quote, quotes: Quotes) -> None:
        self.quote, self.quotes = quote, quotes
        self.doc = quote.paragraph.doc
        span = self.doc.char_span(quote.start, quote.end, alignment_mode="expand")
        self.span: Span | None = span
        text = quote.paragraph.doc.text
        last = text[quote.end - 1]
        rest = text[quote.end + 1 :].lstrip()
        self.ends_clause = last in _TERMINAL or rest[:1] in {",", "-"}
        self.is_finished = last == "." and not rest.startswith(",")
        self.following = list(self._following())
        self.before = list(self._before())
        words = [t for t in self.following[:3] if t.is_alpha]
        reported = any(is_plain(t) for t in self.before)
        # "A said it was "…", while B said …": what follows is another's.
        self.is_followed_by_clause = reported and bool(words) and words[0].lower_ in CONTRASTS

    def inside_quote(self, token: Token) -> bool:
        """Whether a token stands in a long quotation."""
        return self.quotes.covers(int(token.idx))

    def _following(self) -> Iterator[Token]:
        """Words behind the quotation up to the end of the sentence or the next quotation."""
        if self.span is None or not self.quote.closed:
            return
        count = 0
        for token in self.doc[self.span.end :]:
            if token.idx <= self.quote.end:
                continue  # the closing mark
            if self.inside_quote(token):
                return
            count += 1
            if (token.text in _ENDS and count > 1) or count > _REACH:
                return
            yield token

    def _before(self) -> Iterator[Token]:
        """Words before the quotation from the start of its sentence, outside of quotations."""
        if self.span is None:
            return
        first = self.span.start
        begin = first
        while begin > 0:
            token = self.doc[begin - 1]
            if token.text in _STOPS and not self.inside_quote(token):
                break
            if self.inside_quote(token) and _ends_sentence(self.doc, begin - 1):
                break
            begin -= 1
        for token in self.doc[begin:first]:
            if not self.inside_quote(token):
                yield token

    def just_before(self) -> Iterator[Token]:
        """The verb directly before the quotation: he replied: "…"."""
        words = [t for t in self.before[-3:] if t.text not in {":", ",", '"'}]
        if (
            words
            and self.before[-1].text in {":", ",", '"'}
            and ":" in {t.text for t in self.before[-3:]}
        ):
            yield words[-1]

    def owner(self) -> Token | None:
        """The head of the noun phrase directly before the quotation, when it begins the sentence.

        The parse makes other things of the subject of a verb that is quoted.
        """
        if not self.before or self.span is None:
            return None
        first, last = self.before[0].i, self.before[-1].i + (self.before[-1].text != '"')
        chunks = [c for c in self.doc.noun_chunks if first <= c.start and c.start < last]
        if not chunks or chunks[0].start > first or any(t.pos_ == "VERB" for t in self.before):
            return None
        return self.doc[last - 1] if self.doc[last - 1].pos_ in {"NOUN", "PROPN"} else None

    def predicate(self) -> Token | None:
        """The verb that the quotation begins with, when it is one without its subject."""
        if self.span is None:
            return None
        first = next((t for t in self.span if t.is_alpha), None)
        if first is None:
            return None
        misread = first.tag_ == "NNS" and first.dep_ == "ROOT"
        return first if misread or first.tag_ in {"VBZ", "VBD", "VBP"} else None

    def governors(self) -> Iterator[Token]:
        """Verbs above the quotation in the parse, innermost first."""
        if self.span is None:
            return
        root = next((t for t in self.span if t.head.i < self.span.start), self.span.root)
        allowed = {t.i for t in self.before} | {t.i for t in self.following}
        for ancestor in root.ancestors:
            if ancestor.i in allowed:
                yield ancestor


def _ends_sentence(doc: Doc, index: int) -> bool:
    """Whether a quotation that ends here with a full stop closes a sentence."""
    return doc[index].text == '"' and index > 0 and doc[index - 1].text in _STOPS
