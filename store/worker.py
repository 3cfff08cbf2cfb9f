"""A process that evaluates queries over one snapshot on disk, one after the other.

Run as `python -m store.worker SOCKET SNAPSHOT MEMORY NETWORK`, where SOCKET is the number of an
inherited socket, and NETWORK is 1 if queries may call the engine's door to other endpoints. It may
be killed at any moment: it owns nothing that outlives it.
"""

from __future__ import annotations

import signal
import socket
import sys
from pathlib import Path
from typing import Final, NoReturn

from pyoxigraph import Store

from store import wire
from store.errors import QueryError
from store.evaluation import difference, evaluate, read
from store.process import die_with_parent, leave_network, limit_memory, silence
from store.spool import Spool

_METHODS: Final = {"query": evaluate, "read": read, "difference": difference}

_GRACE: Final = 0.5
"""Seconds the parent has for stopping this process before the kernel does."""


def main() -> None:
    """Open the snapshot, say so, and answer until the parent goes."""
    handle, snapshot, memory = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    die_with_parent()
    if sys.argv[4] != "1":
        leave_network()
    with socket.socket(fileno=handle) as link:
        try:
            store = Store.read_only(snapshot)
        except (OSError, ValueError) as error:
            wire.send(link, {"failed": str(error)})
            return
        limit_memory(memory)
        silence()
        wire.send(link, {"ready": True})
        serve(link, store)


def serve(link: socket.socket, store: Store) -> NoReturn:
    """Answer one request after the other. Raises `Disconnected` when there is no next one."""
    while True:
        _answer(link, wire.receive(link).message, store)


def _answer(link: socket.socket, request: wire.Message, store: Store) -> None:
    # The default action of SIGALRM ends the process, whatever the engine is doing.
    signal.setitimer(signal.ITIMER_REAL, request["timeout"] + _GRACE)
    folder = request["spool_dir"]
    spool = Spool(request["max_result"], None if folder is None else Path(folder))
    try:
        reply = _METHODS[request["method"]](store, request, spool)
    except QueryError as error:
        reply, spool = wire.failure(error), Spool(0, None)
    body, file = spool.finish()
    signal.setitimer(signal.ITIMER_REAL, 0)
    if file is None:
        wire.send(link, reply | {"size": len(body)}, body)
        return
    with file:
        file.seek(0)
        wire.send(link, reply | {"size": spool.size}, handle=file.fileno())


if __name__ == "__main__":
    try:
        main()
    except wire.Disconnected:
        sys.exit(0)
