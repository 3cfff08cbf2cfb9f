"""Modules of tests and benches have names of their own: they are imported by their last name."""

from collections import Counter

from running import ROOT


def test_no_two_modules_have_one_name() -> None:
    names = Counter(
        path.name
        for room, pattern in (("tests", "**/*.py"), ("bench", "*.py"))
        for path in (ROOT / room).glob(pattern)
    )
    assert names["test_names_of_tests.py"] == 1
    shared = {name for name, count in names.items() if count > 1}
    assert shared <= {"conftest.py", "__init__.py"}
