"""What can go wrong between a canned question and its answer.

    QuestionError
     +-- QueryHeaderError       a ``.rq`` file is not written as it should be
     +-- UnknownQuestionError   no question has this name
     +-- ParameterError         a parameter is unknown, missing or not understood
     +-- FormatError            a question has no view that the format draws
     +-- TooManyRowsError       there are more rows than the format is made for
     +-- ReportFileError        a file for ``parley report`` is not written as it should be

Every message says what, where, and what to do next.
"""

from __future__ import annotations


class QuestionError(Exception):
    """Base of everything this package raises on purpose."""


class QueryHeaderError(QuestionError):
    """A question's file breaks the rules of its header; the message begins ``FILE:LINE``."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(f"{file}:{line}: {problem}")
        self.file = file
        self.line = line


class UnknownQuestionError(QuestionError):
    """There is no such question. `nearest` are names like it, `names` all there are."""

    def __init__(self, name: str, nearest: tuple[str, ...], names: tuple[str, ...]) -> None:
        hint = f"did you mean {' or '.join(nearest)}?" if nearest else f"ask {', '.join(names)}"
        super().__init__(f"there is no question {name!r}: {hint}")
        self.name = name
        self.nearest = nearest
        self.names = names


class ParameterError(QuestionError):
    """A parameter's value cannot be used. `allowed` says what can, in words or as values."""

    def __init__(self, parameter: str, problem: str, allowed: tuple[str, ...] = ()) -> None:
        super().__init__(problem)
        self.parameter = parameter
        self.allowed = allowed


class FormatError(QuestionError):
    """A question cannot be written in a format, which draws views that it has not."""

    def __init__(self, form: str, question: str, needs: tuple[str, ...]) -> None:
        super().__init__(
            f"{question} has no {' or '.join(needs)} view, which .{form} shows; "
            "ask for a table, such as .csv"
        )
        self.form = form
        self.question = question


class TooManyRowsError(QuestionError):
    """An answer has more rows than can be set in a format."""

    def __init__(self, form: str, rows: int, most: int) -> None:
        super().__init__(
            f"there are {rows:,} rows, and .{form} is made for {most:,}; "
            "narrow the question, or ask for .csv, .parquet or .xlsx"
        )
        self.form = form
        self.rows = rows
        self.most = most


class ReportFileError(QuestionError):
    """A report's file breaks its rules; the message begins with the file's name."""

    def __init__(self, file: str, problem: str) -> None:
        super().__init__(f"{file}: {problem}")
        self.file = file
