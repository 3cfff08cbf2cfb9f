"""Bringing a gazetteer file up to date from Wikidata's query service."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from etl.entities import Kind
from etl.gazetteer.build.keys import assign_keys
from etl.gazetteer.build.offices import OfficeTypes
from etl.gazetteer.build.people import Person
from etl.gazetteer.build.places import Gathered, core_names
from etl.gazetteer.build.sources import Source
from etl.gazetteer.build.write import write
from etl.gazetteer.core_data import core_data
from etl.gazetteer.records import Tenure
from etl.gazetteer.update.asking import Asker, Bars
from etl.gazetteer.update.cache import AnswerCache
from etl.gazetteer.update.countries import countries
from etl.gazetteer.update.current import Current, read_current
from etl.gazetteer.update.errors import ServiceError, UpdateError
from etl.gazetteer.update.follow import Moves, follow
from etl.gazetteer.update.holders import find_holders, source_id
from etl.gazetteer.update.merge import PeopleMerger, Scope, linked_items, merge_entities
from etl.gazetteer.update.names import find_organizations, find_people
from etl.gazetteer.update.offices import Asked, Office, OfficeFinder, follow_offices, known_offices
from etl.gazetteer.update.report import Outcome, Report
from etl.gazetteer.update.service import ENDPOINT, QueryService

__all__ = [
    "ENDPOINT",
    "AnswerCache",
    "Asked",
    "Plan",
    "QueryService",
    "ServiceError",
    "UpdateError",
    "UpdateSummary",
    "countries",
    "update",
]

_TITLE = "Wikidata query service"
_LICENCE = "CC0-1.0"


@dataclass(frozen=True, slots=True)
class Plan:
    """What to bring up to date, and where."""

    asked: Sequence[Asked]
    since: int
    output: Path
    current: Path | None  # the file to start from

    @property
    def report(self) -> Path:
        """Where the list of differences goes."""
        return self.output.with_name(f"{self.output.stem}.changes.csv")


@dataclass(frozen=True, slots=True)
class UpdateSummary:
    """What an update asked, wrote, and found different."""

    output: Path
    people: int
    tenures: int
    offices: int  # asked about
    entities: int
    questions: int  # sent; the others were answered before
    waited: float  # seconds, because the service asked for it or failed
    differences: dict[str, int]  # by outcome and kind
    report: Path

    @property
    def complete(self) -> bool:
        """Whether the service answered every question."""
        return not any(k.startswith(Outcome.UNANSWERED.value) for k in self.differences)

    def __str__(self) -> str:
        lines = [
            f"{self.output}: {self.people:,} people with {self.tenures:,} tenures,"
            f" {self.entities:,} places and organisations; {self.offices:,} offices asked about"
            f" in {self.questions:,} questions, {self.waited:,.0f} s waited",
        ]
        if self.differences:
            told = ", ".join(f"{n:,} {what}" for what, n in self.differences.items())
            lines.append(f"{self.report}: {told}")
        return "\n".join(lines)


def update(plan: Plan, service: QueryService, bars: Bars) -> UpdateSummary:
    """Ask the service and write the file, which is replaced as a whole or not at all.

    Answers are kept as they come, so that a run that was cut goes on where it stopped. Raises
    ``ServiceError`` when the service gives no usable answer, ``UpdateError`` when the current file
    cannot be used, and ``OSError`` when the output cannot be written.
    """
    with service.cache.held():
        run = _Run(plan, service, bars)
        summary = run.go()
        service.cache.finish()
    return summary


class _Run:
    """One update, step by step."""

    def __init__(self, plan: Plan, service: QueryService, bars: Bars) -> None:
        self._plan = plan
        self._service = service
        self._asker = Asker(service, bars)
        self._report = Report()
        self._names = core_names(core_data().names)
        self._scope = Scope(frozenset(a.polity.key for a in plan.asked), plan.since)

    def go(self) -> UpdateSummary:
        current = read_current(self._plan.current)
        offices, moved_offices = self._offices(current)
        held = find_holders(self._asker, offices, self._plan.since, self._report)
        people, keys = self._people(current, held, moved_offices)
        gathered = self._entities(current)
        for query, qid, reason in self._asker.unanswered:
            self._report.add(Outcome.UNANSWERED, "query", qid, query, reason)
        self._report.write(self._plan.report)
        counts = write(
            self._plan.output,
            people,
            keys,
            gathered,
            current.used,
            self._sources(current, people, gathered),
        )
        return UpdateSummary(
            output=self._plan.output,
            people=counts["person"],
            tenures=counts["tenure"],
            offices=len(offices),
            entities=counts["entity"],
            questions=self._service.asked,
            waited=self._service.waited,
            differences=self._report.counts(),
            report=self._plan.report,
        )

    def _offices(self, current: Current) -> tuple[dict[str, Office], Moves]:
        finder = OfficeFinder(self._asker, self._plan.since, OfficeTypes(self._names))
        found = finder.find(self._plan.asked)
        if not found and not self._asker.unanswered:
            raise ServiceError(
                f"{self._service.endpoint} knows no office of these countries:"
                " is it a query service of Wikidata?"
            )
        known = known_offices(current.people.values(), [a.polity for a in self._plan.asked])
        return found, follow_offices(self._asker, known, found, self._report)

    def _people(
        self, current: Current, held: dict[str, list[Tenure]], moved_offices: Moves
    ) -> tuple[list[Person], dict[str, str]]:
        new = find_people(self._asker, held, self._report)
        missing = {q for q, p in current.people.items() if self._scope.has(p)} - held.keys()
        moves = follow(self._asker, missing, "Known people")
        merger = PeopleMerger(self._scope, moves, moved_offices, self._report)
        people = merger.merge(current, new)
        return people, assign_keys(people, merger.keys)

    def _entities(self, current: Current) -> Gathered:
        moves = follow(self._asker, linked_items(current.gathered), "Known places")
        known = [moves.now(q) for q in linked_items(current.gathered, Kind.ORGANIZATION)]
        organizations = list(find_organizations(self._asker, set(known) - moves.gone))
        return merge_entities(current.gathered, organizations, moves, self._names, self._report)

    def _sources(
        self, current: Current, people: Sequence[Person], gathered: Gathered
    ) -> list[Source]:
        """The sources that rows name."""
        used = {p.source for p in people} | {e.source for e in gathered.entities}
        used |= {t.source for p in people for t in p.tenures}
        used |= {source for _, source in gathered.links.values()}
        used |= {source for *_, source in gathered.coordinates.values()}
        known = current.sources
        return [known.get(s) or _service_source(s) for s in sorted(used)]


def _service_source(source: str) -> Source:
    day = source.removeprefix(source_id(""))
    return Source(source, _TITLE, _LICENCE, day)
