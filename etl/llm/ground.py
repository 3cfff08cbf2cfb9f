"""Strings of a model's answer -> places in the text and entities that the article names, or None.

The text is compared with curly quotes, dashes and runs of blanks made equal, since models change
those; what is kept is the article's own wording.
"""

import re
from collections import defaultdict
from functools import cached_property

from etl.annotate import plain
from etl.document import How, ParagraphKind
from etl.entities import Entity, Kind
from etl.facts import Evidence
from etl.iris import slug
from etl.reading import Reading

RULE = "llm"
_CONFIDENCE = 0.7
_LONGEST = 300
_COLLECTIVE = (Kind.POLITY, Kind.ORGANIZATION)


class Ground:
    """The text of one article, to hold a model's answer against."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._text = reading.document.article.text

    @cached_property
    def _folded(self) -> tuple[str, list[int]]:
        """The text as it is compared, and where each of its characters stands."""
        folded: list[str] = []
        places: list[int] = []
        for place, char in enumerate(plain(self._text)):
            if char.isspace() and (not folded or folded[-1] == " "):
                continue
            folded.append(" " if char.isspace() else char)
            places.append(place)
        return "".join(folded), places

    def span(self, passage: str) -> tuple[int, int] | None:
        """Where a passage stands in the body, word for word; None where it does not."""
        wanted = " ".join(plain(passage).split())
        if not wanted:
            return None
        text, places = self._folded
        start = text.find(wanted)
        while start >= 0:
            first, last = places[start], places[start + len(wanted) - 1] + 1
            if self._is_told(first, last):
                return first, last
            start = text.find(wanted, start + 1)
        return None

    def _is_told(self, start: int, end: int) -> bool:
        """Whether it lies within one paragraph of the article that is no furniture."""
        return any(
            p.start <= start and end <= p.end
            for p in self._reading.document.paragraphs
            if p.kind is not ParagraphKind.FURNITURE
        )

    def evidence(self, passage: str, fact: str) -> Evidence | None:
        """A passage as evidence; None where it is not in the text or too long to be quoted."""
        span = self.span(passage)
        if span is None or span[1] - span[0] > _LONGEST:
            return None
        exact = self._text[span[0] : span[1]]
        return Evidence(span[0], span[1], exact, f"{RULE}/{fact}", _CONFIDENCE)

    def person(self, name: str) -> Entity | None:
        """Somebody whom the article names; a name that stands in no text is nobody's."""
        if known := self._named(name, Kind.OFFICIAL):
            return known
        if not self._stands(name) or not name[:1].isupper():
            return None
        if self._named(name, *_COLLECTIVE, Kind.PLACE):
            return None
        return Entity(Kind.OFFICIAL, slug(name), " ".join(name.split()))

    def side(self, name: str) -> Entity | None:
        """A state or organisation that the article names, or that somebody in it serves."""
        served = [r.polity for roles in self._reading.roles.values() for r in roles if r.polity]
        known = self._named(name, *_COLLECTIVE)
        return known or next((p for p in served if p.label.casefold() == name.casefold()), None)

    def place(self, name: str) -> Entity | None:
        """A place or polity that the article names."""
        return self._named(name, Kind.PLACE, Kind.POLITY)

    def source(self, words: str) -> Entity | str | None:
        """A speaker: a person, a state or organisation, or the words for one without a name."""
        known = self.person(words) if words[:1].isupper() else None
        known = known or self.side(words)
        if known is None and self._stands(words):
            return " ".join(words.split())
        return known

    def _stands(self, words: str) -> bool:
        span = self.span(words)
        if span is None:
            return False
        around = self._text[max(0, span[0] - 1) : span[0]] + self._text[span[1] : span[1] + 1]
        return not re.search(r"\w", around)

    def _named(self, name: str, *kinds: Kind) -> Entity | None:
        found = self._names.get(_fold(name), ())
        return next((e for e in found if e.kind in kinds), None)

    @cached_property
    def _names(self) -> dict[str, list[Entity]]:
        """Everything that the article names, by the forms that it uses and by its label."""
        names: dict[str, list[Entity]] = defaultdict(list)
        for mention in self._reading.mentions:
            if mention.how in (How.NAME, How.DEMONYM, How.METONYM):
                for form in (mention.text, mention.entity.label):
                    if mention.entity not in names[_fold(form)]:
                        names[_fold(form)].append(mention.entity)
        return dict(names)


def _fold(name: str) -> str:
    return " ".join(plain(name).casefold().removeprefix("the ").split())
