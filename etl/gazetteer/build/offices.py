"""The office type of an office of a polity, told by its title."""

from collections.abc import Mapping
from importlib.resources import files

from etl.entities import Entity
from etl.gazetteer.core_data import core_data
from etl.gazetteer.fold import fold
from etl.gazetteer.records import Name
from etl.gazetteer.titles import TitleTable

OTHER = "other-official"
_HIGHEST = frozenset({"head-of-state", "head-of-government", "deputy-head", "foreign-minister"})
_PLAIN = frozenset(
    line
    for line in files(__package__).joinpath("plain_words.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
)


class OfficeTypes:
    """Types of titles; made with the names of polities by their folded words."""

    def __init__(self, names: Mapping[str, Name]) -> None:
        self.titles = TitleTable(core_data().titles)
        self._words: dict[str, set[str]] = {}
        for name in names.values():
            self._words.setdefault(name.entity.key, set()).update(name.words)

    def of(self, title: str, polity: Entity) -> str:
        """The office type of a title; of a state's highest offices only when nothing narrows it.

        "President of the Supreme Court" and "Secretary of State of Idaho" are other offices.
        """
        found = self.titles.match(title, polity.key)
        if found is None:
            return OTHER
        office_type, rest = found
        if office_type not in _HIGHEST or "minister of foreign" in fold(title):
            return office_type
        plain = set(rest) <= _PLAIN | self.own_words(polity)
        return office_type if plain else OTHER

    def own_words(self, polity: Entity) -> set[str]:
        """The folded words of a polity's names."""
        return self._words.get(polity.key, set())
