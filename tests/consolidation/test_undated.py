"""Articles without a date: bounded by the offices of those whom they present, never by more."""

from datetime import date
from pathlib import Path

import pytest
from running import ROOT, parley

from etl.article import Article
from etl.consolidate.undated import Bounds, appeared
from etl.consolidate.windows import roughly_ago
from etl.gazetteer import Gazetteer
from etl.read import find_facts, read

CORE = Gazetteer.core()
BLINKEN = "U.S. Secretary of State Antony Blinken"
CHUNG = "South Korean Foreign Minister Chung Eui Yong"


def told(text: str) -> Bounds | None:
    article = Article("x", text)
    return appeared(article, find_facts(read(article, CORE)), CORE)


def test_all_who_are_in_office_bound_the_article() -> None:
    found = told(f"{BLINKEN} and {CHUNG} met in Seoul on Thursday.")
    assert found
    assert found.first == date(2021, 2, 9)
    assert found.last
    assert date(2022, 5, 8) <= found.last <= date(2022, 5, 11)


def test_a_former_minister_bounds_nothing() -> None:
    text = (
        f"{BLINKEN} met former South Korean Foreign Minister Chung Eui Yong in Seoul on Thursday."
    )
    found = told(text)
    assert found
    assert found.last is None or found.last > date(2022, 5, 12)


@pytest.mark.parametrize(
    ("clause", "last"),
    [
        ("since President Joe Biden took office in January", date(2021, 12, 31)),
        ("since Joe Biden took office", None),
        ("since President Joe Biden took office in January 2021", None),
        ("since the talks broke down in January", None),
    ],
)
def test_a_month_without_a_year_is_the_last_of_its_name(clause: str, last: date | None) -> None:
    text = (
        f"{BLINKEN} met Japanese officials in Tokyo on Thursday. President Joe Biden sent him.\n\n"
        f"It was the first such trip {clause}."
    )
    found = told(text)
    assert found
    if last:
        assert found.last == last
    else:
        assert found.last is None or found.last > date(2022, 1, 1)
    assert found.first
    assert found.first >= date(2021, 1, 20)


def test_people_who_were_never_in_office_together_bound_nothing() -> None:
    text = (
        f"{BLINKEN} met Secretary of State John Kerry in Paris on Thursday. "
        f"South Korean President Moon Jae In and {CHUNG} sent notes to both of the officials."
    )
    found = told(text)
    assert found is None or (found.first and found.last and found.first <= found.last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("over four years ago", 2012, 2013),
        ("almost five years ago", 2012, 2013),
        ("nearly a decade ago", 2007, 2017),
        ("about three years ago", 2013, 2015),
    ],
)
def test_over_four_years_and_almost_five_are_the_same_time(
    text: str, first: int, last: int
) -> None:
    day = date(2017, 3, 17)
    days = roughly_ago(text, day, day)
    assert days
    assert (days[0].year, days[1].year) == (first, last)


def test_what_is_told_exactly_or_not_at_all_is_not_rough() -> None:
    day = date(2017, 3, 17)
    assert roughly_ago("four years ago", day, day) is None
    assert roughly_ago("over many years ago", day, day) is None


def test_the_seed_without_a_date_gets_bounds_and_no_false_day(
    seed_store: Path, tmp_path: Path
) -> None:
    query = ROOT / "tests/consolidation/undated.rq"
    out = tmp_path / "undated.csv"
    ran = parley("query", str(query), "--store", str(seed_store), "-o", str(out))
    assert ran.returncode == 0, ran.stderr
    rows = [line.split(",") for line in out.read_text("utf-8").splitlines()[1:]]
    bounds = {(row[0], row[1]): (row[2], row[3]) for row in rows}
    seoul = [v for (text, place), v in bounds.items() if text == "Thursday" and place == "Seoul"]
    assert seoul
    for first, last in seoul:
        assert "2021-02-03" <= first <= "2021-03-18" <= last <= "2022-05-09"
    (earlier,) = [v for (text, _), v in bounds.items() if text == "over four years ago"]
    assert earlier[0] < "2016-10-19" < earlier[1] < "2018-05-10"
    assert all(first != last for first, last in bounds.values())
