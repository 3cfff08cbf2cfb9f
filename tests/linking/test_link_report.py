"""`parley link`: coverage by kind, and why a name is not linked; `parley explain` on links."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from running import ROOT, parley

from parley.explaining import explain
from parley.linking import link

# Three candidates of one name sit in China's congress then; one of another is Canadian.
CONGRESS = (
    "Chinese lawmaker Wang Yi met U.S. Secretary of State John Kerry in Beijing on Monday.\n\n"
    '"We talked about trade," Kerry said.\n'
)
COUNCIL = (
    "British Ambassador John Weston met U.S. Secretary of State Madeleine Albright in New York on"
    " Friday.\n\nNorwegian Foreign Minister Kari Testdatter met Albright too.\n"
)
ARTICLES = {
    "a": (CONGRESS, "2014-05-06"),
    "b": (COUNCIL, "1998-04-24"),
    "c": (COUNCIL, "1998-04-25"),
}


@pytest.fixture(scope="module")
def store(full_gazetteer_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of made-up articles, read with all people known."""
    folder = tmp_path_factory.mktemp("articles")
    for name, (text, day) in ARTICLES.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        (folder / f"{name}.json").write_text(json.dumps({"published": day}), encoding="utf-8")
    store = tmp_path_factory.mktemp("linked") / "store"
    built = parley(
        "build", str(folder), "--store", str(store), "--gazetteer", str(full_gazetteer_file)
    )
    assert built.returncode == 0, built.stderr
    return store


def written(store: Path, target: Path) -> str:
    """What the command writes to a file."""
    ran = CliRunner().invoke(link, ["--store", str(store), "-o", str(target)])
    assert ran.exit_code == 0, ran.output
    return target.read_text("utf-8")


def test_unlinked_names_with_their_reasons(store: Path, tmp_path: Path) -> None:
    report = json.loads(written(store, tmp_path / "report.json"))
    people = {u["name"]: u for u in report["unlinked"] if u["kind"] == "officials"}
    assert set(people) == {"Wang Yi", "John Weston", "Kari Testdatter"}
    assert people["Wang Yi"]["reason"] == "ambiguous"
    assert people["Wang Yi"]["candidates"].count("National People's Congress") >= 2
    assert people["John Weston"]["reason"] == "no tenure agrees"
    assert "House of Commons" in people["John Weston"]["candidates"]
    assert people["Kari Testdatter"]["reason"] == "no candidate"
    assert {n: u["mentions"] for n, u in people.items()} == {
        "Wang Yi": 1, "John Weston": 2, "Kari Testdatter": 2,
    }  # fmt: skip
    mentions = [u["mentions"] for u in report["unlinked"]]
    assert mentions == sorted(mentions, reverse=True)


def test_coverage_by_kind(store: Path, tmp_path: Path) -> None:
    report = json.loads(written(store, tmp_path / "report.json"))
    coverage = {c.pop("kind"): c for c in report["coverage"]}
    assert list(coverage) == ["officials", "polities", "organisations", "places", "offices",
                              "issues"]  # fmt: skip
    # Kerry and Albright of five; Albright is in two articles, as are the two strangers.
    assert coverage["officials"] == {
        "entities": 5, "linked": 2, "mentions": 8, "linked_mentions": 3,
    }  # fmt: skip
    assert coverage["polities"]["linked"] == coverage["polities"]["entities"] > 3
    assert 0 < coverage["offices"]["linked"] <= coverage["offices"]["entities"]


def test_concepts_have_no_exact_match_that_nobody_verified(store: Path, tmp_path: Path) -> None:
    report = json.loads(written(store, tmp_path / "report.json"))
    (issues,) = [c for c in report["coverage"] if c["kind"] == "issues"]
    assert issues["entities"] >= 79
    assert issues["linked"] == 0


def test_every_ending_tells_the_same(store: Path, tmp_path: Path) -> None:
    report = json.loads(written(store, tmp_path / "report.json"))
    rows = list(csv.DictReader(io.StringIO(written(store, tmp_path / "report.csv"))))
    unlinked = [r for r in rows if r["section"] == "unlinked"]
    assert [r["name"] for r in unlinked] == [u["name"] for u in report["unlinked"]]
    assert [r["kind"] for r in rows if r["section"] == "coverage"] == [
        c["kind"] for c in report["coverage"]
    ]
    for ending in ("md", "txt"):
        text = written(store, tmp_path / f"report.{ending}")
        assert "Kari Testdatter" in text
        assert "| officials" in text.replace("│", "|")


def test_the_terminal_shows_names_when_asked(store: Path) -> None:
    short = CliRunner().invoke(link, ["--store", str(store)])
    full = CliRunner().invoke(link, ["--store", str(store), "--report"])
    assert short.exit_code == full.exit_code == 0
    assert "Testdatter" not in short.stdout
    assert "--report" in short.stderr
    assert "Testdatter" in full.stdout


def test_an_unknown_ending_is_a_usage_error(store: Path, tmp_path: Path) -> None:
    ran = CliRunner().invoke(link, ["--store", str(store), "-o", str(tmp_path / "x.docx")])
    assert ran.exit_code == 2
    assert ".csv, .json, .md, .txt" in ran.output


def test_explain_says_why_a_link_was_made_or_not(full_gazetteer_file: Path, tmp_path: Path) -> None:
    article = tmp_path / "b.txt"
    article.write_text(COUNCIL, encoding="utf-8")
    (tmp_path / "b.json").write_text('{"published": "1998-04-24"}', encoding="utf-8")
    ran = CliRunner().invoke(explain, [str(article), "--gazetteer", str(full_gazetteer_file)])
    assert ran.exit_code == 0, ran.output
    links = [line.strip() for line in ran.stdout.splitlines() if line.startswith("  link")]
    assert "Madeleine Albright (Q174438): polity, office and time agree" in links[1]
    assert "1997-01-23–2001-01-20" in links[1]
    assert "John Weston → no link: no tenure agrees: John Weston (Q6263681; member of" in links[0]
    assert "Kari Testdatter → no link: no candidate of this name" in links[2]


def test_explain_names_those_passed_over(full_gazetteer_file: Path, tmp_path: Path) -> None:
    article = tmp_path / "d.txt"
    article.write_text("Chinese Foreign Minister Wang Yi met John Kerry in Beijing on Monday.\n")
    (tmp_path / "d.json").write_text('{"published": "2014-05-06"}', encoding="utf-8")
    ran = CliRunner().invoke(explain, [str(article), "--gazetteer", str(full_gazetteer_file)])
    assert ran.exit_code == 0, ran.output
    (wang,) = [line for line in ran.stdout.splitlines() if line.startswith("  link      Wang Yi →")]
    taken, *passed = wang.split("; not ")
    assert "polity, office and time agree" in taken
    assert len(passed) >= 2
    assert all("National People's Congress" in other for other in passed)


def test_explain_on_a_seed(full_gazetteer_file: Path) -> None:
    seed = ROOT / "seeds" / "003_9712453ec5dae5c9.txt"
    ran = CliRunner().invoke(explain, [str(seed), "--gazetteer", str(full_gazetteer_file)])
    assert ran.exit_code == 0, ran.output
    links = [line for line in ran.stdout.splitlines() if line.startswith("  link")]
    (park,) = [line for line in links if "Park Jin →" in line]
    assert "Minister of Foreign Affairs 2022-05-12" in park
