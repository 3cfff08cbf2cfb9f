"""Folding and likeness: pure, so tried with many strings."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.folding import bag, fold, spread
from store.likeness import EXACT, Kind, likeness, similarity

TEXT = st.text(max_size=40)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Park Jin", "park jin"),
        ("Chung Eui-yong", "chung eui yong"),
        ("Lars Holm-Østby's", "lars holm ostby"),
        ("the U.S. and the U.K.", "the us and the uk"),
        ("John F. Kerry", "john f kerry"),
        ("Sana'a", "sanaa"),
        ("Recep Tayyip Erdoğan", "recep tayyip erdogan"),
        ("Straße  (Łódź)", "strasse lodz"),
        ("서울", fold("서울")),
        ("…", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(TEXT)
def test_folding_twice_changes_nothing_and_every_letter_has_a_place(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    letters, places = spread(text)
    assert len(letters) == len(places)
    assert all(a <= b for a, b in pairwise(places))
    assert all(0 <= place < len(text) for place in places)


def score(asked: str, name: str, kind: Kind = "label") -> float:
    found = likeness(fold(asked), fold(name), kind)
    return found.score if found else 0.0


def test_kinds_of_fit_never_overlap() -> None:
    falling = [
        score("Park Jin", "Park Jin"),
        score("Park Jin", "Park Jin", "alias"),
        score("Jin Park", "Park Jin"),
        score("Jin Park", "Park Jin", "alias"),
        EXACT,
        score("Park Ji", "Park Jin"),
        score("Park", "Park Jin of Somewhere Else", "alias"),
        score("Meeting Jin", "Meeting of Park Jin"),
        score("Pakr Jin", "Park Jin"),
        score("Park Minsu", "Park Jin"),
        score("Anna Berg", "Park Jin"),
    ]
    assert falling == sorted(falling, reverse=True)
    assert len(set(falling)) == len(falling)
    assert falling[-1] == 0


def test_a_part_of_a_name_and_a_common_noun_are_not_a_whole_name() -> None:
    assert score("Berg", "Berg", "part") < EXACT
    assert score("pact", "pact", "noun") < EXACT
    assert score("Venice", "Venice", "alias") > EXACT


@given(TEXT, TEXT)
def test_likeness_is_bounded_and_symmetric_in_spelling(one: str, other: str) -> None:
    assert 0 <= score(one, other) <= 100
    assert similarity(one, other) == similarity(other, one)
    if fold(one):
        assert score(one, one) == 100


@pytest.mark.parametrize(
    ("one", "other", "edits"), [("berg", "begr", 1), ("dahl", "dal", 1), ("fink", "fynck", 2)]
)
def test_swapped_lost_and_changed_letters(one: str, other: str, edits: int) -> None:
    expected = 1 - edits / max(len(one), len(other))
    assert similarity(one, other) == (expected if expected >= 0.72 else 0.0)


def test_bag() -> None:
    assert bag("jin park") == bag("park jin") != bag("park jun")
