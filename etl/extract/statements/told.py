"""What was told, weighed and made a statement with its evidence."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from etl.document import Paragraph
from etl.extract.issues import issues_in
from etl.extract.statements.acts import act_of
from etl.extract.statements.attribution import Attribution
from etl.extract.statements.occasions import Occasions
from etl.extract.statements.paraphrase import Indirect
from etl.extract.statements.speakers import Speaker
from etl.facts import Evidence, Statement

_MOST_ISSUES = 4
_MOST_INDIRECT = 5  # in one paragraph


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said, at [start, end) of a paragraph, with the attribution that tells so."""

    paragraph: Paragraph
    start: int
    end: int
    attribution: Attribution
    direct: bool
    source: Paragraph | None = None  # where the attribution stands, when in another paragraph
    indirect: Indirect | None = None

    @property
    def speaker(self) -> Speaker:
        """Who said it."""
        return self.attribution.speaker

    def holds(self, other: "Told") -> bool:
        """Whether the other's words lie within these."""
        same = self.paragraph.index == other.paragraph.index
        return same and self.start <= other.start and other.end <= self.end


def distinct(told: Iterable[Told]) -> list[Told]:
    """In text order, without indirect speech that only repeats what another tells better."""
    everything = sorted(told, key=lambda t: (t.paragraph.index, t.start))
    kept: list[Told] = []
    counts: dict[int, int] = {}
    for each in everything:
        if not each.direct:
            if any(_tells_better(o, each) for o in everything if o is not each):
                continue
            number = each.paragraph.index
            counts[number] = counts.get(number, 0) + 1
            if counts[number] > _MOST_INDIRECT:
                continue
        kept.append(each)
    return kept


def _tells_better(other: Told, each: Told) -> bool:
    """Whether indirect speech is no statement beside another one.

    It is the speaker's own quotation that it leads up to, a part of what the speaker says anyway,
    or nothing but a report of what another said.
    """
    if other.direct:
        return other.speaker == each.speaker and each.holds(other)
    if other.indirect is None or each.indirect is None:
        return False
    if each.holds(other) and other.speaker != each.speaker:
        clause = each.indirect.clause
        return clause is not None and clause.i == other.indirect.verb.i
    if not other.holds(each) or each.holds(other):
        return False
    clause = other.indirect.clause
    return other.speaker == each.speaker or clause is None or clause.i != each.indirect.verb.i


def statements(
    told: Iterable[Told], occasions: Occasions, forms: Callable[[str], tuple[str, ...]]
) -> list[Statement]:
    """The statements of what was told, numbered. "He also" did so where he spoke before.

    ``forms`` tells what else the article calls an unnamed source.
    """
    found: list[Statement] = []
    last: Told | None = None
    for number, each in enumerate(told, 1):
        made = _statement(number, each, occasions)
        if isinstance(made.speaker, str):
            made = replace(made, called=forms(made.speaker))
        if made.made_at is None and last is not None and _goes_on(each, last):
            made = replace(made, made_at=found[-1].made_at)
        found.append(made)
        last = each
    return found


def _goes_on(told: Told, last: Told) -> bool:
    same = told.paragraph.index == last.paragraph.index and told.speaker == last.speaker
    verb = told.indirect.verb if told.indirect else None
    return same and verb is not None and any(c.lower_ == "also" for c in verb.children)


def _statement(number: int, told: Told, occasions: Occasions) -> Statement:
    attribution = told.attribution
    words = told.paragraph.text[told.start : told.end]
    evidence = tuple(_evidence(told))
    issues = issues_in(words) or issues_in(" ".join(e.exact for e in evidence))
    return Statement(
        id=f"statement-{number}",
        speaker=attribution.speaker,
        evidence=evidence,
        quote=words if told.direct else None,
        paraphrase=None if told.direct else words,
        speech_act=act_of(attribution.verb, words, told.indirect.noun if told.indirect else None),
        via=attribution.via,
        addressee=attribution.addressee,
        made_at=occasions.of(attribution, evidence),
        about=issues[:_MOST_ISSUES],
    )


def _evidence(told: Told) -> Iterator[Evidence]:
    """The sentences with the words and their attribution, one passage for each paragraph."""
    clause = told.indirect is not None and told.indirect.clause is not None
    kind = "quote" if told.direct else "indirect" if clause else "predicate"
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
