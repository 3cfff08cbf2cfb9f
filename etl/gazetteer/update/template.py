"""The queries, and putting values into them."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

_QID = re.compile(r"Q[1-9]\d*")


@cache
def query_text(name: str) -> str:
    """The text of ``NAME.rq``."""
    return files(__package__).joinpath(f"{name}.rq").read_text("utf-8")


def fill(name: str, **values: str) -> str:
    """The query with its empty ``VALUES ?variable { }`` blocks filled.

    Raises ``ValueError`` for a variable without such a block and for a block without values.
    """
    text = query_text(name)
    for variable, terms in values.items():
        text, found = re.subn(rf"VALUES \?{variable} {{ }}", f"VALUES ?{variable} {terms}", text)
        if not found:
            raise ValueError(f"{name}.rq has no VALUES ?{variable} {{ }}")
    if left := re.search(r"VALUES \?(\w+) { }", text):
        raise ValueError(f"{name}.rq: no values for ?{left[1]}")
    return text


def items(qids: Iterable[str]) -> str:
    """Items as the terms of a VALUES block, in the order given."""
    listed = list(qids)
    wrong = [q for q in listed if not _QID.fullmatch(q)]
    if wrong:
        raise ValueError(f"not an item: {wrong[0]!r}")
    return "{ " + " ".join(f"wd:{q}" for q in listed) + " }"


def year(number: int) -> str:
    """The first day of a year as the term of a VALUES block."""
    return f'{{ "{number:04d}-01-01T00:00:00Z"^^xsd:dateTime }}'
