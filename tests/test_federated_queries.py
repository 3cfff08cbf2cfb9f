"""The documented queries that join Parley with Wikidata, against a stand-in for Wikidata."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from endpoint import Endpoint
from pyoxigraph import RdfFormat, parse, serialize
from rdflib.plugins.sparql import prepareQuery
from running import ROOT, Running, start, stop

from store.federated import WIKIDATA
from store.publish import publish

FOLDER = ROOT / "queries" / "federation"
PARLEY = "https://parley.example.org/sparql"
QUERIES = sorted(FOLDER.glob("*.rq"))


@pytest.fixture(scope="module")
def people(shared: Path) -> Path:
    """The people of the seeds as Wikidata's query service has them."""
    return shared / "gazetteer" / "fixtures" / "standin_seed.ttl"


@pytest.fixture(scope="module")
def wikidata(people: Path) -> Iterator[Endpoint]:
    made = Endpoint(people)
    yield made
    made.close()


def serve(store: Path, allow: str) -> Iterator[Running]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARLEY_SERVICE_ALLOW", allow)
        patch.setenv("PARLEY_CONTACT", "desk@example.org")
        running = start(store)
    yield running
    stop(running)


@pytest.fixture(scope="module")
def parley(seed_store: Path, wikidata: Endpoint) -> Iterator[Running]:
    """Parley with the seeds, which may call the stand-in."""
    yield from serve(seed_store, wikidata.url)


@pytest.fixture(scope="module")
def other(
    people: Path, seed_server: Running, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """An endpoint with Wikidata's data, which may call Parley's."""
    folder = tmp_path_factory.mktemp("wikidata")
    quads = serialize(parse(path=str(people), format=RdfFormat.TURTLE), format=RdfFormat.N_QUADS)
    (folder / "all.nq").write_bytes(quads or b"")
    publish(folder / "store", [folder / "all.nq"])
    yield from serve(folder / "store", seed_server.sparql)


def ask(running: Running, query: str) -> list[dict[str, str]]:
    path = "/sparql?" + urlencode({"query": query})
    status, _, body = running.get(path, "text/csv")
    assert status == 200, body
    return list(csv.DictReader(io.StringIO(body)))


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.name)
def test_each_query_parses_and_calls_one_endpoint(file: Path) -> None:
    text = file.read_text("utf-8")
    prepareQuery(text)
    assert re.findall(r"SERVICE <(.*?)>", text) in ([WIKIDATA], [PARLEY])
    assert f"]({file.name})" in (FOLDER / "README.md").read_text("utf-8")


def test_parley_asks_wikidata_for_the_offices_of_those_who_met(
    parley: Running, wikidata: Endpoint
) -> None:
    text = (FOLDER / "offices-at-the-meeting.rq").read_text("utf-8")
    rows = ask(parley, text.replace(WIKIDATA, wikidata.url))
    found = {(row["day"], row["name"], row["office"]) for row in rows}
    (blinken,) = {office for day, name, office in found if name == "Antony Blinken"}
    assert "secretary of state" in blinken.lower()
    # Only who met on a known day was asked about, by name.
    (asked,) = wikidata.queries
    assert "VALUES" in asked
    assert wikidata.agents == ["Parley/0.1 (SPARQL federation; desk@example.org)"]


def test_wikidata_reads_parleys_links(other: Running, seed_server: Running) -> None:
    text = (FOLDER / "wikidata-reads-parley.rq").read_text("utf-8")
    rows = ask(other, text.replace(PARLEY, seed_server.sparql))
    meetings = {row["name"]: int(row["meetings"]) for row in rows}
    own = ask(
        seed_server,
        "PREFIX parley: <https://w3id.org/parley/ontology#> "
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        "SELECT ?name (COUNT(DISTINCT ?m) AS ?meetings) { ?m a parley:Meeting ; "
        "parley:status <https://w3id.org/parley/code/status/occurred> ; "
        "parley:participant/rdfs:label ?name } GROUP BY ?name",
    )
    assert meetings["Antony Blinken"] == next(
        int(row["meetings"]) for row in own if row["name"] == "Antony Blinken"
    )
    assert len(meetings) > 5


def test_the_links_to_paste_are_values(parley: Running, wikidata: Endpoint) -> None:
    (text,) = re.findall(r"```sparql\n(.*?)```", (FOLDER / "README.md").read_text("utf-8"), re.S)
    ((values,),) = [row.values() for row in ask(parley, text)]
    found = wikidata.answer(f"SELECT DISTINCT ?item {{ {values} ?item ?p ?o }}")
    assert found.count(b"www.wikidata.org/entity/Q") > 5
