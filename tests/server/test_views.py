"""What is drawn of rows, over a real server and from single values."""

import re
from datetime import date

import pytest
from fixture_server import BROWSER, Client
from markupsafe import Markup
from pyoxigraph import Literal, NamedNode

from ontology import terms
from server.arcs import Node, arcs
from server.articles import spans_of
from server.bars import Bar, bars
from server.dates import period, span, written
from server.network import Counterpart, network
from server.timeline import Entry, timeline


def day(text: str) -> date:
    return date.fromisoformat(text)


def of_width(drawing: Markup, kind: str) -> str:
    """One of the two drawings."""
    return next(part for part in drawing.split("</svg>") if f'class="diagram {kind}"' in part)


def labels(drawing: str) -> list[tuple[float, float, float, str]]:
    """Where each text stands: left, right, and the height of its middle, by a generous width."""
    found = []
    for x, y, anchor, words in re.findall(
        r'<text class="[^"]*" x="([\d.-]+)" y="([\d.-]+)" text-anchor="(\w+)">([^<]*)', drawing
    ):
        width = len(words) * 7.5
        shift = {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        found.append((float(x) - shift, float(x) - shift + width, float(y), words))
    return found


def overlaps(drawing: str) -> list[tuple[str, str]]:
    placed = labels(drawing)
    return [
        (a[3], b[3])
        for n, a in enumerate(placed)
        for b in placed[n + 1 :]
        if a[0] < b[1] and b[0] < a[1] and abs(a[2] - b[2]) < 12
    ]


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [
        ("2023-11-14", "2023-11-14", "14 November 2023"),
        ("2031-05-01", "2031-05-31", "May 2031"),
        ("2031-05", "2031-05", "May 2031"),
        ("2031-01-01", "2031-12-31", "2031"),
        ("2031-05-03", "2031-05-04", "3–4 May 2031"),
        ("2021-01-26", "2022-05-08", "between 26 January 2021 and 8 May 2022"),
        ("2021-01-26", "", "from 26 January 2021"),
        ("", "2021", "until 2021"),
        ("", "", ""),
    ],
)
def test_bounds_in_words(earliest: str, latest: str, words: str) -> None:
    assert span(earliest, latest) == words


def test_dates_in_words() -> None:
    assert written("2031-02") == "February 2031"
    assert written("last Thursday") == "last Thursday"
    assert written("2031-02-30") == "2031-02-30"
    assert period("2021-01-26", "") == "since 26 January 2021"
    assert period("2009", "2013-02-01") == "2009 – 1 February 2013"


def test_a_timeline_keeps_days_periods_and_plans_apart() -> None:
    entries = [
        Entry("Meetings", "on a day", day("2031-04-01"), day("2031-04-01"), "/a"),
        Entry("Meetings", "at some time", day("2031-01-01"), day("2031-09-30"), "/b"),
        Entry("Meetings", "planned", day("2031-08-01"), day("2031-08-01"), "/c", held=False),
    ]
    wide = of_width(timeline(entries, "it"), "wide")
    assert wide.count('class="dot held"') == 1
    assert wide.count('class="dot open-mark"') == 1
    bar = re.search(r'<rect class="bar" x="([\d.]+)" [^>]*width="([\d.]+)"[^>]*fill="url', wide)
    dot = re.search(r'<circle class="dot held" cx="([\d.]+)"', wide)
    assert bar
    assert dot
    assert float(bar[1]) < float(dot[1]) < float(bar[1]) + float(bar[2])
    assert "1 April 2031: on a day" in wide
    assert "between 1 January 2031 and 30 September 2031: at some time" in wide


@pytest.mark.parametrize("years", [0, 1, 3, 40, 700])
def test_no_two_labels_of_a_timeline_overlap(years: int) -> None:
    entries = [
        Entry("Agreements", "first", day("1300-02-01"), day("1300-02-01"), None),
        Entry("Meetings", "last", date(1300 + years, 3, 1), date(1300 + years, 3, 2), None),
    ]
    for kind in ("wide", "narrow"):
        drawing = of_width(timeline(entries, "it"), kind)
        assert overlaps(drawing) == []
        assert len([words for *_, words in labels(drawing) if words[-4:].isdigit()]) >= 1


def test_marks_of_one_place_are_one() -> None:
    same = [Entry("", str(n), day("2031-04-01"), day("2031-04-01"), None) for n in range(5)]
    wide = of_width(timeline([*same, same[0]], "it"), "wide")
    assert wide.count("<circle") == 1
    assert "0; 0; 1; and 3 more" in wide
    assert timeline([], "nothing") == ""


def test_no_two_labels_of_a_network_overlap() -> None:
    found = [
        Counterpart(f"urn:{n}", f"Somebody with a long name {n}", 14 - n, "/x") for n in range(14)
    ]
    ties = {("urn:0", "urn:1"): 2, ("urn:0", "urn:2"): 1, ("urn:3", "urn:unknown"): 9}
    drawing = network("The one in the middle", found, ties)
    assert drawing == network("The one in the middle", found, ties)
    for kind in ("wide", "narrow"):
        part = of_width(drawing, kind)
        assert overlaps(part) == []
        assert part.count('class="tie others') == 2
        assert part.count('class="dot held"') == 14
    assert network("Nobody", [], {}) == ""


def test_arcs_join_the_most_connected() -> None:
    nodes = {f"n{n:02}": Node(f"name {n}") for n in range(40)}
    ties = {("n00", f"n{n:02}"): float(n) for n in range(1, 40)} | {("n05", "n05"): 99.0}
    drawing, shown = arcs(nodes, ties, "it")
    assert shown == 24
    wide = of_width(drawing, "wide")
    assert overlaps(wide) == []
    assert wide.count('class="tie w') == 23
    assert "name 0 · 780" in wide
    assert "name 9 " not in wide
    assert arcs(nodes, {}, "it") == ("", 0)


def test_bars_are_as_long_as_their_numbers() -> None:
    wide = of_width(bars([Bar("a", 4), Bar("b", 1), Bar("c", 0)], "it"), "wide")
    lengths = [float(width) for width in re.findall(r'class="amount"[^>]*width="([\d.]+)"', wide)]
    assert lengths[0] == pytest.approx(4 * lengths[1], rel=0.01)
    assert lengths[2] == 2
    assert bars([Bar("a", 0)], "it") == ""


def test_a_question_is_drawn_as_its_header_says(server: Client) -> None:
    text = server.get("/ask/who-attended", BROWSER).text
    assert "<summary>Timeline</summary>" in text
    assert "1 April 2031: Meeting of Anna Berg and Carl Dahl" in text
    assert "<summary>Network</summary>" in server.get("/ask/counterparts", BROWSER).text
    assert "<summary>Bars</summary>" in server.get("/ask/issues-in-articles", BROWSER).text


@pytest.mark.parametrize(
    ("title", "called"), [("minister", "Ann Berg as minister"), (None, "Ann Berg")]
)
def test_a_role_is_called_by_its_person_with_or_without_a_title(
    title: str | None, called: str
) -> None:
    article = "https://w3id.org/parley/id/article/a"
    role, evidence = NamedNode(f"{article}#role-2"), NamedNode(f"{article}#role-2-evidence-1")
    row = (evidence, Literal(0), Literal(8), Literal("Ann Berg"), None, None, role,
           NamedNode(terms.ROLE), None, Literal("Ann Berg"), Literal(title) if title else None,
           None, None, None, None)  # fmt: skip
    (span,) = spans_of((row,), lambda iri: iri)
    assert [(noted.noun, noted.name) for noted in span.noted] == [("role", called)]
