"""Everything that is checked about the ontology and about data, in one place."""

from collections.abc import Iterable, Mapping

from pyoxigraph import Quad, RdfFormat, Store
from rdflib import Graph, URIRef

from ontology.graphs import all_files
from ontology.hygiene import hygiene_violations
from ontology.loading import checkable_graph, checkable_store, read_quads
from ontology.owl_dl import dl_violations
from ontology.owl_rl import rl_violations
from ontology.prefixes import BASE
from ontology.reasoner import check_consistency, merged
from ontology.shacl import shape_violations
from ontology.violation import Graphs, Violation

CORE = "parley"


def check_ontology(files: Mapping[str, Graph] | None = None) -> list[Violation]:
    """What is wrong with the ontology: its logic, its profile, its style and its hygiene; sorted.

    ``files`` are the graphs by name, as ``ontology.graphs.all_files`` has them; give others to
    check changes before they are made.
    """
    files = all_files() if files is None else files
    return sorted({*logic_violations(files), *style_violations(files)})


def logic_violations(files: Mapping[str, Graph]) -> list[Violation]:
    """What is wrong with the logic of files.

    The core must be OWL 2 RL, and OWL 2 DL alone and together with each other file; all of them
    together must be consistent, with no class that can have no member.
    """
    found = {*check_consistency(*files.values()), *rl_violations(files[CORE])}
    for graph in files.values():
        found.update(dl_violations(merged(files[CORE], graph)))
    return sorted(found)


def style_violations(files: Mapping[str, Graph]) -> list[Violation]:
    """What is wrong with the names, descriptions and hygiene of files."""
    store = Store()
    for graph in files.values():
        store.load(graph.serialize(format="nt", encoding="utf-8"), format=RdfFormat.N_TRIPLES)
    found = shape_violations(_own(merged(*files.values())), "ontology")
    return sorted(found + hygiene_violations(store, "ontology"))


def _own(graph: Graph) -> Graph:
    """What a graph says of the project's own terms and files."""
    own = Graph()
    for subject, predicate, value in graph:
        if isinstance(subject, URIRef) and subject.startswith(BASE):
            own.add((subject, predicate, value))
    return own


def check_data(text: str, graphs: Graphs, base: str = BASE) -> list[Violation]:
    """What is wrong with an article's graph or with the consolidated graph.

    ``text`` is N-Quads or N-Triples; in which graph a quad stands does not matter, so give one
    article at a time. ``graphs`` says what it is: ``report`` or ``consolidated``. Data under
    another base is checked as if it stood under the default one. The result is sorted, errors
    first; an empty one is good. Raises ``SyntaxError`` for text that is no N-Quads.
    """
    return check_quads(read_quads(text, base), graphs)


def check_quads(quads: Iterable[Quad], graphs: Graphs) -> list[Violation]:
    """As ``check_data``, of quads under the default base."""
    quads = list(quads)
    found = shape_violations(checkable_graph(quads), "data", graphs)
    found += hygiene_violations(checkable_store(quads), graphs)
    return sorted(found)


def check_dataset(quads: Iterable[Quad]) -> list[Violation]:
    """What only both levels together can show: reports that are missing or say otherwise."""
    return hygiene_violations(checkable_store(quads, keep_graphs=True), "dataset")
