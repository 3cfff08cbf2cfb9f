"""The vocabulary of issues: cue phrases in data files, found in a passage in one pass.

``issue_cues.tsv`` gives each issue cues with a weight: 1 for a phrase that names the issue, less
for a hint. A cue is a phrase, or several parts joined by `` + `` that must all occur in the
passage; ``@name`` stands for any phrase of that group in ``issue_groups.tsv``. Words match by
their stem; a capitalised word of a phrase must be capitalised in the text, an acronym must be one.
A cue inside a longer one does not count; names and idioms that only look like cues stand under
the issue ``-`` for that purpose.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

_TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|\w+(?:['’]\w+)*")
_LONGEST_ACRONYM = 8
NOTHING = "-"
WINDOW = 18  # the parts of a cue lie within as many words
_SIBILANT = ("s", "x", "z", "ch", "sh")
# British endings become American ones; words that merely look alike change on both sides.
_SPELLINGS = (
    (re.compile(r"crises$"), "crisis"),
    (re.compile(r"is(e[ds]?|ing|ations?)$"), r"iz\1"),
    (re.compile(r"(?<=en)ce(?=s?$)"), "se"),
    (re.compile(r"(lab|neighb|fav|hon|harb|arm|hum|rum|end|behavi)our"), r"\1or"),
    (re.compile(r"(?<=gram)me"), ""),
)
_VOWEL = re.compile(r"[aeiouy]")


Occurrence = tuple[int, int, int]  # first word, word behind the last, number of the phrase


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared: its stem, or an acronym itself; and whether it is capitalised."""

    key: str
    capital: bool


@dataclass(frozen=True, slots=True)
class Conjunction:
    """A cue of several parts, each a set of phrases of which one must occur."""

    issue: str
    weight: float
    parts: tuple[frozenset[int], ...]


@dataclass
class CueTable:
    """All cues, ready for matching. Phrases are known by number."""

    phrases: dict[tuple[Word, ...], int] = field(default_factory=dict)
    by_first: dict[str, list[tuple[tuple[Word, ...], int]]] = field(default_factory=dict)
    plain: dict[int, dict[str, float]] = field(default_factory=dict)
    conjunctions: list[Conjunction] = field(default_factory=list)

    def number(self, phrase: str) -> int:
        """The number of a phrase, which is added when it is new."""
        key = words(phrase)
        if not key:
            raise ValueError(f"a cue without a word: {phrase!r}")
        if key not in self.phrases:
            self.phrases[key] = len(self.phrases)
            self.by_first.setdefault(key[0].key, []).append((key, self.phrases[key]))
        return self.phrases[key]

    def strengths(self, text: str) -> dict[str, float]:
        """How strongly a passage speaks of each issue: 0.3 for a hint, 1 and more when it does."""
        found = list(self._occurrences(words(text)))
        weights: dict[str, list[float]] = defaultdict(list)
        for number in {n for s, e, n in found if n in self.plain and not self._inside(s, e, found)}:
            for issue, weight in self.plain[number].items():
                if issue != NOTHING:
                    weights[issue].append(weight)
        present = {number for _, _, number in found}
        for cue in self.conjunctions:
            if all(not part.isdisjoint(present) for part in cue.parts) and _near(cue, found):
                weights[cue.issue].append(cue.weight)
        return {issue: _combined(values) for issue, values in sorted(weights.items())}

    def _occurrences(self, text: tuple[Word, ...]) -> Iterator[Occurrence]:
        """Every occurrence of a phrase in a passage."""
        for position, word in enumerate(text):
            for phrase, number in self.by_first.get(word.key, ()):
                end = position + len(phrase)
                here = text[position:end]
                if len(here) == len(phrase) and all(map(_matches, phrase, here)):
                    yield position, end, number

    def _inside(self, start: int, end: int, found: list[Occurrence]) -> bool:
        """Whether a longer cue covers this one: "free trade" is no occurrence of "trade"."""
        return any(
            s <= start and end <= e and e - s > end - start and n in self.plain for s, e, n in found
        )


def _near(cue: Conjunction, found: list[Occurrence]) -> bool:
    """Whether occurrences of all parts, none overlapping, lie within ``WINDOW`` words."""
    spans: list[tuple[int, int]] | None = None  # of the parts so far
    for part in cue.parts:
        here = [(start, end) for start, end, number in found if number in part]
        if spans is None:
            spans = here
            continue
        spans = [
            (min(a, c), max(b, d))
            for a, b in spans
            for c, d in here
            if (b <= c or d <= a) and max(b, d) - min(a, c) <= WINDOW
        ]
    return bool(spans)


def _matches(cue: Word, word: Word) -> bool:
    return cue.key == word.key and (word.capital or not cue.capital)


def _combined(values: list[float]) -> float:
    """The strongest cue, and a little for each further one."""
    return min(1.5, max(values) + 0.25 * (sum(values) - max(values)))


def words(text: str) -> tuple[Word, ...]:
    """The words of a passage as they are compared; hyphens part words, full stops do not."""
    if len(text) > 12 and text.isupper():  # a headline in capitals tells no acronyms
        text = text.title()
    return tuple(_word(match.group()) for match in _TOKEN.finditer(text))


@lru_cache(maxsize=1 << 16)
def _word(token: str) -> Word:
    token = token.replace(".", "")
    token = re.sub(r"['’]s?$", "", re.sub(r"['’]s$", "", token)) or token
    bare = token[:-1] if re.fullmatch(r"[A-Z]{2,}s", token) else token
    if bare.isupper() and 2 <= len(bare) <= _LONGEST_ACRONYM:
        return Word(bare, capital=True)
    return Word(stem(token.lower()), capital=token[0].isupper())


@cache
def stem(word: str) -> str:
    """A word without its inflection, such as "negotiat" for "negotiations" or "negotiated"."""
    for pattern, american in _SPELLINGS:
        word = pattern.sub(american, word)
    word = _singular(word)
    for suffix in ("ing", "ed"):
        base = word.removesuffix(suffix)
        if base != word and len(base) >= 3 and _VOWEL.search(base):
            word = base
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeioulsz":
                word = word[:-1]
            break
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def _singular(word: str) -> str:
    if word.endswith(("ies", "ied")) and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith("es") and word[:-2].endswith(_SIBILANT) and len(word) > 4:
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "sis")) and len(word) > 3:
        return word[:-1]
    return word


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("etl.extract").joinpath(name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)


def _split(cell: str, separator: str) -> list[str]:
    return [part.strip() for part in cell.split(separator) if part.strip()]


@cache
def cue_table() -> CueTable:
    """The cues of the data files. Raises ``ValueError`` for one that names an unknown group."""
    table = CueTable()
    groups = {
        row["group"]: frozenset(table.number(p) for p in _split(row["phrases"], ";"))
        for row in _rows("issue_groups.tsv")
    }
    for row in _rows("issue_cues.tsv"):
        for cue in _split(row["cues"], ";"):
            _add(table, groups, row["issue"], float(row["weight"]), cue)
    return table


def _add(
    table: CueTable, groups: dict[str, frozenset[int]], issue: str, weight: float, cue: str
) -> None:
    parts = []
    for part in _split(cue, " + "):
        if not part.startswith("@"):
            parts.append(frozenset({table.number(part)}))
        elif part[1:] in groups:
            parts.append(groups[part[1:]])
        else:
            raise ValueError(f"issue_cues.tsv: {issue}: no group {part!r}")
    if len(parts) == 1:
        for number in parts[0]:
            issues = table.plain.setdefault(number, {})
            issues[issue] = max(weight, issues.get(issue, 0.0))
    else:
        table.conjunctions.append(Conjunction(issue, weight, tuple(parts)))
