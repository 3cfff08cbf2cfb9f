"""How likely two mentions are one encounter: nothing may contradict, and enough must agree."""

from etl.entities import Entity, Kind
from etl.extract.events.candidate import Candidate
from etl.extract.events.joint import side_count
from etl.extract.events.represent import country_of, side_of
from etl.facts import When
from etl.reading import Reading

HELD = frozenset({"occurred", "ongoing"})
AHEAD = frozenset({"planned", "proposed", "cancelled"})
# After a call, words that may mean it.
_UNSAID_MODE = frozenset({"conversation", "talk", "discussion", "discuss", "exchange"})
LEADERS = frozenset({"head-of-state", "head-of-government", "deputy-head", "royal"})
_ASIDE = frozenset(
    {"separately", "separate", "also", "privately", "alone", "bilateral", "individually"}
)
FORMAL_ACTS = frozenset({"veto", "vote", "adopt", "sign", "signing"})


def similarity(one: Candidate, other: Candidate, reading: Reading) -> float:
    """How likely two candidates are one encounter; 0 when something contradicts it."""
    if one.type != other.type or one.earlier != other.earlier or not _same_act(one, other):
        return 0.0
    if one.ordinal and other.ordinal:
        same_sides = set(one.parties) <= set(other.parties) or one.side_count < 2
        return 3.0 if one.ordinal == other.ordinal and same_sides else 0.0
    if one.several != other.several or _is_another(one, other):
        return 0.0
    if not (_same_mode(one, other) and _same_time(one.when, other.when)):
        return 0.0
    if _is_with_outsiders(one, other) or _is_with_outsiders(other, one):
        return 0.0
    if not (_same_status(one, other) and _same_place(one, other)):
        return 0.0
    if not _same_rank(one, other, reading) or _is_aside(one, other) or _is_of_author(one, other):
        return 0.0
    if not ((one.attended or _same_people(one, other, reading)) and _count_fits(one, other)):
        return 0.0
    return _common_ground(one, other)


def _is_aside(one: Candidate, other: Candidate) -> bool:
    """ "Bao met separately with Dara", beside the talks of three."""
    for aside, event in ((one, other), (other, one)):
        alone = any(c.lower_ in _ASIDE for c in aside.token.children)
        if alone and len(aside.participants) == 2 and len(event.parties) > len(aside.parties) > 1:
            return True
    return False


def _is_with_outsiders(one: Candidate, other: Candidate) -> bool:
    """Whether one is of a state and people that no state stands for, the other of two states."""
    return one.outsiders > 0 and other.outsiders == 0 and len(one.parties) < len(other.parties)


def _is_of_author(one: Candidate, other: Candidate) -> bool:
    """Whether the author took part in one and two others are named for the other."""
    named = other.participants if one.author else one.participants
    return one.author != other.author and len(named) > 1


def _is_another(one: Candidate, other: Candidate) -> bool:
    """Whether one is to come after the other was held."""
    if one.again == other.again:
        return False
    held = other if one.again else one
    return held.status in HELD


def _same_rank(one: Candidate, other: Candidate, reading: Reading) -> bool:
    """Whether a summit may be what others tell of: ministers alone hold none."""
    for summit, event in ((one, other), (other, one)):
        if summit.trigger.lemma == "summit" and not summit.participants and event.participants:
            types = {
                role.office_type
                for key in event.participants
                for role in reading.roles.get(key, ())[:1]
            }
            known = types - {None}
            if len(known) == len(types) and not known & LEADERS:
                return False
    return True


def _common_ground(one: Candidate, other: Candidate) -> float:
    """What both share, once nothing contradicts; 0 when that is too little."""
    people = set(one.participants) & set(other.participants)
    parties = set(one.parties) & set(other.parties)
    smaller = min(len(one.parties), len(other.parties))
    refers_back = one.definite or one.anaphora
    if one.type == "Visit":
        return _common_journey(one, other)
    if smaller >= 2 and (len(parties) < smaller or _bodies(one) != _bodies(other)):
        return 0.0
    if smaller == 1 and parties and parties <= _bodies(one) and _may_be_one_session(one, other):
        return 0.5 + 0.2 * refers_back
    if one.attended and parties and one.label_kin(other):
        return 0.6 + 0.2 * len(parties)
    if people and len(parties) == smaller:
        return 1.0 + len(people) + 0.2 * len(parties)
    if smaller >= 2:
        if one.participants and other.participants and not people:
            return 0.0
        return 0.6 + 0.2 * len(parties) + 0.3 * refers_back
    if refers_back and one.trigger.lemma == other.trigger.lemma and _is_bare_session(other):
        return 0.45  # "the conference, chaired by A and B" is the body's
    if refers_back and len(parties) == smaller and one.label_kin(other):
        return 0.4 + 0.2 * len(parties)
    return 0.0


def _common_journey(one: Candidate, other: Candidate) -> float:
    """The same for two visits: who travels, where the place is seen to agree."""
    people = set(one.participants) & set(other.participants)
    nameless = not (one.participants and other.participants)
    if people or (nameless and set(one.parties) & set(other.parties)):
        return 1.0 + len(people)
    bare = not (one.participants or one.parties) and (one.definite or one.anaphora)
    untold = not (other.participants or other.parties) and one.place and other.place
    return 0.5 if bare or untold else 0.0


def _may_be_one_session(one: Candidate, other: Candidate) -> bool:
    acts = {one.trigger.lemma, other.trigger.lemma}
    return one.label_kin(other) or bool(acts & FORMAL_ACTS)


def _is_bare_session(event: Candidate) -> bool:
    """Whether nothing is known of an encounter's sides but the body that held it."""
    return len(event.parties) == 1 and bool(_bodies(event)) and not event.participants


def _count_fits(mention: Candidate, event: Candidate) -> bool:
    """A tripartite meeting is none of two sides."""
    wanted = side_count(mention.token)
    return wanted is None or not event.parties or len(event.parties) == wanted


def _same_act(one: Candidate, other: Candidate) -> bool:
    """A vote or a signing is the talks only where both are of one named body."""
    acts = {one.trigger.lemma, other.trigger.lemma}
    if "summon" in acts and len(acts) == 2 and not (one.definite or one.anaphora):
        return False  # a protest is delivered apart from talks, unless "the meeting" means it
    if not acts & FORMAL_ACTS or len(acts) == 1:
        return True
    return bool(_bodies(one) & _bodies(other))


def _bodies(candidate: Candidate) -> set[str]:
    return {key for key in candidate.parties if key.startswith("organization/")}


def _same_mode(one: Candidate, other: Candidate) -> bool:
    if one.mode == other.mode:
        return True
    if one.mode is not None or one.trigger.lemma not in _UNSAID_MODE:
        return False
    same_people = len(one.participants) >= 2 and set(one.participants) == set(other.participants)
    return one.definite or one.anaphora or same_people


def _same_status(one: Candidate, other: Candidate) -> bool:
    if one.status == other.status:
        return True
    statuses = {one.status, other.status}
    if statuses <= HELD or statuses <= AHEAD:
        return True
    days_agree = bool(one.when.earliest and other.when.earliest)  # else the times would differ
    if one.type == "Visit" and days_agree and "cancelled" not in statuses:
        return True
    if _came_to_be(one, other):
        return True
    # A bare noun takes its status from the verb beside it, which may lie.
    weak = one if not one.status_sure else other
    return not weak.status_sure and (weak.definite or weak.anaphora) and "cancelled" not in statuses


def _came_to_be(one: Candidate, other: Candidate) -> bool:
    """ "Lund was due to meet Vogt … in her talks with Lund": a plan, and what became of it."""
    people = set(one.participants)
    same = len(people) >= 2 and people == set(other.participants)
    settled = {one.status, other.status} <= {"planned", "occurred", "ongoing"}
    return same and settled and not (one.again or other.again)


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
    if one.type == "Visit" and country_of(one.place) == country_of(other.place):
        return True  # one journey may have several stops
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
        polity = side_of(person, reading)
        sides.setdefault(polity.key if polity else "?", set()).add(person.key)
    return sides
