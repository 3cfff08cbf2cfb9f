"""Whose government published an article, if one did."""

from etl.entities import Entity, Kind
from etl.gazetteer import Gazetteer, fold
from etl.people.words import lexicon


def publishing_state(publisher: str | None, gazetteer: Gazetteer) -> Entity | None:
    """The state of a release: "US Department of State"; None for the press."""
    words = fold(publisher or "").split()
    if not lexicon().governments.intersection(words):
        return None
    for start in range(len(words)):
        for name in gazetteer.named().at(words, start):
            entity = name.entity
            if entity.kind is Kind.POLITY:
                return entity
            if entity.polity and not entity.is_media:
                return gazetteer.entity(Kind.POLITY, entity.polity)
    return None
