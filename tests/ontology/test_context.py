"""The JSON-LD context is current and says of data what Turtle says; the redirects are whole."""

import json
import re
from pathlib import Path

import pyoxigraph
from rdflib import OWL, XSD, Literal, URIRef

from ontology import terms
from ontology.context import context_text, jsonld_context
from ontology.graphs import all_files
from ontology.loading import rdflib_term
from ontology.prefixes import BASE

FOLDER = Path(__file__).parents[2] / "ontology"


def test_the_file_is_current() -> None:
    written = (FOLDER / "context.jsonld").read_text(encoding="utf-8")
    assert written == context_text(), (
        "write it: python -m ontology.context > ontology/context.jsonld"
    )


def test_every_term_has_its_name() -> None:
    context = jsonld_context()
    for term in terms.ALL:
        name = term.removeprefix(terms.NAMESPACE)
        entry = context[name]
        assert (entry if isinstance(entry, str) else entry["@id"]) == f"parley:{name}"


def test_json_means_what_turtle_means() -> None:
    data = {
        "@context": jsonld_context(),
        "@id": "id:meeting/talks",
        "@type": "Meeting",
        "label": "Talks",
        "status": "https://w3id.org/parley/code/status/occurred",
        "participant": ["id:official/ann-other", "id:official/bo-elder"],
        "earliest": "2020-03-05",
        "dateText": "Thursday",
    }
    quads = pyoxigraph.parse(json.dumps(data), format=pyoxigraph.RdfFormat.JSON_LD)
    triples = {(q.subject.value, q.predicate.value, rdflib_term(q.object)) for q in quads}
    talks = f"{BASE}id/meeting/talks"
    assert triples == {
        (talks, terms.RDF_TYPE, URIRef(terms.MEETING)),
        (talks, terms.LABEL, Literal("Talks", lang="en")),
        (talks, terms.STATUS, URIRef(f"{BASE}code/status/occurred")),
        (talks, terms.PARTICIPANT, URIRef(f"{BASE}id/official/ann-other")),
        (talks, terms.PARTICIPANT, URIRef(f"{BASE}id/official/bo-elder")),
        (talks, terms.EARLIEST, Literal("2020-03-05", datatype=XSD.date)),
        (talks, terms.DATE_TEXT, Literal("Thursday", datatype=XSD.string)),
    }


def redirect(path: str, accept: str) -> str:
    """Where the redirects lead, as Apache reads them: the first rule whose conditions hold."""
    conditions: list[str] = []
    for line in (FOLDER / "w3id/.htaccess").read_text(encoding="utf-8").splitlines():
        if line.startswith("RewriteCond %{HTTP_ACCEPT} "):
            conditions.append(line.split()[2])
        elif line.startswith("RewriteRule "):
            _, pattern, target, _ = line.split()
            held = all(
                not re.search(c[1:], accept) if c.startswith("!") else re.search(c, accept)
                for c in conditions
            )
            if re.search(pattern, path) and held:
                target = re.sub(r"\$(\d)", r"\\\1", target)
                return re.sub(pattern, target, path)
            conditions = []
    raise AssertionError(f"no rule for {path}")


def test_redirects_lead_to_the_server_or_to_a_release() -> None:
    host = "https://parley.example.org"
    browser = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"
    assert redirect("", browser) == f"{host}/"
    for path in ("ontology", "issue/taiwan", "code/status/occurred", "id/official/ann-other"):
        assert redirect(path, "text/turtle") == f"{host}/{path}"
    assert redirect("ontology/context.jsonld", "*/*") == f"{host}/ontology/context.jsonld"
    assert redirect("ontology/0.1.0", "*/*") == f"{host}/releases/0.1.0/ontology.ttl"
    prov = "ontology/alignments/prov/0.1.0"
    release = f"{host}/releases/0.1.0/alignments/prov"
    assert redirect(prov, "text/turtle") == f"{release}/ontology.ttl"
    assert redirect(prov, "application/rdf+xml") == f"{release}/ontology.rdf"
    assert redirect(prov, "application/ld+json") == f"{release}/ontology.jsonld"
    assert redirect(prov, browser) == f"{release}/"


def test_every_version_has_a_redirect() -> None:
    for graph in all_files().values():
        for version in graph.objects(None, OWL.versionIRI):
            path = str(version).removeprefix(BASE)
            assert redirect(path, "text/turtle").endswith("/ontology.ttl")
