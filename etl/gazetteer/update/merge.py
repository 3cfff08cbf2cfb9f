"""What the file had and what the answers have, made one; the difference goes into the report."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from etl.entities import Kind
from etl.gazetteer.build.people import Person
from etl.gazetteer.build.places import (
    Found,
    Gathered,
    add_organization,
    assign_entity_keys,
    telling_names,
)
from etl.gazetteer.core_data import core_data, polities_by_qid
from etl.gazetteer.records import Name, Tenure
from etl.gazetteer.update.current import Current
from etl.gazetteer.update.follow import Moves
from etl.gazetteer.update.report import Outcome, Report
from etl.gazetteer.update.tenures import compare


@dataclass(frozen=True, slots=True)
class Scope:
    """What was asked about."""

    polities: frozenset[str]
    since: int

    def has(self, person: Person) -> bool:
        """Whether a person held an office of a polity that was asked about."""
        return any(t.polity is not None and t.polity.key in self.polities for t in person.tenures)


class PeopleMerger:
    """Merges people; ``keys`` are those of the file by the items that the people are now."""

    def __init__(self, scope: Scope, people: Moves, offices: Moves, report: Report) -> None:
        self._scope = scope
        self._moves = people
        self._offices = offices
        self._report = report
        self.keys: dict[str, str] = {}

    def merge(self, current: Current, new: Iterable[Person]) -> list[Person]:
        """All people, by the number of the item."""
        found = {p.qid: p for p in new}
        # Those whose item stayed come first: they keep their keys when another is merged into them.
        order = sorted(current.people, key=lambda q: (self._moves.now(q) != q, int(q[1:])))
        for qid in order:
            self._add(current.people[qid], current.keys[qid], found)
        return sorted(found.values(), key=lambda p: int(p.qid[1:]))

    def _add(self, old: Person, key: str, found: dict[str, Person]) -> None:
        qid = self._moves.now(old.qid)
        if qid != old.qid:
            self._tell(Outcome.REDIRECTED, old, f"now {qid}")
        elif qid in self._moves.gone:
            self._tell(Outcome.DELETED, old, "stays as it was")
        self.keys.setdefault(qid, key)
        person = found.setdefault(qid, Person(qid, old.label, old.gender, source=old.source))
        person.gender = person.gender or old.gender
        person.kept_keys |= old.kept_keys
        person.names.setdefault(old.label)
        tenures = [self._renewed(t) for t in old.tenures]
        compared = compare(tenures, person.tenures, self._scope.polities, self._scope.since)
        person.tenures = compared.tenures
        for tenure in compared.lacking:
            self._tell(Outcome.LACKING, old, described(tenure), tenure)
        for before, after in compared.changed:
            self._tell(Outcome.CHANGED, old, f"{described(before)}; now {_dates(after)}", before)

    def _renewed(self, tenure: Tenure) -> Tenure:
        qid = tenure.office_qid
        return replace(tenure, office_qid=self._offices.now(qid)) if qid else tenure

    def _tell(
        self, outcome: Outcome, person: Person, detail: str, tenure: Tenure | None = None
    ) -> None:
        kind = "tenure" if tenure else "person"
        source = tenure.source if tenure else person.source
        self._report.add(outcome, kind, person.qid, person.label, detail, source)


def described(tenure: Tenure) -> str:
    """An office with its dates."""
    return f"{tenure.office_label} ({tenure.office_qid or 'no item'}) {_dates(tenure)}"


def _dates(tenure: Tenure) -> str:
    return f"{tenure.start or '?'}/{tenure.end or '..'}"


def linked_items(gathered: Gathered, kind: Kind | None = None) -> list[str]:
    """The items of places and organisations, of one kind or of all, each once."""
    entities = (e.qid for e in gathered.entities if kind in {None, e.kind})
    links = (q for (k, _), (q, _) in gathered.links.items() if kind is None or k == kind.value)
    return list(dict.fromkeys([*entities, *links]))


def merge_entities(
    old: Gathered,
    organizations: Iterable[Found],
    moves: Moves,
    names: Mapping[str, Name],
    report: Report,
) -> Gathered:
    """Places and organisations of the file with their items as they are now, and new ones."""
    gathered = Gathered(coordinates=dict(old.coordinates))
    for at, (qid, source) in old.links.items():
        gathered.links[at] = moves.now(qid), source
        _tell_moved(moves, "link", qid, "/".join(at), source, report)
    kept: dict[str, Found] = {}
    for entity in old.entities:
        _tell_moved(moves, entity.kind.value, entity.qid, entity.label, entity.source, report)
        kept.setdefault(moves.now(entity.qid), replace(entity, qid=moves.now(entity.qid)))
    gathered.entities = list(kept.values())
    linked = {qid for qid, _ in gathered.links.values()} | set(_core_items())
    for found in organizations:
        if known := kept.get(found.qid):
            _refresh(known, found)
        elif found.qid not in linked:
            add_organization(gathered, names, found, list(found.names))
    assign_entity_keys(gathered.entities, names)
    return gathered


def _core_items() -> Iterator[str]:
    yield from polities_by_qid()
    yield from (e.wikidata for e in core_data().entities.values() if e.wikidata)


def _refresh(known: Found, found: Found) -> None:
    if known.kind is Kind.ORGANIZATION:
        known.label, known.source = found.label, found.source
        known.names |= dict.fromkeys(telling_names(found.label, *found.names))


def _tell_moved(moves: Moves, kind: str, qid: str, label: str, source: str, report: Report) -> None:
    if moves.now(qid) != qid:
        report.add(Outcome.REDIRECTED, kind, qid, label, f"now {moves.now(qid)}", source)
    elif qid in moves.gone:
        report.add(Outcome.DELETED, kind, qid, label, "stays as it was", source)
