"""What an engine on this machine may use, and how long it takes over things."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from store.snapshots import Retention

MIB: Final = 1 << 20
GIB: Final = 1 << 30


@dataclass(frozen=True, slots=True)
class Limits:
    """Times are in seconds, sizes in bytes.

    `timeout` is the deadline of a query, which the query may lower. `workers` are kept ready, and
    up to `max_workers` run when those are busy; a query that finds none free within `patience` is
    refused. A query may take `memory` beside the open data, and its result `max_result`. Results
    pass through files in `spool_dir`, by default the system's place for temporary files, which
    needs room for `max_workers` results.

    `max_rows` is the most rows of an answer, none meaning all; a query may lower it too. At most
    `max_waiting` queries wait for a worker. With `hot_memory`, the data is held in memory where
    that, and what the workers make of it, fits.

    Without `network`, the processes that evaluate and write leave it, where the system lets them.

    `write_timeout` and `write_memory` are the limits of a write, and `retention` says which
    snapshots stay when one is published.
    """

    timeout: float = 30.0
    workers: int = 2
    max_workers: int = 8
    max_waiting: int = 64
    max_rows: int | None = None
    patience: float = 5.0
    memory: int = GIB
    max_result: int = GIB // 4
    hot_memory: int = 0
    network: bool = False
    spool_dir: Path | None = None
    write_timeout: float = 300.0
    write_memory: int = 4 * GIB
    retention: Retention = field(default_factory=Retention)
