"""One sentence, several encounters: "Levy will meet the president and the prime minister"."""

from dataclasses import replace

from etl.entities import Entity, Kind
from etl.extract.events.candidate import Candidate
from etl.extract.events.represent import side_of
from etl.extract.events.stops import at_stops
from etl.reading import Reading

_TOGETHER = frozenset({"together", "jointly", "joint", "both", "three-way", "trilateral"})
_SEVERAL = frozenset({"separately", "separate", "series", "also"})


def separate(found: Candidate, reading: Reading) -> list[Candidate]:
    """The encounters that a candidate stands for: one for each host whom a visitor sees in turn."""
    stops = at_stops(found, reading)
    if stops:
        return stops
    hosts = _seen_in_turn(found, reading)
    if not hosts:
        return [found]
    others = {k: p for k, p in found.participants.items() if k not in {h.key for h in hosts}}
    return [
        replace(
            found,
            participants={**others, host.key: host},
            parties=_sides([*others.values(), host], found, reading),
            evidence=list(found.evidence),
            offsets=list(found.offsets),
        )
        for host in hosts
    ]


def _sides(people: list[Entity], found: Candidate, reading: Reading) -> dict[str, Entity]:
    """The parties for which these people act; all that were named where that is unknown."""
    served = [side_of(person, reading) for person in people]
    known = {f"{s.kind}/{s.key}": s for s in served if s is not None}
    return known if len(known) >= 2 else dict(found.parties)


def _seen_in_turn(found: Candidate, reading: Reading) -> list[Entity]:
    lemma, token = found.trigger.lemma, found.token
    plural_noun = lemma in ("meeting", "talk") and token.tag_ == "NNS"
    if not (lemma == "meet" or plural_noun) or found.mode is not None:
        return []
    nearby = {t.lower_ for t in found.sentence.span}
    if nearby & _TOGETHER:
        return []
    sides: dict[str, list[Entity]] = {}
    for person in found.participants.values():
        polity = side_of(person, reading)
        sides.setdefault(polity.key if polity else "?", []).append(person)
    unknown = sides.pop("?", [])
    in_turn = found.status == "planned" or bool(nearby & _SEVERAL)
    if len(sides) > 2 and in_turn and not unknown:
        return _by_one_visitor(found, sides, reading)
    if len(sides) != 2:
        return []
    visitors, hosts = sorted(sides.values(), key=len)
    hosts = hosts + unknown
    if len(visitors) != 1 or len(hosts) < 2:
        return []
    return hosts if len(hosts) >= 3 or in_turn else []


def _by_one_visitor(
    found: Candidate, sides: dict[str, list[Entity]], reading: Reading
) -> list[Entity]:
    """ "Zarif is due to meet A, B and C" of as many states: whom the one before the verb meets."""
    sentence = found.sentence
    before = {
        m.entity.key for m in reading.mentions.within(sentence.start, found.offset, Kind.OFFICIAL)
    }
    visitors = [people for people in sides.values() if any(p.key in before for p in people)]
    if len(visitors) != 1 or len(visitors[0]) != 1:
        return []
    return [p for people in sides.values() if people is not visitors[0] for p in people]
