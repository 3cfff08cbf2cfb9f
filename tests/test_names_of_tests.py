"""Test modules have names of their own: pytest imports them by their last name."""

from collections import Counter

from running import ROOT


def test_no_two_test_modules_have_one_name() -> None:
    names = Counter(path.name for path in (ROOT / "tests").rglob("*.py"))
    assert names["test_names_of_tests.py"] == 1
    shared = {name for name, count in names.items() if count > 1}
    assert shared <= {"conftest.py", "__init__.py"}
