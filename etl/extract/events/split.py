"""One sentence, several encounters: "Levy will meet the president and the prime minister"."""

from dataclasses import replace

from etl.entities import Entity
from etl.extract.events.candidate import Candidate
from etl.extract.events.represent import side_of
from etl.reading import Reading

_TOGETHER = frozenset({"together", "jointly", "joint", "both", "three-way", "trilateral"})
_SEVERAL = frozenset({"separately", "separate", "series", "also"})


def separate(found: Candidate, reading: Reading) -> list[Candidate]:
    """The encounters that a candidate stands for: one for each host whom a visitor sees in turn."""
    hosts = _seen_in_turn(found, reading)
    if not hosts:
        return [found]
    others = {k: p for k, p in found.participants.items() if k not in {h.key for h in hosts}}
    return [
        replace(
            found,
            participants={**others, host.key: host},
            parties=dict(found.parties),
            evidence=list(found.evidence),
            offsets=list(found.offsets),
        )
        for host in hosts
    ]


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
    if len(sides) != 2:
        return []
    visitors, hosts = sorted(sides.values(), key=len)
    hosts = hosts + unknown
    if len(visitors) != 1 or len(hosts) < 2:
        return []
    in_turn = len(hosts) >= 3 or found.status == "planned" or bool(nearby & _SEVERAL)
    return hosts if in_turn else []
