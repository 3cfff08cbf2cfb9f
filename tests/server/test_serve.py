"""Starting and stopping: what an operator meets."""

import os
import signal
import socket
import threading
import time
from pathlib import Path

import pytest
from fixture_server import Client, Reply, free_port, start, stop

from server.config import Config
from server.serve import ServeError, check_port, serve
from server.wsgi import Settings

KILLER = "/sparql?query=SELECT+(COUNT(*)+AS+%3Fn)+%7B+%3Fa+%3Fb+%3Fc+.+%3Fd+%3Fe+%3Ff+%7D"


def _family(client: Client) -> int:
    """How many processes of the server's session are left."""
    session = client.process.pid
    count = 0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            count += int(fields[3]) == session and fields[0] != "Z"
    return count


def test_a_port_in_use_is_told_before_anything_starts(fixture_store: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServeError, match=rf"port {port} is in use .*; try --port {port + 1}"):
            serve(Settings(fixture_store, Config()), port=port)


def test_a_second_server_on_the_port_of_the_first_is_refused(server: Client) -> None:
    with pytest.raises(ServeError, match="in use"):
        check_port("127.0.0.1", server.port)


@pytest.mark.parametrize("host", ["no.such.host.invalid", "203.0.113.7"])
def test_a_host_that_is_not_this_machine(host: str) -> None:
    with pytest.raises(ServeError, match="try --host"):
        check_port(host, free_port())


def test_a_store_with_nothing_in_it_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(ServeError, match="parley build"):
        serve(Settings(tmp_path / "nothing", Config()), port=free_port())
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_after_what_is_in_flight(fixture_store: Path, number: int) -> None:
    client = start(fixture_store, free_port(), limit=1.5)
    replies: list[Reply] = []
    thread = threading.Thread(target=lambda: replies.append(client.get(KILLER)))
    thread.start()
    time.sleep(0.5)
    client.process.send_signal(number)
    assert client.process.wait(timeout=20) == 0
    thread.join(timeout=20)
    # Answered in full: with rows, or with the proper error at its deadline.
    assert [reply.status in (200, 503) for reply in replies] == [True]
    if Path("/proc").is_dir():
        for _ in range(100):
            if not _family(client):
                break
            time.sleep(0.1)
        assert _family(client) == 0


def test_it_says_nothing_and_keeps_the_environment_to_itself(
    fixture_store: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    os.environ["PARLEY_TEST_SECRET"] = "open sesame"
    try:
        client = start(fixture_store, free_port())
    finally:
        del os.environ["PARLEY_TEST_SECRET"]
    for path in ("/", "/nowhere", "/sparql?query=x", "/healthz"):
        reply = client.get(path)
        assert "sesame" not in reply.text + str(reply.headers)
    assert stop(client) == 0
    out, err = capfd.readouterr()
    assert (out, err) == ("", "")
