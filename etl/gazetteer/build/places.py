"""Cities and international organisations that the core does not have, and items for what it has."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from etl.entities import Kind
from etl.gazetteer.build.tables import Row, Sources
from etl.gazetteer.core_data import polities_by_qid, table
from etl.gazetteer.fold import fold
from etl.gazetteer.records import Name, Use
from etl.iris import slug

_LARGE = 2_000_000  # inhabitants from which a name needs no context
_SHORTEST_ACRONYM = 4


@dataclass
class Found:
    """An entity for the file."""

    kind: Kind
    key: str
    label: str
    qid: str
    source: str
    polity: str | None = None
    weight: int = 0
    latitude: float | None = None
    longitude: float | None = None
    names: dict[str, None] = field(default_factory=dict)

    @property
    def is_large(self) -> bool:
        """Whether its names need no context."""
        return self.kind is Kind.ORGANIZATION or self.weight >= _LARGE


@dataclass
class Gathered:
    """What the tables of places and organisations give."""

    entities: list[Found] = field(default_factory=list)
    # Of entities and places of the core, each with its source.
    links: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    coordinates: dict[str, tuple[float, float, str]] = field(default_factory=dict)


def gather(sources: Sources, core: Mapping[str, Name]) -> Gathered:
    """Read cities and organisations; ``core`` is the core's names by their folded words."""
    gathered = Gathered()
    cities = _cities(sources)
    items = [c.qid for c in cities]
    known: dict[tuple[str, str], Found] = {}
    for city in cities:
        at = _core_place(city, core)
        if at is None:
            gathered.entities.append(city)
        elif at not in known or city.weight > known[at].weight:
            known[at] = city
    for (kind, key), city in known.items():
        if items.count(city.qid) == 1:  # an item given to two cities is wrong for one of them
            gathered.links[kind, key] = city.qid, city.source
        if city.latitude is not None and city.longitude is not None:
            gathered.coordinates[key] = city.latitude, city.longitude, city.source
    gathered.entities = [c for c in gathered.entities if items.count(c.qid) == 1]
    _organizations(sources, core, gathered)
    assign_entity_keys(gathered.entities, core)
    return gathered


def _cities(sources: Sources) -> list[Found]:
    by_code = {r["code"]: slug(r["label"]) for r in table("polities")}
    columns = ("qid", "name", "aliases", "iso_a2", "pop_max", "lat", "lon")
    found = []
    for row in sources.rows("cities_naturalearth", *columns):
        qid = sources.qid(row, "qid")
        if qid is None or not row["name"]:
            continue
        polity = by_code.get(row["iso_a2"].lower())
        city = Found(Kind.PLACE, "", row["name"], qid, row.source, polity)
        city.weight = int(row["pop_max"]) if row["pop_max"].isdigit() else 0
        city.latitude, city.longitude = _number(row, "lat"), _number(row, "lon")
        city.names = dict.fromkeys([row["name"], *filter(None, row["aliases"].split("|"))])
        found.append(city)
    return found


def _number(row: Row, column: str) -> float | None:
    try:
        return float(row[column])
    except ValueError:
        return None


def _core_place(city: Found, core: Mapping[str, Name]) -> tuple[str, str] | None:
    """The core's place of the same name in the same polity."""
    for spelling in city.names:
        name = core.get(fold(spelling))
        if name is None or name.entity.kind is not Kind.PLACE:
            continue
        if name.entity.polity in {city.polity, None}:
            return name.entity.kind.value, name.entity.key
    return None


def _organizations(sources: Sources, core: Mapping[str, Name], gathered: Gathered) -> None:
    seen = set(polities_by_qid())
    for qid, label, names, source in _organization_rows(sources):
        if qid not in seen:
            seen.add(qid)
            add_organization(
                gathered, core, Found(Kind.ORGANIZATION, "", label, qid, source), names
            )


def add_organization(
    gathered: Gathered, core: Mapping[str, Name], found: Found, names: Sequence[str]
) -> None:
    """Add an organisation with the names that tell it, or link the one that the core has."""
    known = [core[f] for n in (found.label, *names) if (f := fold(n)) in core]
    entity = next((n.entity for n in known if n.entity.kind is Kind.ORGANIZATION), None)
    if entity is not None:
        if core[fold(entity.label)].entity == entity:
            gathered.links.setdefault((entity.kind.value, entity.key), (found.qid, found.source))
    elif not known:
        found.names = dict.fromkeys(telling_names(found.label, *names))
        gathered.entities.append(found)


def _organization_rows(sources: Sources) -> Iterator[tuple[str, str, list[str], str]]:
    for row in sources.rows("igo_opensanctions", "qid", "name", "sport"):
        qid = sources.qid(row, "qid")
        if qid and row["sport"] != "True":
            yield qid, row["name"], [], row.source
    for row in sources.rows("igo_supraverden", "qid", "name", "aliases"):
        qid = sources.qid(row, "qid")
        if qid and row["name"]:
            yield qid, row["name"], [a for a in row["aliases"].split("|") if a], row.source


def telling_names(*names: str) -> list[str]:
    """Those of an organisation's names that are looked for in text."""
    return [n for n in names if _is_telling(n)]


def _is_telling(name: str) -> bool:
    """Whether a name is specific enough to be looked for in text."""
    words = name.split()
    if len(words) == 1:
        return name.isupper() and len(name) >= _SHORTEST_ACRONYM
    return words[0][:1].isupper() and words[-1][:1].isupper()


def assign_entity_keys(found: list[Found], core: Mapping[str, Name]) -> None:
    """A key for every entity that has none: unlike all others, and unlike the core's."""
    taken = {n.entity.key for n in core.values()} | {e.key for e in found if e.key}
    new = [e for e in found if not e.key]
    groups: dict[str, list[Found]] = {}
    for entity in new:
        groups.setdefault(slug(entity.label), []).append(entity)
    for base, group in groups.items():
        for entity in group:
            alone = len(group) == 1 and base not in taken
            entity.key = base if alone else f"{base}-{entity.polity or entity.qid.lower()}"
    counts = Counter(e.key for e in new)
    for entity in new:
        if counts[entity.key] > 1 or entity.key in taken:
            entity.key = f"{slug(entity.label)}-{entity.qid.lower()}"


def core_names(names: tuple[Name, ...]) -> dict[str, Name]:
    """The core's names by their folded words, demonyms and metonyms left out."""
    return {" ".join(n.words): n for n in names if n.use in {Use.NAME, Use.CAPITAL}}
