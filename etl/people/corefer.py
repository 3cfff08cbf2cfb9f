"""Descriptions and pronouns that mean a person named elsewhere; where two fit, none is taken."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from etl.document import How, Mention
from etl.people.bodytext import Text
from etl.people.descriptions import descriptions
from etl.people.line import Line
from etl.people.resolve import Official
from etl.people.title import Title

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


def references(
    lines: Sequence[Line],
    titles: Sequence[Title],
    officials: Sequence[Official],
    named: Sequence[Mention],
) -> list[Mention]:
    """Mentions of the officials by description and by pronoun, beside those by name."""
    text = Text(lines)
    by_key = {o.entity.key: o for o in officials}
    found = descriptions(text, titles, officials, named)
    places = [_place(text, m, by_key[m.entity.key]) for m in (*named, *found)]
    places.sort(key=lambda p: p.mention.start)
    return found + _pronouns(text, places, officials)


def _place(text: Text, mention: Mention, official: Official) -> _Place:
    start = mention.start
    return _Place(
        mention, official, text.sentence(start), text.is_subject(mention), text.quoted(start)
    )


def _pronouns(text: Text, places: Sequence[_Place], officials: Sequence[Official]) -> list[Mention]:
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


def _pronoun_tokens(text: Text) -> Iterator[tuple[Line, Token]]:
    for line in text.lines:
        for token in line.paragraph.doc:
            if token.lower_ in _GENDER and not _is_style(token):
                yield line, token


def _is_style(token: Token) -> bool:
    """Whether "His" begins "His Majesty"."""
    doc = token.doc
    return token.i + 1 < len(doc) and doc[token.i + 1].lower_ in _STYLES


def _rivals(text: Text, places: Sequence[_Place]) -> list[int]:
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
    text: Text,
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
