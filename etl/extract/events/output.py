"""Completed encounters -> facts: identifiers, labels, levels and the larger events they name."""

from etl.entities import Kind
from etl.extract.events.candidate import Candidate
from etl.extract.events.likeness import LEADERS
from etl.extract.issues import issues_in
from etl.facts import UNKNOWN, Event, Evidence
from etl.reading import Reading

_MINISTERS = frozenset(
    {"foreign-minister", "defence-minister", "finance-minister", "trade-minister", "other-minister"}
)
_BELOW_LEADERS = frozenset({"deputy-head", "organisation-head"})
_SLUGS = {"Meeting": "meeting", "Visit": "visit", "PressEvent": "press-event",
          "DiplomaticEvent": "gathering"}  # fmt: skip
_NOUNS = {"Meeting": "Meeting", "Visit": "Visit", "PressEvent": "Press conference"}
_MAX_EVIDENCE = 6


def make_events(encounters: list[Candidate], reading: Reading) -> list[Event]:
    counts: dict[str, int] = {}
    ids: dict[int, str] = {}
    for found in encounters:
        counts[found.type] = counts.get(found.type, 0) + 1
        ids[id(found)] = f"{_SLUGS[found.type]}-{counts[found.type]}"
    by_offset = {at: ids[id(found)] for found in encounters for at in found.offsets}
    gatherings = _gatherings([e for e in encounters if e.sidelines_offset not in by_offset])
    made = [_event(found, ids, by_offset, gatherings, reading) for found in encounters]
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
    found: Candidate,
    ids: dict[int, str],
    by_offset: dict[int, str],
    gatherings: dict[str, Event],
    reading: Reading,
) -> Event:
    larger = by_offset.get(found.sidelines_offset)
    if larger == ids[id(found)]:
        larger = None
    gathering = gatherings.get((found.sidelines or "").casefold())
    if larger is None and gathering is not None:
        larger = gathering.id
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
        on_sidelines_of=larger,
        follows=ids.get(id(found.follows)) if found.follows else None,
    )


def _level(found: Candidate, reading: Reading) -> str:
    types = {
        role.office_type
        for key in found.participants
        for role in reading.roles.get(key, ())[:1]
        if not role.former
    }
    if types & (LEADERS - _BELOW_LEADERS):
        return "leader"
    if types & (_MINISTERS | _BELOW_LEADERS):
        return "ministerial"
    return found.level or "official"


def _label(found: Candidate, reading: Reading) -> str:
    """What people would call it: "Meeting of Park Jin and Antony Blinken in Washington"."""
    if found.name is not None:
        return found.name[0].upper() + found.name[1:]
    people = [p.label for p in found.participants.values()]
    parties = [p for p in found.parties.values() if p.kind is not Kind.ORGANIZATION]
    names = people if len(people) >= 2 else [p.label for p in found.parties.values()]
    where = f" in {found.place.label}" if found.place and found.mode is None else ""
    noun = _NOUNS[found.type]
    if found.type == "Visit":
        names = people or names
        where = f" to {found.place.label}" if found.place else ""
    elif found.mode in ("phone", "video"):
        noun = f"{found.mode.capitalize()} call"
    body = next((p for p in found.parties.values() if p.kind is Kind.ORGANIZATION), None)
    if body is None or found.type == "Visit" or len(parties) == 1:
        return f"{noun} of {_joined(names)}{where}"
    others = people if len(people) >= 2 else [p.label for p in parties]
    of = f" of {_joined(others)}" if others else ""
    return f"{body.label} {noun[0].lower()}{noun[1:]}{of}{where}"


def _joined(names: list[str]) -> str:
    shown = names[:5] + (["others"] if len(names) > 5 else [])
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} and {shown[-1]}"
