"""The application that each server process makes for itself."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from server import logs, services
from server.app import create_app
from server.cache import Cache
from server.config import Config
from server.fast import FastLane
from server.front import Front
from store.embedded import EmbeddedEngine
from store.engine import Engine, Historic
from store.federation import agent
from store.limits import MIB, Limits
from store.remote_engine import RemoteEngine, RemoteLimits, state_graph
from store.remote_http import Endpoint

_SPARE: Final = 16
_WAITING: Final = 200


@dataclass(frozen=True, slots=True)
class Settings:
    """What a server process needs to know; it travels from the parent process as it is.

    `cache` are the bytes that answers may take which are kept to be given again. With an
    `endpoint`, that server is asked instead of the store of this machine.
    """

    store_dir: Path
    config: Config
    limits: Limits = field(default_factory=Limits)
    cache: int = 64 * MIB
    contact: str | None = None
    endpoint: Endpoint | None = None


def load(settings: Settings) -> Front:
    """Open the engine and make the application over it."""
    logs.configure(settings.config.log_level, settings.config.log_format)
    # The server copies the environment into what every request carries.
    for name in [name for name in os.environ if name.startswith("PARLEY_")]:
        del os.environ[name]
    limits, config = settings.limits, settings.config
    engine = open_engine(settings)
    app = create_app(engine, config)
    return Front(
        app,
        engine,
        _cache(engine, settings.cache),
        services.of(app).metrics,
        _lane(services.of(app)),
        # Cheap requests are taken while all workers are busy, and as many wait as may.
        threads=limits.max_workers + limits.max_waiting + _SPARE,
        waiting=_WAITING,
        max_body=config.max_body,
        max_upload=config.max_upload,
    )


def _lane(served: services.Services) -> FastLane | None:
    """Where the engine is at hand, and nobody's time is counted."""
    config = served.config
    if config.query_budget or not isinstance(served.engine, Historic):
        return None
    return FastLane(served.engine, f"{config.url_prefix}/sparql")


def _cache(engine: Engine, room: int) -> Cache:
    """For an engine that knows its state without asking anybody; others may change behind it."""
    if not isinstance(engine, EmbeddedEngine):
        return Cache(0, str)
    return Cache(room, engine.state)


def open_engine(settings: Settings) -> Engine:
    """The engine that the settings ask for."""
    config, told = settings.config, agent(settings.contact)
    if settings.endpoint is not None:
        return RemoteEngine(
            settings.endpoint,
            RemoteLimits(timeout=settings.limits.timeout),
            state_graph=state_graph(config.base),
            service_allow=config.service_allow,
            agent=told,
        )
    return EmbeddedEngine(
        settings.store_dir, settings.limits, service_allow=config.service_allow, agent=told
    )
