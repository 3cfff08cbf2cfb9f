"""The settings file: whatever has an environment variable can be set there too.

A setting is an option of a command with an environment variable, and ``parley.options`` has them
all. In the file (TOML) it goes by the variable's name without ``PARLEY_``, in small letters. A
flag goes before the environment, the environment before the file, the file before the default.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import click

PREFIX: Final = "PARLEY_"
VARIABLE: Final = f"{PREFIX}SETTINGS"


class Secret(click.Option):
    """An option that no command line takes, since every user of a machine can read those."""

    def add_to_parser(self, parser: Any, ctx: click.Context) -> None:
        """Leave it out."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        """What --help shows: the variable."""
        return variable(self) or "", f"{self.help}  [environment or settings file only]"


def variable(option: click.Parameter) -> str | None:
    """The environment variable of an option, if it is a setting."""
    name = option.envvar
    return name if isinstance(name, str) and name.startswith(PREFIX) else None


def key(option: click.Parameter) -> str | None:
    """What a setting is called in the file."""
    name = variable(option)
    return name.removeprefix(PREFIX).lower() if name else None


def settings(command: click.Command) -> dict[str, click.Option]:
    """The settings of a command and of those below it, by their keys."""
    found: dict[str, click.Option] = {}
    for part in commands(command):
        for option in part.params:
            name = key(option)
            if name and isinstance(option, click.Option) and variable(option) != VARIABLE:
                found.setdefault(name, option)
    return found


def commands(command: click.Command) -> Iterator[click.Command]:
    """A command and those below it."""
    yield command
    if isinstance(command, click.Group):
        for part in command.commands.values():
            yield from commands(part)


def read(file: Path, command: click.Command) -> dict[str, Any]:
    """The defaults for a command and those below it, as click's ``default_map`` has them.

    Raises ``click.UsageError`` where the file cannot be read, names something that is no setting,
    or gives a setting a value that it cannot have.
    """
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise click.UsageError(f"The settings file {file} cannot be read: {error}.") from error
    known = settings(command)
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(sorted(known))}."
            raise click.UsageError(f"{file}: there is no setting {name}. {hint}")
    values = {name: _plain(file, name, value) for name, value in given.items()}
    for name, value in values.items():
        _check(file, known[name], value)
    return _defaults(command, values)


def _plain(file: Path, name: str, value: object) -> str:
    """As it would stand in the environment."""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return " ".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value)
    raise click.UsageError(f"{file}: {name} must be a text, a number or a list of texts.")


def _check(file: Path, option: click.Option, value: str) -> None:
    try:
        option.process_value(click.Context(click.Command("settings")), value)
    except click.BadParameter as error:
        raise click.UsageError(f"{file}: {key(option)}: {error.message}") from error


def _defaults(command: click.Command, values: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for option in command.params:
        name = key(option)
        if name is not None and name in values and option.name:
            found[option.name] = values[name]
    if isinstance(command, click.Group):
        for name, part in command.commands.items():
            found[name] = _defaults(part, values)
    return found
