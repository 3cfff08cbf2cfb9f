"""Words that name something only where the article speaks of certain others: "the North"."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from etl.entities import Entity
from etl.gazetteer.fold import fold

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word may mean: ``when`` any of these is named and none of ``unless``."""

    entity: Entity
    use: str  # a value of ``Use``
    article: bool  # only behind "the"
    when: frozenset[_Key]
    unless: frozenset[_Key]


class Contextual:
    """The table of contextual words."""

    def __init__(self, rows: Iterable[Mapping[str, str]], entities: Mapping[_Key, Entity]) -> None:
        self._meanings: dict[str, Meaning] = {}
        for row in rows:
            entity = entities.get((row["kind"], row["key"]))
            if entity is None:
                raise ValueError(f"core/contextual.csv: no {row['kind']}/{row['key']}")
            self._meanings[fold(row["phrase"])] = Meaning(
                entity,
                row["use"],
                row["article"] == "yes",
                _keys(row["when"]),
                _keys(row["unless"]),
            )

    def __contains__(self, word: str) -> bool:
        return word in self._meanings

    def possible(self, word: str) -> Meaning | None:
        """What a folded word means in the articles that allow it."""
        return self._meanings.get(word)

    def meaning(
        self, word: str, named: Collection[_Key], *, article: bool, town_of: str | None = None
    ) -> Meaning | None:
        """What a folded word means among these named entities, None when nothing special.

        ``article`` says whether "the" stands before it; ``town_of`` is the polity of a place that
        it follows behind a comma, which it may be a region of: "Macon, Georgia".
        """
        meaning = self._meanings.get(word)
        if meaning is None or (meaning.article and not article):
            return None
        if town_of is not None and meaning.entity.polity == town_of:
            return meaning
        if meaning.when and meaning.when.isdisjoint(named):
            return None
        return meaning if meaning.unless.isdisjoint(named) else None


def _keys(cell: str) -> frozenset[_Key]:
    found = (part.partition("/") for part in cell.split("|") if part)
    return frozenset((kind, key) for kind, _, key in found)
