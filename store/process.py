"""Child processes of an engine: how they are started, and what they may do."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
_CLONE_NEWNET: Final = 0x40000000
_CLONE_NEWUSER: Final = 0x10000000
_INHERITED: Final = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME")


def spawn(module: str, handle: int, *arguments: str) -> subprocess.Popen[bytes]:
    """Run a module with the number of an inherited socket as its first argument.

    A kernel that ends a child with its parent ends it with the *thread* that started it: call
    this from one that lives as long as the child should. Raises `OSError`.
    """
    return subprocess.Popen(
        [sys.executable, "-P", "-m", module, str(handle), *arguments],
        env=_environment(),
        pass_fds=[handle],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C in a terminal is for the parent to handle
    )


def _environment() -> dict[str, str]:
    """What a child needs to import what this process imports, and no secrets."""
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    places = os.pathsep.join(str(Path(place).absolute()) for place in sys.path)
    return {**kept, "PYTHONPATH": places, "PYTHONUTF8": "1"}


def die_with_parent() -> None:
    """Where the kernel can, have it end this process when the parent is killed.

    Elsewhere the end of the socket does, or the timer if something is being done. No core file
    is written of it either way.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def limit_memory(memory: int) -> None:
    """Allow this many bytes more than the process has now. macOS enforces no such limit."""
    if sys.platform == "linux":
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (_status("VmData:") + memory, hard))


def memory_in_use() -> int:
    """Bytes that this process keeps in memory; where the system does not say, the most ever."""
    if sys.platform != "linux":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return _status("VmRSS:")


def _status(name: str) -> int:
    with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123
        return 1024 * next(int(line.split()[1]) for line in status if line.startswith(name))


def leave_network() -> bool:
    """Cut this process, and what it will fork, off any network; whether the system lets it.

    Linux does for the administrator, and for others where user namespaces are allowed. It must
    happen while there is one thread. It is a second wall: no query that would call out is run.
    """
    if sys.platform != "linux":
        return False
    unshare = ctypes.CDLL(None, use_errno=True).unshare
    return any(unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWNET | _CLONE_NEWUSER))


def silence() -> None:
    """Drop what the engine prints when it aborts: the parent reports it in its own words."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
