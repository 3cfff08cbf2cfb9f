"""A build's files -> a SPARQL server somewhere else."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from parley.console import Progress, console
from store.engine import Snapshot
from store.errors import StoreError
from store.journal import Journal
from store.remote_engine import RemoteEngine, RemoteLimits, state_graph
from store.remote_http import Endpoint
from store.upload import Upload

_TIMEOUT = 600.0


def uploader(
    endpoint: Endpoint, store_dir: Path, base_iri: str
) -> Callable[[Sequence[Path], Path], Snapshot]:
    """What delivers N-Quads files to a server; the journal of it is kept in `store_dir`.

    Raises ``StoreError`` where the server is given no graph-store URL.
    """
    data = endpoint.data
    if data is None:
        raise StoreError("A build writes by the Graph Store Protocol: give --data-endpoint.")

    def upload(files: Sequence[Path], accounts: Path) -> Snapshot:
        # One journal for each server; its address may hold what is nobody's business.
        name = hashlib.sha256(data.encode()).hexdigest()[:12]
        journal = Journal(store_dir / "uploads" / f"{name}.jsonl", name)
        graph = state_graph(base_iri if base_iri.endswith("/") else f"{base_iri}/")
        limits = RemoteLimits(timeout=60.0, write_timeout=_TIMEOUT)
        engine = RemoteEngine(endpoint, limits, state_graph=graph)
        try:
            work = Upload(engine, files, journal, state_graph=graph)
            total = len(work.plan.send) + len(work.plan.remove)
            with Progress(f"Writing to {data}", total) as progress:
                done = work.run(progress.advance)
        finally:
            engine.close()
        console.print(
            f"{data}: {done.sent} graphs written, {done.unchanged} unchanged, "
            f"{done.removed} removed"
        )
        return done.snapshot

    return upload
