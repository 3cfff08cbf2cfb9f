"""The people of an article: who they are, in which capacity, and where they are mentioned."""

from collections.abc import Sequence
from dataclasses import dataclass

from etl.document import Document, How, Mention, Mentions, ParagraphKind
from etl.entities import Entity, Kind
from etl.facts import Declined, Role
from etl.gazetteer import Gazetteer
from etl.people.clusters import Person, gather, in_caption
from etl.people.corefer import references
from etl.people.eligible import is_official
from etl.people.home import local_state, publishing_state
from etl.people.implied import implied_names
from etl.people.leading import leading, ministry_fields
from etl.people.line import Line, make_line
from etl.people.links import Linker
from etl.people.offices import offices_of
from etl.people.resolve import Official, Resolver
from etl.people.service import Service
from etl.people.sighting import Sighting
from etl.people.sightings import find_sightings
from etl.people.spans import Span, find_spans
from etl.people.title import Title
from etl.people.titles import find_titles
from etl.people.untitled import known_names, listed_with_officials, unnamed_speakers
from etl.people.words import lexicon
from etl.reading import Linked


@dataclass(frozen=True)
class People:
    """The persons of an article.

    ``mentions`` by name, description and pronoun, in text order; ``roles`` by the person's key,
    the main one first; ``surfaces`` by "official/KEY", the fullest form first; ``declined`` names
    that looked like officials' and were not taken or not linked; ``links`` the linker's answers.
    """

    mentions: list[Mention]
    roles: dict[str, tuple[Role, ...]]
    surfaces: dict[str, tuple[str, ...]]
    declined: tuple[Declined, ...]
    links: tuple[Linked, ...] = ()


def find_people(document: Document, names: Sequence[Mention], gazetteer: Gazetteer) -> People:
    """The officials of a document, with roles, coreference and links.

    ``names`` are the polities, organisations and places found before; the caller drops those that
    a mention returned here overlaps.
    """
    known = Mentions([n for n in names if n.entity.kind is not Kind.OFFICIAL])
    lines = [
        make_line(p, known) for p in document.paragraphs if p.kind is not ParagraphKind.FURNITURE
    ]
    titles = [find_titles(line) for line in lines]
    spans, sightings = _names_and_titles(lines, titles, ministry_fields(lines))
    sightings += unnamed_speakers(lines, titles, spans, sightings)
    listed = listed_with_officials(spans, sightings)
    listed += implied_names(lines, titles, spans)
    people = gather(spans, sightings, [*known_names(spans, sightings, gazetteer), *listed])
    for person in people:
        person.implied = any(s in listed for s in person.spans)
    offices = offices_of(gazetteer)
    service = Service(lines, gazetteer.entity, offices.leads)
    polities = {n.entity.key for n in known if n.entity.kind is Kind.POLITY}
    linker = Linker(gazetteer, document.article.published, polities)
    home = publishing_state(document.article.publisher, gazetteer)
    local = local_state(document, known, gazetteer)
    resolver = Resolver(document, known, linker, service, offices, home, local)
    officials = resolver.resolve([p for p in people if not all(map(in_caption, p.spans))])
    merged = _merge(officials)
    mentions = [_mention(s, o.entity) for o in merged for s in o.person.spans]
    mentions += references(lines, [t for ts in titles for t in ts], merged, mentions)
    return People(
        mentions=sorted(mentions, key=lambda m: m.start),
        roles={o.entity.key: o.roles for o in merged},
        surfaces={f"official/{o.entity.key}": _surfaces(o.person) for o in merged},
        declined=tuple(resolver.declined),
        links=tuple(_linked(o) for o in merged),
    )


def _names_and_titles(
    lines: Sequence[Line], titles: Sequence[Sequence[Title]], fields: frozenset[str]
) -> tuple[list[Span], list[Sighting]]:
    spans: list[Span] = []
    sightings: list[Sighting] = []
    families = _families(lines, titles)
    for line, own in zip(lines, titles, strict=True):
        found = find_spans(line, own, families)
        spans += found
        seen = [s for s in find_sightings(line, own, found) if is_official(s)]
        sightings += [*seen, *leading(line, found, seen, fields)]
    return spans, sightings


def _families(lines: Sequence[Line], titles: Sequence[Sequence[Title]]) -> frozenset[str]:
    """Family names that are also words of titles, from the full names of the article."""
    lex = lexicon()
    lasts = {
        span.lows()[-1]
        for line, own in zip(lines, titles, strict=True)
        for span in find_spans(line, own)
        if span.last - span.first > 1 and span.is_person
    }
    return frozenset(w for w in lasts if w in lex.surnames or w in lex.honorifics)


def _merge(officials: Sequence[Official]) -> list[Official]:
    """Officials with different names that the gazetteer knows to be one."""
    merged: dict[str, Official] = {}
    for official in officials:
        first = merged.setdefault(official.entity.key, official)
        if first is not official:
            person = Person([*first.person.spans, *official.person.spans])
            person.sightings = [*first.person.sightings, *official.person.sightings]
            merged[official.entity.key] = Official(
                person,
                first.entity,
                (*first.roles, *official.roles),
                first.gender,
                first.reason,
            )
    return list(merged.values())


def _linked(official: Official) -> Linked:
    person = official.person
    body = [s.start for s in person.spans if not in_caption(s)]
    return Linked(min(body, default=person.start), official.entity, person.name, official.reason)


def _mention(span: Span, entity: Entity) -> Mention:
    return Mention(span.start, span.end, span.text, entity, How.NAME)


def _surfaces(person: Person) -> tuple[str, ...]:
    forms = dict.fromkeys(" ".join(s.text.split()) for s in person.spans)
    return tuple(sorted(forms, key=lambda t: (-len(t.split()), -len(t), t)))
