"""How terms and concepts correspond to those of other vocabularies, by the alignment files."""

from collections.abc import Mapping as ByIri
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, URIRef

from ontology.glossary import curie
from ontology.graphs import alignment_names, all_files
from ontology.prefixes import BASE

MATCHES: Final[ByIri[URIRef, str]] = MappingProxyType(
    {
        SKOS.exactMatch: "means the same as",
        SKOS.closeMatch: "is close to",
        SKOS.broadMatch: "is narrower than",
        SKOS.narrowMatch: "is broader than",
        SKOS.relatedMatch: "is related to",
    }
)
_RELATIONS: Final[ByIri[URIRef, str]] = MappingProxyType(
    {
        OWL.equivalentClass: "is the same class as",
        OWL.equivalentProperty: "is the same property as",
        OWL.sameAs: "is the same as",
        RDFS.subClassOf: "is a kind of",
        RDFS.subPropertyOf: "is a special case of",
        SKOS.broader: "is a case of",
        RDFS.seeAlso: "compare",
        **MATCHES,
    }
)
_ORDER: Final = tuple(_RELATIONS)


@dataclass(frozen=True, slots=True)
class Mapping:
    """A term or concept of this ontology corresponds to ``target``, or the other way round."""

    subject: str
    property: str
    words: str
    target: str
    target_name: str
    vocabulary: str


@cache
def mappings(name: str) -> tuple[Mapping, ...]:
    """What one file says: ``codes``, ``issues`` or ``alignments/NAME``, sorted by subject."""
    graph, title = all_files()[name], vocabulary(name)
    found = []
    for prop, words in _RELATIONS.items():
        for subject, target in graph.subject_objects(prop):
            if not isinstance(subject, URIRef) or not isinstance(target, URIRef):
                continue
            if not str(subject).startswith(BASE) or _is_own(graph, subject, prop, target):
                continue
            known = "EuroVoc" if "eurovoc" in str(target) else title
            found.append(
                Mapping(str(subject), str(prop), words, str(target), curie(str(target)), known)
            )
    return tuple(
        sorted(found, key=lambda m: (m.subject, _ORDER.index(URIRef(m.property)), m.target))
    )


@cache
def all_links() -> ByIri[str, tuple[Mapping, ...]]:
    """The mappings of every file by subject."""
    found: dict[str, list[Mapping]] = {}
    for name in ("codes", "issues", *(f"alignments/{each}" for each in alignment_names())):
        for mapping in mappings(name):
            found.setdefault(mapping.subject, []).append(mapping)
    return MappingProxyType({iri: tuple(found[iri]) for iri in sorted(found)})


def links_of(iri: str) -> tuple[Mapping, ...]:
    """What one term or concept corresponds to."""
    return all_links().get(iri, ())


def vocabulary(name: str) -> str:
    """What a file is about, as its title says: "PROV-O" for ``alignments/prov``."""
    graph: Graph = all_files()[name]
    ontology = next(graph.subjects(RDF.type, OWL.Ontology))
    title = str(graph.value(ontology, DCTERMS.title))
    for before in ("Parley aligned with ", "Crosswalk to "):
        title = title.removeprefix(before)
    return title.removeprefix("the ")


def _is_own(graph: Graph, subject: URIRef, prop: URIRef, target: URIRef) -> bool:
    """Whether a link stays among this ontology's own terms or in one scheme: no alignment."""
    if prop in MATCHES:
        return False
    if prop == SKOS.broader:
        return graph.value(subject, SKOS.inScheme) == graph.value(target, SKOS.inScheme)
    return str(target).startswith(BASE)
