"""Expressions of time in text: where they are and what they resolve to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc
from spacy.tokens import Span as TokenSpan

from etl.article import Published
from etl.dates import spans
from etl.dates.expressions import DAY, HINTS, MONTH, RULES, YEAR, Rule
from etl.dates.spans import Moment, Span, Tense
from etl.dates.tense import tense_of
from etl.dates.words import numbers_of
from etl.document import Document, Paragraph, ParagraphKind
from etl.facts import When
from etl.reading import DateMention

_DATELINE = re.compile(
    rf"^(?P<place>[A-Z][A-Z .,'/-]{{2,60}}?(?:[A-Z][\w .]+)?[,:(]? ?)"
    rf"\(?(?:(?P<m1>{MONTH}) (?P<d1>{DAY})|(?P<d2>{DAY}) (?P<m2>{MONTH}))(?:,? (?P<year>{YEAR}))?"
    r"\)? ?(?:\([A-Za-z /.-]{2,30}\)|/[A-Za-z /.-]{2,30}/|[A-Z][\w. ]{1,20})? ?(?:--?|:|,)"
)
_ANCHORED = re.compile(
    r"(?i:(?P<number>\w+) (?P<unit>days?|weeks?) (?P<way>later|earlier|previously|after|before)"
    r"|(?P<same>that same day|the same day|that day|(?:earlier|later) (?:in the|that) day)"
    r"|the (?P<next>previous|following|next) day)"
)
_REACH = 2  # paragraphs that an expression such as "a day earlier" looks back
_LEAD = 2  # the last paragraph that tells the day of the news


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    rule: Rule
    match: re.Match[str]


def resolve(text: str, published: Published | None, tense: Tense = Tense.UNKNOWN) -> When | None:
    """What the first expression of time in ``text`` means; None when there is none.

    Bounds are None where they are not known: without ``published`` only absolute dates have any.
    """
    for found in _scan(text):
        if not found.rule.ahead_only or tense is Tense.FUTURE:
            return _when(found, Moment(published, tense))
    return None


def find_dates(document: Document) -> tuple[DateMention, ...]:
    """Every expression of time in the body and in captions, in text order."""
    published = document.article.published
    mentions: list[DateMention] = []
    exact: list[tuple[int, Span]] = []  # days known so far, with their paragraph
    for paragraph in document.paragraphs:
        if paragraph.kind is ParagraphKind.FURNITURE:
            continue
        dateline = _DATELINE.match(paragraph.doc.text) if paragraph.index <= 1 else None
        if dateline is not None:
            published = _filed(dateline, published)
        for mention in _in_paragraph(paragraph, published, dateline.end() if dateline else 0):
            resolved = _anchor(mention, paragraph, exact)
            mentions.append(resolved)
            first, last = resolved.when.earliest, resolved.when.latest
            if first and first == last and paragraph.kind is ParagraphKind.BODY:
                exact.append((paragraph.index, spans.day(first)))
    return tuple(mentions)


def _scan(text: str) -> list[_Found]:
    """Expressions in text order, none overlapping; earlier rules take precedence."""
    found: list[_Found] = []
    taken = bytearray(len(text))
    lacking = {hint for hint in HINTS if not hint.search(text)}
    for rule in RULES:
        if rule.needs in lacking:
            continue
        for match in rule.pattern.finditer(text):
            group = "core" if match.groupdict().get("core") else 0
            start, end = match.span(group)
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append(_Found(start, end, rule, match))
    return sorted(found, key=lambda f: f.start)


def _when(found: _Found, moment: Moment) -> When:
    span = found.rule.resolve(found.match, moment)
    text = found.match.string[found.start : found.end]
    if span is None or (span.first is None and span.last is None):
        return When(text=text, basis="relative")
    # What is known without the publication date is stated by the text itself.
    stated = moment.published is None or found.rule.resolve(found.match, Moment(None, moment.tense))
    basis = "explicit" if stated else "relative"
    return When(span.first, span.last, text, basis, span.edtf_text())


def _in_paragraph(
    paragraph: Paragraph, published: Published | None, begin: int
) -> Iterator[DateMention]:
    doc = paragraph.doc
    for found in _scan(doc.text):
        if found.start < begin:
            continue
        tokens = doc.char_span(found.start, found.end, alignment_mode="expand")
        if tokens is None or (found.rule.bare and not _is_date(tokens)):
            continue
        tense = tense_of(tokens)
        if found.rule.ahead_only and tense is not Tense.FUTURE:
            continue
        when = _when(found, Moment(published, tense))
        if when.basis == "relative" and _is_quoted(doc, found.start):
            when = _as_quoted(when, found, published)
        if paragraph.kind is ParagraphKind.CAPTION:
            when = replace(when, basis="caption")
        start, end = paragraph.start + found.start, paragraph.start + found.end
        written = paragraph.text[found.start : found.end]
        yield DateMention(start, end, written, replace(when, text=written))


def _is_date(tokens: TokenSpan) -> bool:
    """Whether a bare month or year is one, and not a name, a verb or a number of things."""
    root = tokens[0]
    if root.is_digit:
        return not (
            root.dep_ == "nummod" and root.head.i == root.i + 1 and root.ent_type_ != "DATE"
        )
    if root.ent_type_ == "DATE":
        return True
    before = root.doc[root.i - 1].lower_ if root.i else ""
    return root.ent_type_ not in {"PERSON", "ORG"} and before in {"in", "since", "during", "until"}


def _is_quoted(doc: Doc, offset: int) -> bool:
    return doc.text.count('"', 0, offset) % 2 == 1


def _as_quoted(when: When, found: _Found, published: Published | None) -> When:
    """A speaker reckons from the day of speaking: that of publication or the one before."""
    first, last = when.earliest, when.latest
    if published is None or not published.is_day or first is None or first != last:
        return when
    weekday = any(day in found.match[0].lower() for day in numbers_of("weekdays"))
    if weekday:
        return when
    wider = Span(spans.add(first, "day", -1), last)
    return replace(when, earliest=wider.first, edtf=wider.edtf_text())


# Expressions reckoned from another date of the text


def _anchor(
    mention: DateMention,
    paragraph: Paragraph,
    exact: list[tuple[int, Span]],
) -> DateMention:
    """A day reckoned from the last day that the text names, where it names one nearby."""
    match = _ANCHORED.fullmatch(mention.text)
    if match is None or mention.when.earliest or not exact:
        return mention
    index, anchor = exact[-1]
    days = _shift(match)
    if paragraph.index - index > _REACH and " in the " in mention.text and exact[0][0] <= _LEAD:
        index, anchor = paragraph.index, exact[0][1]  # "later in the day": the day of the news
    if paragraph.index - index > _REACH or days is None or anchor.first is None:
        return mention
    found = spans.day(spans.add(anchor.first, "day", days))
    when = replace(mention.when, earliest=found.first, latest=found.last, edtf=found.edtf_text())
    return replace(mention, when=when)


def _shift(match: re.Match[str]) -> int | None:
    if match["same"]:
        return 0
    if match["next"]:
        return -1 if match["next"].lower() == "previous" else 1
    if match["unit"].lower().startswith("week"):
        return None  # a week later is not to the day
    word = match["number"].lower()
    number = int(word) if word.isdigit() else numbers_of("numbers").get(word)
    if number is None:
        return None
    return number if match["way"].lower() in {"later", "before"} else -number


def _filed(match: re.Match[str], published: Published | None) -> Published | None:
    """The day of a dateline, where the metadata do not tell the day and it agrees with them."""
    if published is not None and published.is_day:
        return published
    if match["year"]:
        years = [int(match["year"])]
    elif published is not None:
        years = list(range(published.earliest.year, published.latest.year + 1))
    else:
        return published
    month = numbers_of("months")[(match["m1"] or match["m2"]).rstrip(".").lower()]
    number = int(re.sub(r"\D", "", match["d1"] or match["d2"]))
    days = [d for y in years if (d := spans.make_date(y, month, number))]
    if published is not None:
        days = [d for d in days if published.earliest <= d <= published.latest]
    return Published(days[0], days[0]) if len(days) == 1 else published
