"""The wheel holds all the data that the code reads, and the project keeps its own rules."""

import json
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path
from zipfile import ZipFile

import pytest
from running import ROOT

PACKAGES = ("ontology", "etl", "store", "queries", "server", "parley")
MOST_LINES = 300


def _tracked(pattern: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", pattern], cwd=ROOT, capture_output=True, check=True
    ).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in a wheel built from this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (built,) = folder.glob("*.whl")
    with ZipFile(built) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize("package", PACKAGES)
def test_every_file_of_a_package_is_in_the_wheel(wheel: set[str], package: str) -> None:
    tracked = {p.relative_to(ROOT).as_posix() for p in _tracked(f"{package}/")}
    assert tracked
    assert tracked <= wheel


def test_the_bundle_of_the_pages_is_in_the_wheel(wheel: set[str]) -> None:
    built = ROOT / "server/static/build"
    if not built.is_dir():
        pytest.skip("the bundle is not built: make frontend")
    names = {f"server/static/build/{path.name}" for path in built.iterdir()}
    assert "server/static/build/manifest.json" in names
    assert names <= wheel


def test_nothing_else_is_in_the_wheel(wheel: set[str]) -> None:
    roots = {name.split("/")[0] for name in wheel}
    assert {r for r in roots if not r.endswith(".dist-info")} == set(PACKAGES)


def test_no_other_distribution_owns_our_package_names() -> None:
    owners = packages_distributions()
    for package in PACKAGES:
        assert set(owners.get(package, ["parley-kg"])) == {"parley-kg"}


def test_modules_are_short() -> None:
    long = {
        path.relative_to(ROOT).as_posix(): count
        for package in PACKAGES
        for path in _tracked(f"{package}/*.py")
        if (count := len(path.read_text("utf-8").splitlines())) > MOST_LINES
    }
    assert not long


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in _tracked(f"{package}/*.py")
        if (text := path.read_text("utf-8").strip()) and not text.startswith(('"""', 'r"""'))
    ]
    assert not silent


def test_seeds_are_as_given_and_have_metadata() -> None:
    texts = _tracked("seeds/*.txt")
    assert [p.name for p in texts] == [
        "000_63a64f8fa27490d6.txt",
        "003_9712453ec5dae5c9.txt",
        "004_024c5c7753628f66.txt",
    ]
    assert all(p.with_suffix(".json").is_file() for p in texts)


def test_seeds_are_those_of_the_shared_folder(shared: Path) -> None:
    for path in (shared / "seeds").glob("*.txt"):
        assert (ROOT / "seeds" / path.name).read_bytes() == path.read_bytes()


def test_the_lock_of_the_front_end_names_no_host() -> None:
    locked = json.loads((ROOT / "frontend/package-lock.json").read_text("utf-8"))["packages"]
    assert len(locked) > 2
    for name, package in locked.items():
        assert "resolved" not in package
        assert not name or package["integrity"].startswith("sha512-")


def test_lock_files_pin_by_hash_and_name_no_host() -> None:
    for path in ROOT.glob("requirements*.txt"):
        text = path.read_text("utf-8")
        assert "://" not in text
        pinned = re.findall(r"^([\w.-]+(?:\[[\w,-]+\])?)==", text, re.MULTILINE)
        assert pinned
        for block in re.split(r"\n(?=\w)", text.strip()):
            assert block.startswith("#") or "--hash=sha256:" in block, block
