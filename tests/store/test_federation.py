"""Queries that call other endpoints: only those allowed, in time, politely, and once."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from endpoint import Behaviour, Endpoint

from store.embedded import EmbeddedEngine
from store.engine import Query
from store.errors import (
    QueryEvaluationError,
    QueryRefusedError,
    QueryServiceError,
    QuerySyntaxError,
    QueryTimeoutError,
)
from store.federation import Federation
from store.publish import publish

EX = "http://example.org/"
SAME = "<http://www.w3.org/2002/07/owl#sameAs>"
BORN = f"<{EX}born>"
REMOTE = "".join(f"<{EX}item{n}> <{EX}born> {1900 + n} ; <{EX}kind> <{EX}k> .\n" for n in range(50))

NewEngine = Callable[..., EmbeddedEngine]


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of five people with links to the endpoint's items, one of them unknown there."""
    folder = tmp_path_factory.mktemp("linked")
    lines = [f"<{EX}person{n}> {SAME} <{EX}item{n}> .\n" for n in (1, 2, 3, 4, 99)]
    lines.append(f'<{EX}person1> <{EX}name> "One" .\n')
    (folder / "all.nq").write_text("".join(sorted(lines)))
    publish(folder / "store", [folder / "all.nq"])
    return folder / "store"


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    made = Endpoint(REMOTE)
    yield made
    made.close()


@pytest.fixture
def engine(linked: Path, endpoint: Endpoint, new_engine: NewEngine) -> EmbeddedEngine:
    """One that may call the endpoint."""
    return new_engine(
        linked, workers=1, timeout=3, service_allow=(endpoint.url,), agent="Parley test"
    )


def rows(engine: EmbeddedEngine, text: str, timeout: float | None = None) -> list[dict[str, str]]:
    """Every row as a dictionary of plain values, in order."""
    with engine.query(Query(text, accept=("application/json",), timeout=timeout)) as answer:
        found = json.load(answer.body)["results"]["bindings"]
    plain = [{name: cell["value"] for name, cell in row.items()} for row in found]
    return sorted(plain, key=str)


def born(endpoint: Endpoint, silent: str = "") -> str:
    return f"SELECT ?p ?y {{ ?p {SAME} ?i . SERVICE {silent} <{endpoint.url}> {{ ?i {BORN} ?y }} }}"


# What is allowed


def test_rows_of_both_are_joined(engine: EmbeddedEngine, endpoint: Endpoint) -> None:
    assert rows(engine, born(endpoint)) == [
        {"p": f"{EX}person{n}", "y": str(1900 + n)} for n in (1, 2, 3, 4)
    ]
    assert endpoint.agents == ["Parley test"]


def test_the_values_that_are_known_go_with_the_call(
    engine: EmbeddedEngine, endpoint: Endpoint
) -> None:
    rows(engine, born(endpoint))
    (asked,) = endpoint.queries
    assert all(f"<{EX}item{n}>" in asked for n in (1, 2, 3, 4, 99))
    assert len(json.loads(endpoint.answer(asked))["results"]["bindings"]) == 4


def test_an_equal_call_is_answered_from_the_cache(
    engine: EmbeddedEngine, endpoint: Endpoint
) -> None:
    first = rows(engine, born(endpoint))
    assert rows(engine, born(endpoint)) == first
    assert endpoint.connections == 1


def test_a_call_with_a_path_is_the_same_call_the_next_time(
    engine: EmbeddedEngine, endpoint: Endpoint
) -> None:
    path = f"{{ ?i <{EX}kind>/^<{EX}kind> <{EX}item1> }}"  # the engine invents a variable
    text = f"SELECT ?i {{ SERVICE <{endpoint.url}> {path} }}"
    assert len(rows(engine, text)) == 50
    assert len(rows(engine, text)) == 50
    assert endpoint.connections == 1


def test_the_cache_ends(linked: Path, endpoint: Endpoint, new_engine: NewEngine) -> None:
    engine = new_engine(linked, workers=1, service_allow=(endpoint.url,))
    engine._federation = Federation(kept_for=0.0)
    rows(engine, born(endpoint))
    rows(engine, born(endpoint))
    assert endpoint.connections == 2


def test_exists_asks_once_for_all_rows(engine: EmbeddedEngine, endpoint: Endpoint) -> None:
    pattern = f"SERVICE <{endpoint.url}> {{ ?i {BORN} 1903 }}"
    text = f"SELECT ?p {{ ?p {SAME} ?i FILTER EXISTS {{ {pattern} }} }}"
    assert rows(engine, text) == [{"p": f"{EX}person3"}]
    assert endpoint.connections == 1


def test_an_optional_call_keeps_the_rows_without(
    engine: EmbeddedEngine, endpoint: Endpoint
) -> None:
    call = f"OPTIONAL {{ SERVICE <{endpoint.url}> {{ ?i {BORN} ?y }} }}"
    found = rows(engine, f"SELECT ?p ?y {{ ?p {SAME} ?i . {call} }}")
    assert len(found) == 5
    assert {"p": f"{EX}person99"} in found
    assert "item99" in endpoint.queries[0]


def test_silent_goes_on_without_the_rows(engine: EmbeddedEngine, endpoint: Endpoint) -> None:
    endpoint.behaviour = Behaviour(status=500)
    found = rows(engine, born(endpoint, "SILENT"))
    assert len(found) == 5
    assert all("y" not in row for row in found)


def test_silent_goes_on_before_the_deadline(engine: EmbeddedEngine, endpoint: Endpoint) -> None:
    endpoint.behaviour = Behaviour(wait=20)
    assert len(rows(engine, born(endpoint, "SILENT"))) == 5


def test_a_construct_and_a_comment_between(engine: EmbeddedEngine, endpoint: Endpoint) -> None:
    text = (
        f"CONSTRUCT {{ ?p {BORN} ?y }} WHERE {{ ?p {SAME} ?i .\n"
        f"service # by hand\n silent\n<{endpoint.url}> {{ ?i {BORN} ?y }} }}"
    )
    with engine.query(Query(text, accept=("application/n-triples",))) as answer:
        assert len(answer.body.read().splitlines()) == 4


def test_an_error_of_syntax_stands_where_it_was_written(
    engine: EmbeddedEngine, endpoint: Endpoint
) -> None:
    text = f"SELECT * {{ SERVICE SILENT <{endpoint.url}> {{ ?s ?p }} }}"
    with pytest.raises(QuerySyntaxError) as caught:
        engine.query(Query(text))
    assert caught.value.column == text.index("?s") + 1
    assert endpoint.connections == 0


# What is not


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A port where nobody may knock."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.settimeout(0.05)
        yield listening


NAMES = [
    "SERVICE <{other}> {call}",
    "SERVICE SILENT <{other}> {call}",
    "service silent\n#<{mine}>\n<{other}> {call}",
    "SERVICE # <{mine}>\n <{other}> {call}",
    "BIND('SERVICE <{mine}> {{' AS ?x) SERVICE <{other}> {call}",
    "SERVICE o:sparql {call}",
    "SERVICE SILENT o: {call}",
    "SERVICE <sparql> {call}",
    "SERVICE <//127.0.0.1:{port}/sparql> {call}",
    "BIND(<{other}> AS ?e) SERVICE ?e {call}",
    "VALUES ?e {{ <{other}> }} SERVICE SILENT $e {call}",
    "SERVICE <http://127.0.0.1:{port}/%73parql> {call}",
    "SERVICE <HTTP://127.0.0.1:{port}/sparql> {call}",
    "SERVICE <http://127.0.0.1:{port}/sparql\\u0023> {call}",
    "\\u0053ERVICE <{other}> {call}",
    "SERVICE \\u003C{other}> {call}",
    "SERVICE <{mine}\\u0040127.0.0.1:{port}/> {call}",
    "SERVICE <{mine}#> {call}",
    "SERVICE <{mine}?x> {call}",
    "SERVICE <{mine}> {call} SERVICE <{other}> {call}",
    "SERVICE <{mine}> {{ SERVICE <{other}> {call} }}",
    "SERVICE <{mine}> {{ SERVICE <{mine}> {call} }}",
    "{{ SELECT * {{ ?a ?b ?c . SERVICE <{other}> {call} }} }}",
    "{{ SELECT * {{ SERVICE <{mine}> {call} SERVICE o: {call} }} }}",
    "FILTER(1<2 && 3>2) OPTIONAL {{ SERVICE <{other}> {call} }}",
    "FILTER EXISTS {{ SERVICE <{other}> {call} }}",
    "?s ?p 'a\\u0027 SERVICE <{other}> {call} #'",
]


@pytest.mark.parametrize("pattern", NAMES)
def test_nobody_else_is_called(
    engine: EmbeddedEngine, endpoint: Endpoint, listener: socket.socket, pattern: str
) -> None:
    port = listener.getsockname()[1]
    other = f"http://127.0.0.1:{port}/sparql"
    filled = pattern.format(other=other, mine=endpoint.url, port=port, call="{ ?s ?p ?o }")
    prologue = f"BASE <http://127.0.0.1:{port}/> PREFIX o: <{other}> "
    with pytest.raises(QueryRefusedError, match=r"PARLEY_SERVICE_ALLOW|inside|escapes") as caught:
        engine.query(Query(f"{prologue}SELECT * {{ {filled} }}"))
    assert caught.value.reason == "service"
    with pytest.raises(TimeoutError):
        listener.accept()
    assert endpoint.connections == 0


def test_without_the_setting_nobody_is_called(
    linked: Path, endpoint: Endpoint, new_engine: NewEngine
) -> None:
    with pytest.raises(QueryRefusedError, match="name the endpoint in PARLEY_SERVICE_ALLOW"):
        new_engine(linked, workers=1).query(Query(born(endpoint)))
    assert endpoint.connections == 0


@pytest.mark.parametrize("text", ["LOAD <{mine}>", "LOAD SILENT <{mine}> INTO GRAPH <x:y>"])
def test_load_is_refused_even_from_there(
    engine: EmbeddedEngine, endpoint: Endpoint, text: str
) -> None:
    with pytest.raises(QueryRefusedError, match="LOAD"):
        engine.query(Query(text.format(mine=endpoint.url)))
    assert endpoint.connections == 0


def test_a_string_is_no_call(engine: EmbeddedEngine, endpoint: Endpoint) -> None:
    said = f"SERVICE <{endpoint.url}> {{"
    assert rows(engine, f'SELECT ("{said}" AS ?x) {{}} # {said}') == [{"x": said}]
    assert endpoint.connections == 0


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(
    engine: EmbeddedEngine, endpoint: Endpoint, listener: socket.socket, status: int
) -> None:
    there = f"http://localhost:{listener.getsockname()[1]}/x"
    endpoint.behaviour = Behaviour(status=status, body=b"", headers={"Location": there})
    with pytest.raises(QueryServiceError, match=r"redirects to 'http://localhost:\d+/x'"):
        engine.query(Query(born(endpoint)))
    with pytest.raises(TimeoutError):
        listener.accept()


# What goes wrong


@pytest.mark.parametrize(
    ("behaviour", "message"),
    [
        (Behaviour(status=500, body=b"\njava.util.Timeout\n", media_type="text/plain"), "Timeout"),
        (Behaviour(media_type="text/html", body=b"<p>Hello"), "text/html, which holds no results"),
        (Behaviour(body=b'{"head":{"vars":["i"]},"results":{"bindings":[{'), "cannot be read"),
        (Behaviour(body=b'{"head":{},"boolean":true}'), "a boolean instead of rows"),
        (Behaviour(body=b'{"head":{"vars":["i"]}', promise=100), "broke off: the answer is not"),
        (Behaviour(body=b" " * (17 << 20)), "more than 16,777,216 bytes"),
        (Behaviour(status=429, body=b"", headers={"Retry-After": "7"}), "429 .* 7 s of rest"),
    ],
)
def test_the_error_names_the_endpoint_and_the_reason(
    engine: EmbeddedEngine, endpoint: Endpoint, behaviour: Behaviour, message: str
) -> None:
    endpoint.behaviour = behaviour
    with pytest.raises(QueryServiceError, match=message) as caught:
        engine.query(Query(born(endpoint)))
    assert caught.value.endpoint == endpoint.url
    assert endpoint.url in str(caught.value)
    assert not caught.value.timeout
    assert caught.value.query_id
    endpoint.behaviour = Behaviour()
    if behaviour.status != 429:
        assert len(rows(engine, born(endpoint))) == 4  # a failure is not kept


def test_who_asks_for_rest_gets_it(engine: EmbeddedEngine, endpoint: Endpoint) -> None:
    endpoint.behaviour = Behaviour(status=429, body=b"", headers={"Retry-After": "60"})
    for reason in ("429", "asked to be left alone, for another"):
        with pytest.raises(QueryServiceError, match=reason):
            engine.query(Query(born(endpoint)))
    assert endpoint.connections == 1


def test_nobody_listens(linked: Path, new_engine: NewEngine) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        gone = f"http://127.0.0.1:{probe.getsockname()[1]}/sparql"
    engine = new_engine(linked, workers=1, service_allow=(gone,))
    with pytest.raises(QueryServiceError, match=r"cannot be reached.*refused"):
        engine.query(Query(f"SELECT * {{ SERVICE <{gone}> {{ ?s ?p ?o }} }}"))


@pytest.mark.parametrize("slow", [Behaviour(wait=20), Behaviour(drip=0.2)])
def test_a_slow_endpoint_ends_in_time(
    engine: EmbeddedEngine, endpoint: Endpoint, slow: Behaviour
) -> None:
    endpoint.behaviour = slow
    start = time.monotonic()
    with pytest.raises(QueryServiceError, match=r"did not answer within 1\.\d+ s") as caught:
        rows(engine, born(endpoint), timeout=1.5)
    assert time.monotonic() - start < 2.0
    assert caught.value.timeout


def test_the_rest_of_the_query_has_its_deadline_too(
    engine: EmbeddedEngine, endpoint: Endpoint
) -> None:
    product = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(12))
    start = time.monotonic()
    with pytest.raises(QueryTimeoutError, match="1 s"):
        rows(
            engine,
            f"SELECT (COUNT(*) AS ?n) {{ SERVICE <{endpoint.url}> {{ ?i {BORN} ?y }} {product} }}",
            timeout=1,
        )
    assert time.monotonic() - start < 2


def test_only_so_many_calls_at_once(engine: EmbeddedEngine, endpoint: Endpoint) -> None:
    endpoint.behaviour = Behaviour(wait=1.2)
    outcomes: list[str] = []

    def run(number: int) -> None:
        text = f"SELECT * {{ SERVICE <{endpoint.url}> {{ ?i {BORN} {number} }} }}"
        try:
            rows(engine, text, timeout=2)
            outcomes.append("answered")
        except QueryServiceError as error:
            outcomes.append("late" if error.timeout else str(error))

    threads = [Thread(target=run, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["answered"] * 4 + ["late"] * 2


def test_the_door_knows_nobody_without_a_key(engine: EmbeddedEngine, endpoint: Endpoint) -> None:
    rows(engine, born(endpoint))
    door = engine._federation._door
    assert door is not None
    with socket.create_connection(("127.0.0.1", int(door.address.split(":")[2][:-1]))) as link:
        link.sendall(b"POST /guess/0 HTTP/1.1\r\nContent-Length: 0\r\n\r\n")
        assert b"404" in link.recv(100)
    assert endpoint.connections == 1


def test_errors_of_the_query_itself_stay_what_they_are(
    engine: EmbeddedEngine, endpoint: Endpoint
) -> None:
    text = f"SELECT (<{EX}nothing>(?y) AS ?z) {{ SERVICE <{endpoint.url}> {{ ?i {BORN} ?y }} }}"
    with pytest.raises(QueryEvaluationError, match="nothing"):
        engine.query(Query(text))
