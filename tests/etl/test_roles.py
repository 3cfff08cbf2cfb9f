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


@pytest.mark.parametrize(
    ("text", "title", "office", "group"),
    [
        ("Free Aruba Movement leader Jan Croes left.", "leader", "movement-leader",
         "Free Aruba Movement"),
        ("Jan Croes, leader of the Zambian Renewal Party, left.", "leader", "party-leader",
         "Zambian Renewal Party"),
        ("Unity Front coalition leader Jan Croes left.", "coalition leader", "party-leader",
         "Unity Front"),
        ("Jan Croes, spokesman for the Popular Front for Renewal, left.",
         "spokesman for the Popular Front", "spokesperson", "Popular Front for Renewal"),
    ],
)  # fmt: skip
def test_groups_that_no_reference_data_has(text: str, title: str, office: str, group: str) -> None:
    (role,) = people(text).roles["jan-croes"]
    assert role.polity is not None
    assert (role.title, role.office_type, role.polity.label) == (title, office, group)


@pytest.mark.parametrize("title", ["Communist Party leader", "leader of the Communist Party"])
def test_a_party_that_many_states_have_is_no_group_of_its_own(title: str) -> None:
    found = people(f"Vietnam agreed. The {title}, Le Van Tam, signed.")
    (role,) = found.roles["le-van-tam"]
    assert role.office_type == "party-leader"
    assert role.polity is not None
    assert role.polity.key == "vietnam"


def test_a_former_term_is_former() -> None:
    found = people("Pavel Horak, who served as Czech foreign minister from 1998 to 2002, spoke.")
    (role,) = found.roles["pavel-horak"]
    assert role.former


@pytest.mark.parametrize(
    "text",
    [
        "Pavel Horak may become foreign minister of Norway one day.",
        "Pavel Horak is not the foreign minister of Norway.",
        "Pavel Horak wants to become foreign minister of Norway.",
    ],
)
def test_an_office_that_is_not_held_is_none(text: str) -> None:
    assert people(text).roles == {}


def test_bare_titles_of_a_release_are_the_publishers() -> None:
    found = people("Foreign Minister Jan Croes spoke.", publisher="Government of Norway")
    assert offices(found) == {"Jan Croes": {("foreign-minister", "Norway")}}


def test_bare_titles_after_a_dateline_are_local() -> None:
    text = "OSLO, May 3 (AFP) - Work has begun, Foreign Minister Jan Croes said. Sweden agreed."
    assert offices(people(text)) == {"Jan Croes": {("foreign-minister", "Norway")}}
