"""The sides of an article: between whom an instrument is when its own clause does not say."""

import re
from collections.abc import Iterable
from functools import cache, cached_property
from itertools import pairwise

from etl.document import Mention
from etl.entities import Entity, Kind
from etl.extract.agreements.phrase import Phrase
from etl.gazetteer.core_data import table
from etl.reading import Reading

# A state that something lies in does nothing; a state that is travelled to may.
_PLACE_USE = re.compile(
    r"\b(?:in|at|near|across|inside|throughout|into|over)\s+(?:the\s+)?"
    r"(?:(?:north|south|east|west)(?:ern)?\s+|neighbou?ring\s+)?$",
    re.IGNORECASE,
)
_OF_PLACE = re.compile(
    r"\s+(?:capital|city|town|resort|port|island|village|border|coast|soil|territory|waters)\b"
)
_RECENT = 3  # paragraphs for which "the two sides" are those that were named
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?(?:governments? of\s+)?(?:the\s+)?$", re.IGNORECASE)
_AND = re.compile(
    r"(?:[’']s)?(?:\s+\w+){0,3}(?:\s+\(\w+\))?\s+and\s+(?:the\s+|its\s+)?(?:\w+\s+){0,2}"
)
_THEATRE = re.compile(r"\s+(?:in|for)\s+(?:the\s+)?$", re.IGNORECASE)
# Words in the names of bodies that mediate, lend and judge, and conclude nothing with a side.
_INSTITUTIONS = frozenset({"nations", "organization", "organisation", "agency", "council", "fund",
                           "committee", "bank", "commission", "court", "association", "nato",
                           "assembly", "forum", "group", "g7", "g20", "g8", "apec",
                           "league"})  # fmt: skip


class Sides:
    """Who acts in an article, by sentence, by paragraph and on the whole."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    @cached_property
    def main(self) -> list[Entity]:
        """The sides that the body speaks of more than once, the most mentioned first."""
        counts: dict[Entity, int] = {}
        for paragraph in self._reading.document.body:
            for entity in self._acting(paragraph.start, paragraph.end):
                counts[entity] = counts.get(entity, 0) + (2 if paragraph.index <= 1 else 1)
        order = list(counts)
        often = [entity for entity in order if counts[entity] > 1]
        return sorted(often, key=lambda entity: (-counts[entity], order.index(entity)))

    def complete(self, phrase: Phrase, known: list[Entity]) -> list[Entity]:
        """The known side with the other one, or both, from the narrowest context that tells.

        ``known`` as given when the text does not tell.
        """
        theatre = self._theatre(phrase)
        if theatre is not None:
            others = [e for e in self.main if is_movement(e)]
            return _distinct([theatre, *others[:1]])
        paragraph = phrase.sentence.paragraph
        for start, end in (
            (phrase.sentence.start, phrase.sentence.end),
            (paragraph.start, paragraph.end),
        ):
            pair = _distinct([*known, *self._acting(start, end)])
            if len(pair) == 2:
                return pair
        pair = _distinct([*known, *self.main])[:2]
        named = set(self._acting(paragraph.start, paragraph.end)) | set(known)
        near = paragraph.index <= 1 or named.intersection(pair)
        return pair if len(pair) == 2 and near else known

    def pair_before(self, phrase: Phrase) -> list[Entity]:
        """A and B of the last "between A and B" shortly before a phrase, else nothing."""
        text = self._reading.document.article.text
        here = phrase.sentence.paragraph.index
        first = next(p for p in self._reading.document.body if p.index >= here - _RECENT)
        before = self._reading.mentions.within(first.start, phrase.start)
        for one, two in reversed(list(pairwise(before))):
            if _BETWEEN.search(text[: one.start][-24:]) and _AND.fullmatch(
                text[one.end : two.start]
            ):
                pair = _distinct(e for e in (self._side(one), self._side(two)) if e is not None)
                if len(pair) == 2:
                    return pair
        return []

    def _theatre(self, phrase: Phrase) -> Entity | None:
        """The state at war within, of "the truce in X"."""
        if phrase.kind != "ceasefire" and "peace" not in phrase.words:
            return None
        text = self._reading.document.article.text
        for mention in self._reading.mentions.within(phrase.end, phrase.end + 40, Kind.POLITY):
            if _THEATRE.fullmatch(text[phrase.end : mention.start]):
                return mention.entity
        return None

    def _acting(self, start: int, end: int) -> list[Entity]:
        found = (self._side(m) for m in self._reading.mentions.within(start, end))
        return [entity for entity in found if entity is not None]

    def _side(self, mention: Mention) -> Entity | None:
        entity = mention.entity
        if entity.kind is Kind.OFFICIAL:
            served = self._reading.polity_of(entity)
            return served if served and not is_institution(served) else None
        if entity.kind is Kind.POLITY:
            text = self._reading.document.article.text
            lies_in = _PLACE_USE.search(text[: mention.start][-40:])
            return None if lies_in or _OF_PLACE.match(text[mention.end :][:24]) else entity
        if entity.kind is Kind.PLACE or entity.is_media:
            return None
        if is_movement(entity):
            return entity
        return None if entity.polity or is_institution(entity) else entity


@cache
def _sorts() -> dict[str, str]:
    """What the reference data says each organisation is, by its label."""
    return {row["label"]: row["sort"] for row in table("organizations")}


def is_movement(entity: Entity) -> bool:
    """Whether an organisation is an armed or political movement, which has a side of its own."""
    return entity.kind is Kind.ORGANIZATION and _sorts().get(entity.label) == "movement"


def is_agency(entity: Entity) -> bool:
    """Whether an organisation is an arm of a state, which acts for it."""
    if entity.kind is not Kind.ORGANIZATION or not entity.polity:
        return False
    return _sorts().get(entity.label) not in ("movement", "party")


def is_institution(entity: Entity) -> bool:
    """Whether an organisation stands above the sides: the United Nations, a fund, a court."""
    if entity.kind is not Kind.ORGANIZATION:
        return False
    return entity.is_body or bool(_INSTITUTIONS.intersection(entity.label.lower().split()))


def _distinct(entities: Iterable[Entity]) -> list[Entity]:
    return list(dict.fromkeys(entities))
