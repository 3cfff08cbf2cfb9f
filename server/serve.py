"""Run the server: granian, one process, an event loop for clients and threads for work."""

from __future__ import annotations

import errno
import logging
import socket
import time
from collections import deque
from collections.abc import Callable
from functools import partial

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from server import logs, wsgi
from server.front import Front
from store.errors import NoSnapshotError, StoreError
from store.snapshots import current_snapshot

log = logging.getLogger("parley.server")

# Connections at once; how many requests are worked at is for the application to say.
_CONNECTIONS = 1024
# So many ends within so many seconds are too many.
_RESTARTS = 3
_WITHIN = 120.0


class ServeError(Exception):
    """The server cannot start, or ended by itself; the message says what to do."""


def check_port(host: str, port: int) -> None:
    """Make sure that the server could listen there. Raises ``ServeError``."""
    where = f"{host}:{port}"
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, OverflowError) as error:
        raise ServeError(f"cannot listen on {where}: {error}; try --host 127.0.0.1") from None
    with socket.socket(family, kind, proto) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen(1)
        except OSError as error:
            raise ServeError(_reason(error, host, port)) from None


def _reason(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use on {host}; try --port {port + 1 if port < 65535 else 7878}"
    if error.errno == errno.EACCES:
        return f"port {port} is reserved on this system; try --port 7878"
    return f"cannot listen on {host}:{port}: {error.strerror}; try --host 127.0.0.1"


class _Current:
    """The settings in force, which a process of the server takes over when it starts."""

    def __init__(self, settings: wsgi.Settings) -> None:
        self.settings = settings


def _load(current: _Current) -> Front:
    return wsgi.load(current.settings)


def serve(
    settings: wsgi.Settings,
    *,
    host: str = "127.0.0.1",
    port: int = 7878,
    reread: Callable[[], wsgi.Settings] | None = None,
) -> None:
    """Serve a store until SIGINT or SIGTERM; requests in flight are still answered.

    At SIGHUP a new process takes over from the old one, with what `reread` gives; where that
    raises, with the settings as they were. Host, port and prefix stay.

    Raises ``ServeError`` if nothing is published, the port is taken, or the server ends by itself.
    """
    _check_data(settings)
    check_port(host, port)
    logs.configure(settings.config.log_level, settings.config.log_format)
    current = _Current(settings)
    ends: deque[float] = deque(maxlen=_RESTARTS)
    while _run(current, host, port, reread):
        # The web server gives up when its process dies twice in a row, as it does when somebody
        # kills it twice; what cannot live at all dies more often than that.
        ends.append(time.monotonic())
        if len(ends) == _RESTARTS and ends[-1] - ends[0] < _WITHIN:
            raise ServeError("the server ended by itself, again and again; see the messages above")
        log.error("the server ended by itself and is started again")


def _run(
    current: _Current, host: str, port: int, reread: Callable[[], wsgi.Settings] | None
) -> bool:
    """Serve until a signal; whether it ended without one."""
    server = Server(
        "server.wsgi:load",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        backpressure=_CONNECTIONS,
        respawn_failed_workers=True,
        workers_kill_timeout=round(current.settings.limits.timeout) + 5,
        log_level=LogLevels.error,
    )
    if reread is not None:
        server.on_reload(partial(_reread, current, reread))
    try:
        server.serve(target_loader=partial(_load, current), wrap_loader=False)
    except SystemExit as ended:
        return bool(ended.code)
    return False


def _reread(current: _Current, reread: Callable[[], wsgi.Settings]) -> None:
    try:
        current.settings = reread()
    except Exception as error:  # whatever it is, the server goes on
        reason = getattr(error, "message", None) or str(error)
        log.error("the settings stay as they were", extra={"reason": reason})
    else:
        log.info("the settings are read anew")


def _check_data(settings: wsgi.Settings) -> None:
    """Make sure that there is something to serve. Raises ``ServeError``."""
    store, engine = settings.store_dir, None
    try:
        if settings.endpoint is None:
            current_snapshot(store)
        else:
            engine = wsgi.open_engine(settings)
            engine.snapshot()
    except NoSnapshotError:
        raise ServeError(
            f"there is nothing in {store} yet; run parley build PATH --store {store}"
        ) from None
    except StoreError as error:
        raise ServeError(str(error)) from None
    finally:
        if engine is not None:
            engine.close()
