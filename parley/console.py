"""What people see on the terminal: messages and progress on standard error, results on output."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress

console = Console(stderr=True, highlight=False)
output = Console(highlight=False, soft_wrap=True)


class Progress:
    """A progress bar on a terminal, silence elsewhere."""

    def __init__(self, what: str, total: int) -> None:
        self._bar = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task(what, total=total)
        self._what = what

    def advance(self, current: str) -> None:
        """One more is done."""
        self._bar.update(self._task, advance=1, description=f"{self._what}: {current}")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()
