"""Which state an article is written from: its government's release, its agency, its dateline."""

from etl.document import Document, Mentions
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


def local_state(document: Document, names: Mentions, gazetteer: Gazetteer) -> Entity | None:
    """The state of the dateline ("BEIJING, May 3 (Xinhua) -"), else that of the agency.

    Whom an article from there calls by a bare title is likely to be an official of that state.
    """
    body = next(iter(document.body), None)
    first = next(iter(names.within(body.start, body.end)), None) if body is not None else None
    if body is not None and first is not None and first.start == body.start:
        dateline = first.text.isupper() or _is_parted(body.text[first.end - body.start :])
        if dateline and (state := _state(first.entity, gazetteer)):
            return state
    named = {n.entity.key for n in names if n.entity.kind is Kind.POLITY}
    words = fold(document.article.publisher or "").split()
    for start in range(len(words)):
        for name in gazetteer.named().at(words, start):
            if name.entity.is_media and name.entity.polity in named:
                return gazetteer.entity(Kind.POLITY, name.entity.polity)
    return None


def _is_parted(rest: str) -> bool:
    """Whether a dash or an agency in brackets parts a dateline from its sentence."""
    return rest.lstrip()[:1] in {"-", "–", "—", "(", ":"}


def _state(entity: Entity, gazetteer: Gazetteer) -> Entity | None:
    if entity.kind is Kind.POLITY:
        return entity
    return gazetteer.entity(Kind.POLITY, entity.polity) if entity.polity else None
