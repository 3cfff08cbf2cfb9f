"""An account of an article's extraction: what was seen, what became a fact by which rule, what not.

Extraction writes accounts and the server shows them; this is what both agree on. Offsets count
Unicode code points of the article's text as given, like those of ``parley:Evidence``.
"""

from dataclasses import dataclass, replace
from functools import cache

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class Seen:
    """A stretch of text that was recognised.

    ``how`` is name, demonym, metonym, description, pronoun or date; ``what`` is the entity's
    ``KIND/KEY``, or the bounds that a date resolves to; ``label`` says it in words.
    """

    start: int
    end: int
    text: str
    how: str
    what: str
    label: str


@dataclass(frozen=True, slots=True)
class Ground:
    """A fact that rests on a passage, and the rule that found it there.

    ``start`` and ``end`` are those of the evidence, which may be more or less than the passage.
    """

    fact: str
    rule: str
    confidence: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A candidate that was seen and not taken, and why."""

    start: int
    end: int
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person's name was linked to: ``wikidata`` is None where it was linked to nothing."""

    name: str
    label: str
    wikidata: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of the body, or a whole paragraph of another kind.

    ``kind`` is body, caption or furniture. ``text`` is None where it is withheld.
    """

    paragraph: int
    start: int
    end: int
    kind: str
    text: str | None
    seen: tuple[Seen, ...] = ()
    grounds: tuple[Ground, ...] = ()
    refused: tuple[Refused, ...] = ()
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact in words: ``id`` is its node's name in the article's graph (``meeting-1``).

    ``type`` is the local name of its class; ``details`` are names and values to show.
    """

    id: str
    type: str
    label: str
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """All about one article's extraction, in the order of its text."""

    article: str
    title: str | None
    published: str | None
    publisher: str | None
    extractor: str
    facts: tuple[Fact, ...]
    passages: tuple[Passage, ...]

    def fact(self, name: str) -> Fact:
        """A fact by its id. Raises ``KeyError``."""
        for fact in self.facts:
            if fact.id == name:
                return fact
        raise KeyError(name)

    def without_text(self) -> "Account":
        """The same with the text of evidence only: that of passages on which no fact rests is None.

        What was recognised in a withheld passage stays, by what it is and not by its wording.
        """
        return replace(self, passages=tuple(p if p.grounds else _bare(p) for p in self.passages))

    def to_json(self) -> bytes:
        """One line of JSON; equal accounts give equal bytes."""
        return _adapter().dump_json(self)

    @staticmethod
    def from_json(content: bytes) -> "Account":
        """An account from its JSON. Raises ``ValueError``."""
        return _adapter().validate_json(content)


def _bare(passage: Passage) -> Passage:
    seen = tuple(replace(s, text="") for s in passage.seen)
    refused = tuple(replace(r, what=r.what.partition(":")[0]) for r in passage.refused)
    return replace(passage, text=None, seen=seen, refused=refused)


@cache
def _adapter() -> TypeAdapter[Account]:
    return TypeAdapter(Account)
