"""How many officials of the annotated articles are linked rightly, and to the office they held.

``officials.csv`` lists them as the gold names them. ``qid`` is set only where a row of the file in
``source`` verifies it (name, country and office were compared by hand); ``office`` and ``from``
are the office that the person held, or is said to have held, at the time, where that file has it.
Several starts are terms of one office that tables tell apart or join.
"""

import csv
import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from etl.annotate import annotate
from etl.article import Article
from etl.consolidate.tenures import agreeing_tenure
from etl.gazetteer import Gazetteer
from etl.names import find_names
from etl.people import People, find_people
from etl.readers import read_articles

TABLE = Path(__file__).with_name("officials.csv")
RIGHT, WRONG, TIED = 0.95, 0.01, 0.90  # floors and ceiling


def rows() -> list[dict[str, str]]:
    """The table."""
    with TABLE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@dataclass
class Measured:
    """What the linker made of the table."""

    known: int = 0  # persons who are in the reference data
    linked: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    offices: int = 0  # persons linked rightly whose office at the time is on record
    untied: list[str] = field(default_factory=list)

    @property
    def right(self) -> float:
        """The part of the known who are linked to their item."""
        return 1 - len(self.missed) / self.known

    @property
    def wrongly(self) -> float:
        """The part of all links that are wrong."""
        return len(self.wrong) / self.linked

    @property
    def tied(self) -> float:
        """The part of the roles that are tied to the right tenure, where there is one."""
        return 1 - len(self.untied) / self.offices


def surfaces(shared: Path, article: str) -> dict[str, set[str]]:
    """The forms under which the gold has each official of an article."""
    gold = json.loads((shared / f"corpus/dev/gold/{article}.json").read_text("utf-8"))
    return {o["name"]: {o["name"], *o["surfaces"]} for o in gold["officials"]}


def found_keys(people: People, forms: set[str]) -> Iterator[str]:
    """The persons found under these forms, those under the longest first."""
    for form in sorted(forms, key=len, reverse=True):
        for name, texts in people.surfaces.items():
            if " ".join(form.split()) in texts:
                yield name.removeprefix("official/")


def judge(measured: Measured, row: dict[str, str], people: People, key: str | None) -> None:
    """Add one official to the figures."""
    where = f"{row['article']} {row['name']}"
    entity = next((link.entity for link in people.links if link.entity.key == key), None)
    item = entity.wikidata if entity else None
    measured.known += bool(row["qid"])
    measured.linked += item is not None
    if item is not None and item != (row["qid"] or None):
        measured.wrong.append(f"{where}: {item}")
    if row["qid"] and item != row["qid"]:
        measured.missed.append(where)


def tie(
    measured: Measured, row: dict[str, str], article: Article, people: People, gazetteer: Gazetteer
) -> None:
    """Add the office of an official who was linked rightly."""
    linked = [link.entity for link in people.links if link.entity.wikidata == row["qid"]]
    if not row["office"] or not linked:
        return
    measured.offices += 1
    record = gazetteer.person(linked[0].key)
    assert record is not None
    roles = people.roles.get(linked[0].key, ())
    tenures = [agreeing_tenure(role, record, article.published) for role in roles]
    if not any(t and t.start in row["from"].split("|") for t in tenures):
        measured.untied.append(f"{row['article']} {row['name']}")


@pytest.fixture(scope="module")
def measured(shared: Path, full_gazetteer: Gazetteer) -> Measured:
    """The linker's figures for all annotated articles."""
    result = Measured()
    articles = {a.id: a for a in read_articles([shared / "corpus/dev/texts"]).articles}
    for name in sorted({row["article"] for row in rows()}):
        document = annotate(articles[name])
        people = find_people(document, find_names(document, full_gazetteer), full_gazetteer)
        forms = surfaces(shared, name)
        for row in rows():
            if row["article"] != name:
                continue
            key = next(found_keys(people, forms[row["name"]]), None)
            judge(result, row, people, key)
            tie(result, row, articles[name], people, full_gazetteer)
    print(
        f"\nof {result.known} officials in the reference data {result.right:.1%} are linked"
        f" rightly, {result.wrongly:.1%} of {result.linked} links are wrong,"
        f" {result.tied:.1%} of {result.offices} offices are tied to their tenure"
    )
    return result


def test_officials_are_linked(measured: Measured) -> None:
    assert measured.known > 90
    assert measured.right >= RIGHT, measured.missed


def test_links_are_right(measured: Measured) -> None:
    assert measured.wrongly <= WRONG, measured.wrong


def test_roles_are_tied_to_the_office_at_the_time(measured: Measured) -> None:
    assert measured.offices > 60
    assert measured.tied >= TIED, measured.untied


def test_the_table_is_complete(shared: Path) -> None:
    listed = {(row["article"], row["name"]) for row in rows()}
    for path in sorted((shared / "corpus/dev/gold").glob("*.json")):
        assert {(path.stem, name) for name in surfaces(shared, path.stem)} <= listed


def test_every_item_is_verified_by_its_source(shared: Path) -> None:
    tables: dict[str, list[dict[str, str]]] = {}
    for row in rows():
        if not row["qid"]:
            assert (row["source"], row["office"]) == ("", "")
            continue
        if row["source"] not in tables:
            tables[row["source"]] = list(read_table(shared / "gazetteer" / row["source"]))
        cells = [c for c in tables[row["source"]] if row["qid"] in c.values()]
        cells = [c for c in cells if c.get("verified", "yes") == "yes"]
        assert cells, row
        if row["office"]:
            assert any({row["office"], row["from"].split("|")[0]} <= set(c.values()) for c in cells)


def read_table(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file, compressed or not."""
    raw = path.read_bytes()
    text = (lzma.decompress(raw) if path.suffix == ".xz" else raw).decode("utf-8-sig")
    return csv.DictReader(text.splitlines())
