"""The roles of a person: every title that the article gives, with office, polity and evidence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from etl.document import Document, Paragraph
from etl.entities import Entity
from etl.facts import Evidence, Role
from etl.gazetteer import Tenure
from etl.people.clusters import Person, in_caption
from etl.people.fit import Claim
from etl.people.offices import Offices
from etl.people.service import Service
from etl.people.sighting import Sighting
from etl.people.words import word_set

_TALKS = word_set("talks delegation team mission negotiations mediation dialogue")
_LONGEST_EVIDENCE = 300


@dataclass(frozen=True, slots=True)
class Capacity:
    """What one sighting says of an office."""

    sighting: Sighting
    title: str
    office_type: str | None
    polity: Entity | None
    former: bool

    def claim(self) -> Claim:
        """The part that the linker compares."""
        return Claim(self.office_type, self.polity, self.former)


def capacities(person: Person, service: Service, offices: Offices) -> list[Capacity]:
    """The capacities in which a person is seen, the body's before the captions'."""
    found = []
    for sighting in sorted(person.sightings, key=lambda s: (in_caption(s.span), s.span.start)):
        polity = service.of_sighting(sighting)
        kind = office_type(sighting, polity, offices)
        found.append(Capacity(sighting, _written(sighting), kind, polity, sighting.title.former))
    return found


def office_type(sighting: Sighting, polity: Entity | None, offices: Offices) -> str | None:
    """The office type of a title in the service of ``polity``, given how it is used."""
    kind = offices.type_of(sighting.title, polity)
    if kind == "other-official" and _leads_talks(sighting):
        return "special-envoy"
    unnamed = sighting.rule == "people/unnamed-speaker"
    if unnamed and sighting.title.head_word in {"representative", "official", "delegate"}:
        return "spokesperson"
    return kind


def _leads_talks(sighting: Sighting) -> bool:
    """Whether talks or a delegation are "led by" this person."""
    line, first = sighting.span.line, sighting.span.first
    before = {line.low(i) for i in range(max(first - 14, 0), first)}
    led = line.low(first - 1) == "by" and line.low(first - 2) in {"led", "headed", "mediated"}
    return led and bool(before & _TALKS)


def _written(sighting: Sighting) -> str:
    title = sighting.title
    text = " ".join(title.as_written().split())
    if title.plural:
        plural = title.line.words[title.head].text
        singular = title.head_word
        text = text.replace(plural, singular.capitalize() if plural[0].isupper() else singular)
    return text


def share_polities(found: Sequence[Capacity]) -> list[Capacity]:
    """Give a bare title the polity of the same person's other titles."""
    known = {c.polity.key: c.polity for c in found if c.polity is not None and not c.former}
    if len(known) != 1:
        known = {c.polity.key: c.polity for c in found[:1] if c.polity is not None}
    if len(known) != 1:
        return list(found)
    polity = next(iter(known.values()))
    return [c if c.polity is not None else replace(c, polity=polity) for c in found]


def as_opposition(capacity: Capacity, service: Service) -> Capacity:
    """A leader of the opposition serves the opposition, not the state."""
    words = capacity.sighting.title.core_words()
    polity = capacity.polity
    if "opposition" in words and polity is not None and polity.kind.value == "polity":
        return replace(capacity, polity=service.opposition(polity))
    return capacity


def make_roles(official: Entity, found: Sequence[Capacity], document: Document) -> tuple[Role, ...]:
    """One role for each office, its evidence from all sightings of it; the main one first."""
    groups: dict[tuple[str | None, str | None, bool], list[Capacity]] = {}
    for capacity in found:
        polity = capacity.polity.key if capacity.polity else None
        groups.setdefault((capacity.office_type, polity, capacity.former), []).append(capacity)
    roles = [_role(official, group, document) for group in groups.values()]
    return tuple(sorted(roles, key=lambda r: (r.former, r.office_type is None, r.polity is None)))


def _role(official: Entity, group: Sequence[Capacity], document: Document) -> Role:
    main = max(group, key=lambda c: (c.sighting.rule == "people/title-before", len(c.title)))
    body = [c for c in group if not in_caption(c.sighting.span)] or list(group)
    evidence = tuple(evidence_of(c.sighting, document) for c in body[:3])
    return Role(official, main.title or None, main.office_type, main.polity, main.former, evidence)


def evidence_of(sighting: Sighting, document: Document) -> Evidence:
    """The sentence, or title and name where it is long, as the article has it."""
    apart = sighting.title.line is not sighting.span.line
    first, last = sighting.span.start, sighting.span.end
    if not apart:
        first, last = min(sighting.title.start, first), max(sighting.title.end, last)
    confidence = 0.9 if sighting.rule == "people/title-before" else 0.8
    paragraph = sighting.span.line.paragraph
    return passage(document, paragraph, first, last, sighting.rule, confidence)


def passage(
    document: Document, paragraph: Paragraph, first: int, last: int, rule: str, confidence: float
) -> Evidence:
    """Evidence for [first, last): its sentence where that is at most 300 characters."""
    for sentence in paragraph.sentences:
        if sentence.start <= first and last <= sentence.end:
            if sentence.end - sentence.start <= _LONGEST_EVIDENCE:
                first, last = sentence.start, sentence.end
            break
    last = min(last, first + _LONGEST_EVIDENCE)
    return Evidence(first, last, document.article.text[first:last], rule, confidence)


def role_of_tenure(official: Entity, tenure: Tenure, evidence: Evidence) -> Role:
    """The office that reference data knows for a person whom the article gives no title."""
    return Role(official, None, tenure.office_type, tenure.polity, False, (evidence,))
