"""Which person of the gazetteer an article means: name, then tenure, then office and polity."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from etl.article import Published
from etl.entities import Entity, Kind
from etl.gazetteer import Gazetteer, PersonRecord, Tenure, fold
from etl.people.words import lexicon, word_set

_TRUSTED_AFTER = 3  # years for which an open tenure is believed after it was retrieved
_RANKS = [
    "head-of-state",
    "head-of-government",
    "foreign-minister",
    "defence-minister",
    "deputy-head",
    "finance-minister",
    "trade-minister",
    "national-security-adviser",
    "organisation-head",
    "royal",
    "other-minister",
    "deputy-minister",
    "special-envoy",
    "ambassador",
    "party-leader",
    "movement-leader",
    "spokesperson",
    "legislator",
    "military-officer",
]
_HIGH = word_set(
    "head-of-state head-of-government foreign-minister defence-minister deputy-head"
    " finance-minister trade-minister other-minister deputy-minister ambassador"
)
_ABROAD = word_set("organisation-head special-envoy other-minister other-official")
_LEADERS = ("head-of-state", "head-of-government", "foreign-minister")


@dataclass(frozen=True, slots=True)
class Claim:
    """What the article says of a person's office."""

    office_type: str | None
    polity: Entity | None
    former: bool


@dataclass(frozen=True, slots=True)
class Link:
    """The linker's answer: a record, or why there is none."""

    record: PersonRecord | None
    reason: str | None = None  # set where candidates were seen and none was taken


def bounds(text: str | None, default: date) -> tuple[date, date]:
    """First and last day of an ISO date of day, month or year precision."""
    if not text:
        return default, default
    parts = [int(p) for p in text.split("-")[:3]]
    if len(parts) == 1:
        return date(parts[0], 1, 1), date(parts[0], 12, 31)
    if len(parts) == 2:
        year, month = parts
        after = date(year + month // 12, month % 12 + 1, 1)
        return date(year, month, 1), date.fromordinal(after.toordinal() - 1)
    day = date(*parts)
    return day, day


def covers(tenure: Tenure, when: Published) -> bool:
    """Whether somebody held the office at some day of publication, as far as is known."""
    start = bounds(tenure.start, date.min)[0]
    if tenure.end:
        return start <= when.latest and bounds(tenure.end, date.max)[1] >= when.earliest
    retrieved = bounds(tenure.retrieved, date.max)[1]
    return start <= when.latest and when.earliest.year <= retrieved.year + _TRUSTED_AFTER


def ended(tenure: Tenure, when: Published) -> bool:
    """Whether the tenure was over at publication."""
    return bool(tenure.end) and bounds(tenure.end, date.max)[0] <= when.latest


class Linker:
    """Links names of one article to the gazetteer's people."""

    def __init__(self, gazetteer: Gazetteer, published: Published | None) -> None:
        self._gazetteer = gazetteer
        self._when = published

    def link(self, name: str, claims: Sequence[Claim]) -> Link:
        """The record that a full name means, given what the article says of its office."""
        records = self._gazetteer.people(name)
        if not records:
            return Link(None)
        records = tuple(r for r in records if _shares_word(r, name))
        if not records:
            return Link(None)
        scored = [(self._score(r, claims), r) for r in records]
        best = max(score for score, _ in scored)
        if best <= 0:
            labels = ", ".join(_describe(r) for r in records[:4])
            return Link(None, f"no tenure of {labels} agrees with the article")
        top = [r for score, r in scored if score == best]
        if len(top) > 1:
            return Link(None, "ambiguous: " + ", ".join(_describe(r) for r in top[:4]))
        return Link(top[0])

    def by_office(self, surname: str, claims: Iterable[Claim]) -> Link:
        """The holder of a claimed office whose name has this word: "President Clinton"."""
        if self._when is None:
            return Link(None)
        found: dict[str, PersonRecord] = {}
        for claim in claims:
            if claim.polity is None or claim.office_type is None or claim.former:
                continue
            for record in self._holders(claim.polity.key, claim.office_type):
                if has_word(record, surname):
                    found[record.entity.key] = record
        return _only(found)

    def leader(self, surname: str, polities: Iterable[str]) -> Link:
        """The leader or foreign minister of one of these polities who is called so."""
        found: dict[str, PersonRecord] = {}
        for polity in polities:
            for office in _LEADERS:
                for record in self._holders(polity, office):
                    if has_word(record, surname):
                        found[record.entity.key] = record
        return _only(found)

    def _holders(self, polity: str, office: str) -> tuple[PersonRecord, ...]:
        if self._when is None:
            return ()
        return tuple(self._gazetteer.holders(polity, office, self._when.latest))

    def tenure(self, record: PersonRecord, claim: Claim | None = None) -> Tenure | None:
        """The tenure that the article means: it agrees with the claim and covers the date."""
        scored = [(self._tenure_score(t, claim), _weight(t), t) for t in record.tenures]
        fitting = [s for s in scored if s[0] > 0]
        return max(fitting, key=lambda s: s[:2])[2] if fitting else None

    def _score(self, record: PersonRecord, claims: Sequence[Claim]) -> int:
        options: Sequence[Claim | None] = claims or (None,)
        return max((self._tenure_score(t, c) for t in record.tenures for c in options), default=0)

    def _tenure_score(self, tenure: Tenure, claim: Claim | None) -> int:
        """0 for a contradiction; more for agreement of polity, office and time."""
        current = self._when is not None and covers(tenure, self._when)
        past = self._when is not None and ended(tenure, self._when)
        if claim is None or (claim.polity is None and claim.office_type is None):
            return 2 if current else 0
        same_polity = _same_polity(tenure.polity, claim.polity)
        same_office = claim.office_type is not None and tenure.office_type == claim.office_type
        if claim.polity is not None and tenure.polity is not None and not same_polity:
            return int(self._went_abroad(tenure, claim))
        if self._when is None and claim.polity is None:
            return int(same_office)
        in_time = current or (past and claim.former)
        if claim.polity is None and same_office and past and self._near(tenure, 2):
            return 1  # just out of office
        if self._when is None or not in_time:
            # Tables of tenures have gaps, so polity and office together still tell.
            plausible = same_office or self._when is None or self._near(tenure)
            return 1 + same_office if same_polity and plausible else 0
        if claim.polity is None:
            return 3 if same_office else 0
        return 4 + 2 * same_office if same_polity else 0

    def _went_abroad(self, tenure: Tenure, claim: Claim) -> bool:
        """Whether a post at an international body fits somebody who held high office at home.

        Tables of tenures know states' offices better than those of international bodies.
        """
        body = claim.polity is not None and (
            claim.polity.kind is Kind.ORGANIZATION or claim.polity.key == "european-union"
        )
        high = tenure.office_type in _HIGH
        return body and high and claim.office_type in _ABROAD and self._near(tenure)

    def _near(self, tenure: Tenure, years: int = 20) -> bool:
        """Whether a tenure began, or ended, at most so many years from publication."""
        if self._when is None or not tenure.start:
            return False
        year = self._when.latest.year
        dates = [tenure.start, tenure.end] if tenure.end else [tenure.start]
        return any(abs(bounds(d, date.min)[0].year - year) <= years for d in dates)


def _weight(tenure: Tenure) -> int:
    """The higher of two offices held at once comes first."""
    order = _RANKS.index(tenure.office_type) if tenure.office_type in _RANKS else len(_RANKS)
    return -order


def _shares_word(record: PersonRecord, name: str) -> bool:
    """Whether a name and a label have a word in common: a guard against wrong reference rows."""
    own = fold(record.entity.label)
    words = set(fold(name).split()) - lexicon().particles
    return bool(words & set(own.split())) or fold(name).replace(" ", "") == own.replace(" ", "")


def _same_polity(a: Entity | None, b: Entity | None) -> bool:
    return a is not None and b is not None and (a.kind, a.key) == (b.kind, b.key)


def has_word(record: PersonRecord, word: str) -> bool:
    """Whether a person's label has this word as a name of its own."""
    words = fold(record.entity.label).split()
    return word in words and word not in lexicon().particles


def _only(found: dict[str, PersonRecord]) -> Link:
    if len(found) == 1:
        return Link(next(iter(found.values())))
    if found:
        return Link(None, "ambiguous: " + ", ".join(_describe(r) for r in found.values()))
    return Link(None)


def _describe(record: PersonRecord) -> str:
    return f"{record.entity.label} ({record.entity.wikidata or record.entity.key})"
