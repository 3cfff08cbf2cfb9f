"""``parley report``: a YAML file with questions and their parameters -> a report of one snapshot.

    title: South Korea and Japan, 2021 to 2023
    text: What Kyodo reports of their ties.
    snapshot: 20261129T153444Z-3eb6ea648908
    questions:
      - question: relations-of-states
        heading: What happened
        text: Events and agreements in order of time.
        parameters: {one: South Korea, other: Japan}
        evidence: true
        picture: true

Only ``title`` and ``questions`` must be there, and ``question`` in each of these. Without
``snapshot``, the answers are those of the current one, which the report names.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ontology.prefixes import BASE
from queries.catalog import question
from queries.errors import ParameterError, ReportFileError, UnknownQuestionError
from queries.report import Report, Section
from queries.result import result_of
from queries.run import run
from store.engine import Engine
from store.errors import NoSuchSnapshotError


class Asked(BaseModel):
    """One question of a report, as it is written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str
    heading: str = ""
    text: str = ""
    parameters: dict[str, str] = Field(default_factory=dict)
    evidence: bool = False
    picture: bool = True


class ReportFile(BaseModel):
    """A report as it is written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    text: str = ""
    snapshot: str | None = None
    questions: list[Asked] = Field(min_length=1)


def read_report_file(path: Path) -> ReportFile:
    """The file's content. Raises ``ReportFileError``, which names file and place."""
    try:
        # Everything is text: what looks like a date or a number stays as it is written.
        content = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
        return ReportFile.model_validate(content)
    except OSError as error:
        raise ReportFileError(str(path), f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ReportFileError(str(path), "is not text in UTF-8") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ReportFileError(f"{path}:{line}", f"this is not YAML ({error.problem})") from None
    except ValidationError as error:
        raise ReportFileError(str(path), _explain(error)) from None


def _explain(error: ValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"]) or "the file"
    return f"{where}: {first['msg']}; write title, and questions with a question in each"


def ask_report(
    engine: Engine,
    file: ReportFile,
    *,
    name: str = "report",
    base: str = BASE,
    snapshot: str | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Report:
    """Ask all questions of one snapshot: the one given, else the file's, else the current one.

    `progress` is told the name of each question before it is asked. Raises ``ReportFileError``
    where a question or a parameter is wrong or the snapshot is gone, and ``StoreError``.
    """
    fixed = snapshot or file.snapshot or engine.snapshot().id
    sections = []
    for number, each in enumerate(file.questions, 1):
        progress(each.question)
        place = f"{name}, question {number}"
        try:
            asked = question(each.question)
            table = run(
                *(engine, asked, each.parameters),
                base=base,
                evidence=each.evidence,
                snapshot=fixed,
            )
        except UnknownQuestionError as error:
            raise ReportFileError(place, str(error)) from error
        except ParameterError as error:
            allowed = f"; use {', '.join(error.allowed)}" if error.allowed else ""
            raise ReportFileError(place, f"{error}{allowed}") from error
        except NoSuchSnapshotError as error:
            raise ReportFileError(
                name, f"{error} Leave snapshot out for the current one."
            ) from error
        result = result_of(asked, each.parameters, table)
        heading = each.heading or asked.title
        picture = each.picture and bool(result.views) and bool(table.rows)
        sections.append(Section(heading, each.text, result, picture))
    return Report(file.title, file.text, tuple(sections))
