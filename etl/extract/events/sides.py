"""What a phrase tells about the sides of an encounter."""

from dataclasses import dataclass, field

from etl.entities import Entity


@dataclass
class Sides:
    """What a phrase names: people, parties, and whether it points back ("the two leaders")."""

    people: list[Entity] = field(default_factory=list)
    parties: list[Entity] = field(default_factory=list)
    anaphora: bool = False
    author: bool = False  # "I", in a text that its author signs
    level: str | None = None
    unnamed: list[Entity] = field(default_factory=list)  # sides of "the U.S. officials"
    outsiders: int = 0  # sides that the article names by no state or body: "the rebels"

    def extend(self, other: "Sides") -> None:
        """Add what another phrase names."""
        self.people += other.people
        self.parties += other.parties
        self.unnamed += other.unnamed
        self.outsiders += other.outsiders
        self.anaphora = self.anaphora or other.anaphora
        self.author = self.author or other.author
        self.level = self.level or other.level

    def __bool__(self) -> bool:
        return bool(self.people or self.parties)
