"""Settings: one list of them, in flags, environment, file and README."""

import json
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from parley.cli import main
from parley.settings import Secret, commands, key, settings, variable

ROOT = Path(__file__).resolve().parent.parent
_ROW = re.compile(r"\| `(PARLEY_\w+)` \| (?:`(--[\w-]+)`[^|]*|–) \| (.+?) \| (.+) \|")


def documented() -> dict[str, tuple[str | None, str]]:
    """The rows of README's table: variable, flag, default."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Settings")[2]
    table = text.partition("\n## ")[0]
    return {name: (flag or None, default) for name, flag, default, _ in _ROW.findall(table)}


def default(option: click.Option) -> object:
    """What holds where nothing is set."""
    return option.get_default(click.Context(main))


def test_readme_lists_every_setting_with_its_flag() -> None:
    found = {
        variable(option): None if isinstance(option, Secret) else option.opts[0]
        for option in settings(main).values()
    }
    told = {name: flag for name, (flag, _) in documented().items()}
    assert told.pop("PARLEY_SETTINGS") == "--settings"
    assert told == found


@pytest.mark.parametrize("name", sorted(settings(main)))
def test_readme_tells_the_default(name: str) -> None:
    option = settings(main)[name]
    told, value = documented()[variable(option) or ""][1], default(option)
    if value in (None, "", False):
        assert not re.fullmatch(r"`.*`|[\d.,]+", told)
    elif isinstance(value, int | float):
        assert told.replace(",", "") == f"{value:g}"
    elif not str(value).startswith("https://query.wikidata.org"):
        assert told == f"`{value}`"


def test_a_setting_means_the_same_in_every_command() -> None:
    for part in commands(main):
        for option in part.params:
            name = key(option)
            if name is None or not isinstance(option, click.Option) or name == "settings":
                continue
            first = settings(main)[name]
            assert option.opts == first.opts, part.name
            assert default(option) == default(first), part.name


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What `parley serve` would be told, filled in when it runs."""
    told: dict[str, object] = {}

    def take(serving: object, store_dir: Path, base_iri: str, endpoint: object) -> None:
        told.update(serving=serving, store=store_dir, base=base_iri, endpoint=endpoint)

    monkeypatch.setattr("parley.serving.Serving.run", take)
    monkeypatch.setattr("parley.serving.Serving.check", lambda serving: None)
    monkeypatch.setattr("parley.cli.current_snapshot", lambda store: None)
    return told


def write(folder: Path, **values: object) -> str:
    """A settings file with these values."""
    file = folder / "parley.toml"
    lines = [f"{name} = {json.dumps(value)}" for name, value in values.items()]
    file.write_text("\n".join(lines))
    return str(file)


def test_flags_go_before_environment_before_file(tmp_path: Path, shown: dict[str, object]) -> None:
    file = write(
        tmp_path,
        port=7001,
        host="127.0.0.2",
        query_timeout=3,
        service_allow=["http://a.example/sparql", "wikidata"],
        write_token="from-the-file",
        publish_text=True,
    )
    result = CliRunner().invoke(
        main,
        ["--settings", file, "serve", "--port", "7003"],
        env={"PARLEY_PORT": "7002", "PARLEY_HOST": "127.0.0.3"},
        catch_exceptions=False,
    )
    assert result.exit_code == 0, result.output
    serving = shown["serving"]
    assert serving.port == 7003  # type: ignore[attr-defined]
    assert serving.host == "127.0.0.3"  # type: ignore[attr-defined]
    assert serving.limiting.query_timeout == 3.0  # type: ignore[attr-defined]
    assert serving.publish_text is True  # type: ignore[attr-defined]
    assert serving.write_token == "from-the-file"  # type: ignore[attr-defined]
    assert serving.service_allow == (  # type: ignore[attr-defined]
        "http://a.example/sparql",
        "https://query.wikidata.org/sparql",
    )


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"prot": 1}, "Did you mean port?"),
        ({"port": "http"}, "port: 'http' is not a valid integer"),
        ({"port": 99999}, "port"),
        ({"service_allow": ["nowhere"]}, "service_allow"),
        ({"host": {"a": 1}}, "must be a text"),
        ({"write_token": "with space"}, "write_token"),
    ],
)
def test_what_is_wrong_in_the_file_is_told_before_anything_runs(
    tmp_path: Path, shown: dict[str, object], values: dict[str, object], told: str
) -> None:
    file = tmp_path / "parley.toml"
    lines = []
    for name, value in values.items():
        written = "{a = 1}" if isinstance(value, dict) else json.dumps(value)
        lines.append(f"{name} = {written}")
    file.write_text("\n".join(lines))
    result = CliRunner().invoke(main, ["--settings", str(file), "serve"])
    assert result.exit_code == 2
    assert told in result.output.replace("\n", " ")
    assert not shown


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "parley.toml").write_text("port = ")
    result = CliRunner().invoke(main, ["--settings", str(tmp_path / "parley.toml"), "serve"])
    assert result.exit_code == 2
    assert "parley.toml" in result.output


def test_the_token_is_taken_from_no_command_line(shown: dict[str, object]) -> None:
    result = CliRunner().invoke(main, ["serve", "--write-token", "on-the-command-line"])
    assert result.exit_code == 2
    assert "PARLEY_WRITE_TOKEN" in CliRunner().invoke(main, ["serve", "--help"]).output
    assert not shown
