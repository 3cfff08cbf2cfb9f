"""Descriptions and pronouns that mean a person named elsewhere; where two fit, none is taken."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from etl.document import How, Mention, ParagraphKind
from etl.people.line import Line
from etl.people.resolve import Official
from etl.people.title import Title
from etl.people.words import lexicon, word_set

_GENDER = {
    "he": "m",
    "him": "m",
    "his": "m",
    "himself": "m",
    "she": "f",
    "her": "f",
    "herself": "f",
}
_STYLES = frozenset({"majesty", "excellency", "highness", "holiness", "honour", "honor"})
_DEFINITE = frozenset({"the", "that", "this"})
_VAGUE = word_set(
    "official diplomat member aide source delegate lawmaker general head deputy counterpart ally"
    " representative successor predecessor"
)
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_REACH = 2  # sentences that a pronoun looks back
_DESCRIPTION_REACH = 4000  # characters


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a mention stands: its sentence's number in the document, and its grammar."""

    mention: Mention
    official: Official
    sentence: int
    is_subject: bool
    quoted: bool


class _Text:
    """The body's sentences in a row, and what is inside quotation marks."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = [x for x in lines if x.paragraph.kind is ParagraphKind.BODY]
        self._sentences = [s.start for x in self.lines for s in x.paragraph.sentences]
        self._starts = [x.paragraph.start for x in self.lines]
        self._quotes = [w.start for x in self.lines for w in x.words if w.text == '"']

    def sentence(self, offset: int) -> int:
        return bisect_right(self._sentences, offset) - 1

    def line(self, offset: int) -> Line | None:
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset >= self.lines[index].paragraph.end:
            return None
        return self.lines[index]

    def quoted(self, offset: int) -> bool:
        line = self.line(offset)
        if line is None:
            return False
        first = bisect_right(self._quotes, line.paragraph.start - 1)
        return (bisect_right(self._quotes, offset) - first) % 2 == 1

    def is_subject(self, mention: Mention) -> bool:
        line = self.line(mention.start)
        if line is None:
            return False
        tokens = line.paragraph.doc.char_span(
            mention.start - line.paragraph.start,
            mention.end - line.paragraph.start,
            alignment_mode="expand",
        )
        return tokens is not None and tokens.root.dep_ in _SUBJECTS


def references(
    lines: Sequence[Line],
    titles: Sequence[Title],
    officials: Sequence[Official],
    named: Sequence[Mention],
) -> list[Mention]:
    """Mentions of the officials by description and by pronoun, beside those by name."""
    text = _Text(lines)
    by_key = {o.entity.key: o for o in officials}
    found = _descriptions(text, titles, officials, named)
    places = [_place(text, m, by_key[m.entity.key]) for m in (*named, *found)]
    places.sort(key=lambda p: p.mention.start)
    return found + _pronouns(text, places, officials)


def _place(text: _Text, mention: Mention, official: Official) -> _Place:
    start = mention.start
    return _Place(
        mention, official, text.sentence(start), text.is_subject(mention), text.quoted(start)
    )


# Descriptions


def _descriptions(
    text: _Text, titles: Sequence[Title], officials: Sequence[Official], named: Sequence[Mention]
) -> list[Mention]:
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
    return len(words) == 1 and _HEAD_TYPES.get(title.head_word) in {r.office_type for r in roles}


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


_HEAD_TYPES = {"president": "head-of-state", "premier": "head-of-government"}


def _last_before(official: Official, offset: int) -> int | None:
    starts = [s.start for s in official.person.spans if s.start < offset]
    return max(starts, default=None)


# Pronouns


def _pronouns(
    text: _Text, places: Sequence[_Place], officials: Sequence[Official]
) -> list[Mention]:
    gender = {o.entity.key: o.gender for o in officials}
    row = list(places)
    rivals = _rivals(text, places)
    found: list[Mention] = []
    for line, token in _pronoun_tokens(text):
        start = line.paragraph.start + int(token.idx)
        if text.quoted(start):
            continue
        wanted = _GENDER[token.lower_]
        official = _antecedent(text, row, start, wanted, gender, rivals)
        if official is None:
            continue
        gender[official.entity.key] = gender[official.entity.key] or wanted
        mention = Mention(start, start + len(token.text), token.text, official.entity, How.PRONOUN)
        found.append(mention)
        row.append(_place(text, mention, official))
        row.sort(key=lambda p: p.mention.start)
    return found


def _pronoun_tokens(text: _Text) -> Iterator[tuple[Line, Token]]:
    for line in text.lines:
        for token in line.paragraph.doc:
            if token.lower_ in _GENDER and not _is_style(token):
                yield line, token


def _is_style(token: Token) -> bool:
    """Whether "His" begins "His Majesty"."""
    doc = token.doc
    return token.i + 1 < len(doc) and doc[token.i + 1].lower_ in _STYLES


def _rivals(text: _Text, places: Sequence[_Place]) -> list[int]:
    """Where spaCy sees persons that are no officials here: "she" may be one of them."""
    taken = [(p.mention.start, p.mention.end) for p in places]
    found = []
    for line in text.lines:
        for entity in line.paragraph.doc.ents:
            start = line.paragraph.start + int(entity.start_char)
            end = line.paragraph.start + int(entity.end_char)
            if entity.label_ == "PERSON" and not any(a < end and start < b for a, b in taken):
                found.append(start)
    return found


def _antecedent(
    text: _Text,
    row: Sequence[_Place],
    start: int,
    wanted: str,
    gender: dict[str, str | None],
    rivals: Sequence[int],
) -> Official | None:
    here = text.sentence(start)
    best: dict[str, tuple[int, int, Official]] = {}
    for place in row:
        if place.mention.start >= start:
            break
        away = here - place.sentence
        key = place.official.entity.key
        if away > _REACH or place.quoted or gender[key] not in {None, wanted}:
            continue
        score = 100 - 40 * away + (30 if place.is_subject else 0)
        score += 10 if gender[key] == wanted else 0
        if key not in best or (score, place.mention.start) > best[key][:2]:
            best[key] = (score, place.mention.start, place.official)
    ranked = sorted(best.values(), key=lambda b: (-b[0], -b[1]))
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    _, at, official = ranked[0]
    if gender[official.entity.key] is None and any(at < rival < start for rival in rivals):
        return None
    return official
