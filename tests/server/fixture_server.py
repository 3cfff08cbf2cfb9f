"""A real server over HTTP on the small dataset of ``fixture.trig``."""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

from pyoxigraph import RdfFormat, parse, serialize

from ontology import reference_ntriples
from store.publish import publish

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 2.0
_SERVE = """
import sys
from pathlib import Path
from server.config import Config
from server.serve import serve
from server.wsgi import Settings
from store.limits import MIB, Limits
config = Config(service_allow=tuple(sys.argv[6:]), query_budget=float(sys.argv[5]))
limits = Limits(timeout=float(sys.argv[3]), memory=int(sys.argv[4]) * MIB)
serve(Settings(Path(sys.argv[1]), config, limits), port=int(sys.argv[2]))
"""
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@dataclass
class Reply:
    """What came back: names of headers in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Client:
    """Raw requests to one server, and the path of the store that it serves."""

    port: int
    store: Path
    process: "subprocess.Popen[bytes]"
    url: str = field(init=False)

    def __post_init__(self) -> None:
        self.url = f"http://127.0.0.1:{self.port}"

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        timeout: float = 60,
    ) -> Reply:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            response = connection.getresponse()
            # A header that is given several times is one list.
            names = {name.lower(): str(response.getheader(name)) for name in response.headers}
            return Reply(response.status, names, response.read())
        finally:
            connection.close()

    def get(
        self, path: str, accept: str | None = None, follow: bool = True, **headers: str
    ) -> Reply:
        """The answer at a path; like other clients, on to where it sends us, unless told not to."""
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        wanted = {**({"Accept": accept} if accept else {}), **fields}
        reply = self.send("GET", path, headers=wanted)
        if follow and reply.status in (301, 303):
            return self.send("GET", reply.headers["location"], headers=wanted)
        return reply


def publish_fixture(folder: Path, *sources: str) -> Path:
    """A store with the reference graph and the fixture, or other files beside it."""
    files = [folder / "reference.nq"]
    files[0].write_text(reference_ntriples())
    for name in sources or ("fixture.trig",):
        data = parse(path=str(Path(__file__).with_name(name)), format=RdfFormat.TRIG)
        files.append((folder / name).with_suffix(".nq"))
        files[-1].write_bytes(serialize(data, format=RdfFormat.N_QUADS) or b"")
    store = folder / "a store"
    publish(store, files)
    return store


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(
    store: Path,
    port: int,
    limit: float = LIMIT,
    allow: tuple[str, ...] = (),
    *,
    memory: int = 1024,
    budget: float = 0,
) -> Client:
    """Run a server, whose queries may call some endpoints, and wait until it is ready.

    `memory` is in MiB a query, `budget` in seconds of query time that a client has a minute.
    """
    settings = [str(given) for given in (store, port, limit, memory, budget)]
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVE, *settings, *allow],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )
    client = Client(port, store, process)
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            if client.get("/healthz").status == 200:
                return client
        except OSError:
            pass
        time.sleep(0.05)
    process.kill()
    raise RuntimeError(f"the server did not start; status {process.wait()}")


def stop(client: Client) -> int:
    """End a server as an operator would, and give its exit status."""
    client.process.send_signal(signal.SIGTERM)
    try:
        return client.process.wait(timeout=20)
    finally:
        if client.process.poll() is None:
            client.process.kill()
            client.process.wait()
