"""The caret below a wrong query, and the prefixes that it lacks."""

from server.source import caret, prefix_hint, syntax_detail
from store.errors import QuerySyntaxError


def test_the_caret_stands_below_the_column() -> None:
    query = "SELECT *\r\nWHERE {\n\t?s ?p ]\n}"
    assert caret(query, 3, 8) == " ?s ?p ]\n       ^"
    assert caret(query, 9, 1) == ""


def test_a_long_line_is_cut_round_the_caret() -> None:
    query = "x" * 500 + "!" + "y" * 500
    source, mark = caret(query, 1, 501).split("\n")
    assert len(source) <= 100
    assert source[mark.index("^")] == "!"


def test_known_prefixes_are_offered_and_only_those_that_lack() -> None:
    query = (
        "PREFIX a: <https://example.org/skos:> # owl:Thing\n"
        'SELECT * { ?s a:b "foaf:name"@en, dcterms:title ; rdfs:label unknown:x ; :y _:b }'
    )
    assert prefix_hint(query) == (
        "Add before the query:\n"
        "PREFIX dcterms: <http://purl.org/dc/terms/>\n"
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>"
    )
    assert prefix_hint("ASK {}") == ""


def test_detail_is_message_and_caret() -> None:
    error = QuerySyntaxError("Line 1, column 5: unexpected ']'.", line=1, column=5)
    assert syntax_detail(error, "ASK ]") == "Line 1, column 5: unexpected ']'.\n\nASK ]\n    ^"
    assert syntax_detail(QuerySyntaxError("No."), "ASK") == "No."
