"""Photo captions lend encounters their date and place; they never make one of their own."""

from collections.abc import Sequence
from dataclasses import replace

from etl.document import ParagraphKind, Sentence
from etl.entities import Entity, Kind
from etl.extract.events.candidate import Candidate
from etl.extract.events.find import Finder
from etl.facts import When
from etl.reading import Reading

_PRESS = ("press conference", "news conference", "press briefing")


def use_captions(encounters: Sequence[Candidate], finder: Finder) -> None:
    """Give encounters the date and place of a caption that shows the same people."""
    reading = finder.reading
    for paragraph in reading.document.paragraphs:
        if paragraph.kind is ParagraphKind.CAPTION:
            for sentence in paragraph.sentences:
                _use(sentence, encounters, reading)


def _use(sentence: Sentence, encounters: Sequence[Candidate], reading: Reading) -> None:
    shown = {
        m.entity.key for m in reading.mentions.within(sentence.start, sentence.end, Kind.OFFICIAL)
    }
    when = _day(sentence, reading)
    place = _place(sentence, reading)
    if len(shown) < 2 or (when is None and place is None):
        return
    kind = "PressEvent" if any(p in sentence.text.casefold() for p in _PRESS) else "Meeting"
    for encounter in encounters:
        if encounter.type == kind and _shows(encounter, shown) and not encounter.earlier:
            _lend(encounter, when, place)
            return


def _shows(encounter: Candidate, shown: set[str]) -> bool:
    people = set(encounter.participants)
    return bool(people) and (people <= shown or shown <= people)


def _lend(encounter: Candidate, when: When | None, place: Entity | None) -> None:
    day_known = encounter.when.earliest is not None
    agrees = not day_known or (
        when is not None and encounter.when_rank < 2 and encounter.when.earliest == when.earliest
    )
    if when is not None and agrees:
        encounter.when, encounter.when_rank = when, 3
    encounter.place = encounter.place or place


def _day(sentence: Sentence, reading: Reading) -> When | None:
    for date in reading.dates:
        if sentence.start <= date.start < sentence.end and date.when.earliest:
            return replace(date.when, basis="caption")
    return None


def _place(sentence: Sentence, reading: Reading) -> Entity | None:
    places = reading.mentions.within(sentence.start, sentence.end, Kind.PLACE)
    return places[-1].entity if places else None
