"""Which person of the gazetteer an article means: name, then tenure, then office and polity."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from etl.article import Published
from etl.gazetteer import Gazetteer, PersonRecord, Tenure, fold
from etl.gazetteer.fold import generation, person_words, sound
from etl.people.fit import Claim, Fit, Verdict, held
from etl.people.words import lexicon

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
_LEADERS = ("head-of-state", "head-of-government", "foreign-minister")
_MOST_NAMED = 4  # candidates that a reason lists

NO_CANDIDATE = "no candidate"
AMBIGUOUS = "ambiguous"
NO_TENURE = "no tenure agrees"


@dataclass(frozen=True, slots=True)
class Link:
    """The linker's answer: a record, or none; and why.

    ``reason`` begins with NO_CANDIDATE, AMBIGUOUS or NO_TENURE where there is no record.
    """

    record: PersonRecord | None
    reason: str

    @property
    def declined(self) -> bool:
        """Whether candidates were seen and none was taken."""
        return self.record is None and not self.reason.startswith(NO_CANDIDATE)


class Linker:
    """Links names of one article, which names these polities, to the gazetteer's people."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        published: Published | None,
        polities: Collection[str] = (),
    ) -> None:
        self._gazetteer = gazetteer
        self._when = published
        self._fit = Fit(published, polities, gazetteer.sovereign)

    def link(self, name: str, claims: Sequence[Claim]) -> Link:
        """The record that a full name means, given what the article says of its office."""
        records = [r for r in self._gazetteer.people(name) if _shares_word(r, name)]
        records = _of_generation(records, name)
        if not records:
            return Link(None, f"{NO_CANDIDATE} of this name")
        judged = [(self._judge(r, name, claims, len(records) == 1), r) for r in records]
        best = max(verdict.score for verdict, _ in judged)
        if best <= 0:
            seen = "; ".join(f"{_describe(r)}: {v.ground}" for v, r in judged[:_MOST_NAMED])
            return Link(None, f"{NO_TENURE}: {seen}")
        top = [(v, r) for v, r in judged if v.score == best]
        if len(top) > 1:
            return Link(None, _ambiguous([r for _, r in top]))
        (verdict, record), others = top[0], [(v, r) for v, r in judged if v.score != best]
        passed = "".join(f"; not {_describe(r)}: {v.ground}" for v, r in others[:_MOST_NAMED])
        return Link(record, f"{verdict.ground}{passed}")

    def _judge(
        self, record: PersonRecord, name: str, claims: Sequence[Claim], alone: bool
    ) -> Verdict:
        """The verdict on a candidate; a weak one needs the full name of one person only."""
        verdict = self._fit.record(record, claims)
        if verdict.score != 1:
            return verdict
        full = self._gazetteer.is_full_name(name, record.entity.key)
        if not full and not (alone and _is_spelling(name, record.entity.label)):
            return Verdict(0, f"{verdict.ground}, but the name is only like theirs")
        if verdict.alone and not alone:
            return Verdict(0, f"{verdict.ground}, but the name is not theirs alone")
        return verdict

    def by_office(self, surname: str, claims: Iterable[Claim]) -> Link:
        """The holder of a claimed office whose name has this word: "President Clinton"."""
        offices = [
            (claim.polity.key, claim.office_type)
            for claim in claims
            if claim.polity is not None and claim.office_type is not None and not claim.former
        ]
        return self._holder(surname, offices)

    def leader(self, surname: str, polities: Iterable[str]) -> Link:
        """The leader or foreign minister of one of these polities who is called so."""
        return self._holder(surname, [(p, office) for p in polities for office in _LEADERS])

    def _holder(self, surname: str, offices: Iterable[tuple[str, str]]) -> Link:
        found: dict[str, tuple[PersonRecord, str]] = {}
        for polity, office in offices:
            for record in self._holders(polity, office):
                if has_word(record, surname):
                    found.setdefault(record.entity.key, (record, f"{office} of {polity} then"))
        if len(found) == 1:
            return Link(*next(iter(found.values())))
        if found:
            return Link(None, _ambiguous([r for r, _ in found.values()]))
        return Link(None, f"{NO_CANDIDATE} of this surname in an office that the article tells")

    def _holders(self, polity: str, office: str) -> tuple[PersonRecord, ...]:
        if self._when is None:
            return ()
        return tuple(self._gazetteer.holders(polity, office, self._when.latest))

    def tenure(self, record: PersonRecord, claim: Claim | None = None) -> Tenure | None:
        """The tenure that the article means: it agrees with the claim, else covers the date."""
        scored = [(self._fit.tenure(t, claim).score, _weight(t), t) for t in record.tenures]
        fitting = [s for s in scored if s[0] > (claim is None)]
        return max(fitting, key=lambda s: s[:2])[2] if fitting else None


def _weight(tenure: Tenure) -> int:
    """The higher of two offices held at once comes first."""
    order = _RANKS.index(tenure.office_type) if tenure.office_type in _RANKS else len(_RANKS)
    return -order


def _shares_word(record: PersonRecord, name: str) -> bool:
    """Whether a name and a label share a word, by sound: a guard against wrong reference rows."""
    words = set(person_words(name)) - lexicon().particles
    own = set(fold(record.entity.label).split())
    sounds = {sound(w) for w in words if len(w) > 1}
    alike = bool(words & own) or bool(sounds & {sound(w) for w in own if len(w) > 1})
    return alike or fold(name).replace(" ", "") == "".join(fold(record.entity.label).split())


def _is_spelling(name: str, label: str) -> bool:
    """Whether one given name is transliterated otherwise: "Sergei Orlov", "Sergey Orlov"."""
    one, other = person_words(name), person_words(label)
    alike = len(one) == len(other) and all(map(_sounds_like, one, other))
    return (
        alike and sum(a != b for a, b in zip(one, other, strict=True)) <= 1 and one[-1] == other[-1]
    )


def _sounds_like(one: str, other: str) -> bool:
    return sound(one) == sound(other)


def _of_generation(records: Sequence[PersonRecord], name: str) -> list[PersonRecord]:
    """Without the "Jr." of a name that is written without it, where there is somebody else."""
    own = generation(name)
    same = [r for r in records if generation(r.entity.label) == own]
    plain = [r for r in records if generation(r.entity.label) is None]
    return same or plain or list(records)


def has_word(record: PersonRecord, word: str) -> bool:
    """Whether a person's label has this word as a name of its own."""
    words = fold(record.entity.label).split()
    return word in words and word not in lexicon().particles


def _ambiguous(records: Sequence[PersonRecord]) -> str:
    names = ", ".join(_describe(r) for r in records[:_MOST_NAMED])
    more = f" and {len(records) - _MOST_NAMED} more" if len(records) > _MOST_NAMED else ""
    return f"{AMBIGUOUS}: {names}{more}"


def _describe(record: PersonRecord) -> str:
    """Name, item and the last offices: "Park Jin (Q16090188; Foreign Minister 2022-05-12–…)"."""
    last = [held(t) for t in record.tenures[-2:]]
    return f"{record.entity.label} ({'; '.join([record.entity.wikidata or '–', *last])})"
