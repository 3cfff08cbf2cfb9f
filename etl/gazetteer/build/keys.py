"""Stable keys for people: the slug of the label, with a suffix where two share it."""

from collections.abc import Iterable, Mapping

from etl.gazetteer.build.people import Person
from etl.gazetteer.core_data import core_data
from etl.iris import slug


def assign_keys(people: Iterable[Person], kept: Mapping[str, str] | None = None) -> dict[str, str]:
    """QID -> key. Of people with the same slug each gets its year of birth, or its item, behind it.

    A person of the core keeps the core's key, and nobody else gets it; so does whoever has a key
    in ``kept``, by QID.
    """
    core = _core_keys()
    fixed = {**(kept or {}), **core}
    groups: dict[str, list[Person]] = {}
    keys = {}
    for person in people:
        if person.qid in fixed:
            keys[person.qid] = fixed[person.qid]
        else:
            groups.setdefault(slug(person.label), []).append(person)
    reserved = set(fixed.values())
    for base, group in groups.items():
        if len(group) == 1 and base not in reserved and base != "unnamed":
            keys[group[0].qid] = base
            continue
        years = [p.born[:4] for p in group]
        for person, year in zip(group, years, strict=True):
            alone = year.isdigit() and years.count(year) == 1
            keys[person.qid] = f"{base}-{year if alone else person.qid.lower()}"
    taken: set[str] = set()
    for qid in sorted(keys, key=lambda q: (q not in core, q not in fixed, int(q[1:]))):
        if keys[qid] in taken:  # "x-1950" may be somebody's own slug
            keys[qid] = f"{keys[qid]}-{qid.lower()}"
        taken.add(keys[qid])
    return keys


def _core_keys() -> dict[str, str]:
    people = (r.entity for r in core_data().people)
    return {e.wikidata: e.key for e in people if e.wikidata}
