"""Encounters -> events: what they inherit, how they hang together, what they are called."""

from collections.abc import Sequence

from etl.entities import Entity, Kind
from etl.extract.events.candidate import Candidate
from etl.extract.events.captions import use_captions
from etl.extract.events.find import Finder
from etl.extract.events.merge import is_lead
from etl.extract.events.slots import same_day
from etl.extract.issues import issues_in
from etl.facts import UNKNOWN, Declined, Event, Evidence, When
from etl.reading import Reading

_LEADERS = frozenset({"head-of-state", "head-of-government", "deputy-head", "royal"})
_MINISTERS = frozenset(
    {"foreign-minister", "defence-minister", "finance-minister", "trade-minister", "other-minister"}
)
_SLUGS = {"Meeting": "meeting", "Visit": "visit", "PressEvent": "press-event",
          "DiplomaticEvent": "gathering"}  # fmt: skip
_NOUNS = {"Meeting": "Meeting", "Visit": "Visit", "PressEvent": "Press conference"}
_MAX_EVIDENCE = 6


def complete(encounters: Sequence[Candidate], finder: Finder) -> tuple[list[Event], list[Declined]]:
    """Fill what encounters take from each other and drop those that lack a side."""
    reading = finder.reading
    use_captions(encounters, finder)
    kept, declined = [], []
    for encounter in encounters:
        reason = _lacking(encounter, reading)
        if reason is None:
            kept.append(encounter)
        else:
            start = encounter.sentence.paragraph.start + encounter.token.idx
            end = start + len(encounter.token.text)
            declined.append(Declined(start, end, f"event: {encounter.token}", reason))
    _inherit_time(kept, reading)
    _relate(kept, reading)
    _settle_status(kept, reading)
    return _events(kept, reading), declined


def _lacking(found: Candidate, reading: Reading) -> str | None:
    """Why a candidate is no event, or None."""
    if found.type == "Visit":
        return _lacking_visit(found, reading)
    bodies = [p for p in found.parties.values() if p.kind is Kind.ORGANIZATION]
    if len(found.parties) >= 2:
        if found.trigger.strong or _is_tangible(found):
            return None
        return "neither a date, a place nor a person is named with it"
    if bodies and (found.place or found.when.text) and not found.participants:
        return None
    if len(found.participants) >= 2 and len(found.parties) == 0:
        return None
    return "only one side is named"


def _is_tangible(found: Candidate) -> bool:
    return bool(found.participants or found.place or found.when.text)


def _lacking_visit(found: Candidate, reading: Reading) -> str | None:
    if not (found.participants or found.parties):
        return "no traveller is named"
    if found.place is None:
        return "no destination is named"
    goal = _country(found.place)
    own = {p.key for p in found.parties.values()}
    if goal is None or goal in own:
        return "the destination is no foreign country"
    return None


def _country(place: Entity) -> str | None:
    return place.key if place.kind is Kind.POLITY else place.polity


# time ------------------------------------------------------------------------------------------


def _news_date(reading: Reading) -> When | None:
    """The day that the article reports on: the first date of its first two sentences."""
    for number, sentence in enumerate(reading.document.sentences()):
        if number >= 2:
            return None
        for date in reading.dates:
            if sentence.start <= date.start < sentence.end and (
                same_day(date.when) or not date.when.earliest
            ):
                return date.when
    return None


def _inherit_time(encounters: list[Candidate], reading: Reading) -> None:
    news = _news_date(reading)
    for found in encounters:
        if found.when_rank == 1 and not _after_event(found):
            found.when, found.when_rank = UNKNOWN, 0
        if found.when_rank == 0 and news and is_lead(found, reading) and not found.earlier:
            if found.status in ("occurred", "ongoing") and found.type != "Visit":
                found.when, found.when_rank = news, 1
    for found in encounters:
        if found.type == "PressEvent":
            _share(found, _followed(found, encounters))


def _after_event(found: Candidate) -> bool:
    """ "said after meeting": what was said the same day gives the meeting its day."""
    head = found.token.head
    return head.lower_ in ("after", "following", "during", "at", "in", "with") or (
        found.token.dep_ == "pcomp"
    )


def _followed(press: Candidate, encounters: list[Candidate]) -> Candidate | None:
    """The meeting that a press event follows: the nearest one of the same sides."""
    fitting = [
        e
        for e in encounters
        if e.type == "Meeting" and e.mode is None and not e.earlier
        and e.status == press.status
        and set(press.participants) <= set(e.participants)
        and (set(press.parties) <= set(e.parties))
    ]  # fmt: skip
    before = [e for e in fitting if e.evidence[0].start <= press.evidence[-1].start]
    return before[-1] if before else (fitting[0] if fitting else None)


def _share(press: Candidate, meeting: Candidate | None) -> None:
    if meeting is None:
        return
    press.follows = meeting
    for party in meeting.parties.values():
        press.add_party(party)
    press.place = press.place or meeting.place
    meeting.place = meeting.place or press.place
    if press.when_rank < 2 and meeting.when_rank >= press.when_rank and meeting.when.text:
        press.when, press.when_rank = meeting.when, meeting.when_rank
    elif meeting.when_rank < press.when_rank or (
        same_day(press.when) and not meeting.when.earliest
    ):
        meeting.when, meeting.when_rank = press.when, press.when_rank


# relations -------------------------------------------------------------------------------------


def _relate(encounters: list[Candidate], reading: Reading) -> None:
    visits = [e for e in encounters if e.type == "Visit"]
    for found in encounters:
        if found.type == "Visit":
            _host(found, reading)
            continue
        for visit in visits:
            if _is_during(found, visit):
                found.part_of = visit
                found.place = found.place or visit.place
                break


def _host(visit: Candidate, reading: Reading) -> None:
    """The country visited is a side of the visit."""
    goal = _country(visit.place) if visit.place else None
    if goal is None:
        return
    for mention in reading.mentions:
        if mention.entity.kind is Kind.POLITY and mention.entity.key == goal:
            visit.add_party(mention.entity)
            return
    visit.add_party(Entity(Kind.POLITY, goal, goal.replace("-", " ").title()))


def _is_during(found: Candidate, visit: Candidate) -> bool:
    """Talks of the traveller with the hosts while they are there."""
    goal = _country(visit.place) if visit.place else None
    if not set(visit.participants) & set(found.participants):
        return False
    if found.mode in ("phone", "video") or found.earlier:
        return False
    hosts = {p.key for p in found.parties.values()}
    where = _country(found.place) if found.place else None
    if goal not in hosts and where != goal:
        return False
    if where is not None and where != goal:
        return False
    held = {"occurred", "ongoing"}
    if (found.status in held) != (visit.status in held):
        return found.status == "planned" and visit.status == "ongoing"
    return True


# status ----------------------------------------------------------------------------------------


def _settle_status(encounters: list[Candidate], reading: Reading) -> None:
    published = reading.document.article.published
    for found in encounters:
        first = found.when.earliest
        if published and first and first > published.latest and found.status in (
            "occurred", "ongoing",
        ):  # fmt: skip
            found.status = "planned"
        if found.type == "Visit" and found.status == "occurred" and published and first:
            if (published.latest - first).days <= 1 and not found.status_sure:
                found.status = "ongoing"
        if (
            found.status == "ongoing"
            and published
            and found.when.latest
            and (found.when.latest < published.earliest and found.type != "Visit")
        ):
            found.status = "occurred"


# output ----------------------------------------------------------------------------------------


def _events(encounters: list[Candidate], reading: Reading) -> list[Event]:
    counts: dict[str, int] = {}
    ids: dict[int, str] = {}
    for found in encounters:
        counts[found.type] = counts.get(found.type, 0) + 1
        ids[id(found)] = f"{_SLUGS[found.type]}-{counts[found.type]}"
    gatherings = _gatherings(encounters)
    made = [_event(found, ids, gatherings, reading) for found in encounters]
    return made + list(gatherings.values())


def _gatherings(encounters: list[Candidate]) -> dict[str, Event]:
    """The larger events on whose sidelines others were held, by name."""
    found: dict[str, Event] = {}
    for encounter in encounters:
        name = encounter.sidelines
        if name and name.casefold() not in found:
            evidence = next((e for e in encounter.evidence if name in e.exact), None)
            if evidence is None:
                continue
            passage = Evidence(
                evidence.start, evidence.end, evidence.exact, "events/sidelines", 0.7
            )
            found[name.casefold()] = Event(
                id=f"{_SLUGS['DiplomaticEvent']}-{len(found) + 1}", type="DiplomaticEvent",
                label=name, status=encounter.status, evidence=(passage,),
                place=encounter.place, when=UNKNOWN,
            )  # fmt: skip
    return found


def _event(
    found: Candidate, ids: dict[int, str], gatherings: dict[str, Event], reading: Reading
) -> Event:
    larger = gatherings.get((found.sidelines or "").casefold())
    sentences = " ".join(e.exact for e in found.evidence)
    return Event(
        id=ids[id(found)],
        type=found.type,
        label=_label(found, reading),
        status=found.status,
        evidence=tuple(found.evidence[:_MAX_EVIDENCE]),
        mode=found.mode or "in-person",
        level=_level(found, reading),
        when=found.when,
        place=None if found.mode in ("phone", "video") else found.place,
        participants=tuple(found.participants.values()),
        parties=tuple(found.parties.values()),
        about=issues_in(sentences),
        part_of=ids.get(id(found.part_of)) if found.part_of else None,
        on_sidelines_of=larger.id if larger else None,
        follows=ids.get(id(found.follows)) if found.follows else None,
    )


def _level(found: Candidate, reading: Reading) -> str:
    types = {
        role.office_type
        for key in found.participants
        for role in reading.roles.get(key, ())[:1]
        if not role.former
    }
    if types & _LEADERS:
        return "leader"
    if types & _MINISTERS:
        return "ministerial"
    return found.level or "official"


def _label(found: Candidate, reading: Reading) -> str:
    """What people would call it: "Meeting of Park Jin and Antony Blinken in Washington"."""
    people = [p.label for p in found.participants.values()]
    names = people if len(people) >= 2 else [p.label for p in found.parties.values()]
    if found.type == "Visit":
        names = people or names
        where = f" to {found.place.label}" if found.place else ""
    else:
        where = f" in {found.place.label}" if found.place and found.mode is None else ""
    noun = _NOUNS[found.type]
    if found.mode in ("phone", "video"):
        noun = f"{found.mode.capitalize()} call"
    return f"{noun} of {_joined(names)}{where}"


def _joined(names: list[str]) -> str:
    shown = names[:5] + (["others"] if len(names) > 5 else [])
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} and {shown[-1]}"
