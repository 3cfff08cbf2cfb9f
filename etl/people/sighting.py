"""A name together with the title that the text gives it at one place."""

from dataclasses import dataclass

from etl.document import Mention
from etl.people.spans import Span
from etl.people.title import Title


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name with the title that the text gives it there."""

    span: Span
    title: Title
    rule: str
    of: Mention | None = None  # "Lavrov of Russia"
    shared: bool = False  # a plural title over several names
    coordinated: "Sighting | None" = None  # the sighting whose country holds here too
