"""A model's answer, held against the text -> facts; what the text does not bear out is declined."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from etl.dates import Tense, resolve
from etl.entities import Entity
from etl.facts import (
    UNKNOWN,
    Agreement,
    ArticleFacts,
    Declined,
    Event,
    Evidence,
    Role,
    Statement,
    When,
)
from etl.llm.answer import AgreementAnswer, Answer, EventAnswer, RoleAnswer, StatementAnswer
from etl.llm.ground import Ground
from etl.reading import Reading

A = TypeVar("A")
F = TypeVar("F")

_PREFIXES = {"Meeting": "meeting", "Visit": "visit", "PressEvent": "press-event"}
_NOUNS = {"Meeting": "Meeting", "Visit": "Visit", "PressEvent": "Press conference"}
_PAST = frozenset({"occurred", "ongoing"})


class Facts:
    """Turns the parts of one answer into facts and notes what it declines."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._ground = Ground(reading)
        self.declined: list[Declined] = []
        self._numbers: Counter[str] = Counter()

    def all(self, answer: Answer, mentions: tuple[Entity, ...]) -> ArticleFacts:
        """Everything in an answer that the text bears out."""
        reading = self._reading
        return ArticleFacts(
            article_id=reading.document.article.id,
            mentions=mentions,
            surfaces=dict(reading.surfaces),
            roles=tuple(self._each(answer.roles, self._role)),
            events=tuple(self._each(answer.events, self._event)),
            agreements=tuple(self._each(answer.agreements, self._agreement)),
            statements=tuple(self._each(answer.statements, self._statement)),
            issues=tuple(self._issues(answer)),
            declined=(*reading.declined, *self.declined),
            context=reading.context,
        )

    def _each(self, parts: Iterable[A], make: Callable[[A], F | None]) -> Iterator[F]:
        for part in parts:
            fact = make(part)
            if fact is not None:
                yield fact

    def _decline(self, what: str, reason: str, near: Evidence | None = None) -> None:
        start, end = (near.start, near.end) if near else (0, 0)
        self.declined.append(Declined(start, end, f"model's {what}", reason))

    def _evidence(self, passage: str, fact: str, what: str) -> Evidence | None:
        found = self._ground.evidence(passage, fact)
        if found is None:
            self._decline(what, f"the text has no such passage: {passage[:80]!r}")
        return found

    def _number(self, prefix: str) -> str:
        self._numbers[prefix] += 1
        return f"{prefix}-{self._numbers[prefix]}"

    def _people(self, names: Iterable[str], what: str, near: Evidence) -> tuple[Entity, ...]:
        found = {}
        for name in names:
            person = self._ground.person(name)
            if person is None:
                self._decline(f"participant {name}", f"the text does not name them ({what})", near)
            else:
                found[person.key] = person
        return tuple(found.values())

    def _sides(self, names: Iterable[str], what: str, near: Evidence) -> tuple[Entity, ...]:
        found = {}
        for name in names:
            side = self._ground.side(name)
            if side is None:
                self._decline(f"party {name}", f"the text does not name it ({what})", near)
            else:
                found[side.key] = side
        return tuple(found.values())

    # one kind of fact each ---------------------------------------------------------------------

    def _role(self, told: RoleAnswer) -> Role | None:
        what = f"role of {told.name}"
        evidence = self._evidence(told.evidence, "role", what)
        person = self._ground.person(told.name)
        if evidence is None:
            return None
        if person is None:
            self._decline(what, "the text does not name this person", evidence)
            return None
        title = told.title if told.title and self._ground.span(told.title) else None
        polity = self._ground.side(told.polity) if told.polity else None
        return Role(person, title, told.office_type, polity, told.former, (evidence,))

    def _event(self, told: EventAnswer) -> Event | None:
        kind = told.type.value
        what = f"{_NOUNS[kind].lower()} of {', '.join(told.participants or told.parties)}"
        evidence = self._evidence(told.evidence, "event", what)
        if evidence is None:
            return None
        people = self._people(told.participants, what, evidence)
        parties = self._sides(told.parties, what, evidence)
        if not people and not parties:
            self._decline(what, "nobody of those whom it names is in the text", evidence)
            return None
        place = self._ground.place(told.place) if told.place else None
        if told.place and place is None:
            self._decline(f"place {told.place}", f"the text does not name it ({what})", evidence)
        names = " and ".join(e.label for e in (people or parties))
        where = f" in {place.label}" if place else ""
        return Event(
            id=self._number(_PREFIXES[kind]),
            type=kind,
            label=f"{_NOUNS[kind]} of {names}{where}",
            status=told.status,
            evidence=(evidence,),
            mode=told.mode,
            level=told.level,
            when=self._when(told.date, told.status, what, evidence),
            place=place,
            participants=people,
            parties=parties,
            about=tuple(dict.fromkeys(told.about)),
        )

    def _when(self, words: str | None, status: str, what: str, near: Evidence) -> When:
        """What words of the text mean; a date that the model worked out itself is not taken."""
        if not words:
            return UNKNOWN
        if self._ground.span(words) is None:
            self._decline(f"date {words}", f"the text has no such words ({what})", near)
            return UNKNOWN
        tense = Tense.PAST if status in _PAST else Tense.FUTURE
        when = resolve(words, self._reading.document.article.published, tense)
        return when if when is not None else When(text=words)

    def _agreement(self, told: AgreementAnswer) -> Agreement | None:
        what = f"agreement {told.name}"
        evidence = self._evidence(told.evidence, "agreement", what)
        if evidence is None:
            return None
        if self._ground.span(told.name) is None:
            self._decline(what, "the text does not call anything so", evidence)
            return None
        parties = self._sides(told.parties, what, evidence)
        return Agreement(
            self._number("agreement"), told.name, told.kind, told.status, (evidence,),
            parties=parties,
        )  # fmt: skip

    def _statement(self, told: StatementAnswer) -> Statement | None:
        what = f"quotation of {told.speaker}"
        evidence = self._evidence(told.quote, "statement", what)
        if evidence is None:
            return None
        speaker = self._ground.source(told.speaker)
        if speaker is None:
            self._decline(what, "the text does not name the speaker", evidence)
            return None
        via = self._ground.source(told.via) if told.via else None
        return Statement(
            self._number("statement"), speaker, (evidence,), quote=evidence.exact,
            speech_act=told.speech_act, via=via,
        )  # fmt: skip

    def _issues(self, answer: Answer) -> Iterator[tuple[str, Evidence]]:
        seen = set()
        for told in answer.issues:
            evidence = self._evidence(told.evidence, "issue", f"issue {told.issue}")
            if evidence is not None and told.issue not in seen:
                seen.add(told.issue)
                yield told.issue, evidence
