"""An account of an article's extraction -> what its page shows, in the server or as a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise

from jinja2 import Environment, PackageLoader

from ontology.account import Account, Fact, Passage, Seen

_NOUNS = {
    "Role": "role",
    "Meeting": "meeting",
    "Visit": "visit",
    "PressEvent": "press event",
    "DiplomaticEvent": "event",
    "Agreement": "agreement",
    "Statement": "statement",
    "Issue": "issue",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence that is marked in one way; ``kind`` is empty for plain text."""

    text: str
    kind: str = ""
    note: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A fact at a passage: ``again`` when an earlier passage has shown it in full."""

    fact: Fact
    noun: str
    rules: tuple[tuple[str, float], ...]
    again: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A passage with everything beside it."""

    passage: Passage
    pieces: tuple[Piece, ...]
    facts: tuple[Shown, ...]
    opens: bool  # whether a paragraph begins here
    anchor: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """An account as it is shown."""

    account: Account
    rows: tuple[Row, ...]
    tally: tuple[tuple[str, int], ...]
    refused: int
    withheld: int
    index: tuple[tuple[str, tuple[tuple[str, Fact], ...]], ...]  # noun, then anchor and fact


def sheet_of(account: Account) -> Sheet:
    """Everything that a page shows of an account."""
    known = {fact.id: fact for fact in account.facts}
    shown: set[str] = set()
    rows: list[Row] = []
    homes: dict[str, str] = {}
    for number, passage in enumerate(account.passages, 1):
        anchor = f"s{number}"
        facts = tuple(_facts(passage, known, shown))
        for fact in facts:
            homes.setdefault(fact.fact.id, anchor)
        opens = number == 1 or account.passages[number - 2].paragraph != passage.paragraph
        rows.append(Row(passage, tuple(_pieces(passage)), facts, opens, anchor))
    counts = Counter(_NOUNS.get(f.type, f.type) for f in account.facts)
    nouns = [n for n in dict.fromkeys(_NOUNS.values()) if counts[n]]
    return Sheet(
        account=account,
        rows=tuple(rows),
        tally=tuple((noun, counts[noun]) for noun in nouns),
        refused=len({(r.start, r.what) for p in account.passages for r in p.refused}),
        withheld=sum(p.text is None for p in account.passages),
        index=tuple((noun, tuple(_indexed(account.facts, noun, homes))) for noun in nouns),
    )


def _indexed(facts: Iterable[Fact], noun: str, homes: dict[str, str]) -> list[tuple[str, Fact]]:
    return [(homes.get(f.id, ""), f) for f in facts if _NOUNS.get(f.type, f.type) == noun]


def _facts(passage: Passage, known: dict[str, Fact], shown: set[str]) -> Iterable[Shown]:
    for name in dict.fromkeys(g.fact for g in passage.grounds):
        fact = known[name]
        rules = dict.fromkeys((g.rule, g.confidence) for g in passage.grounds if g.fact == name)
        yield Shown(fact, _NOUNS.get(fact.type, fact.type), tuple(rules), name in shown)
        shown.add(name)


def _pieces(passage: Passage) -> Iterable[Piece]:
    """The text cut wherever a marked stretch begins or ends."""
    if passage.text is None:
        return
    first, last = passage.start, passage.end
    cuts = {first, last}
    stretches = [(s.start, s.end) for s in passage.seen] + [
        (r.start, r.end) for r in passage.refused
    ]
    cuts |= {min(max(place, first), last) for stretch in stretches for place in stretch}
    for start, end in pairwise(sorted(cuts)):
        seen = next((s for s in passage.seen if s.start <= start and end <= s.end), None)
        why = [f"{r.what}: {r.reason}" for r in passage.refused
               if r.start <= start and end <= r.end and r.end - r.start < last - first]  # fmt: skip
        text = passage.text[start - first : end - first]
        yield Piece(text, _kind(seen), _note(seen), "; ".join(why))


def _kind(seen: Seen | None) -> str:
    if seen is None:
        return ""
    return "date" if seen.how == "date" else seen.what.partition("/")[0]


def _note(seen: Seen | None) -> str:
    if seen is None:
        return ""
    if seen.how == "date":
        return f"{seen.what} ({seen.label})"
    return f"{seen.label} · {seen.what} · {seen.how}"


def stand_alone_page(accounts: Sequence[Account]) -> str:
    """A page of accounts that needs nothing else: style sheets are in it, scripts in none."""
    static = files("server").joinpath("static")
    styles = [static.joinpath(name).read_text("utf-8") for name in ("parley.css", "explain.css")]
    environment = Environment(
        loader=PackageLoader("server"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.get_template("account_file.html")
    return template.render(sheets=[sheet_of(a) for a in accounts], styles="\n".join(styles))
