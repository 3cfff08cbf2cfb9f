"""Offices as world news tells them: a list of texts in many styles, each with what it says."""

from datetime import date
from pathlib import Path

import pytest

from etl.annotate import annotate
from etl.article import Article, Published
from etl.gazetteer import Gazetteer
from etl.names import find_names
from etl.people import People, find_people

LINES = [
    line
    for line in Path(__file__).with_name("roles.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
DAY = date(2012, 5, 10)

Office = tuple[str | None, str | None]


def people(text: str, publisher: str | None = None) -> People:
    article = Article("t", text, published=Published(DAY, DAY), publisher=publisher)
    document, gazetteer = annotate(article), Gazetteer.core()
    return find_people(document, find_names(document, gazetteer), gazetteer)


def offices(found: People) -> dict[str, set[Office]]:
    """Office types and polities by the fullest form of the name."""
    return {
        found.surfaces[f"official/{key}"][0]: {
            (role.office_type, role.polity.label if role.polity else None) for role in roles
        }
        for key, roles in found.roles.items()
    }


def expected(told: str) -> dict[str, Office]:
    rows = [[cell.strip() for cell in row.split("|")] for row in told.split(";") if row.strip()]
    return {name: (kind.replace("_", "-"), polity) for name, kind, polity in rows}


@pytest.mark.parametrize("line", LINES)
def test_offices(line: str) -> None:
    text, told = line.split("||")
    found, wanted = offices(people(text.strip())), expected(told)
    for name, office in wanted.items():
        assert office in found.get(name, set()), found
    if not wanted:
        assert found == {}
