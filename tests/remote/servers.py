"""SPARQL servers of other projects, on the loopback interface."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from running import free_port

from store.remote_http import Endpoint

DEFAULT_GRAPH = "http://example.org/default"
_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
AllowOSCalls = 0
DirsAllowed = .
NumberOfBuffers = 20000
MaxDirtyBuffers = 12000
MaxSortedTopRows = 100000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 1000000
"""


@contextmanager
def oxigraph(folder: Path) -> Iterator[Endpoint]:
    """Oxigraph's own server, from its Python package."""
    port = free_port()
    command = Path(sys.executable).with_name("oxigraph")
    arguments = ["serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen([str(command), *arguments], stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    with _answering(process, port, "/query?query=ASK%7B%7D"):
        yield Endpoint(f"{url}/query", f"{url}/update", f"{url}/store")


@contextmanager
def virtuoso(folder: Path) -> Iterator[Endpoint]:
    """Virtuoso, from the system's packages; see ``scripts/install-virtuoso``."""
    command = shutil.which("virtuoso-t")
    if command is None:
        if os.environ.get("CI"):
            pytest.fail("CI runs the tests of remote engines, and Virtuoso is not installed")
        pytest.skip("Virtuoso is not installed: run scripts/install-virtuoso as root")
    http, sql = free_port(), free_port()
    file = folder / "virtuoso.ini"
    file.write_text(_INI.format(folder=folder, http=http, sql=sql))
    process = subprocess.Popen(
        [command, "+configfile", str(file), "+foreground", "+wait"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{http}"
    with _answering(process, http, "/sparql?query=ASK%7B%7D"):
        yield Endpoint(
            f"{url}/sparql",
            f"{url}/sparql-auth",
            f"{url}/sparql-graph-crud-auth",
            user="dba",
            password="dba",
            default_graph=DEFAULT_GRAPH,
        )


@contextmanager
def _answering(process: subprocess.Popen[bytes], port: int, path: str) -> Iterator[None]:
    try:
        for _ in range(600):
            if process.poll() is not None:
                raise RuntimeError(f"the server ended with status {process.returncode}")
            if _answers(port, path):
                break
            time.sleep(0.1)
        else:
            raise RuntimeError("the server did not answer within a minute")
        yield
    finally:
        process.kill()
        process.wait()


def _answers(port: int, path: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
