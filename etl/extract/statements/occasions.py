"""The event at which something was said, where the attribution names one."""

import re
from collections.abc import Sequence

from etl.entities import Entity, Kind
from etl.extract.statements.attribution import Attribution
from etl.facts import Event, Evidence
from etl.reading import Reading

_AT = re.compile(
    r"\b(?:at|during|in)\s+"
    r"(?:(?!(?:that|where|who|which|is|are|was|were|will|to|and|after|before)\b)[\w'’.&/-]+\s+){0,7}?"
    r"(?:(?P<press>(?:news|press|media) (?:conference|briefing)|briefing|press event)"
    r"|(?P<meeting>meeting|talks|summit|session|call|conversation|conference|negotiations)"
    r"|(?P<visit>visit|trip|tour))\b",
    re.IGNORECASE,
)
_TYPES = {"press": "PressEvent", "meeting": "Meeting", "visit": "Visit"}


class Occasions:
    """The events of an article as occasions of speech."""

    def __init__(self, reading: Reading, events: Sequence[Event]) -> None:
        self.reading = reading
        self.events = [e for e in events if e.status in {"occurred", "ongoing"}]

    def of(self, attribution: Attribution, evidence: Sequence[Evidence]) -> str | None:
        """The id of the event where it was said, or None when the attribution names none."""
        passage = evidence[-1]
        named = self._named(passage, attribution)
        if named is None:
            return None
        fitting = [e for e in self.events if e.type == _TYPES[named]]
        attended = [e for e in fitting if self._attends(e, attribution)]
        here = [e for e in attended if _touches(e, passage)]
        before = [e for e in attended if any(v.start < passage.start for v in e.evidence)]
        return next((e.id for e in (*here, *reversed(before))), None)

    def _named(self, passage: Evidence, attribution: Attribution) -> str | None:
        """The kind of event that stands in the clause of the attribution, outside of quotes."""
        outside = re.sub(r"[\"“][^\"“”]*[\"”]", lambda m: " " * len(m[0]), passage.exact)
        anchor = int(attribution.tokens[-1].idx)
        paragraph = self._paragraph_start(passage)
        where = anchor + paragraph - passage.start
        matches = [m for m in _AT.finditer(outside) if -90 <= m.start() - where <= 60]
        if not matches:
            return None
        best = min(matches, key=lambda m: abs(m.start() - where))
        return next(k for k in _TYPES if best[k])

    def _paragraph_start(self, passage: Evidence) -> int:
        return next(
            (p.start for p in self.reading.document.body if p.start <= passage.start < p.end), 0
        )

    def _attends(self, event: Event, attribution: Attribution) -> bool:
        speaker = attribution.speaker
        if not isinstance(speaker, Entity):
            return False
        if speaker.kind is Kind.OFFICIAL:
            polity = self.reading.polity_of(speaker)
            return speaker in event.participants or (
                not event.participants and polity is not None and polity in event.parties
            )
        return speaker in event.parties


def _touches(event: Event, passage: Evidence) -> bool:
    return any(v.start < passage.end and passage.start < v.end for v in event.evidence)
