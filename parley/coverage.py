"""How much of a store is linked to Wikidata, and why the rest is not."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter
from pyoxigraph import Literal, NamedNode

from etl.facts import ArticleFacts, Declined
from etl.people.links import AMBIGUOUS, NO_CANDIDATE, NO_TENURE
from ontology import terms
from queries.table import read_table
from store.engine import Engine

_FACTS = TypeAdapter(ArticleFacts)
_PERSON = "person "  # what ``Declined.what`` begins with
NO_ITEM = "no item in the reference data"

KINDS = {
    terms.OFFICIAL: "officials",
    terms.POLITY: "polities",
    terms.ORGANIZATION: "organisations",
    terms.PLACE: "places",
    terms.OFFICE: "offices",
    terms.ISSUE: "issues",
}
# A mention is an article that names the entity, has a role in the office, or is about the issue.
# Issues are concepts, so they are linked by skos:exactMatch.
_QUERY = """
PREFIX parley: <https://w3id.org/parley/ontology#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?class ?entity (MIN(?name) AS ?label) (MIN(STR(?same)) AS ?item) (MAX(?count) AS ?mentions)
WHERE {
  VALUES ?class {
    parley:Official parley:Polity parley:Organization parley:Place parley:Office parley:Issue
  }
  ?entity a ?class .
  OPTIONAL { ?entity rdfs:label|skos:prefLabel ?name }
  OPTIONAL {
    ?entity owl:sameAs|skos:exactMatch ?same
    FILTER(STRSTARTS(STR(?same), "http://www.wikidata.org/entity/"))
  }
  OPTIONAL {
    {
      SELECT ?entity (COUNT(DISTINCT ?article) AS ?count) WHERE {
        { GRAPH ?article { ?article parley:mentions|parley:about ?entity } }
        UNION
        { GRAPH ?article { ?role parley:tenure ?tenure } ?tenure parley:office ?entity }
      } GROUP BY ?entity
    }
  }
} GROUP BY ?class ?entity ORDER BY ?class ?entity
"""


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity of the store; ``item`` is its Wikidata IRI, ``mentions`` counts articles."""

    kind: str
    iri: str
    label: str
    item: str | None
    mentions: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many entities of a kind there are and are linked, and how many mentions of them."""

    kind: str
    entities: int
    linked: int
    mentions: int
    linked_mentions: int


@dataclass(frozen=True, slots=True)
class Unlinked:
    """A name without a link: how many articles have it, why, and who was considered."""

    kind: str
    name: str
    mentions: int
    reason: str
    candidates: str = ""


@dataclass(frozen=True, slots=True)
class LinkReport:
    """Coverage by kind, and what is not linked, the most frequent first."""

    snapshot: str
    coverage: tuple[Coverage, ...]
    unlinked: tuple[Unlinked, ...]


def link_report(engine: Engine, store_dir: Path) -> LinkReport:
    """The report on a store that was built before. Raises what ``Engine.query`` raises."""
    table = read_table(engine, _QUERY)
    things = [_thing(dict(zip(table.columns, row, strict=True))) for row in table.rows]
    coverage = tuple(_coverage(kind, things) for kind in KINDS.values())
    return LinkReport(table.snapshot.id, coverage, tuple(_unlinked(things, store_dir)))


def _thing(row: dict[str, object]) -> Thing:
    def text(name: str) -> str | None:
        value = row[name]
        return value.value if isinstance(value, NamedNode | Literal) else None

    entity = text("entity") or ""
    label = text("label") or entity.rpartition("/")[2]
    kind = KINDS[text("class") or ""]
    return Thing(kind, entity, label, text("item"), int(text("mentions") or 0))


def _coverage(kind: str, things: Iterable[Thing]) -> Coverage:
    own = [t for t in things if t.kind == kind]
    linked = [t for t in own if t.item is not None]
    return Coverage(
        kind,
        len(own),
        len(linked),
        sum(t.mentions for t in own),
        sum(t.mentions for t in linked),
    )


def _unlinked(things: Iterable[Thing], store_dir: Path) -> Iterator[Unlinked]:
    reasons = declined_people(store_dir / "reports")
    found = []
    for thing in things:
        if thing.item is not None or thing.mentions == 0 or thing.kind == "issues":
            continue
        if thing.kind == "officials":
            why = reasons.get(thing.label, {})
            reason, candidates = _most_frequent(why) if why else (NO_CANDIDATE, "")
        else:
            reason, candidates = NO_ITEM, ""
        found.append(Unlinked(thing.kind, thing.label, thing.mentions, reason, candidates))
    order = list(KINDS.values())
    yield from sorted(found, key=lambda u: (-u.mentions, order.index(u.kind), u.name))


Reason = tuple[str, str]  # why, and the candidates


def declined_people(reports: Path) -> dict[str, dict[Reason, int]]:
    """Name -> why the linker took none of its candidates -> in how many articles."""
    found: dict[str, dict[Reason, int]] = defaultdict(lambda: defaultdict(int))
    for path in sorted(reports.glob("*.json")):
        for declined in _FACTS.validate_json(path.read_bytes()).declined:
            if declined.what.startswith(_PERSON) and (reason := _reason(declined)):
                found[declined.what.removeprefix(_PERSON)][reason] += 1
    return found


def _reason(declined: Declined) -> Reason | None:
    """The linker's reason taken apart; None where something else than a link was declined."""
    for kind in (AMBIGUOUS, NO_TENURE):
        if declined.reason.startswith(kind):
            head, _, candidates = declined.reason.partition(": ")
            return head, candidates
    return None


def _most_frequent(reasons: dict[Reason, int]) -> Reason:
    return min(reasons, key=lambda reason: (-reasons[reason], reason))
