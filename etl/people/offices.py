"""Which office a title names, and which state or organisation it serves."""

from collections.abc import Sequence
from functools import lru_cache

from etl.document import How
from etl.entities import Entity, Kind
from etl.gazetteer import Gazetteer, TitlePattern, fold
from etl.people.line import Line
from etl.people.title import Title
from etl.people.words import lexicon, word_set

_FIELD_TYPES = {
    "defence": "defence-minister", "defense": "defence-minister",
    "finance": "finance-minister", "trade": "trade-minister", "commerce": "trade-minister",
}  # fmt: skip
_SKIPPED = word_set("the a an his her its their our")
_LEADING = word_set("leader chief head boss chairman chairwoman chairperson chair president")
_DEPUTIES = word_set("deputy vice assistant associate under undersecretary")
_ERRANDS = word_set("delegation talks negotiations mission team")
_ARMED = word_set("army military forces navy troops corps brigade battalion guards")
_FIELDS = word_set(
    "humanitarian aid relief peacekeeping political disarmament development legal monitoring"
    " election emergencies security military police mission"
)
_SECRETARIATS = word_set("committee politburo council executive presidium commission senior")
_MINISTERIAL = word_set("parliamentary security")
_ENVOYS = word_set("envoy representative delegate emissary")
_NO_POST = word_set("ministry government department palace presidential high")
_SEATS = word_set(
    "leader chief head chairman chairwoman chairperson chair president vice-chairman deputy member"
    " speaker whip vice"
)
_HOUSES = word_set(
    "parliament duma knesset bundestag bundesrat majlis senate congress assembly diet rada sejm"
    " storting riksdag folketing saeima riigikogu seimas skupstina cortes yuan lok rajya dail"
    " chamber legislature meclis lower upper house"
)
_PARLIAMENT_FIELDS = word_set("foreign relations affairs defence defense armed intelligence europe")
_CLERKS = word_set("general un aide staff white spokesman palace central politburo")
_OPPOSED = word_set(
    "opposition rebel rebels guerrilla militant militia separatist insurgent resistance"
    " independence"
)
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
    " foundation institute association corporation atomic energy space broadcasting"
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
        if "national congress" in fold(body.label):
            return "party-leader"
        if words & _PARTIES and (body.polity is not None or "party" in words):
            return "party-leader"
        if body.polity is None or body.is_body or words & _AGENCIES:
            return None
        return "movement-leader"

    def type_of(self, title: Title, served: Entity | None) -> str | None:
        """The office type of a title in the service of ``served``."""
        words, head = _phrase(title)
        if special := self._special(title, words, head, served):
            return special
        for length in range(min(len(words), self._longest), 0, -1):
            for first in range(max(0, head - length + 1), min(head, len(words) - length) + 1):
                found = self._meaning(words[first : first + length], served)
                if found is None or (length == 1 and _is_vague(found, words, head, served)):
                    continue
                kind = _deputised(words[:first], found.office_type)
                if kind == "deputy-head" and served is not None and self.leads(served):
                    return self.leads(served)
                return (_of_field(words, head) or kind) if kind == "other-minister" else kind
        if served is not None and words[head] in _LEADING and (own := self.leads(served)):
            return own
        return _by_head(words, head, served)

    def _special(
        self, title: Title, words: tuple[str, ...], head: int, served: Entity | None
    ) -> str | None:
        """Offices that more than the phrase decides."""
        near = set(words[: head + 4])
        if near & _ERRANDS and words[head] in _LEADING:
            return "special-envoy"
        led = self.leads(served) if served is not None else None
        if led == "party-leader" and words[max(head - 1, 0) : head + 1] == ("secretary", "general"):
            return led
        if words[head] == "secretary" and near & _SECRETARIATS and not near & _MINISTERIAL:
            return "other-official"
        if led is None and _is_of_parliament(words, head):
            return "legislator"  # but the president of the African National Congress leads a party
        if words[head] in _ENVOYS and served is not None and served.kind is Kind.POLITY:
            return _of_envoy(title, words[head], near)
        if words[head] in _LEADING and near & _ARMED and _is_state(served):
            return "military-officer"
        if words[head] in _LEADING and near & _OPPOSED and led != "party-leader":
            return "movement-leader"
        return None

    def _meaning(self, words: tuple[str, ...], served: Entity | None) -> TitlePattern | None:
        """What a phrase means for a polity: the row of that polity before the general one."""
        patterns = self._by_words.get(words, ())
        for pattern in patterns:
            if pattern.polity is not None and served is not None and pattern.polity == served.key:
                return pattern
        return next((p for p in patterns if p.polity is None), None)


@lru_cache(maxsize=4)
def offices_of(gazetteer: Gazetteer) -> Offices:
    """The titles of a gazetteer, made ready once."""
    return Offices(gazetteer)


def _is_vague(
    found: TitlePattern, words: tuple[str, ...], head: int, served: Entity | None
) -> bool:
    """Whether a single word tells less than the body served: "leader", "head", "president"."""
    if found.polity is not None:
        # "the U.N. humanitarian chief" does not lead the U.N.
        return found.office_type == "organisation-head" and head > 0 and words[head] in _LEADING
    if words[head] not in _LEADING:
        return False
    return words[head] != "president" or _presides(words, head, served)


def _phrase(title: Title) -> tuple[tuple[str, ...], int]:
    """The folded words of a title and the index of its head."""
    core = [w.replace("'", "") for w in title.core_words() if w[0].isalpha()]
    if title.line.low(title.core - 1) == "top":
        core.insert(0, "top")  # "the bloc's top diplomat"
    tail: list[str] = []
    for part in title.complements:
        words = [
            title.line.low(i)
            for i in range(part.first, part.last)
            if not _is_owning_state(title.line, i)
        ]
        tail += [part.link, *(w for w in words if w[0].isalpha() and w not in _SKIPPED)]
    return tuple(core + tail), len(core) - 1


def _is_owning_state(line: Line, i: int) -> bool:
    """Whether a word only tells whose a body is: "secretary of Iran's Supreme Council"."""
    mention = line.words[i].mention
    if line.low(i) == "'s":
        return True
    if mention is None or mention.entity.kind is not Kind.POLITY:
        return False
    return mention.how is How.DEMONYM or line.low(line.mention_end(i)) == "'s"


def _is_of_parliament(words: tuple[str, ...], head: int) -> bool:
    """Whether somebody sits in or presides over a parliament or a committee of one."""
    if words[head] not in _SEATS:
        return False
    house = bool(_HOUSES.intersection(words))
    committee = "committee" in words and bool(_PARLIAMENT_FIELDS.intersection(words))
    return committee or (house and not _CLERKS.intersection(words))


def _of_envoy(title: Title, head: str, near: set[str]) -> str | None:
    """What an envoy or representative of a state is."""
    if _is_accredited(title):
        return "ambassador"
    posted = bool(title.complements) and not near & _NO_POST
    return "special-envoy" if head == "representative" and posted else None


def _is_state(served: Entity | None) -> bool:
    return served is not None and served.kind is Kind.POLITY


def _is_accredited(title: Title) -> bool:
    """Whether an envoy is one to an organisation: "Iran's envoy to the IAEA"."""
    kinds = {m.entity.kind for m in title.bodies}
    if {Kind.POLITY, Kind.ORGANIZATION} <= kinds:
        return True  # "Libya's U.N. envoy"
    return any(
        part.link == "to"
        and any(m.entity.kind is Kind.ORGANIZATION and not m.entity.is_media for m in part.mentions)
        for part in title.complements
    )


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
    of_field = words[head] in {"chief", "head", "boss"} and _FIELDS.intersection(words[:head])
    if of_field and served is not None and served.kind is Kind.ORGANIZATION and not served.polity:
        return "other-official"
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
    default = _of_field(words, head) or lexicon().heads.get(words[head])
    return _deputised(words[:head], default) if default else default


def _of_field(words: tuple[str, ...], head: int) -> str | None:
    """A minister of several fields has the first one that makes an office type of its own."""
    if words[head] not in {"minister", "secretary"} or "state" in words[:head]:
        return None
    affairs = {"affairs", "relations", "minister"}
    for i, word in enumerate(words):
        if word in {"foreign", "external"} and affairs.intersection(words[i + 1 : i + 4]):
            return "foreign-minister"
        if word in _FIELD_TYPES:
            return _FIELD_TYPES[word]
    return None


def _of_organization(words: tuple[str, ...], served: Entity) -> str:
    own = set(fold(served.label).split()) | set(words)
    if served.polity is None and "president" in words:
        return "organisation-head"  # "president of the U.N. General Assembly"
    if own & _AGENCIES:
        return "other-official"
    if "coalition" in words[:-1]:
        return "party-leader"
    if own & _PARTIES and (served.polity is not None or "party" in own):
        return "party-leader"
    if own & _MOVEMENTS or words[-1] == "leader":
        return "movement-leader"
    return "organisation-head"
