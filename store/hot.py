"""A process that holds a snapshot in memory and forks query workers.

Run as `python -m store.hot SOCKET SNAPSHOT MEMORY LIMIT NETWORK`, where SOCKET is the number of an
inherited socket, MEMORY what a query may take beside the data, LIMIT what the data may take, in
bytes, and NETWORK is as in `store.worker`. It has one thread and never opens the database itself,
so that it can be forked: a child of its own reads the snapshot to it. Its workers share its memory
until they or it write to it.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
from typing import Final, NoReturn

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Store

from store import wire
from store.process import die_with_parent, leave_network, limit_memory, memory_in_use, silence
from store.worker import serve

_FORKED: Final = "forked"


def main() -> None:
    """Load the snapshot, say so, and fork workers until the parent goes."""
    handle, snapshot = int(sys.argv[1]), sys.argv[2]
    memory, limit = int(sys.argv[3]), int(sys.argv[4])
    die_with_parent()
    silence()
    if sys.argv[5] != "1":
        leave_network()
    with socket.socket(fileno=handle) as link:
        limit_memory(limit)
        try:
            store = _load(snapshot)
        except (OSError, ValueError, SyntaxError) as error:
            wire.send(link, {"failed": str(error)})
            return
        gc.collect()
        gc.freeze()  # or the collector would write to every page that children share
        wire.send(link, {"ready": True, "bytes": memory_in_use()})
        while True:
            request = wire.receive(link).message
            if "wait" in request:
                wire.send(link, {"status": _wait(request["wait"])})
            else:
                _fork(link, store, memory)


def _load(snapshot: str) -> Store:
    """The snapshot's statements, and its graphs that have none."""
    reading, writing = os.pipe()
    reader = os.fork()
    if reader == 0:
        os.close(reading)
        _read_out(snapshot, writing)
    os.close(writing)
    store = Store()
    with os.fdopen(reading, "rb") as pipe:
        for _ in range(int(pipe.readline())):
            name = pipe.readline().decode().rstrip("\n")
            store.add_graph(BlankNode(name[2:]) if name.startswith("_:") else NamedNode(name))
        store.bulk_load(pipe, RdfFormat.N_QUADS)
    _, status = os.waitpid(reader, 0)
    if status:
        raise OSError(f"the snapshot cannot be read (status {status})")
    return store


def _read_out(snapshot: str, handle: int) -> NoReturn:
    """In a child: write the snapshot into a pipe, and end."""
    status = 1
    try:
        die_with_parent()
        store = Store.read_only(snapshot)
        with os.fdopen(handle, "wb") as pipe:
            graphs = list(store.named_graphs())
            pipe.write(f"{len(graphs)}\n".encode())
            for graph in graphs:
                name = graph.value if isinstance(graph, NamedNode) else str(graph)
                pipe.write(f"{name}\n".encode())
            store.dump(pipe, RdfFormat.N_QUADS)
        status = 0
    finally:
        os._exit(status)


def _fork(link: socket.socket, store: Store, memory: int) -> None:
    """Start a worker, and give the parent the other end of its socket."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        link.close()
        ours.close()
        _work(theirs, store, memory)
    theirs.close()
    with ours:
        wire.send(link, {_FORKED: pid}, handle=ours.fileno())


def _work(link: socket.socket, store: Store, memory: int) -> NoReturn:
    """In a child: answer until the parent goes, and end."""
    try:
        die_with_parent()
        limit_memory(memory)
        serve(link, store)
    except wire.Disconnected:
        os._exit(0)
    finally:
        os._exit(1)


def _wait(pid: int) -> int:
    """How a worker ended: minus the signal that ended it, or its status."""
    try:
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
    except (ProcessLookupError, ChildProcessError):
        return -signal.SIGKILL
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    try:
        main()
    except wire.Disconnected:
        sys.exit(0)
