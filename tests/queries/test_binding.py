"""Parameters are bound as terms: the same rows as filtering, whatever the value holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from queries.binding import bind, parameters_used, rebase, slots, tokens

QUERY = """# BIND(?__value AS ?givenValue) in a comment is text
PREFIX ex: <https://example.org/BIND?__value#>
SELECT ?s ?value WHERE {
  BIND(?__value AS ?givenValue)  # here
  ?s ex:value ?value .
  BIND("BIND(?__value AS ?givenValue)" AS ?text)
  FILTER(!BOUND(?givenValue) || SAMETERM(?value, ?givenValue))
}
"""
P = NamedNode("https://example.org/BIND?__value#value")
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
literals = st.builds(Literal, texts) | st.builds(lambda text: Literal(text, language="en"), texts)
nodes = st.sampled_from([NamedNode(f"https://example.org/{key}") for key in "abc"])
terms = literals | nodes


def _rows(store: Store, query: str) -> list[tuple[object, object]]:
    return sorted(
        ((row["s"], row["value"]) for row in store.query(query)),  # type: ignore[union-attr]
        key=str,
    )


@given(st.lists(terms, max_size=6), terms)
def test_binding_is_filtering(
    values: list[NamedNode | Literal], wanted: NamedNode | Literal
) -> None:
    store = Store()
    for number, value in enumerate([*values, wanted]):
        store.add(Quad(NamedNode(f"https://example.org/s{number}"), P, value))
    everything = _rows(store, QUERY)
    assert len(everything) == len(values) + 1
    bound = _rows(store, bind(QUERY, {"value": [wanted]}))
    assert bound == [row for row in everything if row[1] == wanted]
    assert bound
    both = _rows(store, bind(QUERY, {"value": [wanted, *values[:1]]}))
    assert set(both) == {row for row in everything if row[1] in (wanted, *values[:1])}


@given(st.text(max_size=300))
def test_tokens_lose_nothing(text: str) -> None:
    assert "".join(token.text for token in tokens(text)) == text


@pytest.mark.parametrize(
    "value",
    ['"} } DROP ALL #', "a\\", '"""', "line\nline", "'", "\u2028", "\x00"],
)
def test_a_value_cannot_leave_its_place(value: str) -> None:
    store = Store()
    store.add(Quad(NamedNode("https://example.org/s"), P, Literal(value)))
    store.add(Quad(NamedNode("https://example.org/t"), P, Literal("other")))
    rows = _rows(store, bind(QUERY, {"value": [Literal(value)]}))
    assert [row[1] for row in rows] == [Literal(value)]


def test_only_the_block_in_the_code_is_a_slot() -> None:
    assert [slot[:4] for slot in slots(QUERY)] == [("value", "", False, "givenValue")]
    assert [slot[:3] for slot in slots("{ bind ( ?_at_date #\n as $g ) }")] == [
        ("at", "date", True)
    ]
    assert parameters_used(QUERY) == {"value"}
    assert bind(QUERY, {}) == QUERY
    assert bind(QUERY, {"value": []}) == QUERY
    with pytest.raises(KeyError):
        bind(QUERY, {"other": [Literal("x")]})


def test_another_base_moves_codes_and_entities_but_not_the_ontology() -> None:
    query = (
        "PREFIX parley: <https://w3id.org/parley/ontology#>\n"
        "# <https://w3id.org/parley/code/x>\n"
        'ASK { ?s parley:status <https://w3id.org/parley/code/status/planned> , "<a>" }'
    )
    moved = rebase(query, "https://example.org/kg/")
    assert "<https://w3id.org/parley/ontology#>" in moved
    assert "<https://example.org/kg/code/status/planned>" in moved
    assert "# <https://w3id.org/parley/code/x>" in moved
