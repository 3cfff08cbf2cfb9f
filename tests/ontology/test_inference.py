"""The rules are in order and say what they are."""

import pytest

from ontology.inference import parse_rule, rules


def test_rules_are_in_order_and_say_what_they_are() -> None:
    files = [rule.file for rule in rules()]
    assert files == sorted(files)
    assert len({rule.name for rule in rules()}) == len(files) >= 6
    for rule in rules():
        assert rule.title
        assert rule.infers.endswith(".")
        assert rule.why.endswith(".")


def test_a_rule_without_a_header_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"rules/70-x\.rq: its header has no Infers and no Why"):
        parse_rule("70-x.rq", "# Title: X\nCONSTRUCT {} WHERE {}")
