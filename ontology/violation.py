"""What a check finds: one value for every check, whatever did the checking."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

Level = Literal["error", "warning"]
Graphs = Literal["report", "consolidated"]
LEVELS: tuple[str, ...] = get_args(Level)


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One thing that is wrong, where, and what to do about it.

    An error keeps an article or a graph from being published; a warning does not.
    """

    level: Level
    what: str  # the check that found it, as GROUP/NAME
    where: str  # the IRI that it was found at
    message: str
    advice: str

    def __str__(self) -> str:
        return f"{self.level}: {self.where}: {self.message} ({self.what})"


def errors(violations: Iterable[Violation]) -> list[Violation]:
    """Those that keep something from being published."""
    return [violation for violation in violations if violation.level == "error"]
