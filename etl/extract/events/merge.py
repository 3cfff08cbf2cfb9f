"""Candidates -> one per encounter: coreference within an article."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from etl.document import Sentence
from etl.entities import Entity, Kind
from etl.extract.events.candidate import Candidate
from etl.extract.events.joint import Joint, joint_subjects, nearest, side_count
from etl.extract.events.likeness import AHEAD, FORMAL_ACTS, HELD, similarity
from etl.extract.events.represent import side_of
from etl.reading import Reading

_LEVELS = (None, "official", "ministerial", "leader")
_LEAD_SENTENCES = 2


def merge(candidates: Iterable[Candidate], reading: Reading) -> list[Candidate]:
    """One candidate per encounter, in order of first mention, sides of anaphora filled in."""
    pending = list(candidates)
    main = _main_sides(pending)
    joints = joint_subjects(reading)
    events: list[Candidate] = []
    recent: list[Candidate] = []  # the same, the one spoken of last at the end
    for candidate in pending:
        _name_officials(candidate, recent, reading)
        bare = candidate.side_count < 2 and (candidate.anaphora or candidate.again)
        told = [e for e in recent if e.side_count >= 2 or bool(e.participants)]
        target = _antecedent(candidate, told if bare else recent, reading)
        if target is None and candidate.side_count < 2 and candidate.points_back:
            _borrow_sides(candidate, recent, joints, main, reading)
            target = _antecedent(candidate, recent, reading)
        if target is None:
            events.append(candidate)
            recent.append(candidate)
        else:
            absorb(target, candidate)
            recent.remove(target)
            recent.append(target)
    return events


def _name_officials(candidate: Candidate, recent: list[Candidate], reading: Reading) -> None:
    """ "the U.S. officials" are those of that side who took part in what was last spoken of."""
    if candidate.trigger.lemma in FORMAL_ACTS:
        return  # who signs or votes is another matter
    for side in candidate.unnamed:
        if any(_side_of(p, reading) == side for p in candidate.participants.values()):
            continue
        for event in reversed(recent):
            people = [p for p in event.participants.values() if _side_of(p, reading) == side]
            if people and event.status in HELD:
                candidate.participants.update({p.key: p for p in people})
                break


def _side_of(person: Entity, reading: Reading) -> str:
    polity = side_of(person, reading)
    return _key(polity) if polity else "?"


def _main_sides(candidates: list[Candidate]) -> tuple[Entity, ...]:
    """The two or three parties that the article is about: its first complete encounters'."""
    counts: Counter[tuple[Entity, ...]] = Counter()
    for order, candidate in enumerate(candidates):
        if candidate.type == "Meeting" and 2 <= len(candidate.parties) <= 6:
            parties = tuple(sorted(candidate.parties.values(), key=lambda e: (e.kind, e.key)))
            counts[parties] += 3 if order < 3 else 1
    return counts.most_common(1)[0][0] if counts else ()


def _borrow_sides(
    candidate: Candidate,
    events: list[Candidate],
    joints: Sequence[Joint],
    main: tuple[Entity, ...],
    reading: Reading,
) -> None:
    """Give "the two sides" and bare "the talks" the sides they mean."""
    own = set(candidate.parties)
    if candidate.type == "Visit" and not candidate.twin:
        return
    joint = None if candidate.twin else nearest(joints, candidate.offset, candidate.token)
    event = _last_complete(candidate, events)
    if (
        joint is not None
        and (event is None or event.offset < joint.offset)
        and own <= {_key(p) for p in joint.parties}
    ):
        for person in joint.people:
            candidate.participants.setdefault(person.key, person)
        for party in joint.parties:
            candidate.add_party(party)
    elif event is not None:
        _take_sides(candidate, event, reading)
    elif own <= {_key(p) for p in main}:
        for party in main:
            candidate.add_party(party)


def _take_sides(candidate: Candidate, event: Candidate, reading: Reading) -> None:
    """Give a mention the sides of an earlier encounter; a visit only its travellers."""
    if candidate.type == "Visit":
        for person in event.participants.values():
            candidate.add_person(person, side_of(person, reading))
        return
    candidate.outsiders = candidate.outsiders or event.outsiders
    if candidate.twin:
        candidate.participants.update(event.participants)
    for party in event.parties.values():
        candidate.add_party(party)


def _key(party: Entity) -> str:
    return f"{party.kind}/{party.key}"


def _last_complete(candidate: Candidate, events: list[Candidate]) -> Candidate | None:
    """The latest encounter before this mention whose sides can be its own."""
    own, wanted = set(candidate.parties), side_count(candidate.token)
    for event in reversed(events):
        same_kind = (event.type == "Visit") == (candidate.type == "Visit")
        enough = bool(event.participants) if event.type == "Visit" else event.side_count >= 2
        fits = enough and own <= set(event.parties) and same_kind
        fits = fits and (not candidate.twin or bool(event.participants))
        if fits and (wanted is None or len(event.parties) == wanted):
            return event
    return None


def _antecedent(
    candidate: Candidate, events: list[Candidate], reading: Reading
) -> Candidate | None:
    """The event that a candidate mentions again, if any: the best one, the latest among equals."""
    best: Candidate | None = None
    best_score = 0.0
    for event in events:
        score = similarity(candidate, event, reading)
        if score > 0 and score >= best_score:
            best, best_score = event, score
    return best


def absorb(event: Candidate, mention: Candidate) -> None:
    """Add what another mention of the same encounter says."""
    for key, person in mention.participants.items():
        event.participants.setdefault(key, person)
    event.outsiders = max(event.outsiders, mention.outsiders)
    for key, party in mention.parties.items():
        event.parties.setdefault(key, party)
    if _tells_better_when(mention, event):
        event.when, event.when_rank = mention.when, mention.when_rank
    event.place = _finer(event.place, mention.place)
    event.host = event.host or mention.host
    event.mode = event.mode or mention.mode
    event.ordinal = event.ordinal or mention.ordinal
    event.level = max((event.level, mention.level), key=_LEVELS.index)
    if event.sidelines is None:
        event.sidelines, event.sidelines_offset = mention.sidelines, mention.sidelines_offset
        event.sidelines_noun = mention.sidelines_noun
    event.offsets += mention.offsets
    _settle(event, mention)
    known = {(e.start, e.end) for e in event.evidence}
    event.evidence += [e for e in mention.evidence if (e.start, e.end) not in known]


def _tells_better_when(mention: Candidate, event: Candidate) -> bool:
    """Whether a mention's date stands closer to it; of two that stand close, the narrower one."""
    ours, theirs = _width(mention), _width(event)
    if mention.when_rank >= 2 and event.when_rank >= 2 and ours and theirs:
        return ours < theirs
    rank, known = mention.when_rank, mention.when.earliest is not None
    return (rank, known) > (event.when_rank, event.when.earliest is not None)


def _width(candidate: Candidate) -> int:
    """How many days a date may be; 0 when it is not known."""
    first, last = candidate.when.earliest, candidate.when.latest
    return (last - first).days + 1 if first and last else 0


def _settle(event: Candidate, mention: Candidate) -> None:
    """Let the plainer words tell the status; what was seen to happen beats what was planned."""
    event.begun = event.begun or mention.begun
    happened = mention.status in HELD and event.status in AHEAD
    under_way = mention.status == "ongoing" and event.status == "occurred"
    if mention.status_sure and (not event.status_sure or happened or under_way):
        event.status, event.status_sure = mention.status, True
    elif event.status == "occurred" and mention.status == "ongoing" and not event.status_sure:
        event.status = "ongoing"


def _finer(one: Entity | None, other: Entity | None) -> Entity | None:
    if one is None or other is None:
        return one or other
    return other if one.kind is Kind.POLITY and other.kind is Kind.PLACE else one


def opening(reading: Reading) -> list[Sentence]:
    """The first sentences that tell something; a dateline may stand as one of its own."""
    telling = (
        s for s in reading.document.sentences() if any(t.pos_ in ("VERB", "AUX") for t in s.span)
    )
    return list(islice(telling, _LEAD_SENTENCES))


def is_lead(candidate: Candidate, reading: Reading) -> bool:
    """Whether a candidate is what the article opens with, or its people are those of the lead."""
    first = opening(reading)
    if any(sentence.start == candidate.sentence.start for sentence in first):
        return True
    named = {m.entity.key for m in reading.mentions_in(0, first[-1].end)} if first else set()
    people = set(candidate.participants)
    return len(people) >= 2 and people <= named
