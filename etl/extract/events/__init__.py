"""Meetings, visits and press events: triggers -> candidates -> encounters -> events."""

from dataclasses import dataclass

from etl.extract.events.complete import complete
from etl.extract.events.find import Finder
from etl.extract.events.merge import merge
from etl.facts import Declined, Event
from etl.reading import Reading

__all__ = ["EventsFound", "find_events"]


@dataclass(frozen=True, slots=True)
class EventsFound:
    """The events of an article and the candidates that were declined."""

    events: tuple[Event, ...]
    declined: tuple[Declined, ...]


def find_events(reading: Reading) -> EventsFound:
    """Every distinct encounter that the article mentions, in text order."""
    finder = Finder(reading)
    encounters = merge(finder.candidates(), reading)
    events, declined = complete(encounters, finder)
    return EventsFound(tuple(events), (*finder.declined, *declined))
