"""Names whose office is clear without a title: "the Clinton administration", "talks with X"."""

from collections.abc import Iterator, Sequence

from etl.document import ParagraphKind
from etl.entities import Kind
from etl.people.line import Line
from etl.people.spans import Span
from etl.people.title import Title
from etl.people.untitled import is_described_as_private
from etl.people.words import lexicon, word_set

_GOVERNMENTS = word_set("administration government regime presidency cabinet premiership junta")
_ENCOUNTERS = word_set("meeting meetings talks talk discussions negotiations summit encounter")
_MET = word_set("met meet meets meeting")
_CREEDS = ("ist", "ists", "ian", "ite", "ic")  # "the Sandinista government" is nobody's


def implied_names(
    lines: Sequence[Line], titles: Sequence[Sequence[Title]], spans: Sequence[Span]
) -> list[Span]:
    """Names of those who lead a government, are served by officials, or are met with."""
    masters = set(_masters(lines, titles))
    found = []
    for span in spans:
        if span.line.paragraph.kind is not ParagraphKind.BODY or is_described_as_private(span):
            continue
        served = (id(span.line), span.last - 1) in masters
        if _governs(span) or served or _is_met(span) or _is_of_state(span):
            found.append(span)
    return found


def _masters(lines: Sequence[Line], titles: Sequence[Sequence[Title]]) -> Iterator[tuple[int, int]]:
    """The owners of those who serve somebody: "X's spokesman", "X's special envoy"."""
    for line, own in zip(lines, titles, strict=True):
        for title in own:
            if title.possessor is not None and title.head_word in lexicon().servants:
                yield id(line), title.possessor


def _governs(span: Span) -> bool:
    """ "The Thatcher government", "Thatcher's government"."""
    line, i = span.line, span.last
    if line.low(i) == "'s":
        i += 1
    word = line.words[span.last - 1].low
    alone = line.low(i) in _GOVERNMENTS and not word.endswith(_CREEDS)
    sure = span.is_person or span.last - span.first > 1 or line.low(i) == "administration"
    return alone and sure


def _is_met(span: Span) -> bool:
    """ "A meeting with X", where X is a full name."""
    line, i = span.line, span.first - 1
    if span.last - span.first == 1 or not span.is_person or line.low(i) != "with":
        return False
    before = {line.low(i - 1), line.low(i - 2)}
    return bool(before & (_ENCOUNTERS | _MET))


def _is_of_state(span: Span) -> bool:
    """ "Fatah's Nabil Amr", "Japan's Kenji Mori"."""
    line, i = span.line, span.first - 2
    if span.last - span.first == 1 or not span.is_person or line.low(i + 1) != "'s":
        return False
    mention = line.words[i].mention if i >= 0 else None
    return (
        mention is not None
        and mention.entity.kind is not Kind.PLACE
        and not (mention.entity.is_media)
    )
