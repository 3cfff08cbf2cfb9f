"""The one line that tells a thing from others of its name, and what its capacities add to it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Final

from ontology import terms
from store.folding import fold
from store.things import Capacity, Graph, Thing, Value

_LONGEST: Final = 160
_MOST: Final = 3


def complete(graph: Graph, things: Sequence[Thing], held: dict[str, list[Capacity]]) -> None:
    """Give officials the values of their capacities, and everything its line."""
    definitions = dict(sorted((s, text) for s, text, _ in graph.pairs(terms.DEFINITION)))
    for thing in things:
        own = held.get(thing.iri, [])
        if thing.type == "Official":
            _add_capacities(graph, thing, own)
        thing.values.sort()
        if thing.type == "Official":
            line = _person(graph, own)
        elif thing.type == "Issue":
            line = definitions.get(thing.iri, "issue")
        else:
            line = _WRITERS[thing.type](_by_property(thing))
        thing.description = _cut(line)


def _add_capacities(graph: Graph, thing: Thing, own: Sequence[Capacity]) -> None:
    found = set(thing.values)
    for capacity in own:
        for name, iri in (
            ("office", capacity.office),
            ("polity", capacity.polity),
            ("officeType", capacity.office_type),
        ):
            if iri:
                found.add(Value(name, graph.called(iri), iri))
        if capacity.title:
            found.add(Value("title", capacity.title))
    thing.values = list(found)


def _person(graph: Graph, own: Sequence[Capacity]) -> str:
    """The latest offices, or the title and polity that articles give most often."""
    offices = [c for c in own if c.office]
    if offices:
        return "; ".join(dict.fromkeys(_tenure(graph, c) for c in offices[:_MOST]))
    counted = Counter((c.title or graph.called(c.office_type), c.polity) for c in own)
    if not counted:
        return "official"
    (title, polity), _ = min(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return f"{title}, {graph.called(polity)}" if polity else title


def _tenure(graph: Graph, capacity: Capacity) -> str:
    office = graph.called(capacity.office)
    polity = graph.called(capacity.polity) if capacity.polity else ""
    where = f", {polity}" if polity and fold(polity) not in fold(office) else ""
    since, until = capacity.since[:4], capacity.until[:4]
    years = f", {since or '…'}–{until}" if since or until else ""
    return f"{office}{where}{years}"


Said = dict[str, list[str]]


def _by_property(thing: Thing) -> Said:
    said: defaultdict[str, list[str]] = defaultdict(list)
    for value in thing.values:
        said[value.property].append(value.text)
    return said


def _event(noun: str) -> Callable[[Said], str]:
    def write(said: Said) -> str:
        where = f"in {_listed(said['place'])}" if said["place"] else ""
        with_whom = f"of {_listed(said['party'])}" if said["party"] else ""
        return _joined(
            [f"{' '.join(said['status'])} {noun}".strip(), where, with_whom, _when(said)]
        )

    return write


def _agreement(said: Said) -> str:
    of = f"of {_listed(said['party'])}" if said["party"] else ""
    kind = _listed(said["kind"]) or "agreement"
    return _joined([kind, of, " ".join(filter(None, [_listed(said["status"]), _when(said)]))])


def _office(said: Said) -> str:
    kind = _listed(said["officeType"]) or "office"
    return f"{kind} of {_listed(said['polity'])}" if said["polity"] else kind


def _place(said: Said) -> str:
    return f"place in {_listed(said['polity'])}" if said["polity"] else "place"


_WRITERS: Final[dict[str, Callable[[Said], str]]] = {
    "Polity": lambda said: "polity",
    "Organization": lambda said: "organization",
    "Place": _place,
    "Office": _office,
    "Meeting": _event("meeting"),
    "Visit": _event("visit"),
    "PressEvent": _event("press event"),
    "Agreement": _agreement,
}


def _when(said: Said) -> str:
    first, last = " ".join(said["earliest"][:1]), " ".join(said["latest"][:1])
    return first if first == last else f"{first or '…'} to {last or '…'}"


def _listed(texts: Sequence[str]) -> str:
    shown = list(texts[:_MOST])
    more = " and others" if len(texts) > _MOST else ""
    if more or len(shown) < 2:
        return ", ".join(shown) + more
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def _joined(parts: Sequence[str]) -> str:
    return ", ".join(part for part in parts if part)


def _cut(line: str) -> str:
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"
