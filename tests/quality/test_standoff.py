"""Annotations by offsets give back the passages that they were made from."""

import copy
import sys

import pytest
from running import ROOT

sys.path.insert(0, str(ROOT / "bench"))
from standoff import Gold, attached, detached

TEXT = "Ann Berg “will come”. Later she said again: “will come”, in Reykjavík."
GOLD: Gold = {
    "id": "x",
    "officials": [{"name": "Ann Berg", "surfaces": ["Ann Berg"], "evidence": "Ann Berg"}],
    "meetings": [],
    "agreements": [{"name": "x", "evidence": "in Reykjavík"}],
    "statements": [{"quote": "will come"}, {"quote": "will come"}],
}


def test_passages_become_offsets_and_offsets_passages() -> None:
    before = copy.deepcopy(GOLD)
    standoff = detached(GOLD, TEXT)
    assert before == GOLD
    assert standoff["officials"][0]["evidence"] == [0, 8]
    first, second = (s["quote"] for s in standoff["statements"])
    assert first[0] < second[0]
    assert attached(standoff, TEXT) == GOLD


def test_a_passage_that_is_not_in_the_text_is_named() -> None:
    wrong = {**GOLD, "agreements": [{"name": "x", "evidence": "in Oslo"}]}
    with pytest.raises(ValueError, match="in Oslo"):
        detached(wrong, TEXT)
