"""What every view needs: the engine, the configuration, and the snapshot's kept facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar, cast

from flask import Flask, current_app

from server.config import Config
from server.links import Links
from server.metrics import Metrics, metered
from store.engine import Engine

_KEY = "parley"
T = TypeVar("T")


@dataclass(slots=True)
class Services:
    """One per app."""

    engine: Engine
    config: Config
    links: Links
    metrics: Metrics
    _kept: dict[str, tuple[str, object]] = field(default_factory=dict)

    def once_per_snapshot(self, name: str, make: Callable[[], T]) -> T:
        """A value made anew only when there is a newer snapshot."""
        snapshot = self.engine.snapshot().id
        kept = self._kept.get(name)
        if kept is None or kept[0] != snapshot:
            # Two threads may both make it; either value is right.
            kept = self._kept[name] = (snapshot, make())
        return cast(T, kept[1])


def services() -> Services:
    """Those of the app that handles this request."""
    return of(current_app)


def of(app: Flask) -> Services:
    """Those of an app."""
    return cast(Services, app.extensions[_KEY])


def install(extensions: dict[str, object], engine: Engine, config: Config) -> Services:
    """Put them into an app."""
    metrics = Metrics()
    made = Services(metered(engine, metrics), config, Links(config.base), metrics)
    extensions[_KEY] = made
    return made
