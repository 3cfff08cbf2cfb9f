"""The application that each server process makes for itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from server.app import create_app
from server.config import Config
from store.embedded import EmbeddedEngine
from store.federation import agent
from store.limits import Limits


@dataclass(frozen=True, slots=True)
class Settings:
    """What a server process needs to know; it travels from the parent process as it is."""

    store_dir: Path
    timeout: float
    config: Config
    contact: str | None = None


def load(settings: Settings) -> Flask:
    """Open the store's engine and make the application over it."""
    engine = EmbeddedEngine(
        settings.store_dir,
        Limits(timeout=settings.timeout),
        service_allow=settings.config.service_allow,
        agent=agent(settings.contact),
    )
    return create_app(engine, settings.config)
