"""Every question against a store: rows, total order, parameters, and what people may type."""

import pytest
from pyoxigraph import Literal, NamedNode

from queries import render, run
from queries.catalog import Parameter, Question, question, questions
from queries.errors import ParameterError
from queries.evidence import COLUMNS, receipts
from queries.table import Table, sheet
from queries.values import Reader
from store.embedded import EmbeddedEngine

BASE = "https://w3id.org/parley/id/"
ALL = list(questions().values())
by_name = pytest.mark.parametrize("asked", ALL, ids=lambda q: q.name)
# What the fixture has nothing of; tests on real stores ask these.
NOTHING = {
    *("criticisms", "new-in-office", "offices-through-time", "press-events"),
    "offices-with-several-holders",
}
NEEDED = {"person": "Anna Berg", "one": "Norland", "other": "Sudmark"}


def _open(asked: Question) -> dict[str, str]:
    """Everything left open that may be."""
    given = {p.name: "any" for p in asked.parameters if p.default}
    return given | {p.name: NEEDED[p.name] for p in asked.parameters if p.required}


def _column(table: Table, name: str) -> list[str]:
    at = table.columns.index(name)
    return ["" if row[at] is None else getattr(row[at], "value") for row in table.rows]  # noqa: B009


def _ask(engine: EmbeddedEngine, name: str, **given: str) -> Table:
    return run.run(engine, question(name), given)


@by_name
def test_every_question_has_rows_and_no_row_twice(asked: Question, engine: EmbeddedEngine) -> None:
    table = run.run(engine, asked, _open(asked))
    assert len(set(table.rows)) == len(table.rows)
    assert bool(table.rows) == (asked.name not in NOTHING)


@by_name
def test_evidence_adds_columns_and_changes_no_row(asked: Question, engine: EmbeddedEngine) -> None:
    given = _open(asked)
    if not asked.evidence:
        with pytest.raises(ParameterError, match="counts"):
            run.prepare(engine, asked, given, evidence=True)
        return
    plain = run.run(engine, asked, given)
    table = run.run(engine, asked, given, evidence=True)
    assert [row[: len(plain.columns)] for row in table.rows] == list(plain.rows)
    assert set(COLUMNS[:-1]) <= set(table.columns)
    assert all(_column(table, "sentence"))
    assert all(_column(table, "articleLabel"))
    assert all(a.startswith(f"{BASE}article/") for a in _column(table, "article"))


def test_receipts_are_all_passages_in_order(engine: EmbeddedEngine) -> None:
    meeting = NamedNode(f"{BASE}meeting/2031-04-01-velm-anna-berg-carl-dahl")
    found = receipts(engine, [meeting, None, Literal("x"), NamedNode(f"{BASE}meeting/none")])
    assert list(found) == [meeting.value]
    assert [(r.title, r.outlet, r.published) for r in found[meeting.value]] == [
        ("Ministers meet in Velm", "Strait Wire", "2031-04-02"),
        ("Ministers meet in Velm", "Strait Wire", "2031-04-02"),
        ("a2", "Harsk Courier", "2031-05"),
    ]
    assert all(r.start < r.end for r in found[meeting.value])
    report = NamedNode(f"{BASE}article/a2#meeting-1")
    ((receipt,),) = receipts(engine, [report]).values()
    assert receipt.sentence == "Norland's top diplomat, Berg, saw Dahl last month."


def test_who_attended_leaves_plans_out_and_names_the_states(engine: EmbeddedEngine) -> None:
    table = _ask(engine, "who-attended")
    rows = sorted(zip(_column(table, "officialLabel"), _column(table, "representingLabel"),
                      _column(table, "title"), strict=True))  # fmt: skip
    assert rows == [
        ("Anna Berg", "", ""),
        ("Anna Berg", "Norland", "Foreign Minister"),
        ("Carl Dahl", "Sudmark", "foreign minister"),
        ("Lars Holm-Østby", "Ostria", ""),
    ]
    sourced = run.run(engine, question("who-attended"), {}, evidence=True)
    assert _column(sourced, "articles") == ["2", "2", "1", "1"]


@pytest.mark.parametrize(
    ("place", "rows"),
    [("Velm", 2), ("velm", 2), ("Norland", 2), ("polity/norland", 2), ("Sudmark", 0),
     (f"{BASE}place/velm", 2), (f"<{BASE}place/velm>", 2), ("id/place/velm", 2), ("any", 4),
     ("", 4), ("Norlandic", 2)],
)  # fmt: skip
def test_a_place_is_a_name_a_path_or_an_iri(place: str, rows: int, engine: EmbeddedEngine) -> None:
    # "Velm" is the city's own name, and only a short form of Ostria's.
    assert len(_ask(engine, "who-attended", place=place).rows) == rows


@pytest.mark.parametrize(
    ("given", "rows"),
    [({"from": "2031-05-04"}, 2), ({"from": "2031-05-05"}, 0), ({"until": "2031-04"}, 2),
     ({"until": "2031"}, 4), ({"from": "2031-04-02", "until": "2031-05-02"}, 0)],
)  # fmt: skip
def test_a_period_keeps_what_it_does_not_exclude(
    given: dict[str, str], rows: int, engine: EmbeddedEngine
) -> None:
    assert len(_ask(engine, "who-attended", **given).rows) == rows


def test_several_articles_count_meetings_that_took_place(engine: EmbeddedEngine) -> None:
    table = _ask(engine, "officials-in-several-articles")
    assert _column(table, "officialLabel") == ["Anna Berg", "Carl Dahl"]
    assert _column(table, "articles") == ["3", "2"]
    assert "Eva Fink" not in _column(_ask(engine, "officials-in-several-articles", minimum="1"),
                                     "officialLabel")  # fmt: skip


def test_meetings_between_states_put_the_one_asked_for_first(engine: EmbeddedEngine) -> None:
    assert _column(_ask(engine, "meetings-between-states"), "oneLabel") == ["Norland"]
    for given in ({"one": "Sudmark"}, {"one": "Sudmark", "other": "Norland"}):
        table = _ask(engine, "meetings-between-states", **given)
        assert _column(table, "oneLabel") == ["Sudmark"]
    assert _ask(engine, "meetings-between-states", one="Ostria").rows == ()


def test_planned_events_and_occurred_ones_do_not_mix(engine: EmbeddedEngine) -> None:
    planned = set(_column(_ask(engine, "planned-events"), "event"))
    attended = set(_column(_ask(engine, "who-attended"), "meeting"))
    assert planned
    assert not planned & attended


def test_evidence_for_a_name_and_for_an_address(engine: EmbeddedEngine) -> None:
    meeting = "meeting/2031-04-01-velm-anna-berg-carl-dahl"
    found = _column(_ask(engine, "evidence-for", about=meeting), "sentence")
    assert len(found) == 3
    report = _ask(engine, "evidence-for", about=f"{BASE}article/a2#meeting-1")
    assert _column(report, "sentence") == ["Norland's top diplomat, Berg, saw Dahl last month."]
    assert len(_ask(engine, "evidence-for", about="accord on the strait").rows) == 1


def test_offices_default_to_foreign_ministers(engine: EmbeddedEngine) -> None:
    table = _ask(engine, "foreign-ministers-by-article")
    assert set(_column(table, "office")) == {"foreign-minister"}
    heads = _ask(engine, "foreign-ministers-by-article", office="head of state")
    assert _column(heads, "former") == ["true"]


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("who-attended", {"place": "Vlem"}, "Velm"),
        ("who-attended", {"plaec": "Velm"}, "place"),
        ("who-attended", {"from": "yesterday"}, "2023-11-14"),
        ("who-attended", {"from": "2031-02-30"}, "no date"),
        ("who-attended", {"place": "place/nowhere"}, "nothing here has the address"),
        ("agreements-by-status", {"status": "sigend"}, "signed"),
        ("officials-in-several-articles", {"minimum": "-1"}, "whole number"),
        ("officials-in-several-articles", {"minimum": "٣"}, "whole number"),
        ("meetings-of-person", {}, "must be filled in"),
        ("meetings-of-person", {"person": "Berg, Ana"}, "Anna Berg"),
        ("who-attended", {"place": '" } #'}, "is called"),
    ],
)
def test_what_cannot_be_used_is_told_with_what_can(
    name: str, given: dict[str, str], says: str, engine: EmbeddedEngine
) -> None:
    with pytest.raises(ParameterError) as caught:
        run.prepare(engine, question(name), given)
    assert says in f"{caught.value} {' '.join(caught.value.allowed)}"


def test_names_are_compared_without_case_hyphens_and_dots(engine: EmbeddedEngine) -> None:
    parameter = Parameter("person", "entity", "Person", "Anna Berg", of=("Official",))
    holm = (NamedNode(f"{BASE}official/lars-holm"),)
    reader = Reader(engine)
    assert reader.read(parameter, "LARS HOLM ØSTBY") == holm
    assert reader.read(parameter, "Lars Holm-Østby") == holm


def test_the_prepared_query_is_complete(engine: EmbeddedEngine) -> None:
    text = run.prepare(engine, question("who-attended"), {"from": "2031"})
    assert '"2031-01-01"^^<http://www.w3.org/2001/XMLSchema#date>' in text
    assert Literal("2031-01-01").value in text


def test_the_same_rows_as_csv_and_json_as_the_engine_writes_them(engine: EmbeddedEngine) -> None:
    import json

    asked = question("who-attended")
    table = run.run(engine, asked, {})
    with run.answer(engine, asked, {}, ("text/csv",)) as answer:
        assert answer.body.read().decode() == render.csv_text(table)
    with run.answer(engine, asked, {}) as answer:
        assert json.load(answer.body) == json.loads(render.json_text(table))


def test_people_see_names_and_one_period(engine: EmbeddedEngine) -> None:
    view = sheet(_ask(engine, "who-attended"))
    assert view.headings[:2] == ("meeting", "official")
    assert "when" in view.headings
    assert "earliest" not in view.headings
    when = [row[view.headings.index("when")].text for row in view.rows]
    assert when == [
        "2031-04-01",
        "2031-04-01",
        "2031-05-03 – 2031-05-04",
        "2031-05-03 – 2031-05-04",
    ]
    assert view.rows[0][1].iri == f"{BASE}official/anna-berg"
    text = render.text(_ask(engine, "who-attended"), 200)
    assert "Anna Berg" in text
    assert "https://" not in text


def test_markdown_is_one_line_a_row(engine: EmbeddedEngine) -> None:
    table = _ask(engine, "statements-by-speaker")
    lines = render.markdown(table).splitlines()
    assert len(lines) == len(table.rows) + 2
    assert all(line.startswith("| ") and line.endswith(" |") for line in lines)
    assert f"[Anna Berg](<{BASE}official/anna-berg>)" in lines[2] + lines[3]
