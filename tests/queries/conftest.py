"""A real engine over the small dataset that the server's tests use too."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse, serialize

from ontology import reference_ntriples
from store.embedded import EmbeddedEngine
from store.limits import Limits
from store.publish import publish

FIXTURE = Path(__file__).resolve().parents[1] / "server" / "fixture.trig"


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedEngine]:
    folder = tmp_path_factory.mktemp("questions")
    quads = serialize(parse(path=str(FIXTURE), format=RdfFormat.TRIG), format=RdfFormat.N_QUADS)
    (folder / "fixture.nq").write_bytes(quads or b"")
    (folder / "reference.nq").write_text(reference_ntriples())
    publish(folder / "store", [folder / "fixture.nq", folder / "reference.nq"])
    opened = EmbeddedEngine(folder / "store", Limits(timeout=20, workers=1))
    yield opened
    opened.close()
