"""Persons whom the article gives no title beside their name."""

from collections.abc import Sequence

from etl.document import ParagraphKind
from etl.gazetteer import Gazetteer, fold
from etl.people.line import Line
from etl.people.sighting import Sighting
from etl.people.spans import Span
from etl.people.title import Title
from etl.people.words import lexicon, word_set

_NOTED = word_set("head-of-state head-of-government foreign-minister defence-minister")
_NEAR = 8  # paragraphs between an unnamed speaker and the name
_ADDRESSES = word_set("mr mrs ms miss dr")


def known_names(
    spans: Sequence[Span], sightings: Sequence[Sighting], gazetteer: Gazetteer
) -> list[Span]:
    """Full names of titled surnames ("President Trump", "Donald Trump") and of known people."""
    titled = {id(s.span) for s in sightings}
    surnames = {s.span.lows()[-1] for s in sightings if len(s.span.lows()) == 1}
    found = []
    for span in spans:
        if id(span) in titled or is_described_as_private(span):
            continue
        lows = span.lows()
        if len(lows) == 1:
            continue
        if lows[-1] in surnames or _is_known(span, gazetteer):
            found.append(span)
    return found


def _is_known(span: Span, gazetteer: Gazetteer) -> bool:
    """Whether the gazetteer has a person of just this name, with an office of note."""
    line = span.line
    if line.low(span.last) == "," and line.low(span.last + 1) in {"a", "an"}:
        return False  # described as somebody else: a title would have been found
    words = set(span.lows())
    for record in gazetteer.people(span.text):
        label = {w for w in fold(record.entity.label).split() if len(w) > 1}
        alike = len(label) <= len(words) or label - lexicon().particles <= words
        if alike or any(t.office_type in _NOTED for t in record.tenures):
            return True
    return False


def listed_with_officials(spans: Sequence[Span], sightings: Sequence[Sighting]) -> list[Span]:
    """ "Mr. X" in a row of officials: "Secretary A, Special Envoy B, Mr. X and Secretary C"."""
    ends = {(id(s.span.line), s.span.last) for s in sightings}
    found = []
    for span in spans:
        if span.honorific not in _ADDRESSES or is_described_as_private(span):
            continue
        line, i = span.line, span.first - 2
        while line.low(i) in {",", "and"}:
            i -= 1
        if i < span.first - 2 and (id(line), i + 1) in ends:
            found.append(span)
    return found


def unnamed_speakers(
    lines: Sequence[Line],
    titles: Sequence[Sequence[Title]],
    spans: Sequence[Span],
    sightings: Sequence[Sighting],
) -> list[Sighting]:
    """ "…, an opposition representative said" and then, without a title, "Agha said".

    Only where the article has one such title and one full name that speaks without any.
    """
    sources = [
        title
        for own in titles
        for title in own
        if not title.plural
        and (title.determiner in {"a", "an"} or title.bodies)
        and title.line.paragraph.kind is ParagraphKind.BODY
        and _speaks(title.line, title.last)
    ]
    titled = {s.span.lows()[-1] for s in sightings}
    again = {s.lows()[0] for s in spans if len(s.lows()) == 1 and _speaks(s.line, s.last)}
    speakers: dict[str, Span] = {}
    for span in spans:
        lows = span.lows()
        in_body = span.line.paragraph.kind is ParagraphKind.BODY
        if not in_body or len(lows) == 1 or lows[-1] in titled:
            continue
        if not span.is_person and lows[-1] not in again:
            continue
        if _speaks(span.line, span.last) and not is_described_as_private(span):
            speakers.setdefault(lows[-1], span)
    if len(sources) != 1 or len(speakers) != 1:
        return []
    title, span = sources[0], next(iter(speakers.values()))
    distance = span.line.paragraph.index - title.line.paragraph.index
    if not 0 < distance <= _NEAR:
        return []
    return [Sighting(span, title, "people/unnamed-speaker")]


def _speaks(line: Line, i: int) -> bool:
    token = line.token(i)
    return token is not None and token.lemma_.lower() in lexicon().speech and token.tag_ == "VBD"


def is_described_as_private(span: Span) -> bool:
    """Whether "analyst" or the like stands before the name or in an apposition behind it."""
    lex, line = lexicon(), span.line
    if line.low(span.first - 1) in lex.private:
        return True
    if line.low(span.last) not in {",", "("}:
        return False
    for i in range(span.last + 1, min(span.last + 9, len(line))):
        if line.low(i) in {",", ".", ";", ")"}:
            return False
        if line.low(i) in lex.private:
            return True
    return False
