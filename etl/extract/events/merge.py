"""Candidates -> one per encounter: coreference within an article."""

from collections import Counter
from collections.abc import Iterable, Sequence

from etl.entities import Entity, Kind
from etl.extract.events.candidate import Candidate
from etl.extract.events.joint import Joint, joint_subjects, nearest, side_count
from etl.facts import When
from etl.reading import Reading

_HELD = frozenset({"occurred", "ongoing"})
_AHEAD = frozenset({"planned", "proposed", "cancelled"})
_FORMAL_ACTS = frozenset({"veto", "vote", "adopt", "sign", "signing"})
_LEAD_SENTENCES = 4


def merge(candidates: Iterable[Candidate], reading: Reading) -> list[Candidate]:
    """One candidate per encounter, in order of first mention, sides of anaphora filled in."""
    pending = list(candidates)
    main = _main_sides(pending)
    joints = joint_subjects(reading)
    events: list[Candidate] = []
    recent: list[Candidate] = []  # the same, the one spoken of last at the end
    for candidate in pending:
        _name_officials(candidate, recent, reading)
        target = _antecedent(candidate, recent, reading)
        if target is None and len(candidate.parties) < 2 and candidate.points_back:
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
    for side in candidate.unnamed:
        if any(_side_of(p, reading) == side for p in candidate.participants.values()):
            continue
        for event in reversed(recent):
            people = [p for p in event.participants.values() if _side_of(p, reading) == side]
            if people and event.status in _HELD:
                candidate.participants.update({p.key: p for p in people})
                break


def _side_of(person: Entity, reading: Reading) -> str:
    polity = reading.polity_of(person)
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
            candidate.add_person(person, reading.polity_of(person))
        return
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
        fits = len(event.parties) >= 2 and own <= set(event.parties) and same_kind
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


def similarity(one: Candidate, other: Candidate, reading: Reading) -> float:
    """How likely two candidates are one encounter; 0 when something contradicts it."""
    if one.type != other.type or one.earlier != other.earlier or not _same_act(one, other):
        return 0.0
    if not (_same_mode(one, other) and _same_time(one.when, other.when)):
        return 0.0
    if not (_same_status(one, other) and _same_place(one, other)):
        return 0.0
    if not (_same_people(one, other, reading) and _count_fits(one, other)):
        return 0.0
    return _common_ground(one, other)


def _common_ground(one: Candidate, other: Candidate) -> float:
    """What both share, once nothing contradicts; 0 when that is too little."""
    people = set(one.participants) & set(other.participants)
    parties = set(one.parties) & set(other.parties)
    smaller = min(len(one.parties), len(other.parties))
    refers_back = one.definite or one.anaphora
    if one.type == "Visit":
        same_goal = one.place is None or other.place is None or _is_in(one.place, other.place)
        return (1.0 + len(people)) if people and same_goal else 0.0
    if smaller >= 2 and len(parties) < smaller:
        return 0.0
    if people and len(parties) == smaller:
        return 1.0 + len(people) + 0.2 * len(parties)
    if smaller >= 2:
        if one.participants and other.participants and not people:
            return 0.0
        return 0.6 + 0.2 * len(parties) + 0.3 * refers_back
    if refers_back and len(parties) == smaller and one.label_kin(other):
        return 0.4 + 0.2 * len(parties)
    return 0.0


def _count_fits(mention: Candidate, event: Candidate) -> bool:
    """A tripartite meeting is none of two sides."""
    wanted = side_count(mention.token)
    return wanted is None or not event.parties or len(event.parties) == wanted


def _same_act(one: Candidate, other: Candidate) -> bool:
    """A vote or a signing is the talks only where both are of one named body."""
    acts = {one.trigger.lemma, other.trigger.lemma}
    if not acts & _FORMAL_ACTS or len(acts) == 1:
        return True
    bodies = [{key for key in c.parties if key.startswith("organization/")} for c in (one, other)]
    return bool(bodies[0] & bodies[1])


def _same_mode(one: Candidate, other: Candidate) -> bool:
    if one.mode == other.mode:
        return True
    return one.mode is None and one.definite and one.trigger.lemma in ("conversation", "talk")


def _same_status(one: Candidate, other: Candidate) -> bool:
    if one.status == other.status:
        return True
    statuses = {one.status, other.status}
    if statuses <= _HELD or statuses <= _AHEAD:
        return True
    # A bare noun takes its status from the verb beside it, which may lie.
    weak = one if not one.status_sure else other
    return not weak.status_sure and (weak.definite or weak.anaphora) and "cancelled" not in statuses


def _same_time(one: When, other: When) -> bool:
    if one.earliest and other.earliest:
        one_end, other_end = one.latest or one.earliest, other.latest or other.earliest
        return one.earliest <= other_end and other.earliest <= one_end
    if one.text and other.text and not (one.earliest or other.earliest):
        return _day_name(one.text) == _day_name(other.text)
    return True


def _day_name(text: str) -> str:
    words = text.casefold().split()
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return next((w for w in words if w in days), text.casefold())


def _is_in(one: Entity, other: Entity) -> bool:
    """Whether two places agree: the same, or a city and its country."""
    if (one.kind, one.key) == (other.kind, other.key):
        return True
    for city, country in ((one, other), (other, one)):
        if city.kind is Kind.PLACE and country.kind is Kind.POLITY and city.polity == country.key:
            return True
    return False


def _same_place(one: Candidate, other: Candidate) -> bool:
    if one.place is None or other.place is None:
        return True
    return _is_in(one.place, other.place)


def _same_people(one: Candidate, other: Candidate, reading: Reading) -> bool:
    """No side may send different people: Moon's talks with Blinken are not Chung's."""
    sent_one, sent_other = _by_side(one, reading), _by_side(other, reading)
    for side in sent_one.keys() & sent_other.keys():
        first, second = sent_one[side], sent_other[side]
        if not (first <= second or second <= first):
            return False
    return True


def _by_side(candidate: Candidate, reading: Reading) -> dict[str, set[str]]:
    sides: dict[str, set[str]] = {}
    for person in candidate.participants.values():
        polity = reading.polity_of(person)
        sides.setdefault(polity.key if polity else "?", set()).add(person.key)
    return sides


def absorb(event: Candidate, mention: Candidate) -> None:
    """Add what another mention of the same encounter says."""
    for key, person in mention.participants.items():
        event.participants.setdefault(key, person)
    for key, party in mention.parties.items():
        event.parties.setdefault(key, party)
    if (mention.when_rank, mention.when.earliest is not None) > (
        event.when_rank,
        event.when.earliest is not None,
    ):
        event.when, event.when_rank = mention.when, mention.when_rank
    event.place = _finer(event.place, mention.place)
    event.host = event.host or mention.host
    event.mode = event.mode or mention.mode
    event.level = event.level or mention.level
    event.sidelines = event.sidelines or mention.sidelines
    if mention.status_sure and not event.status_sure:
        event.status, event.status_sure = mention.status, True
    elif event.status == "occurred" and mention.status == "ongoing" and not event.status_sure:
        event.status = "ongoing"
    known = {(e.start, e.end) for e in event.evidence}
    event.evidence += [e for e in mention.evidence if (e.start, e.end) not in known]


def _finer(one: Entity | None, other: Entity | None) -> Entity | None:
    if one is None or other is None:
        return one or other
    return other if one.kind is Kind.POLITY and other.kind is Kind.PLACE else one


def is_lead(candidate: Candidate, reading: Reading) -> bool:
    """Whether a candidate stands among the article's first sentences."""
    for number, sentence in enumerate(reading.document.sentences()):
        if number >= _LEAD_SENTENCES:
            return False
        if sentence.start == candidate.sentence.start:
            return True
    return False
