"""Whether reports of two articles tell of one agreement, and whether they quote one utterance."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from etl.consolidate.grouping import Method
from etl.consolidate.names import (
    content_words,
    is_proper,
    names_of,
    quote_key,
    words_key,
)
from etl.consolidate.report import Judgement, Key, Report, keys_of
from etl.entities import Entity
from etl.facts import Agreement, Statement

_ENOUGH = 3.0
_SOON = 7  # days in which articles tell of one agreement without naming it
_LONG = 400  # days after which an agreement of the same kind is likely another
_MOST_PARTIES = 6
# Kinds that articles use for one another.
_TREATIES = frozenset({"treaty", "accord", "trade-agreement", "memorandum", "other"})


@dataclass(frozen=True)
class AgreementView:
    """All of a report of an agreement that comparison looks at."""

    kind: str
    proper: frozenset[str]
    words: frozenset[str]
    parties: frozenset[Key]
    status: str
    when: tuple[date, date] | None
    told: date | None


def _agreement_view(report: Report[Agreement]) -> AgreementView:
    agreement, published = report.fact, report.article.published
    sides = frozenset(w for p in agreement.parties for w in content_words(p.label))
    first, last = agreement.when.earliest, agreement.when.latest
    return AgreementView(
        kind=agreement.kind,
        proper=frozenset(words_key(n) for n in names_of(agreement) if is_proper(n)),
        words=content_words(agreement.name) - sides,
        parties=keys_of(agreement.parties),
        status=agreement.status,
        when=(first, last) if first and last else None,
        told=published.latest if published else None,
    )


def _agreement_blocks(view: AgreementView) -> Iterable[Hashable]:
    """The proper names that it goes by; the pairs of its parties with what it is about or when."""
    yield from (("name", name) for name in view.proper)
    parties = sorted(view.parties)[:_MOST_PARTIES]
    for pair in list(combinations(parties, 2)) or parties:
        yield from ((pair, word) for word in sorted(view.words))
        if not view.words and view.told:
            month = view.told.year * 12 + view.told.month
            yield from ((pair, view.kind, month + step) for step in (0, 1))


def _judge_agreements(one: AgreementView, other: AgreementView) -> Judgement | None:
    found = [part for part in (_names(one, other), _parties(one, other)) if part]
    if len(found) < 2 or not _kinds_agree(one, other):
        return None
    if one.kind == other.kind:
        found.append(("same-kind", 0.5))
    gap = _days_between(one, other)
    if gap is not None and "same-name" not in [reason for reason, _ in found]:
        if gap > _LONG:
            return None
        if gap <= _SOON:
            found.append(("told-together", 1.0))
    return Judgement(sum(w for _, w in found), tuple(reason for reason, _ in found if reason))


def _names(one: AgreementView, other: AgreementView) -> tuple[str, float] | None:
    if one.proper & other.proper:
        return "same-name", 3.0
    if one.words and other.words:
        common = one.words & other.words
        if common and common in (one.words, other.words):
            return "alike-name", 1.7
        shared = len(common) / len(one.words | other.words)
        return ("alike-name", 1.2) if shared >= 0.5 else None
    return "", 0.3 if not one.words and not other.words else 0.0


def _parties(one: AgreementView, other: AgreementView) -> tuple[str, float] | None:
    if one.parties == other.parties:
        return "same-sides", 1.5 if len(one.parties) > 1 else 0.6
    common = one.parties & other.parties
    if not one.parties or not other.parties:
        return "", 0.0
    return ("some-sides", 0.7) if common in (one.parties, other.parties) else None


def _kinds_agree(one: AgreementView, other: AgreementView) -> bool:
    return one.kind == other.kind or {one.kind, other.kind} <= _TREATIES


def _days_between(one: AgreementView, other: AgreementView) -> int | None:
    if one.told is None or other.told is None:
        return None
    return abs((one.told - other.told).days)


def _more_named_first(view: AgreementView) -> tuple[int, ...]:
    return (-len(view.proper), -len(view.words), -len(view.parties))


AGREEMENTS: Method[Agreement, AgreementView] = Method(
    view=_agreement_view,
    blocks=_agreement_blocks,
    judge=_judge_agreements,
    rank=_more_named_first,
    repeats=lambda one, other: False,
    enough=_ENOUGH,
)


@dataclass(frozen=True)
class StatementView:
    """The words of a quotation and whose they are."""

    speaker: str | None
    words: str


def _statement_view(report: Report[Statement]) -> StatementView:
    said = report.fact
    speaker = said.speaker.key if isinstance(said.speaker, Entity) else None
    return StatementView(speaker, quote_key(said))


_SHINGLE = 6


def _statement_blocks(view: StatementView) -> Iterable[Hashable]:
    """Every six words running: outlets cut one quotation differently."""
    words = view.words.split() if view.speaker else []
    for start in range(len(words) - _SHINGLE + 1):
        yield view.speaker, " ".join(words[start : start + _SHINGLE])


def _judge_statements(one: StatementView, other: StatementView) -> Judgement | None:
    if one.speaker is None or one.speaker != other.speaker:
        return None
    if one.words == other.words:
        return Judgement(2.0, ("same-speaker", "same-words"))
    short, long = sorted((one.words, other.words), key=len)
    if short and f" {short} " in f" {long} ":
        return Judgement(1.5, ("same-speaker", "part-of-words"))
    return None


STATEMENTS: Method[Statement, StatementView] = Method(
    view=_statement_view,
    blocks=_statement_blocks,
    judge=_judge_statements,
    rank=lambda view: (-len(view.words),),
    repeats=lambda one, other: False,
    enough=1.0,
)
