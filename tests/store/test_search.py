"""The index of a snapshot: what is in it, how it is found, and how it lives with the snapshot."""

import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from store.embedded import EmbeddedEngine
from store.engine import Update
from store.errors import StoreError
from store.indexer import AT_ONCE
from store.indexing import INDEX_FILE, write_index
from store.publish import publish
from store.search import NoIndexError, SearchIndex
from store.snapshots import Retention

ID = "https://w3id.org/parley/id/"
P = "https://w3id.org/parley/ontology#"
CODE = "https://w3id.org/parley/code/"
_PREFIXES = {
    "a": "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>",
    "label": "<http://www.w3.org/2000/01/rdf-schema#label>",
    "alt": "<http://www.w3.org/2004/02/skos/core#altLabel>",
    "same": "<http://www.w3.org/2002/07/owl#sameAs>",
    "exact": "<http://www.w3.org/ns/oa#exact>",
    "source": "<http://www.w3.org/ns/oa#hasSource>",
    "start": "<http://www.w3.org/ns/oa#start>",
    "titled": "<http://purl.org/dc/terms/title>",
}
FACTS = """
polity/ostria a P:Polity
polity/ostria label "Ostria"
polity/ostria alt "Ostrian"
polity/ostria same <http://www.wikidata.org/entity/Q900000001>
polity/norland a P:Polity
polity/norland label "Norland"
place/velm a P:Place
place/velm label "Velm"
place/velm P:inPolity polity/norland
official/ida-ström a P:Official
official/ida-ström label "Ida Ström"
official/ida-ström alt "Ström"
official/kim-lund a P:Official
official/kim-lund label "Kim Lund"
official/kim-lund-2 a P:Official
official/kim-lund-2 label "Kim Lund"
office/norland-premier a P:Office
office/norland-premier label "Premier (Norland)"
office/norland-premier P:ofPolity polity/norland
tenure/1 P:official official/kim-lund
tenure/1 P:office office/norland-premier
tenure/1 P:from "2030-01-02"
tenure/1 P:until "2032"
agreement/velm-pact a P:Agreement
agreement/velm-pact label "Velm Pact"
agreement/velm-pact alt "pact"
agreement/velm-pact P:party polity/norland
agreement/velm-pact P:party polity/ostria
article/x a P:Article
article/x titled "Premier in Velm"
article/x P:mentions official/kim-lund-2
article/x#role-1 P:official official/kim-lund-2 article/x
article/x#role-1 P:title "harbour master" article/x
article/x#role-1 P:polity polity/ostria article/x
article/x#role-1 P:evidence article/x#e1 article/x
article/x#e1 exact "Ostria’s harbour master, Kim Lund, met Ström-Vik’s ministers." article/x
article/x#e1 start "7" article/x
article/x#e1 source article/x article/x
article/x#e2 exact "“The minister met nobody in <b>Velm</b>,” Ström said." article/x
article/x#e2 start "90" article/x
article/x#e2 source article/x article/x
"""


def term(text: str) -> str:
    if text[0] in '"<':
        return text
    if text in _PREFIXES:
        return _PREFIXES[text]
    return f"<{P}{text[2:]}>" if text.startswith("P:") else f"<{ID}{text}>"


def quads(path: Path, facts: str = FACTS) -> Path:
    lines = [re.findall(r'"[^"]*"|\S+', line) for line in facts.splitlines() if line]
    path.write_text("".join(f"{' '.join(map(term, line))} .\n" for line in lines), "utf-8")
    return path


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    folder = tmp_path_factory.mktemp("search")
    found = SearchIndex(publish(folder / "store", [quads(folder / "a.nq")]).path)
    yield found
    found.close()


def keys(index: SearchIndex, text: str, *types: str) -> list[str]:
    return [hit.iri.removeprefix(ID) for hit in index.candidates(text, types)]


@pytest.mark.parametrize(
    ("text", "first", "fit"),
    [
        ("Ida Ström", "official/ida-ström", "label"),
        ("ida strom", "official/ida-ström", "label"),
        ("Ström, Ida", "official/ida-ström", "order"),
        ("Strom", "official/ida-ström", "alias"),
        ("Ida Str", "official/ida-ström", "prefix"),
        ("Ida Stürm", "official/ida-ström", "spelling"),
        ("Minister Ida Ström", "official/ida-ström", "words"),
        ("ostrian", "polity/ostria", "alias"),
        ("Q900000001", "polity/ostria", "label"),
        (f"{ID}place/velm", "place/velm", "label"),
    ],
)
def test_names_are_found(index: SearchIndex, text: str, first: str, fit: str) -> None:
    hit = index.candidates(text)[0]
    assert (hit.iri.removeprefix(ID), hit.fit) == (first, fit)


def test_namesakes_the_one_more_spoken_of_first(index: SearchIndex) -> None:
    hits = index.candidates("Kim Lund")
    assert [h.iri.removeprefix(ID) for h in hits] == ["official/kim-lund-2", "official/kim-lund"]
    assert [h.score for h in hits] == [100, 100]
    assert [h.description for h in hits] == [
        "harbour master, Ostria",
        "Premier (Norland), 2030–2032",
    ]


def test_types_and_paging(index: SearchIndex) -> None:
    assert keys(index, "Velm") == ["place/velm", "agreement/velm-pact"]
    assert keys(index, "Velm", "Agreement") == ["agreement/velm-pact"]
    assert keys(index, "Velm", "Office") == []
    assert keys(index, "Q900000001", "Place") == []
    pages = [index.find("Kim Lund", limit=1, offset=n) for n in range(3)]
    assert [page.total for page in pages] == [2, 2, 2]
    assert [len(page.hits) for page in pages] == [1, 1, 0]


@pytest.mark.parametrize("text", ["", "   ", "…", '"', "a OR b", "NEAR(", "*", "x" * 5_000, "\0"])
def test_no_text_is_an_error(index: SearchIndex, text: str) -> None:
    index.candidates(text)
    index.evidence(text)


def test_values(index: SearchIndex) -> None:
    found = {(v.property, v.text) for v in index.values(f"{ID}official/kim-lund")}
    assert found == {
        ("label", "Kim Lund"), ("office", "Premier (Norland)"), ("polity", "Norland"),
    }  # fmt: skip
    assert index.values(f"{ID}official/nobody") == []
    parties = index.holding("party", "ostrian", "")
    assert [hit.iri for hit in parties] == [f"{ID}agreement/velm-pact"]
    assert index.holding("party", "", f"{ID}polity/norland") == parties
    assert index.holding("party", "Norland", "", ["Meeting"]) == []
    assert index.holding("party", "", "") == []


def test_evidence_is_cut_at_what_was_asked_for(index: SearchIndex) -> None:
    found = index.evidence("ministers met")
    assert found.total == 2
    cut = {passage.fact.removeprefix(ID): passage.pieces for passage in found.passages}
    assert cut["article/x#role-1"] == (
        "Ostria’s harbour master, Kim Lund, ", "met", " Ström-Vik’s ", "ministers", ".",
    )  # fmt: skip
    assert cut["article/x"][1] == "minister met"
    (passage,) = index.evidence("strom vik").passages
    assert passage.pieces[1] == "Ström-Vik"
    assert passage.title == "Premier in Velm"
    assert len(index.evidence("ministers met", limit=1, offset=1).passages) == 1
    assert index.evidence("nowhere").total == 0


def test_the_same_data_make_the_same_index(tmp_path: Path) -> None:
    lines = FACTS.split("\n")
    first = publish(tmp_path / "one", [quads(tmp_path / "a.nq")])
    second = publish(tmp_path / "two", [quads(tmp_path / "b.nq", "\n".join(reversed(lines)))])
    contents = []
    for snapshot in (first, second):
        with sqlite3.connect(snapshot.path.parent / INDEX_FILE) as connection:
            contents.append(list(connection.iterdump()))
        connection.close()
    assert contents[0] == contents[1]


def test_an_index_goes_with_its_snapshot(
    tmp_path: Path, new_engine: Callable[..., EmbeddedEngine]
) -> None:
    store = tmp_path / "store"
    old = publish(store, [quads(tmp_path / "a.nq")])
    engine = new_engine(store)
    before = engine.index()
    assert engine.index() is before
    only = Retention(1, grace=timedelta())
    publish(store, [quads(tmp_path / "b.nq", FACTS.replace("Velm", "Harsk"))], retention=only)
    assert not old.path.exists()
    after = engine.index()
    assert after is not before
    assert keys(after, "Harsk")
    assert not keys(after, "Velm")
    engine.close()
    with pytest.raises(StoreError):
        engine.index()


def test_a_snapshot_without_an_index_gets_one(
    tmp_path: Path, new_engine: Callable[..., EmbeddedEngine]
) -> None:
    file = quads(tmp_path / "a.nq")
    snapshot = publish(tmp_path / "store", [file])
    (snapshot.path.parent / INDEX_FILE).unlink()
    with pytest.raises(NoIndexError, match=snapshot.id):
        new_engine(tmp_path / "store").index()
    assert publish(tmp_path / "store", [file]) == snapshot
    assert keys(new_engine(tmp_path / "store").index(), "Velm")


def test_a_damaged_index_is_an_error_that_names_it(tmp_path: Path) -> None:
    snapshot = publish(tmp_path / "store", [quads(tmp_path / "a.nq")])
    (snapshot.path.parent / INDEX_FILE).write_bytes(b"no database" * 100)
    with pytest.raises(StoreError, match=INDEX_FILE):
        SearchIndex(snapshot.path).candidates("Velm")


def test_an_index_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    snapshot = publish(tmp_path / "store", [quads(tmp_path / "a.nq")])
    with pytest.raises(OSError, match="cannot be written"):
        write_index(snapshot.path, tmp_path / "nowhere" / INDEX_FILE)


def test_threads_share_an_index(index: SearchIndex) -> None:
    failures: list[BaseException] = []

    def ask() -> None:
        try:
            for _ in range(20):
                assert keys(index, "Ida Strom")[0] == "official/ida-ström"
                assert index.evidence("minister").total == 2
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


def test_the_index_of_a_large_snapshot_follows_a_write(
    tmp_path: Path, new_engine: Callable[..., EmbeddedEngine]
) -> None:
    """Until it is there, that of the snapshot before answers."""
    store = tmp_path / "store"
    many = "".join(f"<http://x/{n}> <http://x/p> <http://x/o> .\n" for n in range(25_000))
    first = publish(store, [quads(tmp_path / "a.nq", FACTS + many)])
    assert first.quads > AT_ONCE
    engine = new_engine(store, workers=1)
    assert engine.index().data == first.path
    written = engine.update(Update("INSERT DATA { <http://x/new> <http://x/p> 1 }")).snapshot
    assert engine.index().data in (first.path, written.path)
    deadline = time.monotonic() + 60
    while engine.index().data != written.path and time.monotonic() < deadline:
        time.sleep(0.05)
    assert engine.index().data == written.path
