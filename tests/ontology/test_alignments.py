"""The alignments and the crosswalk are complete files of their own that the core does not need."""

import re
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS
from sample_article import Sample, write_rivals

from ontology import code_values, reference_ntriples, terms
from ontology.graphs import alignment_names, all_files, ontology_graph
from ontology.prefixes import BASE

ROOT = Path(__file__).parents[2]
FILES = {name: all_files()[f"alignments/{name}"] for name in alignment_names()}
SHARE_ALIKE = "https://creativecommons.org/licenses/by-sa/4.0/"


def test_there_is_one_for_each_vocabulary() -> None:
    wanted = "eli foaf lode oa org plover prov schema sem skos time wikidata"
    assert list(FILES) == wanted.split()


@pytest.mark.parametrize("name", FILES)
def test_it_has_its_own_header_and_imports_the_core(name: str) -> None:
    (header,) = FILES[name].subjects(RDF.type, OWL.Ontology)
    assert header == URIRef(f"{BASE}ontology/alignments/{name}")
    assert FILES[name].value(header, OWL.imports) == URIRef(f"{BASE}ontology")
    by = "https://creativecommons.org/licenses/by/4.0/" if name != "plover" else SHARE_ALIKE
    assert str(FILES[name].value(header, DCTERMS.license)) == by


def test_the_core_needs_none_of_them() -> None:
    assert not [*ontology_graph().objects(None, OWL.imports)]
    text = reference_ntriples()
    for foreign in ("prov#", "schema.org", "wikidata", "foaf", "/code/plover"):
        assert foreign not in text


@pytest.mark.parametrize("name", FILES)
def test_it_speaks_of_terms_that_exist(name: str) -> None:
    known = {str(s) for graph in all_files().values() for s in graph.subjects()} | terms.ALL
    for triple in FILES[name]:
        for node in triple:
            if isinstance(node, URIRef) and node.startswith(BASE) and "#" in node:
                assert str(node) in terms.ALL, node
            elif isinstance(node, URIRef) and node.startswith((f"{BASE}code/", f"{BASE}issue/")):
                assert str(node) in known, node


def test_the_crosswalk_covers_speech_acts_and_most_statuses() -> None:
    crosswalk = FILES["plover"]
    mapped = {str(s) for s in crosswalk.subjects() if isinstance(s, URIRef)}
    for act in code_values("speech-act"):
        assert f"{BASE}code/speech-act/{act}" in mapped
    # PLOVER has nothing for an agreement that applies, or whose end is feared.
    left = {s for s in code_values("agreement-status") if
            f"{BASE}code/agreement-status/{s}" not in mapped}  # fmt: skip
    assert left == {"in-force", "at-risk"}


def test_the_crosswalk_has_the_sixteen_types_and_twenty_roots() -> None:
    crosswalk = FILES["plover"]

    def notations(scheme: str) -> set[str]:
        concepts = crosswalk.subjects(SKOS.inScheme, URIRef(f"{BASE}code/{scheme}"))
        return {str(crosswalk.value(concept, SKOS.notation)) for concept in concepts}

    assert len(notations("plover")) == 16
    assert {n for n in notations("cameo") if len(n) == 2} == {f"{i:02}" for i in range(1, 21)}
    for mode in notations("plover-mode"):
        assert mode.partition("-")[0] in notations("plover")
    for number in notations("cameo"):
        assert number[:2] in notations("cameo")


def test_the_crosswalk_agrees_with_the_code_files() -> None:
    folder = ROOT.parent / "shared/eventcoding"
    if not folder.is_dir():
        pytest.skip(f"the code files are not at {folder}")
    table = (folder / "CAMEO2PLOVER-2021.txt").read_text(encoding="utf-8")
    rows = re.findall(r"^(\d+): *(\w+) *,? *([\w-]*)", table, re.MULTILINE)
    types = {kind for _, kind, _ in rows}
    modes = {f"{kind}-{mode}" for _, kind, mode in rows if mode}
    contexts = set(re.findall(r"[a-z_]+", " ".join(re.findall(r",.*?,([^#\n]*)", table))))
    crosswalk = FILES["plover"]
    for scheme, known in (("plover", types), ("plover-mode", modes), ("plover-context", contexts)):
        concepts = crosswalk.subjects(SKOS.inScheme, URIRef(f"{BASE}code/{scheme}"))
        found = {str(crosswalk.value(concept, SKOS.notation)) for concept in concepts}
        # The manual names these, which no CAMEO code leads to.
        manual = {"CONSULT-multilateral", "terrorism", "territory", "technology"}
        assert found - known <= manual, scheme
    labels = (folder / "CAMEO_codefile.txt").read_text(encoding="utf-8")
    named = {n: t.strip() for n, t in re.findall(r"^LABEL: (\d+)= (.+)$", labels, re.MULTILINE)}
    for concept in crosswalk.subjects(SKOS.inScheme, URIRef(f"{BASE}code/cameo")):
        number = str(crosswalk.value(concept, SKOS.notation))
        if number in named:
            assert str(crosswalk.value(concept, SKOS.prefLabel)) == named[number]


def test_the_patterns_of_event_kinds_find_events(sample: Sample) -> None:
    store = pyoxigraph.Store()
    store.load(sample.consolidated.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    crosswalk, found = FILES["plover"], {}
    for kind in crosswalk.subjects(SKOS.inScheme, URIRef(f"{BASE}code/event-kind")):
        pattern = crosswalk.value(kind, SKOS.scopeNote)
        query = f"PREFIX parley: <{terms.NAMESPACE}> SELECT DISTINCT ?event {{ {pattern} }}"
        rows = store.query(query)
        assert isinstance(rows, pyoxigraph.QuerySolutions)
        found[str(crosswalk.value(kind, SKOS.notation))] = len(list(rows))
    assert {name: number for name, number in found.items() if number} == {
        "in-person-meeting": 1, "planned-encounter": 2, "press-event": 1,
    }  # fmt: skip


def test_terms_of_other_vocabularies_are_declared_where_axioms_use_them() -> None:
    for name, graph in FILES.items():
        for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
            for value in graph.objects(None, predicate):
                if not isinstance(value, BNode):
                    assert (value, RDF.type, None) in graph, (name, value)


# What data, rules, questions and alignments use --------------------------------------------------


def used_terms(*texts: str) -> set[str]:
    iris = {m for text in texts for m in re.findall(rf"{terms.NAMESPACE}\w+", text)}
    return iris | {terms.NAMESPACE + m for text in texts for m in re.findall(r"parley:(\w+)", text)}


def implied(used: set[str]) -> set[str]:
    """The classes and properties that reasoning gives to whatever has the used ones."""
    found = set(used)
    for term in used:
        for relation in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range):
            found |= {str(a) for a in ontology_graph().transitive_objects(URIRef(term), relation)}
    return found


def test_every_term_that_is_used_is_defined_and_the_other_way_round(
    sample: Sample, seed_store: Path
) -> None:
    data = [file.read_text(encoding="utf-8") for file in (seed_store / "quads").glob("*.nq")
            if file.name != "reference.nq"]  # fmt: skip
    data += [sample.report, sample.consolidated, write_rivals(), reference_types()]
    patterns = ("ontology/rules/*.rq", "queries/**/*.rq", "tests/**/*.rq", "ontology/alignments/*")
    files = [file for pattern in patterns for file in sorted(ROOT.glob(pattern))]
    used = used_terms(*data, *(file.read_text(encoding="utf-8") for file in files))
    reserved = URIRef(f"{terms.NAMESPACE}reserved")
    assert used - terms.ALL <= {str(reserved)}
    kept = {str(term) for term in ontology_graph().subjects(reserved, None)}
    assert terms.ALL - implied(used) <= kept
    for reason in ontology_graph().objects(None, reserved):
        assert isinstance(reason, Literal)
        assert str(reason).endswith(".")


def reference_types() -> str:
    """The classes that codes and issues belong to."""
    graph = Graph()
    for name in ("codes", "issues"):
        graph += [(s, p, o) for s, p, o in all_files()[name] if p == RDF.type]
    return graph.serialize(format="nt")
