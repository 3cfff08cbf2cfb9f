"""Questions in pieces that the service can answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Protocol, Self

from etl.gazetteer.update.errors import TooMuchError
from etl.gazetteer.update.service import Answer, QueryService
from etl.gazetteer.update.template import fill, items


class Bar(Protocol):
    """Shows how far a step has come."""

    def advance(self, current: str) -> None:
        """One more is done."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class Bars(Protocol):
    """Makes a bar for a step of so many pieces."""

    def __call__(self, what: str, total: int) -> Bar: ...


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an answer, and the day on which it was given."""

    values: Mapping[str, str]
    retrieved: str

    def item(self, variable: str) -> str | None:
        """The item of a variable; None when it is unbound or no item."""
        found = self.values.get(variable, "")
        qid = found.rpartition("/")[2]
        return qid if qid[:1] == "Q" and qid[1:].isdigit() else None

    def get(self, variable: str) -> str:
        """The value of a variable, empty when it is unbound."""
        return self.values.get(variable, "")


@dataclass
class Asker:
    """Asks for items in batches; a batch that is too much is halved until it is not."""

    service: QueryService
    bars: Bars
    unanswered: list[tuple[str, str, str]] = field(default_factory=list)  # query, item, reason

    def rows(
        self, name: str, variable: str, qids: Sequence[str], size: int, what: str, **fixed: str
    ) -> Iterator[Row]:
        """The rows of ``NAME.rq`` for all the items, in their order."""
        batches = [qids[i : i + size] for i in range(0, len(qids), size)]
        with self.bars(what, len(batches)) as bar:
            for batch in batches:
                yield from self.batch(name, variable, batch, **fixed)
                bar.advance(f"{batch[0]} …")

    def batch(self, name: str, variable: str, qids: Sequence[str], **fixed: str) -> Iterator[Row]:
        """The rows of ``NAME.rq`` for these items."""
        try:
            answer: Answer = self.service.ask(fill(name, **{variable: items(qids)}, **fixed))
        except TooMuchError as error:
            if len(qids) == 1:
                self.unanswered.append((name, qids[0], f"{error} ({_context(fixed)})"))
                return
            middle = len(qids) // 2
            yield from self.batch(name, variable, qids[:middle], **fixed)
            yield from self.batch(name, variable, qids[middle:], **fixed)
            return
        for values in answer.rows:
            yield Row(values, answer.retrieved)


def _context(fixed: Mapping[str, str]) -> str:
    return " ".join(f"{k} {v}" for k, v in sorted(fixed.items())) or "alone"
