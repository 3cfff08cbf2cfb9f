"""`parley check`: clean on what is right, exit status 1 and plain words on what is wrong."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import DefaultGraph
from rdflib import Graph, URIRef

from ontology.graphs import all_files
from ontology.loading import rdflib_term, read_quads
from ontology.reasoner import check_consistency
from parley.checking import check

NODE = "https://w3id.org/parley/id/article/000_63a64f8fa27490d6"


@pytest.fixture
def store(seed_store: Path, tmp_path: Path) -> Path:
    """A copy of the store of the seeds that a test may spoil."""
    shutil.copytree(seed_store / "quads", tmp_path / "store" / "quads")
    return tmp_path / "store"


def test_the_ontology_alone(tmp_path: Path) -> None:
    ran = CliRunner().invoke(check, ["--store", str(tmp_path / "none")])
    assert ran.exit_code == 0, ran.output
    assert "ontology alone was checked" in " ".join(ran.stderr.split())
    assert "Checked 1 graph: 0 errors, 0 warnings." in ran.stderr
    assert ran.stdout == ""


def test_a_store_that_is_right(store: Path) -> None:
    ran = CliRunner().invoke(check, ["--store", str(store)])
    assert ran.exit_code == 0, ran.output
    assert "Checked 6 graphs: 0 errors" in ran.stderr  # ontology, 3 articles, merged, both


def test_a_spoilt_article_is_named_with_what_to_do(store: Path) -> None:
    reports = store / "quads" / "reports.nq"
    text = reports.read_text(encoding="utf-8")
    status = f"<{NODE}#meeting-1> <https://w3id.org/parley/ontology#status> "
    kept = [line for line in text.splitlines() if not line.startswith(status)]
    assert len(kept) < len(text.splitlines())
    reports.write_text("\n".join(kept) + "\n", encoding="utf-8")
    ran = CliRunner().invoke(check, ["--store", str(store)])
    assert ran.exit_code == 1
    lines = ran.stdout.splitlines()
    at = lines.index(NODE)
    assert lines[at + 1] == "  error  shape/EventStatus"
    assert lines[at + 2].startswith("    #meeting-1: an event needs exactly one status")
    assert lines[at + 3].startswith("    → Use one of occurred, ongoing, planned")
    assert "1 error" in ran.stderr or "2 errors" in ran.stderr


def test_a_spoilt_consolidated_graph_is_found(store: Path) -> None:
    merged = store / "quads" / "consolidated.nq"
    with merged.open("a", encoding="utf-8") as file:
        file.write("<urn:x> a <https://w3id.org/parley/ontology#Banquet> .\n".replace(
            " a ", " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "))  # fmt: skip
    ran = CliRunner().invoke(check, ["--store", str(store)])
    assert ran.exit_code == 1
    assert "check/unknown-term" in ran.stdout
    assert "consolidated graph" in ran.stdout
    assert CliRunner().invoke(check, ["--store", str(store), "--no-data"]).exit_code == 0


def test_what_the_seeds_say_is_no_contradiction(seed_store: Path) -> None:
    facts = Graph()
    for name in ("consolidated", "inferred"):
        text = (seed_store / "quads" / f"{name}.nq").read_text(encoding="utf-8")
        for quad in read_quads(text):
            if isinstance(quad.graph_name, DefaultGraph):
                value = rdflib_term(quad.object)
                facts.add((rdflib_term(quad.subject), URIRef(quad.predicate.value), value))
    assert check_consistency(*all_files().values(), facts) == []
    one = next(facts.subjects(None, URIRef("https://w3id.org/parley/ontology#Meeting")))
    wrong = f"<{one}> a <https://w3id.org/parley/ontology#Agreement> ."
    assert check_consistency(*all_files().values(), facts, extra=wrong) != []


def test_a_file_that_is_no_rdf_is_an_error_with_its_name(store: Path) -> None:
    (store / "quads" / "reports.nq").write_text("<urn:x> oops\n", encoding="utf-8")
    ran = CliRunner().invoke(check, ["--store", str(store)])
    assert ran.exit_code == 1
    assert "reports.nq cannot be read" in ran.stderr
