"""What the data shows of the ontology's terms: how often each is used, and examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ontology import terms
from ontology.glossary import Term
from queries.table import Cell, Value, read_table, text_of
from server.describe import PROLOGUE, cell, name_of, text_of_iri
from server.services import Services
from store.engine import Engine
from store.errors import StoreError

_EXAMPLES = 5
_CANDIDATES = 40  # of which the first with names of their own are shown
_REPORTS = f"?article a <{terms.ARTICLE}> . GRAPH ?article"


@dataclass(frozen=True, slots=True)
class Count:
    """Instances of a class or uses of a property: consolidated, and in the graphs of articles."""

    consolidated: int = 0
    reported: int = 0


@dataclass(frozen=True, slots=True)
class Example:
    """An instance of a class, or a subject with a value of a property."""

    subject: Cell
    value: Cell | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a term's page shows from the data."""

    count: Count
    examples: tuple[Example, ...]


def counts(served: Services) -> Mapping[str, Count] | None:
    """How often every term is used, by IRI; None while the data cannot be asked."""
    try:
        return served.once_per_snapshot("term counts", lambda: _counts(served.engine))
    except StoreError:
        return None


def shown(served: Services, term: Term) -> Shown | None:
    """What the data shows of one term; None while it cannot be asked."""
    known = counts(served)
    if known is None:
        return None
    count = known.get(term.iri, Count())
    try:
        examples = served.once_per_snapshot(
            f"examples of {term.iri}", lambda: _examples(served.engine, term, count)
        )
    except StoreError:
        return None
    return Shown(count, examples)


def concept_uses(served: Services, scheme: str) -> Mapping[str, int]:
    """How many things of the data have each concept of a scheme, by its IRI."""
    query = f"""{PROLOGUE}SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE {{
      ?c skos:inScheme <{scheme}> . ?s ?p ?c FILTER(STRSTARTS(STR(?p), STR(parley:)))
    }} GROUP BY ?c"""
    try:
        return served.once_per_snapshot(
            f"uses of {scheme}",
            lambda: {text_of_iri(c): _number(n) for c, n in read_table(served.engine, query).rows},
        )
    except StoreError:
        return {}


def _counts(engine: Engine) -> dict[str, Count]:
    values = [
        " ".join(f"<{iri}>" for iri in sorted(group)) for group in (terms.CLASSES, terms.PROPERTIES)
    ]
    used = [f"VALUES ?t {{ {values[0]} }} ?s a ?t", f"VALUES ?t {{ {values[1]} }} ?s ?t ?o"]
    here = _numbers(engine, used, "")
    there = _numbers(engine, used, _REPORTS)
    return {iri: Count(here.get(iri, 0), there.get(iri, 0)) for iri in sorted({*here, *there})}


def _numbers(engine: Engine, used: Iterable[str], graph: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for pattern in used:
        query = f"SELECT ?t (COUNT(*) AS ?n) WHERE {{ {graph} {{ {pattern} }} }} GROUP BY ?t"
        found |= {text_of_iri(t): _number(n) for t, n in read_table(engine, query).rows}
    return found


def _examples(engine: Engine, term: Term, count: Count) -> tuple[Example, ...]:
    if not (count.consolidated or count.reported):
        return ()
    graph = "" if count.consolidated else _REPORTS
    rows = read_table(
        engine, PROLOGUE + (_of_class if term.is_class else _of_property)(term, graph)
    )
    found: dict[Value, Example] = {}
    for subject, name, value, value_name in rows.rows:
        known = None if value is None else cell(value, value_name)
        found.setdefault(subject, Example(cell(subject, name), known))
    # One passage can be evidence for several facts, and would then stand here several times.
    different = {(e.subject.text, e.value and e.value.text): e for e in reversed(found.values())}
    return tuple(e for e in found.values() if e in different.values())[:_EXAMPLES]


def _of_class(term: Term, graph: str) -> str:
    """The instances that most is said about."""
    return f"""SELECT ?s ?sName ?o ?oName WHERE {{
      {{ SELECT ?s (COUNT(DISTINCT ?x) AS ?links) WHERE {{ {graph} {{
          ?s a <{term.iri}> OPTIONAL {{ ?x ?p ?s FILTER(?p != parley:official) }}
      }} }} GROUP BY ?s ORDER BY DESC(?links) ?s LIMIT {_CANDIDATES} }}
      {_named("s", graph)}
    }} ORDER BY DESC(?links) ?s ?sName"""


def _of_property(term: Term, graph: str) -> str:
    """One value of each of the first subjects."""
    return f"""SELECT ?s ?sName ?o ?oName WHERE {{
      {{ SELECT ?s (MIN(?v) AS ?o) WHERE {{ {graph} {{ ?s <{term.iri}> ?v }} }}
        GROUP BY ?s ORDER BY ?s LIMIT {_CANDIDATES} }}
      {_named("s", graph)} {_named("o", graph)}
    }} ORDER BY ?s ?sName ?oName"""


def _named(variable: str, graph: str) -> str:
    """Names of a node of the consolidated graph, or of a passage or node of an article's graph."""
    if not graph:
        return name_of(variable)
    return (
        f"OPTIONAL {{ GRAPH ?in_{variable} {{ ?{variable} "
        f"oa:exact|rdfs:label|parley:title|parley:quote|parley:paraphrase ?{variable}Name }} }}"
    )


def _number(value: Value) -> int:
    return int(text_of(value))
