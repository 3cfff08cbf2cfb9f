"""Which office a title names, and which state or organisation it serves."""

from collections.abc import Sequence

from etl.entities import Entity, Kind
from etl.gazetteer import Gazetteer, TitlePattern, fold
from etl.people.titles import Title
from etl.people.words import lexicon, word_set

_SKIPPED = word_set("the a an his her its their our")
_LEADING = word_set("leader chief head boss chairman chairwoman chairperson chair president")
_DEPUTIES = word_set("deputy vice assistant associate under undersecretary")
_ARMED = word_set("army military staff forces navy troops corps brigade battalion guards")
_OPPOSED = word_set("opposition rebel rebels guerrilla militant militia separatist")
_PARTIES = word_set("party parties union league")
_MOVEMENTS = word_set("front movement resistance jihad brigades army liberation council")
_BODIES = word_set(
    "council commission bank assembly parliament senate house congress chamber court committee"
    " conference summit"
)
_OWN_MASTERS = word_set("party-leader movement-leader")
_AGENCIES = word_set(
    "ministry department office intelligence police bank parliament agency service forces army"
    " council bureau reserve command guard guards navy corps representative senate assembly"
    " congress house knesset duma secretariat mossad kgb cabinet government court treasury"
)


class Offices:
    """Titles told by the gazetteer's patterns, else by their head and body."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._by_words: dict[tuple[str, ...], list[TitlePattern]] = {}
        for pattern in gazetteer.titles():
            words = tuple(w for w in pattern.phrase.split() if w not in _SKIPPED)
            self._by_words.setdefault(words, []).append(pattern)
        self._longest = max(map(len, self._by_words), default=1)
        self._led = {
            p.polity: p.office_type
            for p in gazetteer.titles()
            if p.polity and p.phrase == "leader" and p.office_type in _OWN_MASTERS
        }

    def leads(self, body: Entity) -> str | None:
        """What the leader of an organisation is: a party's, a movement's, else None."""
        if body.kind is not Kind.ORGANIZATION:
            return None
        words = set(fold(body.label).split())
        if found := self._led.get(body.key):
            return found
        if words & _PARTIES:
            return "party-leader"
        if body.polity is None or body.is_body or words & _AGENCIES:
            return None
        return "movement-leader"

    def type_of(self, title: Title, served: Entity | None) -> str | None:
        """The office type of a title in the service of ``served``."""
        words, head = _phrase(title)
        if special := _special(words, head, served):
            return special
        for length in range(min(len(words), self._longest), 0, -1):
            for first in range(max(0, head - length + 1), min(head, len(words) - length) + 1):
                found = self._meaning(words[first : first + length], served)
                if found is None or (length == 1 and _is_vague(found, words, head, served)):
                    continue
                return _deputised(words[:first], found.office_type)
        if served is not None and words[head] in _LEADING and (own := self.leads(served)):
            return own
        return _by_head(words, head, served)

    def _meaning(self, words: tuple[str, ...], served: Entity | None) -> TitlePattern | None:
        """What a phrase means for a polity: the row of that polity before the general one."""
        patterns = self._by_words.get(words, ())
        for pattern in patterns:
            if pattern.polity is not None and served is not None and pattern.polity == served.key:
                return pattern
        return next((p for p in patterns if p.polity is None), None)


def _is_vague(
    found: TitlePattern, words: tuple[str, ...], head: int, served: Entity | None
) -> bool:
    """Whether a single word tells less than the body served: "leader", "head", "president"."""
    if found.polity is not None or words[head] not in _LEADING:
        return False
    return words[head] != "president" or _presides(words, head, served)


def _phrase(title: Title) -> tuple[tuple[str, ...], int]:
    """The folded words of a title and the index of its head."""
    core = [w.replace("'", "") for w in title.core_words() if w[0].isalpha()]
    tail: list[str] = []
    for part in title.complements:
        words = [title.line.low(i) for i in range(part.first, part.last)]
        tail += [part.link, *(w for w in words if w[0].isalpha() and w not in _SKIPPED)]
    return tuple(core + tail), len(core) - 1


def _special(words: tuple[str, ...], head: int, served: Entity | None) -> str | None:
    """Offices that more than the phrase decides."""
    near = set(words[: head + 4])
    if near & {"delegation", "talks", "negotiations"} and words[head] in _LEADING:
        return "special-envoy"
    if words[head] in _LEADING:
        if near & _ARMED and served is not None and served.kind is Kind.POLITY:
            return "military-officer"
        if near & _OPPOSED:
            return "movement-leader"
    return None


def _presides(words: tuple[str, ...], head: int, served: Entity | None) -> bool:
    """Whether a "president" presides over a body and no state: "president of the central bank"."""
    near = words[max(0, head - 2) : head] + words[head + 1 : head + 5]
    if served is not None and served.kind is Kind.ORGANIZATION:
        return True
    return bool(_BODIES.intersection(near))


def _deputised(before: Sequence[str], office_type: str) -> str:
    """A deputy's type where the pattern that matched left "deputy" out."""
    if not _DEPUTIES.intersection(before):
        return office_type
    if office_type in {"head-of-state", "head-of-government"}:
        return "deputy-head"
    return "deputy-minister" if office_type.endswith("-minister") else office_type


def _by_head(words: tuple[str, ...], head: int, served: Entity | None) -> str | None:
    if words[head] == "president" and _presides(words, head, served):
        of_body = served is not None and served.kind is Kind.ORGANIZATION
        return _of_organization(words, served) if of_body and served else "other-official"
    if words[head] in _LEADING and served is not None:
        if served.kind is Kind.ORGANIZATION:
            return _of_organization(words, served)
        if set(words) & _PARTIES:
            return "party-leader"
        if words[head] == "leader" and head == 0:
            return "head-of-state"
    if set(words) & _PARTIES and words[head] in _LEADING:
        return "party-leader"
    default = lexicon().heads.get(words[head])
    return _deputised(words[:head], default) if default else default


def _of_organization(words: tuple[str, ...], served: Entity) -> str:
    own = set(fold(served.label).split()) | set(words)
    if own & _AGENCIES:
        return "other-official"
    if own & _PARTIES:
        return "party-leader"
    if own & _MOVEMENTS or words[-1] == "leader":
        return "movement-leader"
    return "organisation-head"
