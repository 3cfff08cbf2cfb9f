"""Whose a bare title is, from what stands around it: "In Turkey, … President X"."""

from collections.abc import Container, Iterator, Sequence

from etl.document import How, Mention
from etl.entities import Entity, Kind
from etl.people.line import Line
from etl.people.service import Service, dominant, ranked
from etl.people.sighting import Sighting
from etl.people.words import word_set

# Offices that one person of a state holds at a time.
SINGLE = word_set(
    "head-of-state head-of-government foreign-minister defence-minister finance-minister"
)
# Whom a government's release calls so without a country may be its guest.
_GUESTS = word_set("head-of-state party-leader royal")
# Those whom it calls so without a country are its own.
_HOSTS = word_set(
    "foreign-minister defence-minister finance-minister trade-minister other-minister"
    " deputy-minister ambassador special-envoy spokesperson national-security-adviser legislator"
)


class Context:
    """Guesses the polity of titles that name none; what is likeliest comes first."""

    def __init__(
        self,
        service: Service,
        names: Sequence[Mention],
        home: Entity | None,
        local: Entity | None = None,
    ) -> None:
        self._service = service
        self._home = home
        self._local = local  # the state that the article is written from
        self._dominant = dominant(names)
        self._ranked = ranked(names)

    def polity(
        self,
        sighting: Sighting,
        office_type: str | None,
        taken: Container[str],
        acting: Container[str] = (),
    ) -> Entity | None:
        """The polity of a bare title.

        ``taken`` are those whose office another person holds, ``acting`` those that other officials
        of the article serve.
        """
        guest = office_type in _GUESTS
        for candidate in self._candidates(sighting, office_type):
            at_home = self._home is not None and candidate.key == self._home.key
            if candidate.key not in taken and not (guest and at_home):
                return candidate
        for candidate in sorted(self._ranked, key=lambda e: e.key not in acting):
            if candidate.key not in taken:
                return candidate
        nearest = next(self._before(sighting, How.NAME), None)
        main = self._dominant
        return main if main and nearest and nearest.key == main.key else None

    def _candidates(self, sighting: Sighting, office_type: str | None) -> Iterator[Entity]:
        yield from self._scene(sighting, anywhere=office_type == "spokesperson")
        if ministry := self._service.by_ministry(sighting.title):
            yield ministry
        vague = sighting.title.determiner in {"a", "an"}  # "a military general": anybody's
        if self._home is not None and office_type in _HOSTS and not vague:
            yield self._home
        before = list(self._before(sighting, How.NAME, How.METONYM, How.DEMONYM))
        if self._dominant is not None and self._dominant.key in {e.key for e in before}:
            yield self._dominant
        yield from before
        if self._local is not None:
            yield self._local
        if self._dominant is not None:
            yield self._dominant
        yield from self._around(sighting)

    def _scene(self, sighting: Sighting, *, anywhere: bool) -> Iterator[Entity]:
        """Where the sentence is set: "In Paris, …"; for spokesmen also "… said in Paris"."""
        line = sighting.title.line
        first, last = _sentence(line, sighting.title.first)
        for i in range(first + 1, last):
            mention = line.words[i].mention
            if (
                mention is None
                or line.low(i - 1) != "in"
                or mention.entity.kind is Kind.ORGANIZATION
            ):
                continue
            if (i - 1 == first or anywhere) and (state := self._service.as_state(mention)):
                yield state

    def _before(self, sighting: Sighting, *how: How) -> Iterator[Entity]:
        """The polities that the sentence names before the title, the nearest first."""
        line = sighting.title.line
        first, _ = _sentence(line, sighting.title.first)
        yield from self._named(line, range(sighting.title.first - 1, first - 1, -1), how)

    def _around(self, sighting: Sighting) -> Iterator[Entity]:
        """Those that it names behind the name, then those of the paragraph before it."""
        line = sighting.title.line
        first, last = _sentence(line, sighting.title.first)
        every = (How.NAME, How.METONYM, How.DEMONYM)
        yield from self._named(line, range(sighting.span.last, last), every)
        yield from self._named(line, range(first - 1, -1, -1), every)

    def _named(self, line: Line, indices: range, how: Sequence[How]) -> Iterator[Entity]:
        for i in indices:
            mention = line.words[i].mention
            if mention is None or mention.how not in how:
                continue
            if state := self._service.as_state(mention):
                yield state


def _sentence(line: Line, index: int) -> tuple[int, int]:
    """The words [first, last) of the sentence that a word stands in."""
    first = index
    while first > 0 and not (line.words[first - 1].text == "." and first in line.starts):
        first -= 1
    last = index + 1
    while last < len(line) and not (line.words[last - 1].text == "." and last in line.starts):
        last += 1
    return first, last
