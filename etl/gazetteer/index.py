"""Names of polities, organisations and places, found by their words."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from etl.gazetteer.records import Name


class NameIndex:
    """Looks names up at a position of a folded text, the longest first.

    ``more`` yields further names by their first word and is asked once for each word; a name that
    is known already stays as it is.
    """

    def __init__(
        self, names: Iterable[Name], more: Callable[[str], Iterable[Name]] | None = None
    ) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], Name]] = {}
        self._more = more
        self._complete: set[str] = set()
        for name in names:
            self._add(name)

    def _add(self, name: Name) -> None:
        self._by_first.setdefault(name.words[0], {}).setdefault(name.words, name)

    def __len__(self) -> int:
        return sum(map(len, self._by_first.values()))

    def _starting(self, first: str) -> dict[tuple[str, ...], Name]:
        if self._more is not None and first not in self._complete:
            self._complete.add(first)
            for name in self._more(first):
                self._add(name)
        return self._by_first.get(first, {})

    def at(self, words: Sequence[str], start: int) -> Iterator[Name]:
        """Names that ``words`` has at ``start``, from the longest to the shortest."""
        candidates = self._starting(words[start])
        if not candidates:
            return
        rest = len(words) - start
        for length in sorted({len(w) for w in candidates if len(w) <= rest}, reverse=True):
            name = candidates.get(tuple(words[start : start + length]))
            if name is not None:
                yield name

    def get(self, name: str) -> Name | None:
        """The name with exactly these folded words."""
        words = tuple(name.split())
        return self._starting(words[0]).get(words) if words else None
