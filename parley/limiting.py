"""Options that say what queries may use, and how many snapshots stay."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta

import click

from parley import options
from store.limits import MIB, Limits
from store.snapshots import Retention

_SHARE = 4
"""One of so many parts of the machine's memory holds data, unless it is set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limiting:
    """What the options say; each is described where it is made."""

    query_timeout: float
    query_workers: int
    query_memory: int
    result_size: int
    max_rows: int
    data_memory: int | None
    snapshots: int
    snapshot_days: float

    def limits(self) -> Limits:
        """As the engine has them."""
        count = self.query_workers
        hot = _share() if self.data_memory is None else self.data_memory * MIB
        return Limits(
            timeout=self.query_timeout,
            workers=min(2, count),
            max_workers=count,
            memory=self.query_memory * MIB,
            max_result=self.result_size * MIB,
            max_rows=self.max_rows or None,
            hot_memory=hot,
            retention=retained(self.snapshots, self.snapshot_days),
        )


def retained(count: int, days: float) -> Retention:
    """Which snapshots stay, by the two settings."""
    return Retention(count, timedelta(days=days) if days else None)


def _share() -> int:
    try:
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return 0
    return whole // _SHARE


def _size(flag: str, default: int | None, text: str) -> options.Decorator:
    return _number(flag, click.IntRange(min=0), default, text)


def _number(
    flag: str, kind: click.IntRange | click.FloatRange, default: float | None, text: str
) -> options.Decorator:
    return click.option(
        f"--{flag}",
        envvar=f"PARLEY_{flag.upper().replace('-', '_')}",
        show_envvar=True,
        type=kind,
        default=default,
        show_default=default is not None,
        help=text,
    )


retention = options.combine(
    _number(
        "snapshots",
        click.IntRange(min=1),
        Retention().count,
        "Snapshots that are kept, the current one included.",
    ),
    _number(
        "snapshot-days",
        click.FloatRange(min=0),
        0,
        "Days that a snapshot is kept after a newer one; 0 for as long as there is room.",
    ),
)
limiting = options.combine(
    options.timeout,
    _number(
        "query-workers",
        click.IntRange(min=1),
        Limits().max_workers,
        "Processes that evaluate queries at once, at most.",
    ),
    _number(
        "query-memory",
        click.IntRange(min=16),
        Limits().memory // MIB,
        "MiB that a query may take beside the data.",
    ),
    _number(
        "result-size",
        click.IntRange(min=1),
        Limits().max_result // MIB,
        "MiB that a result may have; a larger one is an error.",
    ),
    _size("max-rows", 0, "Rows that a result may have; further ones are left out. 0 for all."),
    _size(
        "data-memory",
        None,
        "MiB in which to hold the data, with what workers copy of it; 0 for never. "
        "Without it: a quarter of the machine's.",
    ),
    retention,
)
