"""Which files a list of paths stands for, in an order that never changes."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from etl.readers.problems import ReadProblem

SUFFIXES = (".txt", ".html", ".htm", ".json", ".jsonl", ".xml", ".rss", ".atom")
_KNOWN = ", ".join(SUFFIXES)


@dataclass(frozen=True, slots=True)
class Listing:
    """Files to read, each once, and what was wrong with the paths."""

    files: tuple[Path, ...]
    problems: tuple[ReadProblem, ...]


def list_files(paths: Sequence[Path]) -> Listing:
    """The files of these paths: files as given, folders recursively and sorted."""
    files: dict[Path, Path] = {}
    problems: list[ReadProblem] = []
    for path in paths:
        found = 0
        for item in _expand(path):
            if isinstance(item, ReadProblem):
                problems.append(item)
            else:
                files.setdefault(item.resolve(), item)
            found += 1
        if not found:
            problems.append(_nothing_in(path))
    return Listing(tuple(files.values()), tuple(problems))


def is_metadata(path: Path) -> bool:
    """Whether a file is only the metadata of the text beside it."""
    return path.suffix.lower() == ".json" and path.with_suffix(".txt").is_file()


def _expand(path: Path) -> Iterator[Path | ReadProblem]:
    if path.is_dir():
        yield from _walk(path)
    elif not os.path.lexists(path):
        yield ReadProblem(str(path), "no such file or folder", "Check the path")
    elif path.suffix.lower() not in SUFFIXES:
        yield ReadProblem(
            str(path),
            f"the ending {path.suffix or '(none)'} is not one of {_KNOWN}",
            "Give the file the ending of its format",
        )
    else:
        yield path


def _walk(folder: Path) -> Iterator[Path | ReadProblem]:
    failed: list[OSError] = []
    for directory, folders, names in os.walk(folder, onerror=failed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES:
                yield Path(directory, name)
    for error in failed:
        yield ReadProblem(
            str(error.filename or folder),
            f"the folder cannot be listed ({error.strerror})",
            "Check its permissions",
        )


def _nothing_in(folder: Path) -> ReadProblem:
    empty = not any(folder.iterdir())
    return ReadProblem(
        str(folder),
        "the folder is empty" if empty else f"no file in the folder ends in {_KNOWN}",
        "Give a folder of articles",
    )
