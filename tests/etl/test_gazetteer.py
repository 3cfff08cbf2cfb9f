"""The gazetteer: its core, titles, people, and files built from tables."""

import csv
import lzma
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from rigour.territories import get_territories

from etl.entities import Kind
from etl.gazetteer import Gazetteer, Tenure, Use, fold
from etl.gazetteer.build import SourceError, build
from etl.gazetteer.core_data import core_data, polities_by_qid, table
from etl.gazetteer.fold import person_words, skeleton
from etl.gazetteer.titles import expand
from etl.iris import slug
from ontology.graphs import code_values

REFERENCE = Path(__file__).parents[2] / ".." / "shared" / "gazetteer"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("U.S.", "US"),
        ("Chung Eui-yong", "Chung Eui Yong"),
        ("Yōko Kamikawa", "yoko kamikawa"),
        ("Côte d’Ivoire", "Cote d'Ivoire"),
        ("Łukasz Đorđević", "Lukasz Dordevic"),
        ("Sana'a", "Sanaa"),
        ("D.P.R.K.", "DPRK"),
    ],
)
def test_fold_makes_spellings_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_fold_keeps_a_possessive_apart() -> None:
    assert fold("People's Republic") == "people s republic"
    assert fold("Washington's") == "washington s"


def test_initials_and_generations_do_not_tell_a_person() -> None:
    assert person_words("Joseph R. Biden, Jr.") == ("joseph", "biden")
    assert person_words("J.D. Vance") == ("vance",)


def test_transliterations_share_a_skeleton_and_short_names_have_none() -> None:
    assert skeleton(("sergei", "lavrov")) == skeleton(("sergey", "lavrov"))
    assert skeleton(("mohammad", "khatami")) == skeleton(("mohamed", "hatami"))
    assert skeleton(("li", "peng")) is None


# The tables


def test_every_state_is_in_the_core() -> None:
    labels = Counter(r["label"] for r in table("polities"))
    assert [k for k, n in labels.items() if n > 1] == []
    states = [t for t in get_territories() if t.is_country]
    missing = {t.code for t in states if t.qid not in polities_by_qid()}
    # Islands with next to no inhabitants.
    assert missing == {"cc", "cx", "gs", "wf"}


def test_nearly_every_state_has_a_demonym() -> None:
    named = {n.entity.key for n in core_data().names if n.use is Use.DEMONYM}
    without = [r["label"] for r in table("polities") if slug(r["label"]) not in named]
    territories = len(table("polities")) - 195
    assert len(without) < territories / 2
    assert {"Holy See", "Kiribati", "Dominica"} <= set(without)


def test_references_between_tables_hold() -> None:
    entities = core_data().entities
    for name in ("organizations", "places"):
        for row in table(name):
            assert not row["polity"] or ("polity", row["polity"]) in entities, row
    for pattern in core_data().titles:
        if pattern.polity:
            kinds = [k for k in ("polity", "organization") if (k, pattern.polity) in entities]
            assert kinds, pattern


def test_office_types_are_codes() -> None:
    codes = set(code_values("office-type"))
    assert {p.office_type for p in core_data().titles} <= codes
    assert {row["office_type"] for row in table("tenures")} <= codes
    assert codes - {p.office_type for p in core_data().titles} == set()


def test_all_keys_are_unique_and_ascii() -> None:
    places = [n.entity for n in core_data().names]
    for kind, key in {(e.kind, e.key) for e in places}:
        assert key.isascii()
        assert key == key.lower()
        assert " " not in key
        labels = {e.label for e in places if (e.kind, e.key) == (kind, key)}
        assert len(labels) == 1, labels


# Look-ups in the core


@pytest.mark.parametrize(
    ("name", "kind", "key", "use"),
    [
        ("south korean", Kind.POLITY, "south-korea", Use.DEMONYM),
        ("britons", Kind.POLITY, "united-kingdom", Use.DEMONYM),
        ("eu", Kind.POLITY, "european-union", Use.NAME),
        ("kremlin", Kind.POLITY, "russia", Use.METONYM),
        ("washington", Kind.PLACE, "washington", Use.CAPITAL),
        ("un security council", Kind.ORGANIZATION, "un-security-council", Use.NAME),
        ("hamas", Kind.ORGANIZATION, "hamas", Use.NAME),
        ("burma", Kind.POLITY, "myanmar", Use.NAME),
        ("ivorian", Kind.POLITY, "ivory-coast", Use.DEMONYM),
        ("nigerien", Kind.POLITY, "niger", Use.DEMONYM),
        ("taiwan strait", Kind.PLACE, "taiwan-strait", Use.NAME),
    ],
)
def test_names_of_the_core(name: str, kind: Kind, key: str, use: Use) -> None:
    found = Gazetteer.core().named().get(name)
    assert found is not None
    assert (found.entity.kind, found.entity.key, found.use) == (kind, key, use)


def test_the_longest_name_comes_first() -> None:
    index = Gazetteer.core().named()
    found = [" ".join(n.words) for n in index.at(["the", "papua", "new", "guinea", "team"], 1)]
    assert found == ["papua new guinea", "papua"]
    found = [" ".join(n.words) for n in index.at(["un", "security", "council"], 0)]
    assert found == ["un security council", "un"]


def test_media_and_bodies_are_marked() -> None:
    index = Gazetteer.core().named()
    xinhua, council = index.get("xinhua"), index.get("un security council")
    assert xinhua is not None
    assert xinhua.entity.is_media
    assert council is not None
    assert council.entity.is_body
    assert not council.entity.is_media


def test_people_are_found_whatever_the_order() -> None:
    core = Gazetteer.core()
    for name in ("Park Jin", "Jin Park", "PARK JIN"):
        assert [p.entity.wikidata for p in core.people(name)] == ["Q16090188"]
    assert [p.entity.key for p in core.people("Joseph R. Biden, Jr.")] == ["joe-biden"]
    assert core.people("Nobody Atall") == ()


def test_holders_change_at_the_hand_over() -> None:
    core = Gazetteer.core()

    def minister(day: date) -> list[str]:
        return [p.entity.key for p in core.holders("south-korea", "foreign-minister", day)]

    assert minister(date(2022, 5, 11)) == ["chung-eui-yong"]
    assert minister(date(2022, 5, 12)) == ["park-jin"]
    assert minister(date(2020, 1, 1)) == []


@pytest.mark.parametrize(
    ("start", "end", "day", "covered"),
    [
        ("2020-09", "2022-05-10", date(2020, 9, 1), True),
        ("2020-09", "2022-05-10", date(2020, 8, 31), False),
        ("2020-09", "2022-05-10", date(2022, 5, 10), False),
        ("2001", "2005", date(2005, 6, 1), True),
        ("2001", "2005", date(2006, 1, 1), False),
        ("2011-12-17", None, date(2030, 1, 1), True),
        (None, None, date(1995, 1, 1), True),
    ],
)
def test_a_tenure_is_half_open(
    start: str | None, end: str | None, day: date, covered: bool
) -> None:
    assert Tenure("x", "royal", None, start, end, "2022").covers(day) is covered


# Titles


def test_alternatives_expand() -> None:
    assert expand("(deputy|) minister (of|for) x") == [
        "deputy minister of x",
        "deputy minister for x",
        "minister of x",
        "minister for x",
    ]


@pytest.mark.parametrize(
    ("title", "polity", "office_type"),
    [
        ("Secretary of State", "united-states", "foreign-minister"),
        ("Secretary of State", "france", "deputy-minister"),
        ("Secretary of State for Defence", "united-kingdom", "defence-minister"),
        ("Foreign Secretary", "united-kingdom", "foreign-minister"),
        ("Foreign Secretary", "india", "deputy-minister"),
        ("minister for external relations", "angola", "foreign-minister"),
        ("minister of national defence", "south-korea", "defence-minister"),
        ("oil minister", "saudi-arabia", "other-minister"),
        ("deputy minister of foreign affairs", "russia", "deputy-minister"),
        ("First Vice Foreign Minister", "north-korea", "deputy-minister"),
        ("Assistant Secretary of State for African Affairs", "united-states", "deputy-minister"),
        ("Chancellor", "germany", "head-of-government"),
        ("Chancellor of the Exchequer", "united-kingdom", "finance-minister"),
        ("President", "brazil", "head-of-state"),
        ("President", "european-commission", "organisation-head"),
        ("President of the European Council", "european-union", "organisation-head"),
        ("Supreme Leader", "iran", "head-of-state"),
        ("leader", "north-korea", "head-of-state"),
        ("leader", "hamas", "movement-leader"),
        ("leader", "ulster-unionist-party", "party-leader"),
        ("Prime Minister of Montenegro", "montenegro", "head-of-government"),
        ("deputy prime minister", "vietnam", "deputy-head"),
        ("national security advisor", "united-states", "national-security-adviser"),
        ("deputy national security adviser", "united-states", "other-official"),
        ("Ministry of Foreign Affairs spokesman", "china", "spokesperson"),
        ("trade representative", "united-states", "trade-minister"),
        ("special envoy for Syria", "united-nations", "special-envoy"),
        ("chief nuclear negotiator", "iran", "special-envoy"),
        ("Secretary-General", "nato", "organisation-head"),
        ("foreign policy chief", "european-union", "organisation-head"),
        ("crown prince", "saudi-arabia", "royal"),
        ("army chief", "pakistan", "military-officer"),
        ("Senator", "united-states", "legislator"),
        ("Special Assistant to the President", "united-states", None),
        ("violinist", "austria", None),
    ],
)
def test_what_titles_mean(title: str, polity: str, office_type: str | None) -> None:
    assert Gazetteer.core().office_type(title, polity) == office_type


# Files


def _table(folder: Path, name: str, rows: list[dict[str, str]]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _holder(qid: str, person: str, title: str, polity: str, start: str, end: str) -> dict[str, str]:
    return {
        "person_qid": qid, "person": person, "position_title": title, "position_qid": "",
        "jurisdiction_qid": polity, "start": start, "end": end, "snapshot": "2022-08-01",
    }  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small folder of tables. The items are made up."""
    source = tmp_path / "tables"
    source.mkdir()
    person = {"gender": "female", "born": "1950-01-01", "enwiki": ""}
    _table(
        source,
        "eps_people",
        [
            {"qid": "Q900000001", "name": "Ada Lind", **person},
            {"qid": "Q900000002", "name": "Ada Lind", **person | {"born": "1970"}},
            {"qid": "Q900000003", "name": "Sergey Ivan Petrovsky", **person | {"gender": "male"}},
        ],
    )
    france, germany = "Q142", "Q183"
    _table(
        source,
        "eps_officeholders",
        [
            _holder("Q900000001", "Ada Lind", "Minister of Foreign Affairs", france, "2001-05", ""),
            _holder(
                "Q900000001",
                "Ada Lind",
                "Minister of Foreign Affairs",
                france,
                "2001-05-02",
                "2003",
            ),
            _holder(
                "Q900000002", "Ada Lind", "President of the Supreme Court", germany, "1999", ""
            ),
            _holder("Q900000003", "", "Prime Minister", germany, "1999", "bad"),
        ],
    )
    _table(
        source,
        "cities_naturalearth",
        [
            {"qid": "Q900000010", "name": "Paris", "aliases": "", "iso_a2": "FR",
             "pop_max": "2000000", "lat": "48.8", "lon": "2.3"},
            {"qid": "Q900000011", "name": "Littleham", "aliases": "", "iso_a2": "GB",
             "pop_max": "90000", "lat": "50", "lon": "-3"},
        ],
    )  # fmt: skip
    return source


def test_a_built_file_is_read_back(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "gazetteer.sqlite"
    summary = build(folder, target)
    assert (summary.people, summary.tenures, summary.entities, summary.links) == (3, 3, 1, 1)
    assert summary.problems == ("eps_officeholders.csv:5: end is no date: 'bad'; left out",)
    gazetteer = Gazetteer.open(target)
    assert [p.entity.key for p in gazetteer.people("Lind Ada")] == [
        "ada-lind-1950",
        "ada-lind-1970",
    ]
    minister, judge = gazetteer.people("Ada Lind")
    # The two rows for one office are one tenure, with the more precise start and the known end.
    assert [(t.office_type, t.start, t.end) for t in minister.tenures] == [
        ("foreign-minister", "2001-05-02", "2003")
    ]
    assert [t.office_type for t in judge.tenures] == ["other-official"]
    assert gazetteer.holders("france", "foreign-minister", date(2002, 1, 1)) == (minister,)
    assert gazetteer.holders("germany", "head-of-state", date(2002, 1, 1)) == ()


def test_people_are_found_by_parts_and_by_sound(folder: Path, tmp_path: Path) -> None:
    build(folder, tmp_path / "g.sqlite")
    gazetteer = Gazetteer.open(tmp_path / "g.sqlite")
    for name in ("Sergey Petrovsky", "Sergei Petrovski", "Petrovsky Sergey Ivan"):
        assert [p.entity.key for p in gazetteer.people(name)] == ["sergey-ivan-petrovsky"], name


def test_a_file_adds_to_the_core_and_links_it(folder: Path, tmp_path: Path) -> None:
    build(folder, tmp_path / "g.sqlite")
    gazetteer = Gazetteer.open(tmp_path / "g.sqlite")
    assert [p.entity.key for p in gazetteer.people("Park Jin")] == ["park-jin"]
    paris = gazetteer.named().get("paris")
    assert paris is not None
    assert paris.entity.wikidata == "Q900000010"
    assert gazetteer.coordinates("paris") == (48.8, 2.3)
    town = gazetteer.named().get("littleham")
    assert town is not None
    assert town.cautious
    assert town.entity.polity == "united-kingdom"
    assert gazetteer.fingerprint != Gazetteer.core().fingerprint
    core_paris = Gazetteer.core().named().get("paris")
    assert core_paris is not None
    assert core_paris.entity.wikidata is None


def test_building_twice_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    build(folder, tmp_path / "a.sqlite")
    build(folder, tmp_path / "b.sqlite")
    assert (tmp_path / "a.sqlite").read_bytes() == (tmp_path / "b.sqlite").read_bytes()
    assert not list(tmp_path.glob(".*.part"))


def test_a_compressed_table_is_read(folder: Path, tmp_path: Path) -> None:
    header = "person_qid,person,position_title,jurisdiction_qid,start,end\n"
    row = "Q900000004,Bo Quist,Member of the House,Q34,1998,2002\n"
    row += "Q900000004,Bo Quist,Member of the House,Q34,2002,2006\n"
    with lzma.open(folder / "eps_legislators.csv.xz", "wt", encoding="utf-8") as file:
        file.write(header + row)
    build(folder, tmp_path / "g.sqlite")
    (member,) = Gazetteer.open(tmp_path / "g.sqlite").people("Bo Quist")
    assert [(t.office_type, t.start, t.end) for t in member.tenures] == [
        ("legislator", "1998", "2006")
    ]


def test_an_item_of_somebody_else_is_noted(folder: Path, tmp_path: Path) -> None:
    leader = {"person_qid": "Q900000001", "person": "Ulla Berg", "position": "head_of_state",
              "title": "President", "country": "France", "since": "2020-01-01",
              "snapshot": "2026-01-01"}  # fmt: skip
    _table(folder, "leaders_2026_asean_g20", [leader])
    summary = build(folder, tmp_path / "g.sqlite")
    assert any(
        "leaders_2026_asean_g20.csv:2: Q900000001 is Ada Lind" in p for p in summary.problems
    )
    assert Gazetteer.open(tmp_path / "g.sqlite").people("Ulla Berg") == ()


def test_wrong_tables_say_where(folder: Path, tmp_path: Path) -> None:
    path = folder / "eps_people.csv"
    path.write_text("qid,name\nQ1,x\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"eps_people\.csv:1: no column gender, born, enwiki"):
        build(folder, tmp_path / "g.sqlite")
    path.write_text("qid,name,gender,born,enwiki\nQ1,x\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"eps_people\.csv:2: wrong number of cells"):
        build(folder, tmp_path / "g.sqlite")
    assert not (tmp_path / "g.sqlite").exists()


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no table of reference data"):
        build(tmp_path, tmp_path / "g.sqlite")


def test_a_failed_build_keeps_the_old_file(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "g.sqlite"
    build(folder, target)
    before = target.read_bytes()
    (folder / "eps_people.csv").write_text("nonsense\n", encoding="utf-8")
    with pytest.raises(SourceError):
        build(folder, target)
    assert target.read_bytes() == before


def test_opening_what_is_no_gazetteer(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="parley gazetteer build"):
        Gazetteer.open(tmp_path / "none.sqlite")
    (tmp_path / "text.sqlite").write_text("not a database at all" * 100)
    with pytest.raises(ValueError, match="not a gazetteer file"):
        Gazetteer.open(tmp_path / "text.sqlite")


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="no reference tables beside the repository")
def test_the_full_gazetteer_knows_the_world(tmp_path_factory: pytest.TempPathFactory) -> None:
    target = tmp_path_factory.mktemp("full") / "g.sqlite"
    summary = build(REFERENCE, target)
    assert summary.people > 100_000
    assert summary.size < 60_000_000
    gazetteer = Gazetteer.open(target)

    def holders(polity: str, office: str, day: date) -> set[str]:
        return {p.entity.label for p in gazetteer.holders(polity, office, day)}

    assert holders("russia", "foreign-minister", date(2016, 2, 12)) == {"Sergey Lavrov"}
    assert holders("united-states", "head-of-state", date(2003, 1, 1)) == {"George W. Bush"}
    assert holders("united-states", "foreign-minister", date(2003, 1, 1)) == {"Colin Powell"}
    assert "sergey-lavrov" in {p.entity.key for p in gazetteer.people("Sergei Lavrov")}
