"""Titles that stand for persons named elsewhere: "the South Korean minister"."""

from collections.abc import Sequence

from etl.document import How, Mention, ParagraphKind
from etl.people.bodytext import Text
from etl.people.resolve import Official
from etl.people.title import Title
from etl.people.words import lexicon, word_set

_DEFINITE = frozenset({"the", "that", "this"})
_VAGUE = word_set(
    "official diplomat member aide source delegate lawmaker general head deputy counterpart ally"
    " representative successor predecessor"
)


def descriptions(
    text: Text, titles: Sequence[Title], officials: Sequence[Official], named: Sequence[Mention]
) -> list[Mention]:
    """Mentions of officials by a definite title, where only one of them can be meant.

    ``named`` are the mentions by name, which no description overlaps.
    """
    taken = sorted((m.start, m.end) for m in named)
    paired = {id(s.title) for o in officials for s in o.person.sightings}
    found = []
    for title in titles:
        if id(title) in paired or not _is_definite(title) or text.quoted(title.start):
            continue
        if title.line.paragraph.kind is not ParagraphKind.BODY:
            continue
        start, end = _extent(title)
        if any(a < end and start < b for a, b in taken):
            continue
        official = _described(title, officials)
        if official is not None:
            words = title.line.paragraph.text
            offset = title.line.paragraph.start
            found.append(
                Mention(
                    start,
                    end,
                    words[start - offset : end - offset],
                    official.entity,
                    How.DESCRIPTION,
                )
            )
    return found


def _is_definite(title: Title) -> bool:
    if title.plural or title.former or title.unknown_body or title.possessor is not None:
        return False
    if title.head_word in _VAGUE and not _is_top_diplomat(title):
        return False
    possessive = any(title.line.low(i) == "'s" for i in range(title.first, title.core))
    return title.determiner in _DEFINITE or (possessive and not title.determiner)


def _is_top_diplomat(title: Title) -> bool:
    return title.head_word == "diplomat" and any(
        title.line.low(i) in {"top", "chief"} for i in range(title.first, title.head)
    )


def _extent(title: Title) -> tuple[int, int]:
    """The description without what follows its head: "the South Korean minister"."""
    return title.start, title.line.words[title.head].end


def _described(title: Title, officials: Sequence[Official]) -> Official | None:
    """The one official whose title this is, the nearest of those mentioned before."""
    bodies = {m.entity.key for m in title.bodies} | {m.entity.polity for m in title.bodies}
    bodies |= {m.entity.key for p in title.complements if p.link == "of" for m in p.mentions}
    if any(key is not None and key.startswith("un-") for key in bodies):
        bodies.add("united-nations")  # its organs' presidents serve it
    fitting = [o for o in officials if _fits(title, o, bodies)]
    if len(fitting) == 1 and (bodies or fitting[0].person.start < title.start):
        return fitting[0]
    before = [o for o in fitting if _last_before(o, title.start) is not None]
    ranked = sorted(before, key=lambda o: -(_last_before(o, title.start) or 0))
    if len(ranked) == 1:
        return ranked[0]
    if len(ranked) > 1:
        first, second = (_last_before(o, title.start) or 0 for o in ranked[:2])
        paragraph = title.line.paragraph.start
        if second < paragraph <= first or first - second > 400:
            return ranked[0]
    return None


def _fits(title: Title, official: Official, bodies: set[str | None]) -> bool:
    roles = [r for r in official.roles if r.title is not None or r.office_type is not None]
    if bodies and not any(r.polity is not None and r.polity.key in bodies for r in roles):
        return False
    if _is_top_diplomat(title):
        return any(r.office_type == "foreign-minister" for r in roles)
    words = _words(title)
    for sighting in official.person.sightings:
        own = _words(sighting.title)
        if title.head_word == sighting.title.head_word and words <= own:
            return True
    types = _HEAD_TYPES.get(title.head_word, frozenset())
    if title.head_word == "leader" and not bodies:
        return False
    return len(words) == 1 and any(r.office_type in types for r in roles)


def _words(title: Title) -> set[str]:
    """The words of a title and of the field that it is for: "minister" "immigration"."""
    modifiers = lexicon().modifiers
    fields = {
        title.line.low(i)
        for part in title.complements
        for i in range(part.first, part.last)
        if title.line.low(i) in modifiers
    }
    return set(title.core_words()) | fields


_LEADERS = frozenset({"head-of-state", "head-of-government", "party-leader", "movement-leader"})
# The offices that a word alone may mean: "the Chinese leader", "the minister".
_HEAD_TYPES = {
    "president": frozenset({"head-of-state"}),
    "premier": frozenset({"head-of-government"}),
    "leader": _LEADERS,
    "minister": frozenset(
        {"foreign-minister", "defence-minister", "finance-minister", "trade-minister",
         "other-minister"}
    ),
    "envoy": frozenset({"special-envoy", "ambassador"}),
    "negotiator": frozenset({"special-envoy"}),
    "senator": frozenset({"legislator"}),
    "congressman": frozenset({"legislator"}),
    "lawmaker": frozenset({"legislator"}),
}  # fmt: skip


def _last_before(official: Official, offset: int) -> int | None:
    starts = [s.start for s in official.person.spans if s.start < offset]
    return max(starts, default=None)
