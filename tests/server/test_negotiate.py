"""Content negotiation, as a table and as properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.negotiate import OFFERS, acceptable, named_format, parse_accept, quality, wants_html

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
CSV = "text/csv"
TURTLE = "text/turtle"
NT = "application/n-triples"
CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,"
    "*/*;q=0.8,application/signed-exchange;v=b3;q=0.7"
)


@pytest.mark.parametrize(
    ("header", "best"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        (CSV, CSV),
        ("TEXT/CSV", CSV),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", XML),
        ("text/csv ; q=0.5 ,application/sparql-results+xml ; q=0.4", CSV),
        ("text/*", CSV),
        ("text/*;q=0.9, */*;q=0.1", CSV),
        # The more specific range decides, whatever its quality.
        ("*/*;q=1, application/sparql-results+json;q=0.1, text/csv;q=0.2", XML),
        ("application/*;q=0.5, application/sparql-results+json;q=0", XML),
        ("text/csv;q=0, */*", JSON),
        # A tie is settled by the server.
        ("text/csv, application/sparql-results+json", JSON),
        ("text/turtle, application/n-triples", TURTLE),
        ("text/json", "application/json"),
        ("text/csv; header=present", CSV),
        ('application/ld+json;profile="a,b";q=0.3, text/csv;q=0.2', "application/ld+json"),
        ("application/x-turtle", TURTLE),
        ("text/plain", NT),
        ("text/csv;q=1.5", CSV),
        ("nonsense, text/csv", CSV),
        ("*/csv, text/csv", CSV),
    ],
)
def test_the_best_type(header: str | None, best: str) -> None:
    assert acceptable(header)[0] == best


@pytest.mark.parametrize("header", ["image/png", "text/csv;q=0", "text/csv;q=0.000", "nonsense"])
def test_nothing_fits(header: str) -> None:
    assert acceptable(header) == ()


@pytest.mark.parametrize(
    ("header", "html"),
    [
        (CHROME, True),
        ("text/html", True),
        ("text/html;q=0.1", True),
        ("*/*", False),
        ("text/*", False),
        (None, False),
        ("application/sparql-results+json,*/*;q=0.9", False),
        ("text/html;q=0.8, text/csv", False),
        ("text/html, text/csv;q=0.8", True),
        ("text/html, text/csv", False),
    ],
)
def test_who_is_a_browser(header: str | None, html: bool) -> None:
    assert wants_html(header) is html


@pytest.mark.parametrize(
    ("name", "types"),
    [
        ("csv", (CSV,)),
        ("JSON", (JSON, "application/ld+json")),
        ("text/turtle", (TURTLE,)),
        ("text/json", ("application/json",)),
        ("html", ("text/html",)),
        ("pdf", ()),
        ("", ()),
    ],
)
def test_format_names(name: str, types: tuple[str, ...]) -> None:
    assert named_format(name) == types


_types = st.sampled_from([*OFFERS, "text/*", "application/*", "*/*", "image/png", "*/x", "rubbish"])
_members = st.lists(st.tuples(_types, st.integers(0, 1000)), max_size=8)


def _header(members: list[tuple[str, int]]) -> str:
    return ", ".join(f"{name};q={q / 1000:.3f}" for name, q in members)


@given(_members)
def test_order_follows_quality_and_leaves_out_the_refused(members: list[tuple[str, int]]) -> None:
    header = _header(members)
    taken = acceptable(header)
    ranges = parse_accept(header)
    values = [quality(name, ranges) for name in taken]
    if header:
        assert values == sorted(values, reverse=True)
        assert set(taken) == {name for name in OFFERS if quality(name, ranges) > 0}
    assert len(set(taken)) == len(taken)


@given(_members, st.randoms(use_true_random=False))
def test_the_order_of_members_does_not_matter(
    members: list[tuple[str, int]], random: "object"
) -> None:
    unique = list({name: (name, q) for name, q in members}.values())
    shuffled = list(unique)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert acceptable(_header(unique)) == acceptable(_header(shuffled))


@given(st.text(max_size=80))
def test_no_header_breaks_it(header: str) -> None:
    acceptable(header)
    wants_html(header)
    named_format(header)
