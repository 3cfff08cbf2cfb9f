"""The reference data that ships with the project: the tables in ``core/``, and territories."""

import csv
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files

from rigour.territories import get_territory
from rigour.territories.territory import Territory

from etl.entities import Entity, Kind
from etl.gazetteer.fold import fold
from etl.gazetteer.records import Name, PersonRecord, ReferenceData, Tenure, Use
from etl.gazetteer.titles import title_patterns
from etl.iris import slug

_TABLES = ("polities", "organizations", "places", "titles", "people", "tenures", "contextual")
_Row = dict[str, str]
_NO_PLURAL = ("ese", "ish", "ch", "s", "z")


def table(name: str) -> list[_Row]:
    """The rows of ``core/NAME.csv``."""
    with files(__package__).joinpath("core", f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def fingerprint() -> str:
    """A digest of everything that the core is made of."""
    digest = hashlib.sha256(version("rigour").encode())
    for name in _TABLES:
        digest.update(files(__package__).joinpath("core", f"{name}.csv").read_bytes())
    return digest.hexdigest()[:16]


@cache
def core_data() -> ReferenceData:
    """The core, read once a process. Raises ``ValueError`` for a wrong table."""
    polities = {slug(r["label"]): r for r in table("polities")}
    entities = {k: _polity(k, r) for k, r in polities.items()}
    places = _Places(entities)
    names = _Names()
    for key, row in polities.items():
        _name_polity(names, entities[key], row, places)
    organizations = [_organization(row) for row in table("organizations")]
    for entity, row in zip(organizations, table("organizations"), strict=True):
        names.add(entity, row["label"], *_split(row["names"]))
    for entity, row in places.rows:
        cautious = row["sort"] == "cautious"
        names.add(entity, row["label"], *_split(row["names"]), cautious=cautious)
    for key, row in polities.items():
        _name_people(names, entities[key], row)
    known = [*entities.values(), *organizations, *places.all()]
    people, person_names = _people(entities)
    return ReferenceData(
        entities={(e.kind.value, e.key): e for e in known},
        names=names.all(),
        people=people,
        person_names=person_names,
        titles=title_patterns(table("titles")),
    )


@cache
def polities_by_qid() -> dict[str, Entity]:
    """Polities by every QID that the territory is known under."""
    found: dict[str, Entity] = {}
    data = core_data().entities
    for row in table("polities"):
        entity = data[Kind.POLITY.value, slug(row["label"])]
        for qid in _territory(row["code"]).qids:
            found.setdefault(qid, entity)
    return found


@cache
def sovereigns() -> dict[str, str]:
    """Keys of polities that are a part of a state, each with the state's key."""
    keys = {_territory(row["code"]).code: slug(row["label"]) for row in table("polities")}
    parents = {key: _territory(code).parent for code, key in keys.items()}
    return {key: keys[p.code] for key, p in parents.items() if p is not None and p.code in keys}


def _territory(code: str) -> Territory:
    territory = get_territory(code)
    if territory is None:
        raise ValueError(f"core/polities.csv: no territory has the code {code!r}")
    return territory


def _polity(key: str, row: _Row) -> Entity:
    territory = _territory(row["code"])
    qid = row["qid"] or territory.qid
    if qid not in territory.qids:
        raise ValueError(f"core/polities.csv: {qid} is not an item of {row['label']}")
    return Entity(Kind.POLITY, key, row["label"], qid)


def _organization(row: _Row) -> Entity:
    return Entity(
        Kind.ORGANIZATION,
        slug(row["label"]),
        row["label"],
        row["qid"] or None,
        row["polity"] or None,
        is_body=row["sort"] in {"body", "parliament"},
        is_media=row["sort"] == "media",
    )


def _split(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


class _Places:
    """Places of the table, and the capitals that are not in it."""

    def __init__(self, polities: dict[str, Entity]) -> None:
        self._by_name: dict[str, Entity] = {}
        self._made: dict[str, Entity] = {}
        self.rows: list[tuple[Entity, _Row]] = []
        for row in table("places"):
            polity = row["polity"] or None
            if polity and polity not in polities:
                raise ValueError(f"core/places.csv: {row['label']}: no polity {polity!r}")
            place = Entity(Kind.PLACE, slug(row["label"]), row["label"], row["qid"] or None, polity)
            self.rows.append((place, row))
            for name in (row["label"], *_split(row["names"])):
                self._by_name.setdefault(fold(name), place)

    def capital(self, name: str, polity: str) -> Entity:
        """The place of this name, made for the polity when the table has none."""
        place = self._by_name.get(fold(name))
        if place is None:
            place = Entity(Kind.PLACE, slug(name), name, None, polity)
            self._by_name[fold(name)] = self._made[place.key] = place
        return place

    def all(self) -> list[Entity]:
        return [*(p for p, _ in self.rows), *self._made.values()]


class _Names:
    """Names by their words; the first entity that claims a name keeps it."""

    def __init__(self) -> None:
        self._by_words: dict[tuple[str, ...], Name] = {}

    def add(
        self,
        entity: Entity,
        *spellings: str,
        use: Use = Use.NAME,
        government: Entity | None = None,
        cautious: bool = False,
    ) -> None:
        for spelling in spellings:
            words = tuple(fold(spelling).split())
            if words:
                name = Name(words, spelling, entity, use, government, cautious)
                self._by_words.setdefault(words, name)

    def all(self) -> tuple[Name, ...]:
        return tuple(self._by_words.values())


def _name_polity(names: _Names, entity: Entity, row: _Row, places: _Places) -> None:
    names.add(entity, row["label"], *_split(row["names"]))
    full = _territory(row["code"]).full_name
    if not set("(),") & set(full):
        names.add(entity, full)
    for capital in _split(row["capitals"]):
        spellings = capital.split("=")
        place = places.capital(spellings[0], entity.key)
        names.add(place, *spellings, use=Use.CAPITAL, government=entity)
    names.add(entity, *_split(row["metonyms"]), use=Use.METONYM)


def _name_people(names: _Names, entity: Entity, row: _Row) -> None:
    adjectives = _split(row["adjectives"])
    plurals = [f"{a}s" for a in adjectives if not a.endswith(_NO_PLURAL)]
    names.add(entity, *adjectives, *_split(row["peoples"]), *plurals, use=Use.DEMONYM)


def _people(
    polities: dict[str, Entity],
) -> tuple[tuple[PersonRecord, ...], dict[str, tuple[str, ...]]]:
    tenures: dict[str, list[Tenure]] = {}
    for person, tenure in _tenures(polities):
        tenures.setdefault(person, []).append(tenure)
    records = []
    names = {}
    for row in table("people"):
        held = sorted(tenures.pop(row["label"], []), key=lambda t: t.start or "")
        entity = Entity(Kind.OFFICIAL, slug(row["label"]), row["label"], row["qid"] or None)
        records.append(PersonRecord(entity, row["gender"] or None, tuple(held)))
        names[entity.key] = tuple(_split(row["names"]))
    if tenures:
        raise ValueError(f"core/tenures.csv: unknown people {sorted(tenures)}")
    return tuple(records), names


def _tenures(polities: dict[str, Entity]) -> Iterator[tuple[str, Tenure]]:
    for row in table("tenures"):
        yield (
            row["person"],
            Tenure(
                office_label=row["office"],
                office_type=row["office_type"],
                polity=polities[row["polity"]],
                start=row["start"] or None,
                end=row["end"] or None,
                retrieved=row["retrieved"],
                office_qid=row["office_qid"] or None,
            ),
        )
