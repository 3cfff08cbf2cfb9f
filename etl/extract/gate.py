"""Whether an article is about diplomacy at all. The gate is wide: a false "no" costs everything.

Whether an encounter is one between states is decided for each encounter; this only keeps out
articles in which no two states or international bodies have anything to do with each other.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from etl.document import How
from etl.entities import Kind
from etl.reading import Reading

_ENVOYS = frozenset(
    {"head-of-state", "head-of-government", "foreign-minister", "defence-minister", "ambassador",
     "special-envoy", "organisation-head", "national-security-adviser", "trade-minister",
     "finance-minister", "other-minister", "deputy-minister", "movement-leader"}
)  # fmt: skip
_ENOUGH_WORDS = 3
_MANY_SIDES = 4  # a communique may name no person and use few of the words


@dataclass(frozen=True, slots=True)
class Verdict:
    """``reason_against`` is None when the article is let through."""

    reason_against: str | None = None


@cache
def _vocabulary() -> frozenset[str]:
    text = files("etl.extract").joinpath("diplomacy_words.txt").read_text("utf-8")
    return frozenset(line for line in text.split("\n") if line and not line.startswith("#"))


def is_diplomacy(reading: Reading) -> Verdict:
    """Let an article through when two sides are named and it has officials or sounds so."""
    sides = {
        mention.entity.key
        for mention in reading.mentions
        if mention.entity.kind in (Kind.POLITY, Kind.ORGANIZATION)
        and mention.how in (How.NAME, How.DEMONYM, How.METONYM)
    }
    if len(sides) < 2:
        return Verdict("fewer than two states or international bodies are named")
    if any(
        role.office_type in _ENVOYS and role.polity is not None
        for roles in reading.roles.values()
        for role in roles
    ):
        return Verdict()
    wanted = 1 if len(sides) >= _MANY_SIDES else _ENOUGH_WORDS
    if len(_words_used(reading)) >= wanted:
        return Verdict()
    return Verdict("no official acts for a state, and the vocabulary is not that of diplomacy")


def _words_used(reading: Reading) -> set[str]:
    found: set[str] = set()
    for paragraph in reading.document.body:
        lemmas = [token.lemma_.lower() for token in paragraph.doc]
        found.update(_vocabulary().intersection(lemmas))
        pairs = (f"{a} {b}" for a, b in pairwise(lemmas))
        found.update(_vocabulary().intersection(pairs))
    return found
