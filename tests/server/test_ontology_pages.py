"""The ontology over HTTP: every term and file in every format, and pages that browsers render."""

import html
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fixture_server import BROWSER, Client
from rdflib import RDF, SH, SKOS, Graph, URIRef
from rdflib.compare import isomorphic

from ontology import terms
from ontology.concepts import Scheme, places, schemes
from ontology.demands import shape_files, shape_graph
from ontology.glossary import glossary, term_graph
from ontology.graphs import all_files, ontology_graph
from ontology.inference import rules
from ontology.relations import incoming, outgoing
from queries.catalog import questions
from server.app import create_app
from server.config import Config
from server.documents import Document, documents
from server.term_uses import questions_by_term, terms_in
from store.engine import Answer, Query, Snapshot
from store.errors import NoSnapshotError

# The reader of JSON-LD in rdflib uses a class that rdflib itself has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
BASE = "https://w3id.org/parley/"
FORMATS = [
    ("text/turtle", "ttl", "text/turtle; charset=utf-8", "turtle"),
    ("application/rdf+xml", "rdf", "application/rdf+xml", "xml"),
    ("application/ld+json", "jsonld", "application/ld+json", "json-ld"),
    ("application/n-triples", "nt", "application/n-triples", "nt"),
]
PAGES = [
    "/ontology", "/ontology/Meeting", "/ontology/Evidence", "/ontology/party", "/ontology/tenure",
    "/ontology/changelog", "/ontology/existence", "/ontology/alignments/prov",
    "/ontology/alignments/plover", "/code", "/code/status", "/code/status/planned", "/code/plover",
    "/code/plover/consult", "/issue", "/issue/weapons", "/issue/sanctions",
]  # fmt: skip
_VOID = {"meta", "link", "img", "br", "input", "hr"}


class Strict(HTMLParser):
    """Finds tags that are not closed in order, ids given twice, and names of attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.wrong: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self.open.append(tag)
        self._read(tag, attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._read(tag, attrs)

    def _read(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if len(named) != len(attrs):
            self.wrong.append(f"an attribute twice in <{tag}>")
        own = (named.get("src") or "").startswith("/static/build/")
        if "style" in named or (tag == "script" and not own):
            self.wrong.append(f"style or script at {self.getpos()}")
        self.ids += [named["id"]] if named.get("id") else []  # type: ignore[list-item]
        if tag == "a" and named.get("href"):
            self.links.append(str(named["href"]))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> at {self.getpos()}")


def page(server: Client, path: str, status: int = 200) -> tuple[str, Strict]:
    """A page, which must be well formed, with what a strict reading of it found."""
    reply = server.get(path, BROWSER)
    assert reply.status == status, reply.text
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    strict = Strict()
    strict.feed(reply.text)
    strict.close()
    assert not strict.wrong, (path, strict.wrong)
    assert not strict.open, (path, strict.open)
    assert len(strict.ids) == len(set(strict.ids)), path
    return html.unescape(reply.text), strict


def plain(text: str) -> str:
    """A page's words, each once spaced."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def parsed(body: bytes, format_: str) -> Graph:
    return Graph().parse(data=body, format=format_)


# Files


@pytest.mark.parametrize(("accept", "suffix", "media_type", "format_"), FORMATS)
@pytest.mark.parametrize("name", list(all_files()))
def test_every_file_in_every_format_says_what_the_file_says(
    server: Client, name: str, accept: str, suffix: str, media_type: str, format_: str
) -> None:
    document = next(d for d in documents().values() if d.file == f"{name}.ttl")
    reply = server.get(document.path, accept)
    assert reply.status == 200, reply.text
    assert reply.headers["content-type"] == media_type
    assert isomorphic(parsed(reply.body, format_), all_files()[name])
    by_suffix = server.get(f"{document.path}.{suffix}", BROWSER)
    assert by_suffix.headers["content-type"] == media_type
    assert f'.{suffix}"' in by_suffix.headers["content-disposition"]
    assert by_suffix.body == reply.body
    assert server.get(f"{document.path}?format={suffix}").body == reply.body


def test_the_turtle_of_a_file_is_the_file_itself(server: Client) -> None:
    written = (Path(__file__).parents[2] / "ontology" / "parley.ttl").read_bytes()
    assert server.get("/ontology").body == written
    assert server.get("/ontology", "*/*").body == written


def test_a_file_not_changed_is_not_sent_again(server: Client) -> None:
    tag = server.get("/ontology.nt").headers["etag"]
    assert server.get("/ontology.nt", If_None_Match=tag).status == 304
    assert server.get("/ontology.ttl", If_None_Match=tag).status == 200


@pytest.mark.parametrize("document", list(documents().values()), ids=lambda d: d.file)
def test_the_iris_of_a_file_and_of_its_version_lead_to_it(
    server: Client, document: Document
) -> None:
    iri, version_iri = document.iri, document.version_iri
    for address in (iri, version_iri):
        reply = server.get("/" + address.removeprefix(BASE), "text/turtle")
        assert reply.status == 200
        assert f"<{iri}>" in reply.text
    folder = version_iri.removeprefix(f"{BASE}ontology/").rpartition("/")[0]
    released = "/".join(filter(None, ("/releases", "0.1.0", folder, "ontology.nt")))
    assert server.get(released).headers["content-type"] == "application/n-triples"


def test_codes_and_issues_as_files_have_pages_elsewhere(server: Client) -> None:
    for path, page_path in (("/ontology/codes", "/code"), ("/ontology/issues", "/issue")):
        reply = server.get(path, BROWSER, follow=False)
        assert (reply.status, reply.headers["location"]) == (303, page_path)


@pytest.mark.parametrize(
    ("path", "accept", "status", "says"),
    [
        ("/ontology", "image/png", 406, "text/turtle"),
        ("/ontology/Meeting?format=csv", None, 406, "application/rdf+xml"),
        ("/ontology/Meetings", None, 404, "Did you mean Meeting"),
        ("/ontology/9.9.9", None, 404, "9.9.9"),
        ("/releases/9.9.9/ontology.ttl", None, 404, "9.9.9"),
        ("/releases/0.1.0/other.ttl", None, 404, "0.1.0"),
        ("/shapes/none.ttl", None, 404, "consolidated"),
        ("/code/status/unheard-of", None, 404, "speak"),
        ("/issue/sanctions?format=csv", None, 406, "text/turtle"),
    ],
)
def test_what_is_not_there_is_said(
    server: Client, path: str, accept: str | None, status: int, says: str
) -> None:
    reply = server.get(path, accept)
    assert reply.status == status
    assert says in json.loads(reply.body)["detail"] + json.dumps(json.loads(reply.body))


def test_the_context_turns_plain_json_into_the_terms(server: Client) -> None:
    reply = server.get("/ontology/context.jsonld", BROWSER)
    assert reply.headers["content-type"] == "application/ld+json"
    assert reply.headers["access-control-allow-origin"] == "*"
    context = json.loads(reply.body)["@context"]
    document = {"@context": context, "@id": f"{BASE}id/meeting/x", "@type": "Meeting",
                "participant": f"{BASE}id/official/y"}  # fmt: skip
    graph = Graph().parse(data=json.dumps(document), format="json-ld")
    meeting = URIRef(f"{BASE}id/meeting/x")
    assert (meeting, RDF.type, URIRef(terms.MEETING)) in graph
    assert (meeting, URIRef(terms.PARTICIPANT), URIRef(f"{BASE}id/official/y")) in graph


# Terms


def test_the_page_of_all_has_an_anchor_and_a_definition_for_every_term(server: Client) -> None:
    text, strict = page(server, "/ontology")
    assert {f"{terms.NAMESPACE}{name}" for name in glossary()} >= terms.ALL
    for term in glossary().values():
        assert term.name in strict.ids
        assert term.definition in text
        assert f"/ontology/{term.name}" in strict.links


@pytest.mark.parametrize("name", list(glossary()))
def test_every_term_has_a_page_with_what_the_ontology_says(server: Client, name: str) -> None:
    term = glossary()[name]
    text, strict = page(server, f"/ontology/{name}")
    assert term.definition in text
    assert term.iri in text
    assert text.count("<svg") == 2
    for iri in (*term.parents, *term.children, *term.disjoint):
        if iri.startswith(terms.NAMESPACE):
            assert f"/ontology/{iri.removeprefix(terms.NAMESPACE)}" in strict.links
    if term.is_class:
        for relation in (*sum(outgoing(term.iri), ()), *sum(incoming(term.iri), ())):
            if relation.property.startswith(terms.NAMESPACE):
                assert (
                    f"/ontology/{relation.property.removeprefix(terms.NAMESPACE)}" in strict.links
                )
    for question in questions_by_term().get(term.iri, ()):
        assert f"/ask/{question.name}" in strict.links
    assert ("reserved</span>" in text) == bool(term.reserved)


@pytest.mark.parametrize(("accept", "suffix", "media_type", "format_"), FORMATS)
def test_a_term_in_every_format(
    server: Client, accept: str, suffix: str, media_type: str, format_: str
) -> None:
    whole = ontology_graph()
    for name in ("Meeting", "participant", "reserved"):
        reply = server.get(f"/ontology/{name}", accept)
        assert reply.headers["content-type"] == media_type
        graph = parsed(reply.body, format_)
        iri = URIRef(f"{terms.NAMESPACE}{name}")
        assert set(whole.predicates(iri)) == set(graph.predicates(iri))
        assert isomorphic(graph, term_graph(str(iri)))
        assert server.get(f"/ontology/{name}.{suffix}", BROWSER).body == reply.body


def test_the_graphs_of_all_terms_hold_nothing_that_the_ontology_does_not() -> None:
    whole = set(ontology_graph())
    for term in glossary().values():
        assert set(term_graph(term.iri)) <= whole


def test_no_term_has_the_name_of_a_file() -> None:
    taken = {key.partition("/")[0] for key in documents()} | {"context", "changelog"}
    assert not taken & {term.name for term in glossary().values()}


def test_a_class_shows_counts_examples_and_where_it_stands(server: Client) -> None:
    text, strict = page(server, "/ontology/Meeting")
    assert "4 instances in the consolidated graph" in plain(text)
    assert "/id/meeting/2031-04-01-velm-anna-berg-carl-dahl" in strict.links
    assert "every Meeting is also DiplomaticEvent" in plain(text)
    assert "nothing is both Meeting and any of PressEvent , Visit" in plain(text)
    assert "http://www.wikidata.org/entity/Q2761147" in strict.links
    assert "/ask/phone-calls" in strict.links
    assert "Meetings by the number of sides" in text
    assert "Statement" in text[text.index("What leads to it") :]


def test_a_class_of_articles_alone_is_counted_there_and_names_its_passages(server: Client) -> None:
    text, _ = page(server, "/ontology/Evidence")
    assert "0 instances in the consolidated graph" in plain(text)
    assert "The two ministers shook hands" in text
    assert "every Evidence has, known or not, some oa:hasSource that is Article" in plain(text)


def test_a_property_shows_its_values(server: Client) -> None:
    text, strict = page(server, "/ontology/speaker")
    assert "2 uses in the consolidated graph" in plain(text)
    assert "/id/official/anna-berg" in strict.links
    assert "whatever has speaker is Statement" in plain(text)
    chained, _ = page(server, "/ontology/party")
    assert "participation then representing together give party" in plain(chained)


def test_questions_are_found_by_their_tokens() -> None:
    assert terms_in('SELECT * { ?s a parley:Meeting # parley:Visit\n ; a "parley:Role" }') == {
        terms.MEETING
    }
    assert terms_in(f"ASK {{ ?s <{terms.PARTY}> ?o . ?s other:Meeting ?o }}") == {terms.PARTY}
    named = {q.name for found in questions_by_term().values() for q in found}
    assert named == set(questions())


def test_rules_have_their_anchors(server: Client) -> None:
    _, strict = page(server, "/ontology")
    assert {f"rule-{rule.name}" for rule in rules()} <= set(strict.ids)


# Lists


@pytest.mark.parametrize("scheme", list(schemes().values()), ids=lambda s: s.label)
def test_a_list_shows_every_concept_with_its_definition(server: Client, scheme: Scheme) -> None:
    path = "/" + scheme.iri.removeprefix(BASE)
    concepts = list(scheme.all())
    text, strict = page(server, path)
    for concept in concepts:
        assert concept.definition in text
        assert "/" + concept.iri.removeprefix(BASE) in strict.links
    graph = parsed(server.get(path, "application/rdf+xml").body, "xml")
    assert {URIRef(c.iri) for c in concepts} <= set(graph.subjects())


def test_every_concept_has_a_page(server: Client) -> None:
    for iri, (scheme, path) in list(places().items())[::7]:
        text, strict = page(server, "/" + iri.removeprefix(BASE))
        assert path[-1].definition in text
        assert "/" + scheme.iri.removeprefix(BASE) in strict.links


def test_an_issue_shows_its_place_its_names_its_matches_and_the_data(server: Client) -> None:
    text, strict = page(server, "/issue/sanctions")
    assert "/issue/economy" in strict.links
    assert "/issue/sanctions-on-russia" in strict.links
    assert "economic embargo" in text
    assert "means the same as eurovoc:3483" in plain(text)
    assert "/id/article/a1" in strict.links
    group, _ = page(server, "/issue/economy")
    assert re.search(r"International sanctions sanctions \d+ uses", plain(group))


@pytest.mark.parametrize(("accept", "suffix", "media_type", "format_"), FORMATS)
def test_a_concept_in_every_format(
    server: Client, accept: str, suffix: str, media_type: str, format_: str
) -> None:
    iri = URIRef(f"{BASE}issue/sanctions")
    reply = server.get("/issue/sanctions", accept)
    assert reply.headers["content-type"] == media_type
    graph = parsed(reply.body, format_)
    assert set(graph.subjects()) == {iri}
    assert set(all_files()["issues"].predicate_objects(iri)) <= set(graph.predicate_objects(iri))
    assert server.get(f"/issue/sanctions.{suffix}").body == reply.body


# Pages


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_well_formed_and_their_links_lead_somewhere(server: Client, path: str) -> None:
    _, strict = page(server, path)
    for link in sorted({each.partition("#")[0] for each in strict.links if each[0] == "/"} - {""}):
        assert server.get(link, BROWSER).status in (200, 303), link
    for link in strict.links:
        if link.startswith("#") and link != "#main":
            assert link[1:] in strict.ids


def test_drawings_are_xml_without_text_beyond_their_boxes(server: Client) -> None:
    for name in ("Meeting", "Polity", "Statement", "Evidence", "Article"):
        text = server.get(f"/ontology/{name}", BROWSER).text
        for drawing in re.findall(r"<svg.*?</svg>", text, re.DOTALL):
            root = ElementTree.fromstring(drawing)
            width = float(root.attrib["width"])
            svg = "{http://www.w3.org/2000/svg}"
            for box in root.iter(f"{svg}rect"):
                assert float(box.attrib["x"]) >= 0
                assert float(box.attrib["x"]) + float(box.attrib["width"]) <= width
            # A letter of 13 pixels is about 7 wide; the narrowest box is 176.
            assert all(len(each.text or "") <= 25 for each in root.iter(f"{svg}text"))


def test_the_changelog_has_the_version_of_the_ontology(server: Client) -> None:
    text, strict = page(server, "/ontology/changelog")
    assert documents()[""].version in text
    assert "/ontology/metWith" in strict.links
    file = server.get("/ontology/CHANGELOG.md")
    assert file.headers["content-type"] == "text/markdown; charset=utf-8"
    assert file.text.startswith("# ")


@pytest.mark.parametrize(("accept", "suffix", "media_type", "format_"), FORMATS)
@pytest.mark.parametrize("name", list(shape_files()))
def test_shapes_in_every_format(
    server: Client, name: str, accept: str, suffix: str, media_type: str, format_: str
) -> None:
    reply = server.get(f"/shapes/{name}", accept)
    assert reply.headers["content-type"] == media_type
    assert isomorphic(parsed(reply.body, format_), shape_graph(name))
    assert server.get(f"/shapes/{name}.{suffix}", BROWSER).body == reply.body
    text, strict = page(server, "/shapes")
    for demand in shape_files()[name].demands:
        assert demand.name in strict.ids
        assert demand.message in text
        assert demand.advice in text


def test_the_iri_of_a_shape_leads_to_all_of_them(server: Client) -> None:
    reply = server.get("/shapes", "text/turtle")
    shapes = set(parsed(reply.body, "turtle").subjects())
    for file in shape_files().values():
        assert {URIRef(f"{BASE}shapes#{demand.name}") for demand in file.demands} <= shapes


def test_a_shape_is_an_error_unless_it_says_warning() -> None:
    for name, file in shape_files().items():
        warnings = {d.name for d in file.demands if not d.is_error}
        said = {str(s) for s in shape_graph(name).subjects(SH.severity, SH.Warning)}
        assert {f"https://w3id.org/parley/shapes#{each}" for each in warnings} == said
    status = next(d for d in shape_files()["data"].demands if d.name == "EventStatus")
    assert status.targets == (terms.DIPLOMATIC_EVENT,)
    assert status.path == terms.STATUS


class NothingPublished:
    """An engine without a snapshot."""

    def snapshot(self) -> Snapshot:
        raise NoSnapshotError("nothing has been published yet")

    def query(self, query: Query) -> Answer:
        raise NoSnapshotError("nothing has been published yet")

    def close(self) -> None:
        pass


@pytest.mark.parametrize("path", PAGES)
def test_the_ontology_is_there_before_any_data(path: str) -> None:
    client = create_app(NothingPublished()).test_client()
    reply = client.get(path, headers={"Accept": BROWSER})
    assert reply.status_code == 200
    if path == "/ontology/Meeting":
        assert "could not be asked" in reply.text


def test_under_another_base_codes_and_issues_move_and_terms_stay() -> None:
    base = "https://example.org/diplomacy"
    client = create_app(NothingPublished(), Config(base=base)).test_client()
    graph = parsed(client.get("/code/status").data, "turtle")
    planned = URIRef(f"{base}/code/status/planned")
    assert (planned, SKOS.inScheme, URIRef(f"{base}/code/status")) in graph
    assert f"{BASE}code/" not in client.get("/code/status").text
    text = client.get("/code/status", headers={"Accept": BROWSER}).text
    assert 'href="/code/status/planned"' in text
    term = client.get("/ontology/mode", headers={"Accept": BROWSER}).text
    assert 'href="/code/mode"' in term
    assert 'href="/ontology/DiplomaticEvent"' in term


def _chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


@pytest.mark.skipif(_chromium() is None, reason="needs Chromium: scripts/install-chromium")
@pytest.mark.parametrize("path", ["/ontology", "/ontology/Meeting", "/issue"])
def test_a_browser_shows_the_page_without_complaint(
    server: Client, tmp_path: Path, path: str
) -> None:
    done = subprocess.run(
        [str(_chromium()), "--headless", "--no-sandbox", "--disable-gpu",
         f"--user-data-dir={tmp_path}", "--enable-logging=stderr", "--v=0",
         "--virtual-time-budget=2000", "--dump-dom", server.url + path],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "</html>" in done.stdout
    assert done.stdout.count("<h1") == 1
    assert "CONSOLE" not in done.stderr, done.stderr
