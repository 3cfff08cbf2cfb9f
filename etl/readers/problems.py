"""What can go wrong with an input, as values: which path, what it is, what to do next."""

from dataclasses import dataclass

from etl.article import Article

MAX_ARTICLE_BYTES = 2_000_000  # a novel; the longest treaties reported in full stay well below
MAX_LINE_CHARACTERS = 200_000  # the parser's memory grows with a paragraph's length
MAX_FILE_BYTES = 64_000_000  # feeds and collections


@dataclass(frozen=True, slots=True)
class ReadProblem:
    """One input that could not be read, or not fully.

    ``skipped`` is False when the article was read all the same, without the part in question.
    """

    path: str
    reason: str
    advice: str
    skipped: bool = True

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}. {self.advice}"


@dataclass(frozen=True, slots=True)
class ReadResult:
    """All that was read, in order, and all that was not."""

    articles: tuple[Article, ...]
    problems: tuple[ReadProblem, ...]


class UnreadableError(Exception):
    """Raised inside the readers; becomes a ``ReadProblem`` where the path is known."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.advice = advice

    def at(self, path: str) -> ReadProblem:
        """The same as a value."""
        return ReadProblem(path, self.reason, self.advice)
