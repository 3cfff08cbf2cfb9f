"""Whether a capital is the place or the government that sits in it."""

from collections.abc import Callable

from etl.names.lexicon import words
from etl.names.tokens import Line

_CONJUNCTIONS = frozenset({"and", "or", ",", "&"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "agent"})


def is_government(line: Line, first: int, last: int, previous: bool | None) -> bool:
    """Whether the capital at words [first, last) stands for its government.

    ``previous`` is the answer for a capital that "and" or a comma joins this one to, None when
    there is none. The tests are tried in order; the first that knows the answer counts.
    """
    for test in (_by_position, _by_what_follows, _by_preposition):
        answer = test(line, first, last)
        if answer is not None:
            return answer
    if previous is not None and line.low(first - 1) in _CONJUNCTIONS:
        return previous
    for clause_test in (_by_role, _by_compound):
        answer = clause_test(line, first, last)
        if answer is not None:
            return answer
    return False


def _by_position(line: Line, first: int, last: int) -> bool | None:
    """Datelines, "the capital Seoul", "Washington, D.C."."""
    following = line.low(last)
    if first == 0 and (following in {"(", ":", "/"} or line.words[0].text.isupper()):
        return False
    if first == 0 and following == "-":
        return False
    if line.low(first - 1) in words("place", "apposed"):
        return False
    if following == "," and line.low(last + 1) == "dc":
        return False
    if line.low(first - 1) == "of" and line.low(first - 2) in words("place", "apposed"):
        return False
    return None


def _by_what_follows(line: Line, first: int, last: int) -> bool | None:
    after = line.word(last)
    if after is None:
        return None
    if after.joined:
        if after.low in words("place", "hyphenated"):
            return False
        return after.is_capitalised or after.low in words("government", "hyphenated")
    if line.words[first].joined and line.words[first - 1].is_capitalised:
        return True
    if after.text == "'s":
        owned = {line.low(i) for i in range(last + 1, last + 4)}
        if line.low(first - 1) in {"in", "at", "near", "outside"}:
            return bool(owned & words("place", "owned_by_government"))
        return not owned & words("place", "nouns")
    return None


def _by_preposition(line: Line, first: int, last: int) -> bool | None:
    before = line.low(first - 1)
    if before in words("place", "before"):
        return False
    tests: dict[str, Callable[[Line, int], bool]] = {
        "of": _after_of,
        "to": _after_to,
        "from": _after_to,
        "on": _after_on,
        "for": _after_for,
        "between": _after_between,
    }
    if before in tests:
        return tests[before](line, first)
    if before in words("government", "linkers"):
        return True
    if before in words("government", "clause"):
        return line.low(last) not in words("place", "nouns")
    return None


def _governor(line: Line, first: int) -> str:
    """The lemma that the preposition before a name depends on."""
    token = line.token(first - 1)
    if token is None or token.head.i == token.i:
        return line.low(first - 2)
    return str(token.head.lemma_).lower()


def _after_of(line: Line, first: int) -> bool:
    places = words("place", "before_of")
    return line.low(first - 2) not in places and _governor(line, first) not in places


def _after_to(line: Line, first: int) -> bool:
    partners = words("government", "partners")
    return line.low(first - 2) in partners or _governor(line, first) in partners


def _after_on(line: Line, first: int) -> bool:
    return _governor(line, first) not in words("government", "attacked_on")


def _after_for(line: Line, first: int) -> bool:
    motion = words("government", "motion_for")
    return _governor(line, first) not in motion and line.low(first - 2) not in motion | {"left"}


def _after_between(line: Line, first: int) -> bool:
    ways = {"flight", "road", "railway", "distance", "shuttle", "train", "fly", "travel", "route"}
    return _governor(line, first) not in ways


def _by_role(line: Line, first: int, last: int) -> bool | None:
    """The subject of a verb acts; what is visited is a place."""
    token = line.token(last - 1)
    if token is None:
        return None
    if token.dep_ in _SUBJECTS:
        if token.head.lemma_ != "be":
            return True
        complements = {str(c.lemma_).lower() for c in token.head.children if c.dep_ == "attr"}
        return not complements & {"city", "capital", "venue", "site", "home", "stop", "place"}
    if token.dep_ in {"dobj", "dative"}:
        return str(token.head.lemma_).lower() not in words("place", "verbs")
    return None


def _by_compound(line: Line, first: int, last: int) -> bool | None:
    """ "Seoul officials", "the Beijing talks"."""
    following = line.low(last)
    if following in words("government", "nouns"):
        return True
    if following in words("place", "nouns"):
        return False
    return None
