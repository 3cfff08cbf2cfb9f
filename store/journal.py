"""What a server has acknowledged of an upload: a file of JSON lines that only grows until the end.

A line that a crash has cut is the last one, and is not read.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from threading import Lock
from typing import Final

_BASE: Final = "state"
_PART: Final = "part"
_DONE: Final = "done"
_GONE: Final = "gone"


class Journal:
    """Graphs by the hash of what was sent of them, for one server whose address is `target`."""

    def __init__(self, path: Path, target: str) -> None:
        self._path = path
        self._target = target
        self._lock = Lock()
        self._state = ""
        self.graphs: dict[str, str] = {}
        """Graphs that the server holds in full."""
        self._parts: dict[tuple[str, str], int] = {}
        self._read()

    def begin(self, state: str) -> None:
        """Forget everything, unless it was written for this server in this state."""
        if self._state != state:
            self.graphs.clear()
            self._parts.clear()
        self.conclude(state)

    def parts(self, graph: str, digest: str) -> int:
        """How many parts of a graph with this content the server has already."""
        return self._parts.get((graph, digest), 0)

    def part(self, graph: str, digest: str, number: int) -> None:
        """The server has this part of a graph, counted from 1; what it held before is gone."""
        self._append({"kind": _PART, "graph": graph, "hash": digest, "part": number})

    def done(self, graph: str, digest: str) -> None:
        """The server has all of a graph."""
        self._append({"kind": _DONE, "graph": graph, "hash": digest})

    def gone(self, graph: str) -> None:
        """The server has removed a graph."""
        self._append({"kind": _GONE, "graph": graph})

    def conclude(self, state: str) -> None:
        """The server is in this state now: write the file anew, and shorter."""
        self._state = state
        lines = [{"kind": _BASE, "target": self._target, "state": state}]
        lines += [{"kind": _DONE, "graph": g, "hash": h} for g, h in sorted(self.graphs.items())]
        lines += [
            {"kind": _PART, "graph": g, "hash": h, "part": number}  # type: ignore[dict-item]
            for (g, h), number in sorted(self._parts.items())
        ]
        new = self._path.with_suffix(".new")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with new.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._path)

    def _append(self, line: dict[str, str | int]) -> None:
        with self._lock:
            self._apply(line)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")

    def _read(self) -> None:
        try:
            lines = self._path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return
        for line in lines:
            try:
                self._apply(json.loads(line))
            except (ValueError, KeyError):
                return  # cut by a crash

    def _apply(self, line: dict[str, str | int]) -> None:
        match line["kind"]:
            case "state":
                same = line["target"] == self._target
                self._state = str(line["state"]) if same else ""
            case "part":
                graph, digest = str(line["graph"]), str(line["hash"])
                self.graphs.pop(graph, None)
                for known in [key for key in self._parts if key[0] == graph]:
                    del self._parts[known]
                self._parts[graph, digest] = int(line["part"])
            case "done":
                graph = str(line["graph"])
                self.graphs[graph] = str(line["hash"])
                for known in [key for key in self._parts if key[0] == graph]:
                    del self._parts[known]
            case "gone":
                self.graphs.pop(str(line["graph"]), None)
