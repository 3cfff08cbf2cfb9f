"""The engine's parse errors, put so that a person finds the place."""

import pytest
from pyoxigraph import Store

from store.errors import QuerySyntaxError
from store.syntax import syntax_error


def error_of(query: str) -> QuerySyntaxError:
    """What is reported for a query that does not parse."""
    with pytest.raises(SyntaxError) as caught:
        Store().query(query)
    return syntax_error(query, str(caught.value))


def test_the_engine_still_words_its_errors_this_way() -> None:
    with pytest.raises(SyntaxError, match=r"^error at 2:13: expected one of HAVING, "):
        Store().query("SELECT * { ?s ?p\n ?o } LIMIT x")
    with pytest.raises(SyntaxError, match=r"^error at 1:10: expected CONSTRUCT$"):
        Store().query("SELEC * {}")


@pytest.mark.parametrize(
    ("query", "line", "column", "token"),
    [
        ("SELEC * {}", 1, 1, "SELEC"),
        ("SELECT * { ?s ?p\n ?o } LIMIT x", 2, 13, "x"),
        ("SELECT * {\n ?s ?p ?o\n FILTR(?o > 3)\n}", 3, 2, "FILTR"),
        ("SELECT (foo(1) AS ?x) {}", 1, 9, "foo"),
        ("SELECT ('é' AS ?x) {} §", 1, 23, "§"),
        ("SELECT * {} }", 1, 13, "}"),
        ("SELECT * WHERE { ?s ?p", 1, 23, None),
        ("", 1, 1, None),
    ],
)
def test_the_place_is_that_of_the_token(
    query: str, line: int, column: int, token: str | None
) -> None:
    error = error_of(query)
    assert (error.line, error.column, error.token) == (line, column, token)
    assert str(error).startswith(f"Line {line}, column {column}: ")


def test_a_missing_prefix_is_named() -> None:
    for query in ("ASK { foo:a ?p ?o }", "PREFIX a: <http://a/> ASK {\n ?s a:b foo:c .\n }"):
        error = error_of(query)
        assert "prefix foo: is not declared" in str(error)
        assert error.token is not None
        assert error.token.startswith("foo:")


def test_a_relative_iri_is_explained() -> None:
    assert "BASE" in str(error_of("DESCRIBE <x>"))


def test_what_the_engine_says_in_words_is_kept() -> None:
    error = error_of("SELECT ?s { ?s ?p ?o } GROUP BY ?p")
    assert "SELECT contains a variable that is unbound" in str(error)


def test_an_unknown_message_is_passed_on() -> None:
    error = syntax_error("ASK {}", "the stars are wrong")
    assert "the stars are wrong" in str(error)
    assert error.line is None
