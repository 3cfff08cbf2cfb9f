"""What the scanner lets through and what it refuses, against what the engine makes of it."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from store.errors import QueryRefusedError
from store.scan import MAX_DEPTH, MAX_LENGTH, MAX_OPERATORS, check, tokens

UNREACHABLE = "<http://127.0.0.1:1/>"  # a port the engine refuses to call, and says so
PREFIXES = (
    f"PREFIX : {UNREACHABLE} PREFIX p: <http://[::1]> PREFIX a: <http://a/> "
    "PREFIX service: <http://a/> "
)


def reason(query: str) -> str | None:
    """Why the query is refused; None if it is not."""
    try:
        check(query)
    except QueryRefusedError as error:
        return error.reason
    return None


@pytest.mark.parametrize(
    "pattern",
    [
        f"SERVICE {UNREACHABLE} {{}}",
        f"service # why\n silent # not\n {UNREACHABLE}{{}}",
        f"# a comment ends at a carriage return\rSERVICE {UNREACHABLE} {{}}",
        f"?s ?p trueSERVICE {UNREACHABLE} {{}}",
        f"?s ?p 1SERVICE{UNREACHABLE}{{}}",
        f"SERVICESILENT{UNREACHABLE}{{}}",
        "SERVICE:x {}",
        "SERVICE ?x {}",
        "SERVICE$x{}",
        f"?s a: p:SERVICE {UNREACHABLE} {{}}",
        f"?s p:1.SERVICE {UNREACHABLE} {{}}",
        f"FILTER(1<1#>'''\n) SERVICE {UNREACHABLE} {{}} #'''\n",
        f"FILTER(1<str#>'''\n(1)) SERVICE {UNREACHABLE} {{}} #'''\n",
        f"VALUES (?a ?b) {{('''x' )}} SERVICE {UNREACHABLE} {{}} #\\x'''\n",
        f"\\u0053ERVICE {UNREACHABLE} {{}}",
        f"'a\\u0027 SERVICE {UNREACHABLE} {{}} #'",
    ],
)
def test_service_is_refused_in_whatever_disguise(pattern: str) -> None:
    assert reason(f"{PREFIXES} SELECT * {{ {pattern} }}") == "service"


def test_load_is_refused() -> None:
    assert reason("LOAD <http://127.0.0.1:1/>") == "service"


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ("SERVICE <http://x/> {}" AS ?x) {}',
        'SELECT ("it\\"s SERVICE <http://x/> {}" AS ?x) {}',
        'SELECT * { ?s ?p """He\'s in ""service"". SERVICE <http://x/> {}""" }',
        "SELECT * { ?s ?p ?o # SERVICE <http://x/> {}\n }",
        "SELECT ?service $load { ?service ?p $load }",
        "PREFIX service: <http://a/> SELECT * { service:a service:b service:c . }",
        "PREFIX service: <http://a/> SELECT * { GRAPH service:g { ?s ?p ?o } }",
        "PREFIX service: <http://a/> SELECT * FROM service:g { ?s ?p ?o }",
        "PREFIX load: <http://a/> SELECT * { load:load load:a 1 }",
        "PREFIX a: <http://a/> SELECT * { ?s a:hasService ?x . OPTIONAL { ?x a:service ?y } }",
        "SELECT * { GRAPH <http://x/service> { ?s <urn:x:service> <http://x/load> } }",
        "BASE <http://x/> SELECT * { ?s <service> <service/x> , <#service> }",
        "SELECT * { VALUES (?a ?b) { (<http://x/service/1> <urn:service:2>) } }",
        "SELECT * { ?s ?p ?n FILTER(?n<3 && ?n>1 && ?p != <http://x/service>) }",
        'SELECT * { ?s ?p "a"@en-service . _:service ?p _:b.service }',
    ],
)
def test_the_word_is_free_where_it_is_no_keyword(query: str) -> None:
    Store().query(query)  # it is SPARQL
    assert reason(query) is None


FRAGMENTS = [
    *("SERVICE", "service", "SERVICESILENT", " SILENT ", UNREACHABLE, "SERVICE:x", "p:SERVICE"),
    *(f"SERVICE {UNREACHABLE} {{}}", f"service{UNREACHABLE}{{}}", "SERVICE:x {}"),
    *(" ", "\n", "#", "#\n", "#'''\n", "{", "}", "{}", "(", ")", "<", ">", "<1#>", "'''", '"', "'"),
    *("?s", "$x", "?s ?p ?o", "?s ?p 1", "?s ?p p:x", "?s a:x true", "a", "true", "1", ".", ";"),
    *("FILTER(1<2)", "FILTER(1<1#>'''\n)", 'FILTER(1<true#>"""\n)', "BIND(1 AS ?n)", "OPTIONAL {"),
    *("VALUES (?q ?r) {('''x' )}", "GRAPH service:g {}", "@en", "^^", "\\x", "\\u0027", "\\uD800"),
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=8), st.sampled_from(["", " "]))
@example(["FILTER(1<1#>'''\n)", f"SERVICE {UNREACHABLE} {{}}", "#'''\n"], "")
@example(["?s ?p 1", "SERVICE:x {}"], "")
def test_what_the_engine_would_call_is_refused(parts: list[str], glue: str) -> None:
    query = f"{PREFIXES} SELECT * {{ {glue.join(parts)} }}"
    store = Store()
    store.update("INSERT DATA { <http://a/> <http://a/> 1 , '' , true }")
    try:
        list(store.query(query))  # type: ignore[arg-type]
    except OSError:  # it was about to call the port
        assert reason(query) == "service"
    except (SyntaxError, RuntimeError, ValueError):
        pass


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_scanned_completely(text: str) -> None:
    assert "".join(token.text for token in tokens(text)) == text
    reason(text + " service")


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_no_string_is_taken_for_code(text: str) -> None:
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    quoted = quoted.replace("\r", "\\r")
    assert reason(f'SELECT ("SERVICE {quoted}" AS ?x) {{}}') is None


@pytest.mark.parametrize(
    "nested",
    [
        "SELECT * " + "{" * 3_000 + "}" * 3_000,
        "SELECT (" + "(" * 3_000 + "1" + ")" * 3_000 + " AS ?x) {}",
        "SELECT * { ?s ?p " + "[ ?p " * 500 + "1" + "]" * 500 + "}",
        "SELECT * { " + "<< " * 500 + "?s ?p ?o" + " >> ?p ?o" * 500 + "}",
    ],
)
def test_deep_nesting_is_refused(nested: str) -> None:
    assert reason(nested) == "nesting"


@pytest.mark.parametrize(
    "chain",
    [
        "SELECT (" + "!" * 10_000 + "true AS ?x) {}",
        "SELECT (" + "||".join(["true"] * 10_000) + " AS ?x) {}",
        "SELECT (" + "+".join(["1"] * 10_000) + " AS ?x) {}",
        "SELECT (1 " + "-1 " * 10_000 + " AS ?x) {}",
        "SELECT * { ?s " + "/".join(["<http://a>"] * 10_000) + " ?o }",
        "SELECT * { " + "MINUS { ?a ?b ?c } " * 5_000 + "}",
        "SELECT * { " + "".join(f"BIND(1 AS ?x{n}) " for n in range(5_000)) + "}",
    ],
)
def test_long_chains_are_refused(chain: str) -> None:
    assert reason(chain) == "operators"


def test_what_stays_below_the_limits_passes() -> None:
    assert reason("SELECT * " + "{" * MAX_DEPTH + "}" * MAX_DEPTH) is None
    assert reason("SELECT (" + "+".join(["1"] * (MAX_OPERATORS - 1)) + " AS ?x) {}") is None
    assert reason("SELECT * { VALUES ?x {" + " <http://x/1>" * 20_000 + "} }") is None


def test_a_long_query_is_refused() -> None:
    assert reason("ASK {} #" + "x" * MAX_LENGTH) == "length"


@pytest.mark.parametrize(
    "unit", ["a.", "a-", "_:a.", "'''", '"""a', "<", "?a<b:c>", "(?a<1#>'''\n", "service:a "]
)
@pytest.mark.timeout(20)  # the work grows with the length, not with its square
def test_no_text_takes_long_to_scan(unit: str) -> None:
    text = "service " + unit * (MAX_LENGTH // len(unit) - 8)
    assert reason(text) in {"service", "nesting", "operators"}
