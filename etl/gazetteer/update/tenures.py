"""The old tenures of a person beside the new ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from etl.gazetteer.build.people import seat
from etl.gazetteer.records import Tenure

_OPEN = "9999"


@dataclass(frozen=True, slots=True)
class Compared:
    """What became of the old tenures."""

    tenures: list[Tenure]  # the new ones, and old ones that stay
    lacking: list[Tenure]  # old ones that the answers should have and lack, or whose end they lack
    changed: list[tuple[Tenure, Tenure]]  # old one with other dates, and the new one instead


def compare(
    old: Iterable[Tenure], new: Sequence[Tenure], polities: frozenset[str], since: int
) -> Compared:
    """Take the new tenures, and of the old ones those that no new one replaces.

    Lacking are those of the polities that were asked about, unless they ended before ``since``. An
    end that the answers lack stays too.
    """
    compared = Compared(list(new), [], [])
    for tenure in old:
        found = _counterpart(tenure, new)
        if found is None:
            compared.tenures.append(tenure)
            if _was_asked(tenure, polities, since):
                compared.lacking.append(tenure)
        elif tenure.end and not found.end and _fit(tenure.start, found.start):
            ended = replace(found, end=tenure.end)
            compared.tenures[:] = [ended if t is found else t for t in compared.tenures]
            compared.lacking.append(tenure)
        elif not _agree(tenure, found):
            compared.changed.append((tenure, found))
    compared.tenures.sort(key=lambda t: (t.start or "", t.office_label, t.end or _OPEN))
    return compared


def _was_asked(tenure: Tenure, polities: frozenset[str], since: int) -> bool:
    asked = tenure.polity is not None and tenure.polity.key in polities
    return asked and (tenure.end is None or tenure.end[:4] >= f"{since:04d}")


def _counterpart(old: Tenure, new: Sequence[Tenure]) -> Tenure | None:
    """The new tenure that is the old one: the same start before an overlap."""
    same = [t for t in new if _same_office(old, t)]
    starting = [t for t in same if _fit(old.start, t.start)]
    if starting:
        return starting[0]
    return next((t for t in same if _overlap(old, t)), None)


def _same_office(one: Tenure, other: Tenure) -> bool:
    if one.office_qid and one.office_qid == other.office_qid:
        return True
    here, there = (t.polity.key if t.polity else None for t in (one, other))
    if one.office_type != other.office_type or here != there:
        return False
    # Tables name seats in a parliament in their own way.
    return one.office_type == "legislator" or seat(one) == seat(other)


def _fit(one: str | None, other: str | None) -> bool:
    """Whether two dates are the same as far as both are precise."""
    if one is None or other is None:
        return one == other
    return one.startswith(other) or other.startswith(one)


def _overlap(one: Tenure, other: Tenure) -> bool:
    return (one.start or "") < (other.end or _OPEN) and (other.start or "") < (one.end or _OPEN)


def _agree(old: Tenure, new: Tenure) -> bool:
    """Whether the new tenure only adds to the old one: an end that was open is no change."""
    return _fit(old.start, new.start) and (old.end is None or _fit(old.end, new.end))
