"""The questions as RDF: ``sh:SPARQLExecutable`` with their queries, for whoever reads the store.

SPARQL editors that know the convention of https://purl.expasy.org/sparql-examples/ontology show
them as examples. Each has the address of its page. There are no blank nodes.
"""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from ontology.prefixes import BASE, PREFIXES
from queries.binding import rebase
from queries.catalog import Question, questions

_SH, _RDFS, _RDF = PREFIXES["sh"], PREFIXES["rdfs"], PREFIXES["rdf"]
_SCHEMA, _DCTERMS = PREFIXES["schema"], PREFIXES["dcterms"]

_ONTOLOGY = PREFIXES["parley"].removesuffix("#")  # which declares the prefixes
_CLASSES = ("SPARQLExecutable", "SPARQLSelectExecutable")


def question_ntriples(base: str = BASE) -> str:
    """All questions, under a base IRI, as sorted N-Triples of the default graph."""
    triples = {str(quad): quad for q in questions().values() for quad in _described(q, base)}
    ordered = [triples[key] for key in sorted(triples)]
    return (serialize(ordered, format=RdfFormat.N_QUADS) or b"").decode()


def query_of(question: Question, base: str = BASE) -> str:
    """The question's SPARQL without its header, with every parameter left open."""
    lines = rebase(question.text, base).splitlines()
    return "\n".join(line for line in lines if not line.startswith("#+")).strip() + "\n"


def _described(question: Question, base: str) -> list[Quad]:
    node = NamedNode(f"{base}ask/{question.name}")
    texts = [
        (f"{_RDFS}label", question.title, "en"),
        (f"{_RDFS}comment", question.title, "en"),
        (f"{_DCTERMS}description", question.description, "en"),
        (f"{_SCHEMA}keywords", question.group, "en"),
    ]
    quads = [Quad(node, NamedNode(f"{_RDF}type"), NamedNode(f"{_SH}{kind}")) for kind in _CLASSES]
    quads += [Quad(node, NamedNode(p), Literal(text, language=tag)) for p, text, tag in texts]
    quads.append(Quad(node, NamedNode(f"{_SH}select"), Literal(query_of(question, base))))
    quads.append(Quad(node, NamedNode(f"{_SH}prefixes"), NamedNode(_ONTOLOGY)))
    return quads
