"""Which names are the same person: the fullest form gathers the shorter ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from etl.document import ParagraphKind
from etl.people.sighting import Sighting
from etl.people.spans import Span
from etl.people.words import given_names, lexicon


@dataclass(eq=False)
class Person:
    """The spans and sightings of one person in one article."""

    spans: list[Span] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    implied: bool = False  # taken as an official without a title

    @property
    def lows(self) -> tuple[str, ...]:
        """The folded words of the fullest form."""
        return max((s.lows() for s in self.spans), key=lambda w: (len(w), sum(map(len, w))))

    @property
    def name(self) -> str:
        """The fullest form in the text, the body's before a caption's."""
        longest = len(self.lows)
        full = [s for s in self.spans if len(s.lows()) == longest]
        body = [s for s in full if not in_caption(s)]
        return max((s.text for s in body or full), key=len)

    @property
    def start(self) -> int:
        """Offset of the first mention."""
        return min(s.start for s in self.spans)

    def answers_to(self, lows: tuple[str, ...]) -> bool:
        """Whether a shorter form can stand for this person."""
        own = self.lows
        if len(lows) == 1:
            return lows[0] in short_forms(own)
        return set(lows) <= set(own)


def in_caption(span: Span) -> bool:
    """Whether a span stands outside of the body."""
    return span.line.paragraph.kind is not ParagraphKind.BODY


def short_forms(lows: tuple[str, ...]) -> tuple[str, ...]:
    """The single words that newspapers call a person by, the likeliest first."""
    if len(lows) == 1:
        return lows
    if lows[0] in lexicon().east_asian and len(lows) <= 3:
        return (lows[0], lows[-1])
    return (lows[-1], *reversed(lows[:-1]))


def gather(
    spans: Sequence[Span], sightings: Sequence[Sighting], accepted: Iterable[Span]
) -> list[Person]:
    """Persons from titled spans and from spans accepted for another reason, in text order."""
    titled = {id(s.span): s for s in sightings}
    wanted = {id(s) for s in accepted} | set(titled)
    people: list[Person] = []
    several = [s for s in spans if len(s.lows()) > 1 and id(s) in wanted]
    for span in sorted(several, key=lambda s: (-len(s.lows()), s.start)):
        _add(people, span, titled.get(id(span)))
    single = [s for s in spans if id(s) not in {id(x) for p in people for x in p.spans}]
    for span in sorted(single, key=lambda s: s.start):
        sighting = titled.get(id(span))
        span = _without_opener(span, people)
        fitting = [p for p in people if p.answers_to(span.lows()) and not _clash(p, sighting)]
        if fitting:
            choose(fitting, span, sighting).spans.append(span)
        elif id(span) in wanted:
            people.append(Person([span], [sighting] if sighting else []))
    for person in people:
        own = {id(s) for s in person.spans}
        person.sightings = [s for s in sightings if id(s.span) in own]
    return sorted(people, key=lambda p: p.start)


def _without_opener(span: Span, people: Sequence[Person]) -> Span:
    """The name behind a sentence's first word: "Echoing Annan" means Annan."""
    if span.last - span.first < 2 or span.first not in span.line.starts:
        return span
    if any(p.answers_to(span.lows()) for p in people):
        return span
    shorter = replace(span, first=span.first + 1)
    return shorter if any(p.answers_to(shorter.lows()) for p in people) else span


def _add(people: list[Person], span: Span, sighting: Sighting | None) -> None:
    lows = set(span.lows())
    fitting = [p for p in people if lows <= set(p.lows)]
    if fitting:
        person = choose(fitting, span, sighting)
        person.spans.append(span)
    else:
        person = Person([span])
        people.append(person)
    if sighting is not None:
        person.sightings.append(sighting)


def _clash(person: Person, sighting: Sighting | None) -> bool:
    """Whether a titled surname is another's: "President Mobutu" is not his spokesman Mobutu."""
    if sighting is None:
        return False
    lex, head = lexicon(), sighting.title.head_word
    own = {s.title.head_word for s in person.sightings}
    if head in lex.leaders:
        return bool(own & lex.servants) and not own & lex.leaders
    return head in lex.servants and bool(own & lex.leaders)


def choose(people: Sequence[Person], span: Span, sighting: Sighting | None) -> Person:
    """The person that a short form means: by title, gender, position in the name, nearness."""
    if len(people) == 1:
        return people[0]

    def rank(person: Person) -> tuple[bool, int, int, int]:
        heads = {s.title.head_word for s in person.sightings}
        same_title = sighting is not None and sighting.title.head_word in heads
        forms = short_forms(person.lows)
        position = forms.index(span.lows()[0]) if span.lows()[0] in forms else len(forms)
        before = [span.start - s.start for s in person.spans if s.start < span.start]
        return (
            not same_title,
            _gender_distance(person, span),
            position,
            min(before, default=10**9),
        )

    return min(people, key=rank)


def _gender_distance(person: Person, span: Span) -> int:
    """0 where an honorific agrees with the person's, 1 where one is unknown, 2 where not."""
    own = gender_by_title(person)
    lex = lexicon()
    given = "m" if span.honorific in lex.male else "f" if span.honorific in lex.female else None
    if own is None or given is None:
        return 1
    return 0 if own == given else 2


def gender_by_title(person: Person) -> str | None:
    """ "m" or "f" where an honorific or a title tells."""
    lex = lexicon()
    words = [s.honorific for s in person.spans] + [s.title.head_word for s in person.sightings]
    for word in words:
        if word in lex.male:
            return "m"
        if word in lex.female:
            return "f"
    return None


def gender_by_name(person: Person) -> str | None:
    """ "m" or "f" where the given name tells."""
    lows = person.lows
    return given_names().get(lows[0]) if len(lows) > 1 else None
