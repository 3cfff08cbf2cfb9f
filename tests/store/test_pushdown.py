"""Values that go with a call: which do, and that no row changes by it."""

from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, Store

from store.federated import admit, parse_allowed, rewrite
from store.pushdown import MAX_VALUES, Seed, seeds

THERE = "http://there.example/sparql"
PREFIXES = "PREFIX : <http://here.example/> # SELECT {\n"
# The "remote" data stands in a named graph, which joins as a SERVICE does.
DATA = f"""
@prefix : <http://here.example/> .
:a :same :x ; :name "A" ; :n 1 .   :b :same :y ; :name "B" ; :n 2 .   :c :same :z ; :name "C" .
:a :knows :b .   :b :knows :c .   :d :name "D" ; :n 3 .   :a :same :y .
<{THERE}> {{ :x :born 1 ; :kind :k .  :y :born 2 ; :kind :k .  :w :born 3 ; :kind :k .
  :z :kind :l .  :x :knows :y .  :y :name "B" . }}
"""
STORE = Store()
STORE.load(DATA.encode(), format=RdfFormat.TRIG)


def found(text: str) -> list[Seed]:
    return seeds(text, admit(text, [THERE]).calls)


def select(text: str) -> QuerySolutions:
    results = STORE.query(text)
    assert isinstance(results, QuerySolutions)
    return results


def told(text: str) -> str:
    """The query with values, and a graph in place of the endpoint."""
    given = {}
    for seed in found(text):
        table = select(seed.query).serialize(format=QueryResultsFormat.TSV) or b""
        given[seed.call] = seed.values(table.decode())
    calls = admit(text, [THERE]).calls
    return rewrite(text, calls, lambda call: call.endpoint, given).replace("SERVICE", "GRAPH")


def table(text: str) -> Counter[str]:
    return Counter(str(row) for row in select(text))


def variables(before: str, inside: str = "?i :born ?y") -> tuple[str, ...]:
    """What goes with a call after these patterns."""
    text = f"{PREFIXES}SELECT * {{ {before} SERVICE <{THERE}> {{ {inside} }} }}"
    (seed,) = found(text) or [None]
    return seed.variables if seed else ()


@pytest.mark.parametrize(
    ("before", "inside", "shared"),
    [
        ("?p :same ?i .", "?i :born ?y", ("?i",)),
        ("?p :same $i ; :n ?y", "$i :born ?y", ("?i", "?y")),
        ("GRAPH ?g { ?p :same ?i }", "?i a ?y", ("?i",)),
        ("VALUES ?i { :x :y }", "?i :born ?y", ("?i",)),
        ("VALUES (?i ?y) { (:x UNDEF) }", "?i :born ?y", ()),
        ("?p :same ?i FILTER(isIRI(?i))", "?i :born ?y", ("?i",)),
        ("?p :same ?i FILTER REGEX(STR(?i), 'x{1}')", "?i :born ?y", ("?i",)),
        ("?p :same ?i FILTER(?y > 1)", "?i :born ?y", ()),
        ("?p :same ?i FILTER EXISTS { ?p :n (1) }", "?i :born ?y", ("?i",)),
        ("?p :same ?i OPTIONAL { ?p :n ?y }", "?i :born ?y", ("?i",)),
        ("OPTIONAL { ?p :same ?i }", "?i :born ?y", ()),
        ("{ ?p :same ?i } UNION { ?i :n ?p }", "?i :born ?y", ()),
        ("?p :name ?n BIND(IRI(?n) AS ?i)", "?i :born ?y", ()),
        ("?p :same ?i .", "OPTIONAL { ?i :born ?y }", ()),
        ("?p :same ?i .", "?a :born ?y OPTIONAL { ?i :knows ?a }", ()),
        ("?p :same ?i .", "{ ?i :born ?y }", ()),
        ("?p :same ?i .", "SELECT ?i { ?i :born ?y } LIMIT 1", ()),
        ("?p :same ?i .", "FILTER(?i = :x) ?i :born ?y", ()),
        ("", "?i :born ?y", ()),
    ],
)
def test_what_goes_with_a_call(before: str, inside: str, shared: tuple[str, ...]) -> None:
    assert variables(before, inside) == shared


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * FROM <x:g> {{ ?p :same ?i SERVICE <{THERE}> {{ ?i :born ?y }} }}",
        f"SELECT * {{ ?p :same ?i {{ SERVICE <{THERE}> {{ ?i :born ?y }} }} }}",
        f"SELECT * {{ ?p :same ?i {{ SELECT * {{ SERVICE <{THERE}> {{ ?i :born ?y }} }} }} }}",
        f"SELECT (EXISTS {{ ?i :n 1 }} AS ?e) {{ ?p :same ?i SERVICE <{THERE}> {{ ?i :n 1 }} }}",
        f"DESCRIBE ?i {{ ?p :same ?i SERVICE <{THERE}> {{ ?i :born ?y }} }}",
    ],
)
def test_where_it_is_not_simple_nothing_goes(text: str) -> None:
    assert not found(PREFIXES + text)


def test_too_many_values_stay_here() -> None:
    text = f"{PREFIXES}SELECT * {{ ?p :same ?i SERVICE <{THERE}> {{ ?i :born ?y }} }}"
    (seed,) = found(text)
    rows = ["?i", *(f"<x:{n}>" for n in range(MAX_VALUES))]
    assert seed.values("\n".join(rows)).count("<x:") == MAX_VALUES
    assert seed.values("\n".join([*rows, "<x:more>"])) == ""
    assert seed.values("?i\n_:b0\n") == ""


BEFORE = st.lists(
    st.sampled_from(
        [
            "?p :same ?i .",
            "?p :name ?m .",
            "?p :n ?y .",
            "?p :knows ?q . ?q :same ?i .",
            "OPTIONAL { ?p :same ?i }",
            "OPTIONAL { ?p :n ?y }",
            "{ ?p :same ?i } UNION { ?p :n ?y }",
            "MINUS { ?p :n 1 }",
            "FILTER(BOUND(?i))",
            "FILTER(?y = 2)",
            "FILTER(!BOUND(?y) || ?y > 1)",
            "FILTER NOT EXISTS { ?p :n 2 }",
            "VALUES ?i { :x :w }",
            "VALUES (?i ?y) { (:x UNDEF) (UNDEF 2) }",
            "{ ?i :n ?y }",
            "{ SELECT ?i { ?p :same ?i } ORDER BY ?i LIMIT 1 }",
        ]
    ),
    max_size=4,
)
INSIDE = st.lists(
    st.sampled_from(
        [
            "?i :born ?y .",
            "?i :kind ?k .",
            "?i :knows+ ?j .",
            "OPTIONAL { ?i :born ?y }",
            "OPTIONAL { ?i :name ?m FILTER(?y > 1) }",
            "FILTER(!BOUND(?y) || ?y < 3)",
            "MINUS { ?i :born 1 }",
            "{ ?i :kind :l } UNION { ?j :kind :k }",
            "{ SELECT ?i (COUNT(*) AS ?count) { ?i ?r ?o } GROUP BY ?i }",
        ]
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=400, deadline=None)
@example(
    before=["?p :same ?i .", "FILTER(?y = 2)"], inside=["?i :born ?y ."], optional=False, after=[]
)
@given(before=BEFORE, inside=INSIDE, optional=st.booleans(), after=BEFORE)
def test_no_row_changes(
    before: list[str], inside: list[str], optional: bool, after: list[str]
) -> None:
    call = f"SERVICE <{THERE}> {{ {' '.join(inside)} }}"
    if optional:
        call = f"OPTIONAL {{ {call} }}"
    text = f"{PREFIXES}SELECT * {{ {' '.join(before)} {call} {' '.join(after)} }}"
    assert table(told(text)) == table(text.replace("SERVICE", "GRAPH"))


def test_the_setting() -> None:
    assert parse_allowed("") == ()
    assert parse_allowed(" wikidata, https://a.example/q?x=1 wikidata") == (
        "https://query.wikidata.org/sparql",
        "https://a.example/q?x=1",
    )


@pytest.mark.parametrize(
    "wrong",
    ["dbpedia", "/sparql", "file:///etc", "http://", "ftp://a/", "http://a/#b", "http://a:x/"],
)
def test_a_wrong_setting_is_named(wrong: str) -> None:
    with pytest.raises(ValueError, match="is not the absolute"):
        parse_allowed(wrong)
