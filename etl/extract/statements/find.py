"""A reading's statements: quotations and indirect speech, in text order."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from etl.document import Paragraph
from etl.entities import Entity, Kind
from etl.extract.statements.acts import is_speech
from etl.extract.statements.attribution import Attribution, Attributor
from etl.extract.statements.occasions import Occasions
from etl.extract.statements.outside import Outside
from etl.extract.statements.paraphrase import Indirect, find_indirect
from etl.extract.statements.phrases import subject_of
from etl.extract.statements.quotes import Quote, Quotes, find_quotes
from etl.extract.statements.reported import Reporter
from etl.extract.statements.speakers import Speakers
from etl.extract.statements.told import Told, distinct, statements
from etl.facts import Event, Statement
from etl.reading import Reading

_FINITE_OR_PARTICIPLE = frozenset({"VBD", "VBZ", "VBN", "VBP", "VBG"})


def find_statements(reading: Reading, events: Sequence[Event] = ()) -> list[Statement]:
    """Direct quotations of four words and more, and indirect speech of those who are named.

    ``events`` are the article's: a statement is made at one where its attribution says so. A
    quotation whose speaker the text does not tell is left out.
    """
    occasions = Occasions(reading, events)
    finder = _Finder(reading, occasions)
    told = distinct(finder.told())
    return statements(told, occasions, finder.speakers.sources.forms)


class _Finder:
    """Walks through a document and keeps who spoke last."""

    def __init__(self, reading: Reading, occasions: Occasions) -> None:
        self.reading = reading
        self.speakers = Speakers(reading)
        self.reporter = Reporter(self.speakers, occasions)
        self.attributor = Attributor(self.speakers)
        self.quotes = find_quotes(reading.document)
        self._last: tuple[Attribution, Paragraph] | None = None

    def told(self) -> Iterator[Told]:
        """Everything said, nearly in text order."""
        for paragraph in self.reading.document.body:
            quotes = self.quotes[paragraph.index]
            indirect = {i.verb.i: i for i in find_indirect(paragraph, quotes)}
            used: set[int] = set()
            for position, item in self._items(paragraph, quotes, set(indirect)):
                if isinstance(item, Quote):
                    found = self._direct(item, quotes)
                    if found is not None:
                        used.update(t.i for t in found.attribution.tokens if not found.source)
                        yield found
                elif position >= 0 and item.i not in used:
                    yield from self._indirect(paragraph, item, indirect.get(item.i))

    def _items(
        self, paragraph: Paragraph, quotes: Quotes, reporting: set[int]
    ) -> list[tuple[int, Quote | Token]]:
        """Long quotations and verbs of speech outside of them, by position."""
        verbs = [
            t
            for t in paragraph.doc
            if t.i in reporting
            or (t.tag_ in _FINITE_OR_PARTICIPLE and not quotes.covers(int(t.idx)) and is_speech(t))
        ]
        items: list[tuple[int, Quote | Token]] = [(q.start, q) for q in quotes.long]
        items += [(int(v.idx), v) for v in verbs]
        return sorted(items, key=lambda item: item[0])

    # direct speech -----------------------------------------------------------------------------

    def _direct(self, quote: Quote, quotes: Quotes) -> Told | None:
        attribution = self.attributor.attribute(quote, quotes)
        if attribution is not None:
            self._spoke(attribution, quote.paragraph)
            return Told(quote.paragraph, quote.start, quote.end, attribution, True)
        carried = self._carried(quote, quotes)
        if carried is None:
            return None
        attribution, paragraph = carried
        self.speakers.context.set(attribution.speaker, quote.paragraph.index)
        return Told(quote.paragraph, quote.start, quote.end, attribution, True, paragraph)

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
        subject = subject or outside.owner()
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
    ) -> Iterator[Told]:
        quotes = self.quotes[paragraph.index]
        speaks = verb.tag_ in _FINITE_OR_PARTICIPLE and is_speech(verb)
        attribution = self.attributor.spoken(paragraph, verb, quotes) if speaks else None
        if indirect is not None:
            for each in self.reporter.attributions(paragraph, indirect, attribution, quotes):
                yield Told(paragraph, indirect.start, indirect.end, each, False, indirect=indirect)
        if attribution is not None:
            self._spoke(attribution, paragraph)


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
