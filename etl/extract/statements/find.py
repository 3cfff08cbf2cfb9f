"""A reading's statements: quotations and indirect speech, in text order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from etl.document import Paragraph
from etl.entities import Entity, Kind
from etl.extract.issues import issues_in
from etl.extract.statements.acts import act_of, is_speech
from etl.extract.statements.attribution import Attribution, Attributor
from etl.extract.statements.occasions import Occasions
from etl.extract.statements.outside import Outside
from etl.extract.statements.paraphrase import Indirect, find_indirect
from etl.extract.statements.phrases import subject_of
from etl.extract.statements.quotes import Quote, Quotes, find_quotes
from etl.extract.statements.speakers import Speakers
from etl.facts import Event, Evidence, Statement
from etl.reading import Reading

_MOST_ISSUES = 3


@dataclass(frozen=True, slots=True)
class _Told:
    """What somebody said, at [start, end) of a paragraph, with the attribution that tells so."""

    paragraph: Paragraph
    start: int
    end: int
    attribution: Attribution
    direct: bool
    source: Paragraph | None = None  # where the attribution stands, when in another paragraph


def find_statements(reading: Reading, events: Sequence[Event] = ()) -> list[Statement]:
    """Direct quotations of four words and more, and plain indirect speech of officials.

    ``events`` are the article's: a statement is made at one where its attribution says so. A
    quotation whose speaker the text does not tell is left out.
    """
    told = list(_Finder(reading).told())
    told.sort(key=lambda t: (t.paragraph.index, t.start))
    occasions = Occasions(reading, events)
    return [
        _statement(f"statement-{number}", item, occasions) for number, item in enumerate(told, 1)
    ]


class _Finder:
    """Walks through a document and keeps who spoke last."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.speakers = Speakers(reading)
        self.attributor = Attributor(self.speakers)
        self.quotes = find_quotes(reading.document)
        self._last: tuple[Attribution, Paragraph] | None = None

    def told(self) -> Iterator[_Told]:
        """Everything said, nearly in text order."""
        for paragraph in self.reading.document.body:
            quotes = self.quotes[paragraph.index]
            indirect = {i.verb.i: i for i in find_indirect(paragraph, quotes)}
            used: set[int] = set()
            for position, item in self._items(paragraph, quotes):
                if isinstance(item, Quote):
                    found = self._direct(item, quotes)
                    if found is not None:
                        used.update(t.i for t in found.attribution.tokens if not found.source)
                        yield found
                elif position >= 0 and item.i not in used:
                    speech = self._indirect(paragraph, item, indirect.get(item.i))
                    if speech is not None:
                        yield speech

    def _items(self, paragraph: Paragraph, quotes: Quotes) -> list[tuple[int, Quote | Token]]:
        """Long quotations and verbs of speech outside of them, by position."""
        verbs = [t for t in paragraph.doc if not quotes.covers(int(t.idx)) and is_speech(t)]
        items: list[tuple[int, Quote | Token]] = [(q.start, q) for q in quotes.long]
        items += [(int(v.idx), v) for v in verbs if v.tag_ in {"VBD", "VBZ", "VBN", "VBP", "VBG"}]
        return sorted(items, key=lambda item: item[0])

    # direct speech -----------------------------------------------------------------------------

    def _direct(self, quote: Quote, quotes: Quotes) -> _Told | None:
        attribution = self.attributor.attribute(quote, quotes)
        if attribution is not None:
            self._spoke(attribution, quote.paragraph)
            return _Told(quote.paragraph, quote.start, quote.end, attribution, True)
        carried = self._carried(quote, quotes)
        if carried is None:
            return None
        attribution, paragraph = carried
        self.speakers.context.set(attribution.speaker, quote.paragraph.index)
        return _Told(quote.paragraph, quote.start, quote.end, attribution, True, paragraph)

    def _carried(self, quote: Quote, quotes: Quotes) -> tuple[Attribution, Paragraph] | None:
        """Whoever spoke last in this paragraph, is its subject, or spoke in the one before."""
        last, here = self._last, quote.paragraph
        outside = Outside(quote, quotes)
        own = self._owner(outside)
        if own is not None:
            return own, here
        if last is not None and (last[1].index == here.index or quote.continues):
            return _carry(last[0], "continued", 0.75), last[1]
        ahead = self._next(quote, quotes)
        if ahead is not None:
            return ahead, here
        subject = self._subject(outside)
        if subject is not None:
            return subject, here
        if last is not None and self.speakers.context.recent(here.index, 1) is not None:
            return _carry(last[0], "continued", 0.6), last[1]
        return None

    def _next(self, quote: Quote, quotes: Quotes) -> Attribution | None:
        """The attribution behind the next quotation, when only blanks lie between."""
        following = quotes.after(quote.end + 1)
        if following is None:
            return None
        between = quote.paragraph.doc.text[quote.end + 1 : following.start - 1]
        if between.strip():
            return None
        found = self.attributor.attribute(following, quotes)
        return _carry(found, "continued", 0.75) if found is not None else None

    def _owner(self, outside: Outside) -> Attribution | None:
        """The subject of a predicate that is quoted without it: the council "looks forward"."""
        verb = outside.predicate()
        subject = subject_of(verb) if verb is not None else None
        if verb is None or subject is None or outside.inside_quote(subject):
            return None
        speaker = self.speakers.resolve(outside.quote.paragraph, subject)
        if speaker is None:
            return None
        return Attribution(speaker, None, (subject,), rule="subject", confidence=0.6)

    def _subject(self, outside: Outside) -> Attribution | None:
        """The subject of the verb that governs words quoted in passing."""
        for verb in outside.governors():
            if verb.pos_ not in {"VERB", "AUX"}:
                continue
            subject = subject_of(verb)
            if subject is None or outside.inside_quote(subject):
                continue
            speaker = self.speakers.resolve(outside.quote.paragraph, subject)
            if isinstance(speaker, Entity) and speaker.kind is not Kind.PLACE:
                return Attribution(speaker, None, (subject, verb), rule="subject", confidence=0.5)
        return None

    def _spoke(self, attribution: Attribution, paragraph: Paragraph) -> None:
        end = max((int(t.idx) + len(t) for t in attribution.tokens), default=0)
        self.speakers.spoke(attribution.speaker, paragraph, paragraph.start + end)
        self._last = (attribution, paragraph)

    # indirect speech ---------------------------------------------------------------------------

    def _indirect(
        self, paragraph: Paragraph, verb: Token, indirect: Indirect | None
    ) -> _Told | None:
        attribution = self.attributor.spoken(paragraph, verb, self.quotes[paragraph.index])
        if attribution is None:
            return None
        self._spoke(attribution, paragraph)
        speaker = attribution.speaker
        if indirect is None or not isinstance(speaker, Entity) or speaker.kind is not Kind.OFFICIAL:
            return None
        return _Told(paragraph, indirect.start, indirect.end, attribution, False)


def _carry(attribution: Attribution, rule: str, confidence: float) -> Attribution:
    return Attribution(
        attribution.speaker,
        attribution.verb,
        attribution.tokens,
        attribution.via,
        attribution.addressee,
        rule,
        confidence,
    )


def _statement(name: str, told: _Told, occasions: Occasions) -> Statement:
    attribution = told.attribution
    words = told.paragraph.text[told.start : told.end]
    evidence = tuple(_evidence(told))
    issues = issues_in(words) or issues_in(" ".join(e.exact for e in evidence))
    return Statement(
        id=name,
        speaker=attribution.speaker,
        evidence=evidence,
        quote=words if told.direct else None,
        paraphrase=None if told.direct else words,
        speech_act=act_of(attribution.verb, words),
        via=attribution.via,
        addressee=attribution.addressee,
        made_at=occasions.of(attribution, evidence),
        about=issues[:_MOST_ISSUES],
    )


def _evidence(told: _Told) -> Iterator[Evidence]:
    """The sentences with the words and their attribution, one passage for each paragraph."""
    kind = "quote" if told.direct else "indirect"
    rule = f"statements/{kind}-{told.attribution.rule}"
    tokens = [int(t.idx) for t in told.attribution.tokens]
    here = [told.start, told.end - 1]
    if told.source is None or told.source.index == told.paragraph.index:
        yield _passage(told.paragraph, [*here, *tokens], rule, told.attribution.confidence)
        return
    yield _passage(told.paragraph, here, rule, told.attribution.confidence)
    yield _passage(told.source, tokens, rule, told.attribution.confidence)


def _passage(paragraph: Paragraph, offsets: list[int], rule: str, confidence: float) -> Evidence:
    first, last = paragraph.start + min(offsets), paragraph.start + max(offsets)
    sentences = [s for s in paragraph.sentences if s.end > first and s.start <= last]
    start = min((s.start for s in sentences), default=first)
    end = max((s.end for s in sentences), default=last + 1)
    exact = paragraph.text[start - paragraph.start : end - paragraph.start]
    return Evidence(start, end, exact, rule, confidence)
