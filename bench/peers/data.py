"""A graph of any size that canned questions can be asked of: the seeds' graph, many times over.

Each copy has nodes of its own; what the ontology, the code lists and the reference data define
is there once. So look-ups, joins and rows grow with the graph as more articles would make them.
"""

from __future__ import annotations

import re
from pathlib import Path

from pyoxigraph import DefaultGraph, RdfFormat, Store, serialize

from etl.pipeline import Settings
from parley.build import build

_OWN = re.compile(r"<(https://w3id\.org/parley/id/[^>]*)>")


def seed_store(folder: Path) -> Path:
    """The store of the seeds, built if it is not there."""
    store = folder / "seeds"
    if not (store / "current").exists():
        build([Path(__file__).resolve().parents[2] / "seeds"], store, Settings(), jobs=1)
    return store


def replicate(snapshot: Path, size: int, folder: Path) -> tuple[Path, Path]:
    """N-Quads of about so many statements, and N-Triples of the default graph alone."""
    quads, triples = folder / f"{size}.nq", folder / f"{size}.nt"
    if not (quads.exists() and triples.exists()):
        store = Store.read_only(str(snapshot))
        lines = [_line(quad) for quad in store]
        own = [line for line in lines if _OWN.search(line[0])]
        shared = [line for line in lines if not _OWN.search(line[0])]
        with quads.open("w") as all_graphs, triples.open("w") as default:
            written = copy = 0
            while written < size:
                for line, is_default in own if copy else [*shared, *own]:
                    text = _OWN.sub(rf"<\1-copy{copy}>", line) if copy else line
                    all_graphs.write(text)
                    if is_default:
                        default.write(text)
                    written += 1
                copy += 1
    return quads, triples


def _line(quad: object) -> tuple[str, bool]:
    text = (serialize([quad], format=RdfFormat.N_QUADS) or b"").decode()  # type: ignore[list-item]
    return text, isinstance(quad.graph_name, DefaultGraph)  # type: ignore[attr-defined]


def subjects(triples: Path, most: int) -> list[str]:
    """Nodes to look up, spread over the whole graph."""
    found: dict[str, None] = {}
    with triples.open() as lines:
        for line in lines:
            if line.startswith("<https://w3id.org/parley/id/"):
                found.setdefault(line[1 : line.index(">")])
    every = list(found)
    step = max(1, len(every) // most)
    return every[::step][:most]
