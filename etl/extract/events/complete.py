"""Encounters -> events: what they inherit, how they hang together, what they are called."""

from collections.abc import Sequence
from datetime import timedelta

from etl.entities import Entity, Kind
from etl.extract.events.candidate import Candidate
from etl.extract.events.captions import use_captions
from etl.extract.events.find import Finder
from etl.extract.events.gatherings import add_gatherings
from etl.extract.events.merge import is_lead, opening
from etl.extract.events.output import make_events
from etl.extract.events.represent import country_of, is_body, side_of
from etl.extract.events.senses import light_verb
from etl.extract.events.settle import settle_status
from etl.extract.events.times import same_day
from etl.facts import UNKNOWN, Declined, Event, When
from etl.reading import Reading


def complete(encounters: Sequence[Candidate], finder: Finder) -> tuple[list[Event], list[Declined]]:
    """Fill what encounters take from each other and drop those that lack a side."""
    reading = finder.reading
    use_captions(encounters, finder)
    kept, declined = [], []
    for encounter in add_gatherings(encounters, reading, finder.slots.place_of):
        _add_host(encounter, reading)
        reason = _lacking(encounter, reading)
        if reason is None:
            kept.append(encounter)
        else:
            start = encounter.sentence.paragraph.start + encounter.token.idx
            end = start + len(encounter.token.text)
            declined.append(Declined(start, end, f"event: {encounter.token}", reason))
    _inherit_time(kept, reading)
    settle_status(kept, reading)
    _relate(kept, reading)
    return make_events(kept, reading), declined


def _add_host(found: Candidate, reading: Reading) -> None:
    """Officials of one state who hold talks in another hold them with its hosts."""
    if found.type != "Meeting" or len(found.parties) != 1 or found.outsiders:
        return
    if found.place is None or found.mode is not None or found.earlier:
        return
    if any(is_body(party) for party in found.parties.values()):
        return  # a body meets where it likes
    where = country_of(found.place)
    own = {p.key for p in found.parties.values()}
    held_by_one = found.trigger.pos == "NOUN" and not found.definite
    if where and where not in own and held_by_one:
        host = _polity(where, reading)
        if host is not None:
            found.add_party(host)


def _polity(key: str, reading: Reading) -> Entity | None:
    for mention in reading.mentions:
        if mention.entity.kind is Kind.POLITY and mention.entity.key == key:
            return mention.entity
    return None


def _lacking(found: Candidate, reading: Reading) -> str | None:
    """Why a candidate is no event, or None."""
    if found.type == "Visit":
        return _lacking_visit(found, reading)
    bodies = [p for p in found.parties.values() if _may_sit_alone(p, found)]
    if len(found.parties) >= 2:
        held = _is_plainly_held(found)
        if found.trigger.strong or held or _is_tangible(found):
            return None
        return "neither a date, a place nor a person is named with it"
    if bodies and (found.place or found.when.text) and not found.participants:
        return None
    unplaced = any(side_of(p, reading) is None for p in found.participants.values())
    counted = found.side_count + (1 if unplaced else 0)
    plain = found.trigger.strong or found.trigger.pos == "NOUN" or _is_of_two(found)
    if found.parties and counted >= 2 and plain and _is_tangible(found):
        return None
    if len(found.participants) >= 2 and unplaced and plain:
        return None  # a rebel's or mediator's side may stand nowhere in the article
    return "only one side is named"


def _is_of_two(found: Candidate) -> bool:
    """Whether people spoke with each other, as "the minister had spoken to the mediator" tells."""
    return found.trigger.lemma in ("speak", "talk") and len(found.participants) >= 2


def _may_sit_alone(party: Entity, found: Candidate) -> bool:
    """Whether a body's session is an encounter by itself; a union's mere discussions are not."""
    if found.trigger.lemma == "sign":
        return False  # who brokered an accord is named with it, and signs nothing alone
    return is_body(party) and (party.kind is Kind.ORGANIZATION or found.trigger.strong)


def _is_plainly_held(found: Candidate) -> bool:
    """ "held consultations": the verb of a noun whose sides its own sentence names."""
    noun = found.trigger.pos == "NOUN" and not found.points_back
    return noun and light_verb(found.token) is not None


def _is_tangible(found: Candidate) -> bool:
    return bool(found.participants or found.place or found.when.text)


def _lacking_visit(found: Candidate, reading: Reading) -> str | None:
    if not (found.participants or found.parties):
        return "no traveller is named"
    if found.place is None:
        return "no destination is named"
    goal = country_of(found.place)
    own = {p.key for p in found.parties.values()}
    if goal is None or goal in own:
        return "the destination is no foreign country"
    return None


# time ------------------------------------------------------------------------------------------


def _news_date(reading: Reading) -> When | None:
    """The day that the article reports on: the first date of its first two sentences."""
    for sentence in opening(reading):
        for date in reading.dates:
            if (
                sentence.start <= date.start < sentence.end
                and (same_day(date.when) or not date.when.earliest)
                and not _lies_ahead(date.when, reading)
            ):
                return date.when
    return None


def _lies_ahead(when: When, reading: Reading) -> bool:
    published = reading.document.article.published
    return bool(published and when.earliest and when.earliest > published.latest)


def _around_publication(reading: Reading) -> When | None:
    """When undated news happened: the day it was published or the day before."""
    published = reading.document.article.published
    if published is None or not published.is_day:
        return None
    eve = published.earliest - timedelta(days=1)
    edtf = f"{eve.isoformat()}/{published.latest.isoformat()}"
    return When(eve, published.latest, basis="relative", edtf=edtf)


def _is_fresh(found: Candidate, reading: Reading) -> bool:
    """Whether the lead tells an undated encounter as something that has just happened."""
    undated = found.when_rank == 0 and found.when.text is None and not found.earlier
    told = found.status_sure or (found.trigger.pos == "NOUN" and found.type != "Visit")
    told = told and (found.type != "Visit" or found.trigger.pos == "VERB")
    return undated and told and found.status in ("occurred", "ongoing") and is_lead(found, reading)


def _inherit_time(encounters: list[Candidate], reading: Reading) -> None:
    news = _news_date(reading)
    around = _around_publication(reading)
    for found in encounters:
        if found.when_rank == 1 and not _after_event(found):
            found.when, found.when_rank = UNKNOWN, 0
        if news and _is_news(found, reading):
            found.when, found.when_rank = news, 1
        elif around and _is_fresh(found, reading):
            found.when, found.when_rank = around, 1
    for found in encounters:
        if found.type == "PressEvent":
            _share(found, _followed(found, encounters))
        if found.twin:
            _bound_by_twin(found, encounters, reading)


def _bound_by_twin(twin: Candidate, encounters: list[Candidate], reading: Reading) -> None:
    """ "The meeting, which followed a May 18 call": it lies between that day and publication."""
    published = reading.document.article.published
    day = twin.when.latest
    if published is None or day is None or twin.token.head.lemma_ != "follow":
        return
    for found in encounters:
        mentioned = any(e.start == twin.sentence.start for e in found.evidence)
        if found is not twin and mentioned and found.when_rank < 2 and found.status == "occurred":
            last = published.latest
            text = f"after {twin.when.text}"
            edtf = f"{day.isoformat()}/{last.isoformat()}"
            found.when = When(day, last, text=text, basis="relative", edtf=edtf)
            found.when_rank = 2


def _is_news(found: Candidate, reading: Reading) -> bool:
    """Whether an undated encounter is what the article reports today."""
    held = found.status in ("occurred", "ongoing") and found.type != "Visit"
    return held and found.when_rank == 0 and not found.earlier and is_lead(found, reading)


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
    visits = [e for e in encounters if e.type == "Visit" and not e.several]
    for found in encounters:
        if found.type == "Visit":
            _host(found, reading)
            continue
        during = [v for v in visits if _is_during(found, v)] or _away(found, visits)
        if during:
            _belong(found, during[0])


def _belong(found: Candidate, visit: Candidate) -> None:
    """Let talks be part of a visit, whose place and days they take when they have none."""
    found.part_of = visit
    found.place = found.place or visit.place
    if found.when_rank == 0 and found.when.text is None:
        found.when, found.when_rank = visit.when, min(visit.when_rank, 1)


def _away(found: Candidate, visits: list[Candidate]) -> list[Candidate]:
    """The one journey of someone who meets third parties there, such as the head of a body."""
    told = found.mode is None and found.place is None and found.sidelines is None
    if not told or found.earlier or found.again or found.when.text is not None:
        return []
    theirs = [v for v in visits if set(v.participants) & set(found.participants)]
    if len(theirs) != 1 or theirs[0].status not in ("ongoing", "planned"):
        return []
    settled = {theirs[0].status, found.status} <= {"ongoing", "planned", "occurred"}
    return theirs if settled and theirs[0].offset < found.offset else []


def _host(visit: Candidate, reading: Reading) -> None:
    """The country visited is a side of the visit."""
    goal = country_of(visit.place) if visit.place else None
    if goal is None:
        return
    named = _polity(goal, reading)
    visit.add_party(named or Entity(Kind.POLITY, goal, goal.replace("-", " ").title()))


def _is_during(found: Candidate, visit: Candidate) -> bool:
    """Talks of the traveller with the hosts while they are there."""
    goal = country_of(visit.place) if visit.place else None
    if not set(visit.participants) & set(found.participants):
        return False
    if found.mode in ("phone", "video") or found.earlier:
        return False
    hosts = {p.key for p in found.parties.values()}
    where = country_of(found.place) if found.place else None
    if goal not in hosts and where != goal:
        return False
    if where is not None and where != goal:
        return False
    if where is None and found.sidelines is not None:
        return False  # it was at a gathering, which may be elsewhere
    held = {"occurred", "ongoing"}
    if (found.status in held) != (visit.status in held):
        return found.status == "planned" and visit.status == "ongoing"
    return True
