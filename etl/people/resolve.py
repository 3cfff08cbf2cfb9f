"""Person by person: link, fill in the polity, decide on roles."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from etl.document import Document, Mentions
from etl.entities import Entity, Kind
from etl.facts import Declined, Role
from etl.gazetteer import PersonRecord
from etl.iris import slug
from etl.people.clusters import Person, gender_by_name, gender_by_title, in_caption
from etl.people.context import SINGLE, Context
from etl.people.drafts import PAIRED, Draft, hangs, hosts_of, may_pair, polity_at
from etl.people.fit import Claim
from etl.people.links import Link, Linker
from etl.people.offices import Offices
from etl.people.roles import (
    Capacity,
    as_opposition,
    capacities,
    make_roles,
    office_type,
    passage,
    role_of_tenure,
    share_polities,
)
from etl.people.service import Service
from etl.people.title import Title


@dataclass(eq=False)
class Official:
    """A person who was taken: the entity, its roles, and "m" or "f" where known."""

    person: Person
    entity: Entity
    roles: tuple[Role, ...]
    gender: str | None
    reason: str  # why the linker took the record, or none


class Resolver:
    """Decides on the persons of one article."""

    def __init__(
        self,
        document: Document,
        names: Mentions,
        linker: Linker,
        service: Service,
        offices: Offices,
        home: Entity | None,
        local: Entity | None = None,
    ) -> None:
        self._home = home
        self._document = document
        self._linker = linker
        self._service = service
        self._offices = offices
        self._context = Context(service, names.all, home, local)
        self._polities = sorted({n.entity.key for n in names if n.entity.kind is Kind.POLITY})
        self.declined: list[Declined] = []

    def resolve(self, people: Sequence[Person]) -> list[Official]:
        """The officials among these persons, in order; the others are noted as declined."""
        drafts = [
            Draft(p, share_polities(capacities(p, self._service, self._offices))) for p in people
        ]
        for draft in drafts:
            self._relate(draft, drafts)
        for draft in drafts:
            draft.link = self._link(draft.person, [c.claim() for c in draft.found])
            if draft.link.record is not None and not draft.found:
                tenure = self._linker.tenure(draft.link.record)
                draft.known = tenure.polity if tenure else None
        for draft in drafts:
            self._complete_all(draft, drafts)
            if draft.link.record is None and draft.found:
                draft.link = self._link(draft.person, [c.claim() for c in draft.found])
        for draft in drafts:
            self._relate(draft, drafts)
            draft.found = [self._guess(c, draft, drafts) for c in draft.found]
            draft.found = [as_opposition(c, self._service) for c in draft.found]
        return [o for draft in drafts if (o := self._official(draft)) is not None]

    def _official(self, draft: Draft) -> Official | None:
        record = draft.link.record
        if record is None and not draft.found and not draft.person.implied:
            reason = draft.link.reason
            self._decline(draft, reason if draft.link.declined else f"no office; {reason}")
            return None
        unsure = not draft.found and not draft.person.implied
        if record is not None and unsure and self._linker.tenure(record) is None:
            self._decline(draft, f"no office at the time; {draft.link.reason}")
            return None
        if draft.link.declined:
            self._decline(draft, draft.link.reason)
        person = draft.person
        entity = record.entity if record else Entity(Kind.OFFICIAL, slug(person.name), person.name)
        roles = make_roles(entity, draft.found, self._document)
        if not draft.found and record is not None:
            roles = self._by_tenure(person, entity, record)
        known = record.gender[0].lower() if record and record.gender else None
        gender = gender_by_title(person) or known or gender_by_name(person)
        return Official(person, entity, roles, gender, draft.link.reason)

    def _link(self, person: Person, claims: Sequence[Claim]) -> Link:
        if len(person.lows) == 1:
            link = self._linker.by_office(person.lows[0], claims)
            if link.record is None and not any(c.polity for c in claims):
                link = self._linker.leader(person.lows[0], self._polities)
            return link
        names = {s.text for s in person.spans if len(s.lows()) == len(person.lows)}
        tried = []
        for name in sorted(names, key=lambda n: (-len(n), n)):
            tried.append(self._linker.link(name, claims))
            if tried[-1].record is not None:
                return tried[-1]
        return next((link for link in tried if link.declined), tried[0])

    def _decline(self, draft: Draft, reason: str) -> None:
        span = draft.person.spans[0]
        what = f"person {draft.person.name}"
        self.declined.append(Declined(span.start, span.end, what, reason))

    def _relate(self, draft: Draft, drafts: Sequence[Draft]) -> None:
        """Titles that hang on another person: "his spokesman", "his Afghan counterpart"."""
        for i, capacity in enumerate(draft.found):
            title = capacity.sighting.title
            counterpart = title.head_word in PAIRED
            if not counterpart and (capacity.polity is not None or not hangs(title)):
                continue
            other = self._related(draft, title, drafts)
            if other is None:
                continue
            if counterpart:
                capacity = replace(
                    capacity,
                    office_type=other.office_type() or capacity.office_type,
                    polity=capacity.polity or PAIRED[title.head_word](other),
                    former=capacity.former or title.head_word == "predecessor",
                )
            elif other.polity() is not None:
                kind = office_type(capacity.sighting, other.polity(), self._offices)
                capacity = replace(capacity, polity=other.polity(), office_type=kind)
            draft.found[i] = capacity

    def _related(self, draft: Draft, title: Title, drafts: Sequence[Draft]) -> Draft | None:
        """The person named last before the title, in the paragraph or the one before it."""
        line = title.line
        owner = line.words[title.possessor] if title.possessor is not None else None
        offset = owner.end if owner is not None else title.start
        best: tuple[int, Draft] | None = None
        for other in drafts:
            for span in other.person.spans:
                near = line.paragraph.index - span.line.paragraph.index in {0, 1}
                if other is draft or span.end > offset or not near:
                    continue
                if title.head_word == "counterpart" and not may_pair(draft, other):
                    continue
                if best is None or span.start > best[0]:
                    best = (span.start, other)
        return best[1] if best else None

    def _complete_all(self, draft: Draft, drafts: Sequence[Draft]) -> None:
        """Complete a person's titles in order; a title once decided decides its repetitions."""
        decided: dict[str | None, Entity] = {}
        for i, capacity in enumerate(draft.found):
            known = decided.get(capacity.office_type)
            if capacity.polity is None and known is not None:
                done = replace(capacity, polity=known)
            else:
                done = self._complete(capacity, draft, drafts)
            draft.found[i] = done
            if done.polity is not None:
                decided.setdefault(capacity.office_type, done.polity)
        draft.found = share_polities(draft.found)

    def _complete(self, capacity: Capacity, draft: Draft, drafts: Sequence[Draft]) -> Capacity:
        """Find the polity of a bare title: tenure, then the sentence, then the whole article."""
        if capacity.polity is not None:
            return capacity
        title, record = capacity.sighting.title, draft.link.record
        polity = None
        if record is not None:
            tenure = self._linker.tenure(record, capacity.claim())
            polity = tenure.polity if tenure else None
        if polity is None:
            polity = self._service.of_office(title, self._polities)
        if polity is None and title.determiner == "our":
            polity = self._home
        if polity is None and capacity.sighting.coordinated is not None:
            polity = polity_at(capacity.sighting.coordinated, drafts)
        if polity is None and not hangs(title):
            polity = self._from_context(capacity, draft, drafts)
        if polity is None:
            return capacity
        return replace(
            capacity,
            polity=polity,
            office_type=office_type(capacity.sighting, polity, self._offices),
        )

    def _guess(self, capacity: Capacity, draft: Draft, drafts: Sequence[Draft]) -> Capacity:
        """The polity of a title that hangs on somebody who is not known."""
        if capacity.polity is not None or capacity.sighting.title.head_word in PAIRED:
            return capacity
        polity = self._from_context(capacity, draft, drafts)
        kind = office_type(capacity.sighting, polity, self._offices)
        return replace(capacity, polity=polity, office_type=kind) if polity else capacity

    def _from_context(
        self, capacity: Capacity, draft: Draft, drafts: Sequence[Draft]
    ) -> Entity | None:
        """The sentence's last polity, else the article's one; none whose office is another's."""
        taken: set[str] = set()
        if capacity.office_type in SINGLE:
            taken = {
                c.polity.key
                for other in drafts
                if other is not draft
                for c in other.found
                if c.polity is not None and c.office_type == capacity.office_type and not c.former
            }
        taken |= hosts_of(capacity.sighting, [o for o in drafts if o is not draft])
        acting = {p.key for o in drafts if o is not draft and (p := o.polity()) is not None}
        return self._context.polity(capacity.sighting, capacity.office_type, taken, acting)

    def _by_tenure(self, person: Person, entity: Entity, record: PersonRecord) -> tuple[Role, ...]:
        tenure = self._linker.tenure(record)
        if tenure is None:
            return ()
        span = next((s for s in person.spans if not in_caption(s)), person.spans[0])
        evidence = passage(
            self._document, span.line.paragraph, span.start, span.end, "people/tenure", 0.6
        )
        return (role_of_tenure(entity, tenure, evidence),)
