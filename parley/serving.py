"""Options of the server -> what its processes are told."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import click

from parley import options, remote_options
from parley.limiting import Limiting, limiting
from server.config import Config
from server.serve import check_port, serve
from server.wsgi import Settings
from store.limits import MIB
from store.remote_http import Endpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """What the options say about serving; each is described where the option is made."""

    host: str
    port: int
    service_allow: tuple[str, ...]
    contact: str | None
    publish_text: bool
    write_token: str | None
    log_level: str
    log_format: str
    url_prefix: str
    cache: int
    query_budget: float
    limiting: Limiting

    def check(self) -> None:
        """Raise ``ServeError`` where the server could not listen."""
        check_port(self.host, self.port)

    def run(self, store_dir: Path, base_iri: str, endpoint: Endpoint | None = None) -> None:
        """Serve a store until the process is told to end. Raises ``ServeError``."""
        settings = self.settings(store_dir, base_iri, endpoint)
        root = click.get_current_context().find_root().command
        serve(settings, host=self.host, port=self.port, reread=functools.partial(reread, root))

    def settings(self, store_dir: Path, base_iri: str, endpoint: Endpoint | None) -> Settings:
        """What each process of the server is told."""
        config = Config(
            base=base_iri,
            service_allow=self.service_allow,
            publish_text=self.publish_text,
            write_token=self.write_token,
            log_level=self.log_level,
            log_format=self.log_format,
            url_prefix=self.url_prefix,
            query_budget=self.query_budget,
        )
        return Settings(
            store_dir.resolve(),
            config,
            self.limiting.limits(),
            cache=self.cache * MIB,
            contact=self.contact,
            endpoint=endpoint,
        )


def serving(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of the server, as one argument ``serving`` of the command."""

    @options.listening
    @limiting
    @functools.wraps(command)
    def run(**given: Any) -> Any:
        told = _serving(given)
        rest = {name: value for name, value in given.items() if name not in _NAMES}
        return command(serving=told, **rest)

    return run


_LIMITS = [field.name for field in fields(Limiting)]
_OWN = [field.name for field in fields(Serving) if field.name != "limiting"]
_NAMES = frozenset(_LIMITS + _OWN)


def _serving(given: dict[str, Any]) -> Serving:
    limits = Limiting(**{name: given[name] for name in _LIMITS})
    return Serving(limiting=limits, **{name: given[name] for name in _OWN})


def reread(root: click.Command) -> Settings:
    """What this process's own command line, environment and settings file say now.

    Raises ``click.ClickException`` where that is wrong.
    """
    assert isinstance(root, click.Group)
    context = root.make_context("parley", sys.argv[1:])
    rest = [*context._protected_args, *context.args]
    name, command, arguments = root.resolve_command(context, rest)
    assert command is not None
    given = command.make_context(name, arguments, parent=context).params
    endpoint = None
    if remote_options.REMOTE[0] in given:
        endpoint = remote_options.endpoint_of(
            **{part: given[part] for part in remote_options.REMOTE}
        )
    told = _serving(given)
    return told.settings(given["store_dir"], given["base_iri"], endpoint)
