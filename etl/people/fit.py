"""How well a recorded tenure fits what an article says of a person: time, polity, office."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from etl.article import Published
from etl.entities import Entity, Kind
from etl.gazetteer import PersonRecord, Tenure
from etl.people.words import word_set

_TRUSTED_AFTER = 3  # years for which an open tenure is believed after it was retrieved
_CAREER = 20  # years between two offices that one person holds in a state's service
_KIN = 5  # years between an office and a mention that nothing but the state connects with it
_HIGH = word_set(
    "head-of-state head-of-government foreign-minister defence-minister deputy-head"
    " finance-minister trade-minister other-minister deputy-minister ambassador"
)
_ABROAD = word_set("organisation-head special-envoy other-minister other-official")
# Whoever speaks or negotiates for a state does not sit in a parliament meanwhile.
_NOT_SITTING = word_set(
    "ambassador special-envoy spokesperson national-security-adviser military-officer"
)
_VAGUE = "other-official"  # any title that no other type fits


@dataclass(frozen=True, slots=True)
class Claim:
    """What the article says of a person's office."""

    office_type: str | None
    polity: Entity | None
    former: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """How well a tenure fits: 0 where it contradicts, the more the better; and why."""

    score: int
    ground: str
    alone: bool = False  # enough only for the one person of just this name


_NO = Verdict(0, "no tenure agrees")


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
    """Whether somebody held the office at some day of publication, as far as is known.

    A tenure is half-open: its last day, known to the day, is its successor's.
    """
    start = bounds(tenure.start, date.min)[0]
    if tenure.end:
        first, last = bounds(tenure.end, date.max)
        lasted = last > when.earliest if first == last else last >= when.earliest
        return start <= when.latest and lasted
    retrieved = bounds(tenure.retrieved, date.max)[1]
    return start <= when.latest and when.earliest.year <= retrieved.year + _TRUSTED_AFTER


def ended(tenure: Tenure, when: Published) -> bool:
    """Whether the tenure was over at publication."""
    return bool(tenure.end) and bounds(tenure.end, date.max)[0] <= when.latest


def held(tenure: Tenure) -> str:
    """ "Foreign minister 2022-05-12–2024-01-10", for messages."""
    return f"{tenure.office_label} {tenure.start or '?'}–{tenure.end or ''}"


class Fit:
    """Judges tenures for an article of one day that names these polities."""

    def __init__(
        self,
        when: Published | None,
        polities: Collection[str],
        sovereign: Callable[[str], str | None],
    ) -> None:
        self._when = when
        self._polities = frozenset(polities)
        self._sovereign = sovereign

    def record(self, record: PersonRecord, claims: Sequence[Claim]) -> Verdict:
        """The best that a person's tenures come to for any of the claims."""
        options: Sequence[Claim | None] = claims or (None,)
        found = [(self.tenure(t, c), t) for t in record.tenures for c in options]
        if not found:
            return Verdict(0, "no tenure is recorded")
        verdict, tenure = max(found, key=lambda pair: pair[0].score)
        if verdict.score == 0:
            return verdict
        return replace(verdict, ground=f"{verdict.ground} ({held(tenure)})")

    def tenure(self, tenure: Tenure, claim: Claim | None) -> Verdict:
        """Agreement of polity, office and time."""
        current = self._when is not None and covers(tenure, self._when)
        if claim is None or (claim.polity is None and claim.office_type in {None, _VAGUE}):
            return self._unclaimed(tenure, current)
        same_polity = _same_polity(tenure.polity, claim.polity)
        if claim.polity is not None and tenure.polity is not None and not same_polity:
            return self._elsewhere(tenure, claim)
        past = self._when is not None and ended(tenure, self._when)
        same_office = claim.office_type is not None and tenure.office_type == claim.office_type
        if claim.polity is None:
            leads = claim.office_type == "party-leader" and tenure.office_type == "legislator"
            if leads and current and self._is_named(tenure):
                return Verdict(1, "in the parliament of a state that is named", alone=True)
            return self._by_office(tenure, same_office, current or (past and claim.former), past)
        if not same_polity:
            return _NO
        if current and tenure.office_type == "legislator" and claim.office_type in _NOT_SITTING:
            return _NO
        return self._of_polity(tenure, same_office, current or (past and claim.former))

    def _of_polity(self, tenure: Tenure, same_office: bool, in_time: bool) -> Verdict:
        """The tenure served the polity that the article names."""
        if self._when is not None and in_time:
            if same_office:
                return Verdict(6, "polity, office and time agree")
            return Verdict(4, "polity and time agree")
        # Tables of tenures have gaps, so polity and office together still tell.
        if same_office:
            time = "there is no date" if self._when is None else "time does not"
            return Verdict(2, f"polity and office agree, {time}")
        if self._when is None or self._near(tenure, _CAREER):
            return Verdict(1, "served the same polity in other years")
        return _NO

    def _unclaimed(self, tenure: Tenure, current: bool) -> Verdict:
        """The article says nothing of an office, or nothing that tells."""
        if current:
            return Verdict(2, "in office at the time, and the article names no other office")
        if (
            self._is_named(tenure)
            and tenure.office_type != "legislator"
            and self._near(tenure, _KIN)
        ):
            return Verdict(1, "held office close to the time in a state that is named", alone=True)
        return _NO

    def _by_office(self, tenure: Tenure, same_office: bool, in_time: bool, past: bool) -> Verdict:
        """The article names an office and no polity."""
        if not same_office:
            return _NO
        if self._when is None:
            return Verdict(1, "office agrees")
        if in_time:
            return Verdict(3, "office and time agree")
        if past and self._near(tenure, 2):
            return Verdict(1, "just out of this office")
        return _NO

    def _elsewhere(self, tenure: Tenure, claim: Claim) -> Verdict:
        """The claim is of an organisation: people come to it from offices in their state."""
        served, body = tenure.polity, claim.polity
        if served is None or body is None:
            return _NO
        if self._is_of(body, served) and self._connected(tenure):
            return Verdict(1, "served the state that the organisation belongs to", alone=True)
        international = body.key == "european-union" or (
            body.kind is Kind.ORGANIZATION and body.polity is None
        )
        high = tenure.office_type in _HIGH and claim.office_type in _ABROAD
        # Tables of tenures know states' offices better than those of international bodies.
        if international and high and self._begun(tenure) and self._near(tenure, _CAREER):
            return Verdict(1, "held high office at home before the post abroad")
        return _NO

    def _is_named(self, tenure: Tenure) -> bool:
        return tenure.polity is not None and tenure.polity.key in self._polities

    def _is_of(self, body: Entity, served: Entity) -> bool:
        """Whether a party, movement or agency is a state's, or that of a part of the state."""
        if body.kind is not Kind.ORGANIZATION or body.polity is None:
            return False
        return served.key in {body.polity, self._sovereign(body.polity)}

    def _connected(self, tenure: Tenure) -> bool:
        """A seat in parliament must be held at the time: there are too many members."""
        if tenure.office_type == "legislator":
            return self._when is not None and covers(tenure, self._when)
        return self._near(tenure, _CAREER)

    def _begun(self, tenure: Tenure) -> bool:
        if self._when is None or not tenure.start:
            return self._when is None
        return bounds(tenure.start, date.min)[0] <= self._when.latest

    def _near(self, tenure: Tenure, years: int) -> bool:
        """Whether a tenure began, or ended, at most so many years from publication."""
        if self._when is None or not tenure.start:
            return False
        year = self._when.latest.year
        dates = [tenure.start, tenure.end] if tenure.end else [tenure.start]
        return any(abs(bounds(d, date.min)[0].year - year) <= years for d in dates)


def _same_polity(a: Entity | None, b: Entity | None) -> bool:
    return a is not None and b is not None and (a.kind, a.key) == (b.kind, b.key)
