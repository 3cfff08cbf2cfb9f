"""Where an article puts a title and a name together: the patterns of the genre."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from etl.people.complements import RANKS
from etl.people.line import Line
from etl.people.predicates import Predicates
from etl.people.shared import shared, state_behind
from etl.people.sighting import Sighting
from etl.people.spans import HONOURS, Span
from etl.people.title import Title
from etl.people.words import lexicon, word_set

_BETWEEN = word_set(
    "who is was has been had serves served as also previously formerly currently now"
)
_SEATED = word_set("senator sen representative rep congressman congresswoman lawmaker governor mp")
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_LOCATING = word_set("in at near from to outside of")
_CLOSING = word_set(", . ; ) - : ? !")


def find_sightings(line: Line, titles: Sequence[Title], spans: Sequence[Span]) -> list[Sighting]:
    """All titled names of a line, in text order."""
    by_first = {_lead(s): s for s in spans}
    by_last = {s.last: s for s in spans}
    for span in spans:
        if (after := line.at(span.last)) is not None and after.text in HONOURS:
            by_last[span.last + 1] = span
    found: list[Sighting] = []
    previous: Title | None = None
    predicates = Predicates(line, spans)
    for title in titles:
        found += _of_title(line, title, previous, by_first, by_last, predicates)
        previous = title
    found.sort(key=lambda s: (s.span.start, s.title.start))
    return _coordinate(line, found)


def _lead(span: Span) -> int:
    """The word that a title must end before: "the" of "the Right Hon X"."""
    line, first = span.line, span.first
    if not span.honorific:
        return first
    while line.low(first - 1) in lexicon().honorifics and line.words[first - 1].is_capitalised:
        first -= 1
    return first - next((n for n in (2, 1) if _is_styled(line, first, n)), 0)


def _is_styled(line: Line, first: int, count: int) -> bool:
    words = tuple(line.low(i) for i in range(first - count, first))
    return words in {("the",), ("the", "right"), ("the", "rt"), ("the", "most")}


def _of_title(
    line: Line,
    title: Title,
    previous: Title | None,
    by_first: Mapping[int, Span],
    by_last: Mapping[int, Span],
    predicates: Predicates,
) -> list[Sighting]:
    if title.plural and _is_one_of(line, title):
        apposed = _apposed_title(line, title, by_last)
        return [apposed] if apposed else []
    if title.plural:
        return shared(line, title, by_first, by_last)
    before = _following(line, title, by_first)
    if before is not None:
        return _with_previous(line, previous, before)
    served = line.low(title.first - 1) == "as"
    sighting = (
        (predicates.of(title) if served else None)
        or _apposed_title(line, title, by_last)
        or _apposed_name(line, title, by_first)
        or predicates.of(title)
    )
    return [] if sighting is None else [sighting]


def _with_previous(line: Line, previous: Title | None, before: Sighting) -> list[Sighting]:
    """A titled name with the title that leads up to its own, where one does.

    "Vice President and Minister X", "the minister, Prince X", "Iran's supreme leader, Ayatollah X",
    "his Chinese counterpart, Foreign Minister X".
    """
    title = before.title
    if previous is None or not _is_joined(previous, title):
        return [before]
    if title.bodies and not _is_rank(title):
        return [before]
    country = before.of or next(iter(previous.bodies), None)
    first = Sighting(before.span, previous, "people/title-before", before.of)
    before = replace(before, of=country)
    joint = line.low(previous.last)
    if joint == "," and not _is_rank(title):
        return [before]
    both = not previous.plural and (joint != "and" or line.low(title.first - 1) == "and")
    return [first, before] if both else [before]


def _is_rank(title: Title) -> bool:
    """Whether a title is a style or a rank, which an office stands before: "Prince", "General"."""
    return title.head_word in RANKS or title.head_word in lexicon().honorifics


def _is_joined(previous: Title, title: Title) -> bool:
    """Whether a title follows another one that no name stands behind."""
    line = title.line
    if title.first <= previous.last == title.core:
        return _is_rank(title)
    return previous.last == title.first - 1 and line.low(previous.last) in {",", "and"}


def _is_one_of(line: Line, title: Title) -> bool:
    first = title.first
    return any(line.low(i) == "one" and line.low(i + 1) == "of" for i in range(first - 6, first))


def _following(line: Line, title: Title, by_first: Mapping[int, Span]) -> Sighting | None:
    """TITLE NAME."""
    for end in dict.fromkeys((title.last, title.stem)):
        span = by_first.get(end)
        if span is not None and not _is_complement(title, span):
            of = state_behind(line, span.last, seated=title.head_word in _SEATED)
            return Sighting(span, title, "people/title-before", of)
    return None


def _is_complement(title: Title, span: Span) -> bool:
    """Whether a single word ends the title rather than names somebody: "of the Nordic Council"."""
    behind = title.complements and span.first == title.last
    return bool(behind) and span.last - span.first == 1 and not span.is_person


def _apposed_title(line: Line, title: Title, by_last: Mapping[int, Span]) -> Sighting | None:
    """NAME, TITLE — also with an age, a party in brackets or "who is" between."""
    i = _before_owner(line, title)
    while line.low(i) in _BETWEEN:
        i -= 1
    if line.low(i) == "and":
        return _conjoined(line, title, by_last)
    if line.low(i) not in {",", "(", "-"}:
        return None
    span = by_last.get(i)
    if span is None:
        span = by_last.get(_before_age(line, i))
    if span is None:
        span = by_last.get(_before_origin(line, i))
    if line.low(title.stem) == "'s":
        return None  # "NAME, the secretary-general's envoy"
    if span is None or _is_elsewhere(span, title) or _begins_clause(line, title):
        return None
    return Sighting(span, title, "people/title-after")


def _begins_clause(line: Line, title: Title) -> bool:
    """Whether the title is a subject rather than an apposition: "…, the King also spoke"."""
    i = title.last
    token = line.token(i)
    while token is not None and token.pos_ == "ADV":
        i += 1
        token = line.token(i)
    return title.determiner == "the" and token is not None and token.tag_ in _FINITE


def _before_origin(line: Line, i: int) -> int:
    """The end of the name in "Cardin of Maryland, a member of the committee"."""
    j = i - 1
    while j >= 0 and line.words[j].is_capitalised and i - j < 4:
        j -= 1
    return j if line.low(j) == "of" else -1


def _conjoined(line: Line, title: Title, by_last: Mapping[int, Span]) -> Sighting | None:
    """The second noun of an apposition: "NAME, the leader's sister and close aide"."""
    if line.low(title.first - 2) == "," or title.determiner in {"his", "her"}:
        return None  # "Kerry, and his counterpart"
    for i in range(title.first - 2, max(title.first - 12, 0), -1):
        token = line.token(i)
        if line.low(i) == ",":
            span = by_last.get(i)
            return Sighting(span, title, "people/title-after") if span else None
        if token is not None and token.pos_ in {"VERB", "AUX"}:
            return None
    return None


def _is_elsewhere(span: Span, title: Title) -> bool:
    """Whether spaCy sees a place or an organisation: "in Vienna, the chief negotiator said"."""
    if title.owner or (title.bodies and span.line.low(span.first - 1) not in _LOCATING):
        return False
    if span.is_person and span.last - span.first > 1:
        return False
    token = span.line.token(span.last - 1)
    return token is not None and token.ent_type_ in {"GPE", "LOC", "ORG", "FAC", "NORP", "DATE"}


def _before_owner(line: Line, title: Title) -> int:
    """The word before a title and its owner: the comma of "NAME, one of Blair's allies"."""
    i = title.first - 1
    if title.possessor is not None:
        i = title.possessor
        while i >= 0 and line.words[i].is_capitalised:
            i -= 1
    if line.low(i) == "of" and line.low(i - 1) == "one":
        i -= 2
    return i


def _before_age(line: Line, i: int) -> int:
    """The comma before an age or a party: "Mallon, 61, deputy leader", "Nunn, D-Georgia, …"."""
    if line.low(i - 1).isdigit() and line.low(i - 2) == ",":
        return i - 2
    word = line.at(i - 1)
    if word is not None and word.hyphen and line.low(i - 3) == ",":
        return i - 3
    return -1


def _apposed_name(line: Line, title: Title, by_first: Mapping[int, Span]) -> Sighting | None:
    """The TITLE, NAME, — only after a definite title and before a mark."""
    definite = bool(title.determiner or title.bodies) or title.possessor is not None
    last = _behind_master(line, title, by_first)
    indefinite = title.determiner in {"a", "an", "one"} and last == title.last
    if not definite or line.low(last) not in {",", "-", "("}:
        return None
    span = by_first.get(last + 1)
    if span is not None and indefinite and not _is_enclosed(span):
        return None
    if span is None:
        return None
    if span.last - span.first == 1 and not span.is_person and not span.honorific:
        return None
    after = line.low(span.last)
    if after not in _CLOSING and after != "":
        return None
    return Sighting(span, title, "people/name-after")


def _is_enclosed(span: Span) -> bool:
    """Whether a full name stands between marks: "a senior official, X, said"."""
    full = span.last - span.first > 1 and span.is_person
    return full and span.line.low(span.last) in {",", ")", "-"}


def _behind_master(line: Line, title: Title, by_first: Mapping[int, Span]) -> int:
    """The index behind "of President X of Chile" in "a spokesman for President X of Chile, Y"."""
    if line.low(title.last) not in {"for", "of", "to"} or title.complements:
        return title.last
    for i in range(title.last + 1, min(title.last + 8, len(line))):
        if line.low(i) in {",", ".", ";"}:
            break
        span = by_first.get(i)
        if span is not None:
            of = state_behind(line, span.last)
            last = span.last
            while of is not None and last < len(line) and line.words[last].start < of.end:
                last += 1
            return last
    return title.last


def _coordinate(line: Line, found: list[Sighting]) -> list[Sighting]:
    """ "U.S. Secretary of State A and Defense Secretary B": the country holds for both."""
    done: list[Sighting] = []
    for sighting in found:
        previous = done[-1] if done else None
        if previous is not None and _continues(line, previous, sighting):
            sighting = Sighting(
                sighting.span, sighting.title, sighting.rule, sighting.of, sighting.shared, previous
            )
        done.append(sighting)
    return done


def _continues(line: Line, previous: Sighting, sighting: Sighting) -> bool:
    title = sighting.title
    if title.bodies or title.possessor is not None or title.determiner or sighting.of:
        return False
    if sighting.rule != "people/title-before" or previous.rule != "people/title-before":
        return False
    between = [line.low(i) for i in range(previous.span.last, title.first)]
    return bool(between) and len(between) <= 2 and set(between) <= {",", "and", "&"}
