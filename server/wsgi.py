"""The application that each server process makes for itself."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from server import logs
from server.app import create_app
from server.config import Config
from store.embedded import EmbeddedEngine
from store.engine import Engine
from store.federation import agent
from store.limits import Limits
from store.remote_engine import RemoteEngine, RemoteLimits, state_graph
from store.remote_http import Endpoint


@dataclass(frozen=True, slots=True)
class Settings:
    """What a server process needs to know; it travels from the parent process as it is.

    With an `endpoint`, that server is asked instead of the store of this machine.
    """

    store_dir: Path
    timeout: float
    config: Config
    contact: str | None = None
    endpoint: Endpoint | None = None


def load(settings: Settings) -> Flask:
    """Open the engine and make the application over it."""
    logs.configure(settings.config.log_level, settings.config.log_format)
    # The server copies the environment into what every request carries.
    for name in [name for name in os.environ if name.startswith("PARLEY_")]:
        del os.environ[name]
    return create_app(open_engine(settings), settings.config)


def open_engine(settings: Settings) -> Engine:
    """The engine that the settings ask for."""
    config, told = settings.config, agent(settings.contact)
    if settings.endpoint is not None:
        return RemoteEngine(
            settings.endpoint,
            RemoteLimits(timeout=settings.timeout),
            state_graph=state_graph(config.base),
            service_allow=config.service_allow,
            agent=told,
        )
    return EmbeddedEngine(
        settings.store_dir,
        Limits(timeout=settings.timeout),
        service_allow=config.service_allow,
        agent=told,
    )
