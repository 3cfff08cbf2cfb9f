"""Every row of a gazetteer file tells its source, and the source its licence and date."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from etl.gazetteer.build import build
from etl.gazetteer.build.sources import table_sources

TABLES = ("person", "tenure", "entity", "link", "coordinates")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three tables of one row; the items are made up."""
    source = tmp_path / "tables"
    source.mkdir()
    rows = {
        "eps_people": "qid,name,gender,born,enwiki\nQ900000001,Ada Lind,female,1950,\n",
        "eps_officeholders": "person_qid,person,position_title,position_qid,jurisdiction_qid,start,"
        "end,snapshot\nQ900000001,Ada Lind,Foreign Minister,Q900000005,Q142,2001,,2022-08-01\n",
        "cities_naturalearth": "qid,name,aliases,iso_a2,pop_max,lat,lon\n"
        "Q900000010,Paris,,FR,2000000,48.8,2.3\nQ900000011,Littleham,,GB,9,50,-3\n",
    }
    for name, text in rows.items():
        (source / f"{name}.csv").write_text(text, encoding="utf-8")
    return source


def test_every_row_has_a_source_that_is_listed(folder: Path, tmp_path: Path) -> None:
    build(folder, tmp_path / "g.sqlite")
    with closing(sqlite3.connect(tmp_path / "g.sqlite")) as db:
        sources = {row[0]: row[1:] for row in db.execute("SELECT * FROM source")}
        found = {t: {r[0] for r in db.execute(f"SELECT source FROM {t}")} for t in TABLES}
    assert found == {
        "person": {"eps_people"},
        "tenure": {"eps_officeholders"},
        "entity": {"cities_naturalearth"},
        "link": {"cities_naturalearth"},
        "coordinates": {"cities_naturalearth"},
    }
    assert set(sources) == set().union(*found.values())
    assert sources["eps_people"][1:] == ("CC0-1.0", "2022-07-19/2023-03-12")


def test_a_table_of_ones_own_has_no_licence() -> None:
    (own,) = table_sources(["my_ministers.csv.xz"])
    assert (own.id, own.licence) == ("my_ministers", "")
