"""Indirect speech: the clause that a verb of speech reports, verbatim."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from etl.document import Paragraph
from etl.extract.statements.acts import is_plain
from etl.extract.statements.quotes import Quotes

_FEWEST = 4  # words of a clause worth keeping
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_DATELINE = re.compile(r"[A-Z][A-Z .,/'-]+(?:, \w+\.? \d{1,2})? ?(?:\([^)]{2,30}\) ?)?--? ?")
_CLOSING = re.compile(r'[.,]?"')
_ASIDES = frozenset({"speaking", "saying", "adding", "referring", "citing", "noting", "echoing"})
_LEFT_OUT = frozenset({"that", ",", '"', "-", ":", ";"})


@dataclass(frozen=True, slots=True)
class Indirect:
    """A reported clause, at [start, end) of its paragraph, and its verb of speech."""

    verb: Token
    start: int
    end: int


def find_indirect(paragraph: Paragraph, quotes: Quotes) -> Iterator[Indirect]:
    """For each sentence the clause of its outermost verb of speech, if it reports one.

    Sentences with a quotation of their own are left out: the quotation is the statement.
    """
    for sentence in paragraph.doc.sents:
        start, end = int(sentence.start_char), int(sentence.end_char)
        if any(q.start < end and start < q.end for q in quotes.long):
            continue
        root = sentence.root
        verbs = [root, *(t for t in root.children if t.dep_ == "conj")]
        for verb in verbs:
            clause = _clause(verb)
            if is_plain(verb) and clause is not None:
                yield Indirect(verb, *clause)
                break


def _clause(verb: Token) -> tuple[int, int] | None:
    """The extent of a verb's clausal complement without "that" and outer punctuation."""
    complement = next((c for c in verb.children if c.dep_ == "ccomp" and _is_clause(c)), None)
    if complement is None:
        return None
    words = [t for t in complement.subtree if t.i != verb.i]
    if complement.i < verb.i:
        words = [t for t in words if t.i < verb.i]
    else:
        words = [t for t in words if t.i > verb.i]
    aside = next((n for n, t in enumerate(words) if n > _FEWEST and t.lower_ in _ASIDES), None)
    if aside is not None and words[aside - 1].text == ",":
        words = words[:aside]  # ", speaking after the talks" tells of the speaker
    while words and words[0].lower_ in _LEFT_OUT:
        words.pop(0)
    while words and words[-1].text in {".", ",", ";", ":", "-"}:
        words.pop()
    if len(words) < _FEWEST or len(words) < (words[-1].i - words[0].i + 1) * 0.8:
        return None
    return _balanced(verb.doc.text, int(words[0].idx), int(words[-1].idx) + len(words[-1]))


def _balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause without a dateline, and with the mark that closes a quotation in it."""
    dateline = _DATELINE.match(text)
    if dateline is not None and start < dateline.end() < end:
        start = dateline.end()
    mark = _CLOSING.match(text, end)
    if text.count('"', start, end) % 2 == 1 and mark is not None:
        end = mark.end()
    return start, end


def _is_clause(complement: Token) -> bool:
    """Whether a complement has a subject and a finite verb."""
    has_subject = any(c.dep_ in {"nsubj", "nsubjpass", "expl"} for c in complement.children)
    finite = complement.tag_ in _FINITE or any(
        c.dep_ in {"aux", "auxpass"} and c.tag_ in _FINITE for c in complement.children
    )
    return has_subject and finite
