"""Invented wire stories: reports of one thing become one node, and nothing else does."""

from pathlib import Path

import pytest
from b_cubed import b_cubed
from pyoxigraph import NamedNode
from stories import Story, clusters, stories

from etl.consolidate import consolidated_quads
from etl.iris import Iris
from ontology import code_values, terms

PARTS = ("first", "blind")  # those that the rules were made with, and those written after
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module", params=PARTS)
def part(request: pytest.FixtureRequest) -> tuple[Story, ...]:
    return stories(str(request.param))


def test_there_are_forty_articles_about_twelve_events() -> None:
    found = [story for name in PARTS for story in stories(name)]
    assert len(found) == 12
    assert sum(len(story.reports) for story in found) >= 40
    things = {
        (story.name, entry["is"])
        for story in found
        for entries in story.gold["event"].values()
        for entry in entries
    }
    assert len(things) >= 24  # beside each event others that could be mistaken for it


@pytest.mark.parametrize("kind", ["event", "agreement", "statement"])
def test_what_was_found_is_put_together_rightly(part: tuple[Story, ...], kind: str) -> None:
    found = clusters(part, kind)
    score = b_cubed(found.gold_of_found(), found.system)
    assert score.mentions >= 8
    assert score.f1 >= 0.90, score


def test_with_all_that_extraction_missed_the_stories_are_still_told() -> None:
    both = [story for name in PARTS for story in stories(name)]
    found = clusters(both, "event")
    score = b_cubed(found.gold, found.system)
    assert score.f1 >= 0.80, score
    assert score.precision >= 0.95, score


def test_stories_do_not_mix() -> None:
    both = [story for name in PARTS for story in stories(name)]
    of_story = {article.id: story.name for story in both for article, _ in story.reports}
    for kind in ("event", "agreement", "statement"):
        for members in clusters(both, kind).system.values():
            assert len({of_story[m.split("#")[0]] for m in members}) == 1


def test_every_reason_is_in_the_code_list_and_every_code_can_be_given(
    part: tuple[Story, ...],
) -> None:
    reports = [pair for story in part for pair in story.reports]
    given = {
        str(quad.object.value).rpartition("/")[2]
        for quad in consolidated_quads(reports, Iris())
        if quad.predicate == NamedNode(terms.REASON)
    }
    known = set(code_values("merge-reason"))
    assert len(given) > 8
    assert given <= known
    code = "".join(p.read_text("utf-8") for p in (ROOT / "etl/consolidate").glob("*.py"))
    assert {reason for reason in known if f'"{reason}"' not in code} == set()


# the measure itself ----------------------------------------------------------------------------


def test_b_cubed_of_the_example_in_the_literature() -> None:
    # Bagga and Baldwin (1998), figures 1 to 3: truth 1-5, 6-7, 8-C; a response that joins the
    # second and third chains, and one that joins the first and third.
    truth = {"a": list("12345"), "b": list("67"), "c": list("89ABC")}
    second = {"x": list("12345"), "y": list("6789ABC")}
    third = {"x": list("1234589ABC"), "y": list("67")}
    assert b_cubed(truth, second).precision == pytest.approx(0.762, abs=0.001)
    assert b_cubed(truth, third).precision == pytest.approx(0.583, abs=0.001)
    assert b_cubed(truth, second).recall == b_cubed(truth, third).recall == 1.0


def test_b_cubed_counts_what_was_missed_and_what_was_made_up() -> None:
    gold = {"a": ["1", "2"], "b": ["3"]}
    assert b_cubed(gold, gold).f1 == 1.0
    missed = b_cubed(gold, {"x": ["1"], "y": ["3"]})
    assert missed.recall == pytest.approx((0.5 + 0.5 + 1) / 3)
    made_up = b_cubed(gold, {"x": ["1", "2", "9"], "y": ["3"]})
    assert made_up.precision < 1.0
    assert b_cubed(gold, {"x": ["1", "2"], "y": ["3"], "z": ["9"]}).precision == 1.0
