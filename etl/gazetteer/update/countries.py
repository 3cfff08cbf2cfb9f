"""Which countries are asked about."""

from collections.abc import Sequence

from rigour.territories import get_territory

from etl.entities import Entity, Kind
from etl.gazetteer.core_data import core_data, polities_by_qid, table
from etl.gazetteer.update.errors import UpdateError
from etl.gazetteer.update.offices import Asked
from etl.iris import slug


def countries(chosen: Sequence[str] = ()) -> list[Asked]:
    """The polities of these items, codes ("kr") or names, in the order of the core; all without.

    Raises ``UpdateError`` for one that the core does not have.
    """
    wanted = {_key(text) for text in chosen}
    entities = core_data().entities
    asked = []
    for row in table("polities"):
        entity = entities[Kind.POLITY.value, slug(row["label"])]
        if not chosen or entity.key in wanted:
            asked.append(Asked(entity, _items(entity, row["code"])))
    return asked


def _items(entity: Entity, code: str) -> tuple[str, ...]:
    """The entity's own item, then the others that the territory is known under."""
    territory = get_territory(code)
    # Sorted, since the package lists them in another order in every process.
    others = sorted(territory.qids, key=lambda q: int(q[1:])) if territory else ()
    return tuple(q for q in dict.fromkeys([entity.wikidata, *others]) if q)


def _key(text: str) -> str:
    if text in polities_by_qid():
        return polities_by_qid()[text].key
    for row in table("polities"):
        key = slug(row["label"])
        if text.lower() == row["code"] or slug(text) == key:
            return key
    raise UpdateError(f"no country has the item, code or name {text!r}")
