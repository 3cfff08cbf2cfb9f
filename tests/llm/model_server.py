"""A local server that speaks chat completions and answers as a test scripts it."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Handler = Callable[[dict[str, Any]], "Scripted"]


@dataclass
class Scripted:
    """What the server does with one request."""

    content: str = ""  # the text of the model's answer
    status: int = 200
    body: str | None = None  # instead of a chat completion
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0  # seconds before the answer
    drip: float = 0.0  # seconds between its bytes
    tokens: tuple[int, int] = (1_000, 100)


@dataclass
class Model:
    """A running server, and what it was asked."""

    url: str
    handler: Handler
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)

    def article(self, number: int) -> str:
        """The article of a request."""
        return str(self.asked[number]["messages"][1]["content"])


@contextmanager
def serving(handler: Handler) -> Iterator[Model]:
    """A server on a free port, until the block ends."""
    model = Model("", handler)

    class Requests(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            request = json.loads(self.rfile.read(length))
            model.asked.append(request)
            model.keys.append(self.headers.get("Authorization"))
            assert self.path == "/v1/chat/completions"
            _respond(self, model.handler(request))

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Requests)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    model.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _respond(request: BaseHTTPRequestHandler, scripted: Scripted) -> None:
    time.sleep(scripted.delay)
    body = scripted.body
    if body is None:
        usage = {"prompt_tokens": scripted.tokens[0], "completion_tokens": scripted.tokens[1]}
        message = {"role": "assistant", "content": scripted.content}
        body = json.dumps({"choices": [{"message": message}], "usage": usage})
    try:
        request.send_response(scripted.status)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(body.encode())))
        for name, value in scripted.headers.items():
            request.send_header(name, value)
        request.end_headers()
        if not scripted.drip:
            request.wfile.write(body.encode())
            return
        for byte in body.encode():
            request.wfile.write(bytes([byte]))
            request.wfile.flush()
            time.sleep(scripted.drip)
    except OSError:
        pass  # the client has given up
