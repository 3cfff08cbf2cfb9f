"""The event at which something was said, where the text tells so."""

import re
from collections.abc import Iterator, Sequence

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
        """The id of the event where it was said, or None when the text does not tell.

        It is the one that the clause of the attribution names; else, for what somebody told
        another, the last encounter of the two; else the one that the sentence tells of first and
        in which the words are an aside ("The talks were long, with X stressing").
        """
        passage = evidence[-1]
        named = self._named(passage, attribution)
        if named is not None:
            fitting = [e for e in self.events if e.type == _TYPES[named]]
            return _nearest([e for e in fitting if self._attends(e, attribution.speaker)], passage)
        meetings = [e for e in self.events if e.type == "Meeting"]
        speaker, addressee = attribution.speaker, attribution.addressee
        if addressee is not None and addressee.kind is Kind.OFFICIAL:
            both = [e for e in meetings if speaker in e.participants]
            return _nearest([e for e in both if addressee in e.participants], passage)
        if _is_aside(attribution):
            here = [e for e in meetings if _touches(e, passage)]
            return _nearest([e for e in here if self._attends(e, speaker)], passage)
        return None

    def counterpart(self, speaker: Entity, polity: Entity | None) -> Entity | None:
        """The one person of a state (any, where it is None) whom a speaker met, if it is one."""
        met = dict.fromkeys(
            other
            for event in self.events
            if speaker in event.participants
            for other in event.participants
            if other != speaker and (polity is None or self.reading.polity_of(other) == polity)
        )
        return next(iter(met)) if len(met) == 1 else None

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

    def _attends(self, event: Event, speaker: Entity | str) -> bool:
        if not isinstance(speaker, Entity):
            return False
        if speaker.kind is Kind.OFFICIAL:
            polity = self.reading.polity_of(speaker)
            return speaker in event.participants or (
                not event.participants and polity is not None and polity in event.parties
            )
        return speaker in event.parties


def _nearest(events: list[Event], passage: Evidence) -> str | None:
    """The first event that the passage tells of, else the one told of last before it."""
    here = [e for e in events if _touches(e, passage)]
    if here:
        return here[0].id
    before = [(max(starts), e.id) for e in events if (starts := list(_starts(e, passage)))]
    # Of two told of in one sentence, the first is what it is about.
    return max(before, key=lambda b: b[0])[1] if before else None


def _starts(event: Event, passage: Evidence) -> Iterator[int]:
    return (v.start for v in event.evidence if v.start < passage.start)


def _is_aside(attribution: Attribution) -> bool:
    """Whether the words are told in a participle clause: "with X stressing"."""
    verb = attribution.tokens[-1]
    return verb.tag_ == "VBG" and verb.dep_ == "pcomp" and verb.head.lower_ == "with"


def _touches(event: Event, passage: Evidence) -> bool:
    return any(v.start < passage.end and passage.start < v.end for v in event.evidence)
