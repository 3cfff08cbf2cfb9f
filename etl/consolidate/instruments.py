"""Whether reports of two articles tell of one agreement, and whether they quote one utterance."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date

from etl.consolidate.grouping import Method
from etl.consolidate.names import (
    MIN_QUOTE_WORDS,
    content_words,
    is_proper,
    names_of,
    words_key,
)
from etl.consolidate.report import Judgement, Key, Report, keys_of
from etl.entities import Entity
from etl.facts import Agreement, Statement

_ENOUGH = 3.0
_SOON = 7  # days in which articles tell of one agreement without naming it
_RECENT = 30
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
    mentioned: frozenset[Key]  # states and organisations that the article names
    bodies: frozenset[Key]


def _agreement_view(report: Report[Agreement]) -> AgreementView:
    agreement, published = report.fact, report.article.published
    sides = frozenset(w for p in agreement.parties for w in content_words(p.label))
    words = frozenset(w for name in names_of(agreement) for w in content_words(name))
    first, last = agreement.when.earliest, agreement.when.latest
    return AgreementView(
        kind=agreement.kind,
        # "U.N. Security Council resolutions" names the body, and no one instrument.
        proper=frozenset(
            words_key(n) for n in names_of(agreement) if is_proper(n) and content_words(n) - sides
        ),
        words=(words - sides) or words,
        parties=keys_of(agreement.parties),
        status=agreement.status,
        when=(first, last) if first and last else None,
        told=published.latest if published else None,
        mentioned=keys_of(report.facts.mentions),
        bodies=keys_of(p for p in agreement.parties if p.is_body),
    )


def _agreement_blocks(view: AgreementView) -> Iterable[Hashable]:
    """The proper names that it goes by; its parties, with what it is about in a year or its kind
    in a month; where no parties are known, what it is about in a month."""
    yield from (("name", name) for name in view.proper)
    if view.told is None:
        return
    year, month = view.told.year, view.told.year * 12 + view.told.month
    for party in sorted(view.parties)[:_MOST_PARTIES]:
        yield from ((party, word, year + step) for word in sorted(view.words) for step in (0, 1))
        yield from ((party, view.kind, month + step) for step in (0, 1))
    yield from (("about", word, month + step) for word in sorted(view.words) for step in (0, 1))


def _judge_agreements(one: AgreementView, other: AgreementView) -> Judgement | None:
    found = [part for part in (_names(one, other), _parties(one, other)) if part]
    if len(found) < 2 or not _kinds_agree(one, other):
        return None
    if one.kind == other.kind:
        found.append(("same-kind", 0.5))
    if one.when and one.when == other.when:
        found.append(("same-day", 1.0))
    gap = _days_between(one, other)
    if gap is not None and "same-name" not in [reason for reason, _ in found]:
        if gap > _LONG:
            return None
        if gap <= _RECENT:
            found.append(("told-together", 1.0 if gap <= _SOON else 0.5))
    return Judgement(sum(w for _, w in found), tuple(reason for reason, _ in found if reason))


def _names(one: AgreementView, other: AgreementView) -> tuple[str, float] | None:
    if one.proper & other.proper:
        return "same-name", 3.0
    if one.words and other.words:
        common = one.words & other.words
        if one.words == other.words:
            return "alike-name", 2.0
        if common and common in (one.words, other.words):
            return "alike-name", 1.7
        shared = len(common) / len(one.words | other.words)
        return ("alike-name", 1.2) if shared >= 0.5 else None
    return "", 0.3 if not one.words and not other.words else 0.0


def _parties(one: AgreementView, other: AgreementView) -> tuple[str, float] | None:
    if one.parties == other.parties:
        return "same-sides", 1.5 if len(one.parties) > 1 else 0.6
    common = one.parties & other.parties
    if one.bodies & other.bodies:
        return "some-sides", 0.7
    if not one.parties or not other.parties:
        named = one.parties <= other.mentioned and other.parties <= one.mentioned
        return ("", 0.0) if named else None
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
    """The words of a quotation, by whom they were said, and when told."""

    speaker: tuple[str, ...]  # the parts of the speaker's key
    words: str
    told: date | None


_SHINGLE = 4


def _statement_view(report: Report[Statement]) -> StatementView:
    said, published = report.fact, report.article.published
    speaker = said.speaker.key.split("-") if isinstance(said.speaker, Entity) else []
    told = published.latest if published else None
    return StatementView(tuple(speaker), words_key(said.quote or ""), told)


def _statement_blocks(view: StatementView) -> Iterable[Hashable]:
    """Every four words running, with the speaker's last name: outlets cut quotations at will."""
    words = view.words.split() if view.speaker else []
    for start in range(len(words) - _SHINGLE + 1):
        yield view.speaker[-1], " ".join(words[start : start + _SHINGLE])


def _judge_statements(one: StatementView, other: StatementView) -> Judgement | None:
    if not _same_speaker(one.speaker, other.speaker):
        return None
    short, long = sorted((one.words, other.words), key=len)
    if f" {short} " not in f" {long} ":
        return None
    if len(short.split()) < MIN_QUOTE_WORDS and not _told_together(one, other):
        return None  # few words recur by chance
    if short == long:
        return Judgement(2.0, ("same-speaker", "same-words"))
    return Judgement(1.5, ("same-speaker", "part-of-words"))


def _same_speaker(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two keys are one, or one is the other's surname alone."""
    short, long = sorted((one, other), key=len)
    return bool(short) and (short == long or (len(short) == 1 and long[-1:] == short))


def _told_together(one: StatementView, other: StatementView) -> bool:
    if one.told is None or other.told is None:
        return False
    return abs((one.told - other.told).days) <= _SOON


STATEMENTS: Method[Statement, StatementView] = Method(
    view=_statement_view,
    blocks=_statement_blocks,
    judge=_judge_statements,
    rank=lambda view: (-len(view.words),),
    repeats=lambda one, other: False,
    enough=1.0,
)
