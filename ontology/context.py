"""The JSON-LD context, made from the ontology, its shapes and the prefixes.

``context.jsonld`` holds it as it is served; ``python -m ontology.context`` prints it anew.
"""

import json
from functools import cache

from rdflib import OWL, RDF, SH, Graph, URIRef

from ontology import terms
from ontology.graphs import ontology_graph
from ontology.prefixes import PREFIXES
from ontology.shacl import shapes

Entry = str | dict[str, str]

_THINGS = {
    "broader": terms.BROADER,
    "hasSource": terms.HAS_SOURCE,
    "inScheme": terms.IN_SCHEME,
    "sameAs": terms.SAME_AS,
    "source": terms.SOURCE,
}
_ENGLISH = {
    "altLabel": terms.ALT_LABEL,
    "definition": terms.DEFINITION,
    "label": terms.LABEL,
    "prefLabel": terms.PREF_LABEL,
}
# dcterms:title and dcterms:issued keep their prefix: the name is taken, the type varies.
_VALUES = {
    "end": terms.END,
    "exact": terms.EXACT,
    "identifier": terms.IDENTIFIER,
    "lat": terms.LATITUDE,
    "long": terms.LONGITUDE,
    "notation": terms.NOTATION,
    "publisher": terms.PUBLISHER,
    "start": terms.START,
}
# A name means one thing: where a property has a prefix's name, its IRIs are written out.
_NAMES = {term.removeprefix(terms.NAMESPACE) for term in terms.ALL}
_PREFIXES = {prefix: iri for prefix, iri in PREFIXES.items() if prefix not in _NAMES}


@cache
def jsonld_context() -> dict[str, Entry]:
    """Short names to what they mean: prefixes, classes and properties. Do not change it."""
    graph, types = ontology_graph(), _datatypes()
    entries: dict[str, Entry] = {}
    for name, iri in _ENGLISH.items():
        entries[name] = {"@id": _compact(iri), "@language": "en"}
    for name, iri in _THINGS.items():
        entries[name] = {"@id": _compact(iri), "@type": "@id"}
    for name, iri in _VALUES.items():
        entries[name] = _value(iri, types)
    for iri in sorted(terms.ALL):
        name = iri.removeprefix(terms.NAMESPACE)
        if (URIRef(iri), RDF.type, OWL.ObjectProperty) in graph:
            entries[name] = {"@id": _compact(iri), "@type": "@id"}
        elif iri in terms.CLASSES:
            entries[name] = _compact(iri)
        else:
            entries[name] = _value(iri, types)
    return {**_PREFIXES, **dict(sorted(entries.items()))}


def context_text() -> str:
    """The content of ``context.jsonld``."""
    return json.dumps({"@context": jsonld_context()}, indent=2, ensure_ascii=False) + "\n"


def _value(iri: str, types: dict[str, str]) -> Entry:
    """A literal property: with its datatype where there is one besides strings."""
    return {"@id": _compact(iri), "@type": types[iri]} if iri in types else _compact(iri)


def _datatypes() -> dict[str, str]:
    """The datatypes that shapes demand, by property; strings need none."""
    graph: Graph = shapes("data", "report")
    found = {}
    for shape, datatype in graph.subject_objects(SH.datatype):
        path = graph.value(shape, SH.path)
        if path is not None and not str(datatype).endswith(("#string", "#langString")):
            found[str(path)] = _compact(str(datatype))
    return found


def _compact(iri: str) -> str:
    """An IRI with its prefix, or whole where it has none."""
    for prefix, namespace in sorted(_PREFIXES.items(), key=lambda pair: -len(pair[1])):
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


if __name__ == "__main__":
    print(context_text(), end="")
