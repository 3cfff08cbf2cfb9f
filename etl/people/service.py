"""Which state or organisation a title serves, as the words around it tell."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field

from etl.document import How, Mention
from etl.entities import Entity, Kind
from etl.people.line import Line
from etl.people.local import own_group
from etl.people.sighting import Sighting
from etl.people.title import Title
from etl.people.words import lexicon, word_set

Lookup = Callable[[Kind, str], Entity | None]
_NEEDS_NAMING = frozenset({"secretary", "chancellor"})
_BODY_LINKS = frozenset({"of", "from"})
_SPOKEN_FOR = word_set("spokesman spokeswoman spokesperson leader negotiator chief head")
_ABROAD = word_set("ambassador envoy consul d'affaires negotiator representative delegate diplomat")
_BACK = 4  # lines in which "the bloc" was named
_STATE_BODIES = word_set("ministry department office government")
_OF_PARTIES = frozenset({"member", "central committee member", "executive committee member"})
_STATE_HEADS = word_set(
    "minister president premier senator congressman congresswoman lawmaker mp member secretary"
    " legislator parliamentarian ambassador"
)


@dataclass
class Service:
    """Finds whom a title serves; knows the whole article."""

    lines: Sequence[Line]
    lookup: Lookup  # the entity of a kind and a key
    leads: Callable[[Entity], str | None]  # whether a body is a party or a movement
    ministries: dict[str, Entity | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for line in self.lines:
            self._learn(line)

    def polity(self, key: str) -> Entity | None:
        """The polity of a key."""
        return self.lookup(Kind.POLITY, key)

    def of_office(self, title: Title, named: Container[str]) -> Entity | None:
        """The one state or body that has this title: "Secretary of State", "the Pope"."""
        phrase = " ".join(w for w in title.phrase().split() if w != "former")
        home = lexicon().home.get(phrase) or _of_congress(title)
        if home is None:
            return None
        kind, key = home.split("/")
        if phrase in _NEEDS_NAMING and key not in named:
            return None
        return self.lookup(Kind(kind), key)

    def _learn(self, line: Line) -> None:
        """Remember "the Chinese foreign ministry"; None where two countries' are named."""
        for i in range(len(line) - 1):
            if line.low(i) == "opposition":
                field_name = "opposition"
            elif line.low(i + 1) in _STATE_BODIES:
                field_name = f"{line.low(i)} {line.low(i + 1)}"
            else:
                continue
            mention = _before(line, i)
            entity = self.as_state(mention) if mention else None
            if entity is None:
                continue
            known = self.ministries.setdefault(field_name, entity)
            if known is not None and known.key != entity.key:
                self.ministries[field_name] = None

    def as_state(self, mention: Mention) -> Entity | None:
        """The polity that a mention is or belongs to."""
        entity = mention.entity
        if entity.kind is Kind.POLITY:
            return entity
        return self.polity(entity.polity) if entity.polity else None

    def of_title(self, title: Title) -> Entity | None:
        """The state or organisation that the title itself names."""
        if (group := own_group(title)) is not None:
            return group
        abroad = title.head_word in _ABROAD
        bodies = title.bodies
        if abroad and "embassy" in _left_words(title):
            bodies = bodies[::-1]  # "U.S. Embassy Bogota Charge d'Affaires"
        for mention in bodies:
            if found := self._of_mention(mention, title, abroad=abroad):
                return found
        if found := self._of_complements(title, abroad=abroad):
            return found
        if title.owner:
            return self._of_common_noun(title)
        return self._of_owner(title) if title.determiner == "its" else None

    def _of_complements(self, title: Title, *, abroad: bool) -> Entity | None:
        """The body in "leader of the Labour Party", "spokesman for Hamas"."""
        for part in title.complements:
            if part.link in _BODY_LINKS or (part.link == "for" and title.head_word in _SPOKEN_FOR):
                if abroad and part.link != "of":
                    continue
                for mention in self._bodies_first(part.mentions, title):
                    if self._serves_body(title, mention.entity, part.link):
                        return mention.entity
                    if found := self._of_mention(mention, title, abroad=False):
                        return found
        return None

    def _bodies_first(self, mentions: Sequence[Mention], title: Title) -> list[Mention]:
        """The parties and movements before the states: "leader of Britain's Labour Party"."""
        return sorted(mentions, key=lambda m: not self._serves_body(title, m.entity, "of"))

    def _of_common_noun(self, title: Title) -> Entity | None:
        """The state or body that "the country's" or "the bloc's" means: the one named last."""
        index = self.lines.index(title.line)
        for line in self.lines[index : max(index - _BACK, -1) : -1] if index else self.lines[:1]:
            for word in reversed(line.words):
                mention = word.mention
                if mention is None or mention.start >= title.start or mention.entity.is_media:
                    continue
                if title.owner in lexicon().states and (state := self._sovereign_at(mention)):
                    return state
                if title.owner not in lexicon().states and _is_common_body(mention.entity):
                    return mention.entity
        return None

    def _sovereign_at(self, mention: Mention) -> Entity | None:
        return mention.entity if mention.entity.kind is Kind.POLITY else None

    def _of_mention(self, mention: Mention, title: Title, *, abroad: bool) -> Entity | None:
        entity = mention.entity
        if entity.kind is Kind.POLITY:
            return entity
        if entity.kind is Kind.PLACE:
            return self.polity(entity.polity) if entity.polity else None
        if entity.is_media:
            return None
        if entity.is_body and entity.label.startswith("UN "):
            return self.lookup(Kind.ORGANIZATION, "united-nations") or entity
        if entity.polity and not self._serves_body(title, entity):
            return self.polity(entity.polity) or entity
        if abroad and (len(title.bodies) > 1 or title.head_word == "ambassador"):
            return None  # "Norway's NATO ambassador", "the U.N. ambassador"
        return entity

    def _serves_body(self, title: Title, body: Entity, link: str = "") -> bool:
        """Whether a title is one of the party or movement, not of the state it belongs to."""
        kind = self.leads(body)
        if kind == "party-leader":
            if title.head_word in {"president", "secretary"} and link == "of":
                return True  # "president of Sinn Fein"
            return title.head_word not in _STATE_HEADS or title.phrase() in _OF_PARTIES
        return kind == "movement-leader"

    def opposition(self, state: Entity) -> Entity:
        """The opposition of a state, named as the article would: "Venezuelan opposition"."""
        adjective = next(
            (
                word.mention.text
                for line in self.lines
                for word in line.words
                if word.mention is not None
                and word.mention.how is How.DEMONYM
                and word.mention.entity.key == state.key
                and not word.mention.text.endswith("s")
            ),
            state.label,
        )
        label = f"{adjective} opposition"
        return Entity(Kind.ORGANIZATION, f"{state.key}-opposition", label, None, state.key)

    def _of_owner(self, title: Title) -> Entity | None:
        """The body before "its chairman" in the sentence: the nearest owner, else the nearest."""
        nearest: Entity | None = None
        for i in range(title.first - 1, -1, -1):
            mention = title.line.words[i].mention
            if title.line.words[i].text == ".":
                break
            if mention is not None and mention.entity.kind in {Kind.POLITY, Kind.ORGANIZATION}:
                found = self._of_mention(mention, title, abroad=False)
                if title.line.low(i + 1) == "'s":
                    return found
                nearest = nearest or found
        return nearest

    def by_ministry(self, title: Title) -> Entity | None:
        """The state whose "foreign ministry" the article names elsewhere."""
        words = title.core_words()
        if "opposition" in words:
            return self.ministries.get("opposition")
        for i in range(len(words) - 1):
            if words[i + 1] in _STATE_BODIES:
                return self.ministries.get(f"{words[i]} {words[i + 1]}") or self._sole(words[i + 1])
        if "ministry" in title.phrase().split():
            return self._sole("ministry")
        return None

    def _sole(self, body: str) -> Entity | None:
        """The state of "the ministry", where the article names the ministries of one only."""
        found = {e.key: e for name, e in self.ministries.items() if e and name.endswith(body)}
        return next(iter(found.values())) if len(found) == 1 else None

    def of_sighting(self, sighting: Sighting) -> Entity | None:
        """The same for a sighting: also "Lavrov of Russia" and a coordinated title's country."""
        if sighting.of is not None:
            return self._of_mention(sighting.of, sighting.title, abroad=False)
        if found := self.of_title(sighting.title):
            return found
        return self.of_sighting(sighting.coordinated) if sighting.coordinated else None


def _of_congress(title: Title) -> str | None:
    """ "Chairman of the Senate Foreign Relations Committee": only one state's has such names."""
    words = title.phrase().split()
    of_house = "committee" in words and {"senate", "house"}.intersection(words)
    return "polity/united-states" if of_house else None


def _is_common_body(entity: Entity) -> bool:
    """Whether "the bloc" or "the agency" may be said of it."""
    return entity.kind is Kind.ORGANIZATION or entity.key == "european-union"


def _left_words(title: Title) -> set[str]:
    return {title.line.low(i) for i in range(title.first, title.head)}


def _before(line: Line, i: int) -> Mention | None:
    """The country in "Chinese foreign ministry" and "China's main opposition"."""
    for j in range(i - 1, max(i - 4, -1), -1):
        word = line.words[j]
        if word.mention is not None:
            return word.mention
        if word.low != "'s" and word.low not in lexicon().descriptive:
            return None
    return None


def ranked(mentions: Iterable[Mention]) -> list[Entity]:
    """The polities that an article names more than once, the most named first."""
    return [entity for count, entity in _counted(mentions) if count > 1]


def dominant(mentions: Iterable[Mention]) -> Entity | None:
    """The one polity that the article names twice as often as any other."""
    found = _counted(mentions)
    if not found or (len(found) > 1 and found[0][0] < 2 * found[1][0]):
        return None
    return found[0][1]


def _counted(mentions: Iterable[Mention]) -> list[tuple[int, Entity]]:
    counts: dict[str, tuple[int, Entity]] = {}
    for mention in mentions:
        if mention.entity.kind is Kind.POLITY and mention.how is not How.PRONOUN:
            count = counts.get(mention.entity.key, (0, mention.entity))[0]
            counts[mention.entity.key] = (count + 1, mention.entity)
    return sorted(counts.values(), key=lambda pair: (-pair[0], pair[1].key))
