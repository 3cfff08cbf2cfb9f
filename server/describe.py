"""What the data says about one subject, arranged for a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from ontology import terms
from ontology.prefixes import PREFIXES
from queries.table import Cell, Table, Value, read_table, short, text_of, words
from store.engine import Engine

PROLOGUE = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}>\n"
    for name in ("parley", "rdf", "rdfs", "skos", "dcterms", "oa", "owl")
)
_NAMING = "rdfs:label|skos:prefLabel|dcterms:title|parley:quote|parley:paraphrase|parley:title"
_MOST_LINKS = 300
_TYPE = terms.RDF_TYPE
_LONGEST_NAME = 160


@dataclass(slots=True)
class Group:
    """A property with its values; `more` when there are others that are not shown."""

    name: str
    iri: str
    values: list[Cell] = field(default_factory=list)
    more: bool = False


@dataclass(slots=True)
class Passage:
    """A piece of evidence."""

    sentence: str
    article: Cell


@dataclass(slots=True)
class Section:
    """A subject: what it is called, what it is, what is said of it, and the passages."""

    iri: str
    name: str
    kinds: list[Cell]
    groups: list[Group]
    passages: list[Passage] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """The page of a subject; `incoming` is who links here."""

    subject: Section
    incoming: list[Group] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Describer:
    """Asks an engine about one IRI, which must be a valid one."""

    engine: Engine
    iri: str

    def _ask(self, body: str) -> Table:
        return read_table(self.engine, PROLOGUE + body.replace("<THIS>", str(NamedNode(self.iri))))

    def exists(self) -> bool:
        """Whether any graph says anything about it."""
        body = "ASK { { <THIS> ?p ?o } UNION { GRAPH ?g { <THIS> ?p ?o } } }"
        try:
            return self._ask(body).boolean is True
        except ValueError:  # no IRI at all
            return False

    def triples(self) -> str:
        """A query for its triples, and those of the participations that belong to it."""
        this = NamedNode(self.iri)
        return (
            f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {{ BIND({this} AS ?s) ?s ?p ?o }} UNION "
            f"{{ {this} <{terms.PARTICIPATION_OF_EVENT}> ?s . ?s ?p ?o }} }}"
        )

    def article_triples(self) -> str:
        """A query for what is known about an article, and all that it says."""
        this = NamedNode(self.iri)
        return (
            f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {{ BIND({this} AS ?s) ?s ?p ?o }} UNION "
            f"{{ GRAPH {this} {{ ?s ?p ?o }} }} }}"
        )

    def section(self) -> Section:
        """What it is and what is said of it; without kinds and groups where nothing is."""
        return _section(self.iri, self._values())

    def subject(self, section: Section | None = None) -> Page:
        """Its section, which may be given, with its passages, and who links to it."""
        section = section or self.section()
        section.passages = self._passages()
        return Page(section, self._incoming())

    def _values(self) -> list[tuple[Value, ...]]:
        """Property, its name, object, the object's name."""
        return list(
            self._ask(
                f"""SELECT DISTINCT ?p ?pName ?o ?oName WHERE {{ <THIS> ?p ?o
                OPTIONAL {{ ?p rdfs:label ?pName }}
                {name_of("o")}
                }} ORDER BY ?p ?oName ?o"""
            ).rows
        )

    def _passages(self) -> list[Passage]:
        table = self._ask(
            """SELECT DISTINCT ?sentence ?article ?title ?start WHERE {
              { <THIS> parley:reportedAs ?report } UNION { BIND(<THIS> AS ?report) }
              GRAPH ?article {
                ?report parley:evidence ?e . ?e oa:exact ?sentence ; oa:start ?start
              }
              OPTIONAL { ?article dcterms:title ?written }
              OPTIONAL { ?article dcterms:identifier ?identifier }
              BIND(COALESCE(?written, ?identifier) AS ?title)
            } ORDER BY ?article ?start ?sentence"""
        )
        return [Passage(text_of(s), cell(article, title)) for s, article, title, _ in table.rows]

    def _incoming(self) -> list[Group]:
        table = self._ask(
            f"""SELECT DISTINCT ?p ?pName ?s ?sName WHERE {{ ?s ?p <THIS>
            FILTER NOT EXISTS {{ ?s a parley:Participation }}
            OPTIONAL {{ ?p rdfs:label ?pName }} {name_of("s")}
            }} ORDER BY ?p ?sName ?s LIMIT {_MOST_LINKS}"""
        )
        return _grouped(((p, name, s, s_name) for p, name, s, s_name in table.rows), _MOST_LINKS)


def name_of(variable: str) -> str:
    """Binds the name of a node, as far as it has one: an article without a title its number."""
    called, numbered = f"?{variable}Called", f"?{variable}Number"
    return (
        f"OPTIONAL {{ ?{variable} {_NAMING} {called} }} "
        f"OPTIONAL {{ ?{variable} dcterms:identifier {numbered} }} "
        f"BIND(COALESCE({called}, {numbered}) AS ?{variable}Name)"
    )


def cell(value: Value, name: Value) -> Cell:
    iri = value.value if isinstance(value, NamedNode) else None
    text = text_of(value if name is None else name)
    if iri is not None and len(text) > _LONGEST_NAME:
        text = text[:_LONGEST_NAME].rstrip() + "…"
    return Cell(text, iri)


def _grouped(rows: Iterable[tuple[Value, Value, Value, Value]], limit: int = 0) -> list[Group]:
    """Property, its name, value, its name -> values by property, each value once."""
    groups: dict[str, Group] = {}
    seen: set[tuple[str, Value]] = set()
    count = 0
    for prop, prop_name, value, name in rows:
        count += 1
        iri = text_of(prop) if not isinstance(prop, NamedNode) else prop.value
        if (iri, value) in seen:
            continue
        seen.add((iri, value))
        # The label of a property is its name as words; borrowed ones have none here.
        called = text_of(prop_name) or words(short(iri).rpartition(":")[2])
        groups.setdefault(iri, Group(called, iri)).values.append(cell(value, name))
    found = list(groups.values())
    if limit and count >= limit and found:
        found[-1].more = True
    return found


def _section(iri: str, rows: list[tuple[Value, ...]]) -> Section:
    """One subject's rows as a section."""
    groups = _grouped((p, p_name, o, o_name) for p, p_name, o, o_name in rows)
    kinds = next((g.values for g in groups if g.iri == _TYPE), [])
    name = next((g.values[0].text for wanted in _NAME_ORDER for g in groups if g.iri == wanted), "")
    shown = [
        g
        for g in groups
        if g.iri not in (_TYPE, terms.EVIDENCE_OF_FACT)
        and not (g.iri == terms.LABEL and [v.text for v in g.values] == [name])
    ]
    return Section(iri, name or short(iri), kinds, shown)


_NAME_ORDER = (
    terms.LABEL,
    terms.PREF_LABEL,
    terms.TITLE_OF_WORK,
    terms.QUOTE,
    terms.PARAPHRASE,
    terms.IDENTIFIER,
    terms.TITLE,
)


def text_of_iri(value: Value) -> str:
    """An IRI in full; other values as text."""
    return value.value if isinstance(value, NamedNode) else text_of(value)
