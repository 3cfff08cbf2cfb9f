"""Lists of people by their surface: "U.S. Secretary of State A and Defense Secretary B, and C".

The parser often loses the members of long lists of titles and names; commas, "and" and the titles
between two names tell them just as well.
"""

from collections.abc import Iterator

from spacy.tokens import Span

from etl.document import How, Mention, Sentence
from etl.entities import Kind
from etl.reading import Reading

_LONGEST_GAP = 14  # tokens: a comma, "and", a polity and a title of up to ten words
_JOINTS = frozenset({"and", "&"})
_BETWEEN = frozenset({"PROPN", "NOUN", "ADJ", "CCONJ", "PUNCT", "DET", "NUM"})
_PREPOSITIONS = frozenset({"of", "for"})
_PUNCTUATION = frozenset({",", "-", "."})


def person_lists(sentence: Sentence, reading: Reading) -> Iterator[tuple[Mention, ...]]:
    """The lists of two or more people that a sentence names, each with an "and" in it."""
    people = [
        m
        for m in reading.mentions.within(sentence.start, sentence.end, Kind.OFFICIAL)
        if m.how is How.NAME
    ]
    run: list[Mention] = people[:1]
    joined = False
    for mention in people[1:]:
        gap = _gap(sentence, run[-1], mention)
        if gap is not None and _is_list_gap(gap):
            run.append(mention)
            joined = joined or any(t.lower_ in _JOINTS for t in gap)
            continue
        if joined and len(run) > 1:
            yield tuple(run)
        run, joined = [mention], False
    if joined and len(run) > 1:
        yield tuple(run)


def _gap(sentence: Sentence, one: Mention, other: Mention) -> Span | None:
    offset = sentence.paragraph.start
    return sentence.paragraph.doc.char_span(
        one.end - offset, other.start - offset, alignment_mode="contract"
    )


def _is_list_gap(gap: Span) -> bool:
    if not 0 < len(gap) <= _LONGEST_GAP:
        return False
    first = gap[0].lower_
    if first not in _JOINTS and first != "," and first != "(":
        return False
    return all(
        (t.pos_ in _BETWEEN and (t.pos_ != "PUNCT" or t.text in _PUNCTUATION or t.text in "()"))
        or t.lower_ in _PREPOSITIONS
        or t.tag_ == "POS"
        for t in gap
    ) and not _turns_over(gap)


def _turns_over(gap: Span) -> bool:
    """Whether a clause ends at the comma: "After A met B, C and D signed"."""
    after = gap.doc[gap.end] if gap.end < len(gap.doc) else None
    before = gap.doc[gap.start - 1] if gap.start > 0 else None
    if after is None or before is None:
        return False
    no_joint = not any(t.lower_ in _JOINTS for t in gap)
    starts_clause = any(t.dep_ == "nsubj" for t in (after, after.head) if t.i >= gap.end)
    return no_joint and starts_clause and before.dep_ in ("dobj", "pobj") and len(gap) == 1
