"""Document -> mentions of polities, organisations and places."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from etl.document import Document, How, Mention
from etl.entities import Entity, Kind
from etl.gazetteer import Gazetteer, Name, NameIndex, Use, fold
from etl.gazetteer.contextual import Contextual
from etl.iris import slug
from etl.names.acronyms import introduced
from etl.names.capitals import is_government
from etl.names.fit import is_company_word, is_given, is_meant, is_person, is_spelled
from etl.names.lexicon import words
from etl.names.tokens import Line

_HOW = {
    Use.NAME: How.NAME,
    Use.CAPITAL: How.NAME,
    Use.DEMONYM: How.DEMONYM,
    Use.METONYM: How.METONYM,
}
_BOTH = frozenset({"inter", "both", "two", "united"})  # "the two Koreas", "inter-Korean"
_NEAR = 3  # words between two capitals of one enumeration


@dataclass
class _Search:
    """What one document's search knows."""

    index: NameIndex
    own: NameIndex  # names that the document introduces
    contextual: Contextual
    surnames: frozenset[str]
    found: list[Mention] = field(default_factory=list)
    pending: list[tuple[Line, int]] = field(default_factory=list)
    people: set[str] = field(default_factory=set)  # words that were somebody's last name
    rivers: set[int] = field(default_factory=set)  # where names stand alone behind "the"


def find_names(document: Document, gazetteer: Gazetteer) -> list[Mention]:
    """Mentions of polities, organisations and places in all paragraphs, none overlapping.

    A capital is a Place or, where it stands for its government, a METONYM of the polity. Demonyms
    are mentions of their polity. Offsets are those of the article's text.
    """
    lines = [Line(p) for p in document.paragraphs]
    index = gazetteer.named()
    search = _Search(
        index,
        NameIndex(introduced(lines, index)),
        gazetteer.contextual(),
        frozenset(s for line in lines for s in _surnames(line)),
    )
    for line in lines:
        _search_line(search, line)
    return _settle(search)


def _surnames(line: Line) -> Iterator[str]:
    for start, end in line.people:
        covered = [w for w in line.words if start <= w.start and w.end <= end]
        if len(covered) > 1:
            yield covered[-1].low


def _search_line(search: _Search, line: Line) -> None:
    previous: tuple[int, bool] | None = None  # where the last capital ended, and what it was
    at = 0
    while at < len(line.words):
        name = _name_at(search, line, at)
        if name is None:
            if line.low(at) in search.contextual:
                search.pending.append((line, at))
            at += 1
            continue
        last = at + len(name.words)
        if name.use is Use.CAPITAL:
            before = previous[1] if previous and at - previous[0] <= _NEAR else None
            governs = not _in_state(search, line, name, at) and is_government(
                line, at, last, before
            )
            previous = (last, governs)
            search.found.append(_capital(line, name, at, last, governs))
        else:
            mention = _mention(line, name, at, last)
            search.found.append(mention)
            if _is_river(line, at, last):
                search.rivers.add(mention.start)
        at = last


def _is_river(line: Line, first: int, last: int) -> bool:
    """ "the Jordan", with nothing behind it that makes it an adjective."""
    token = line.token(last)
    alone = token is None or token.pos_ not in {"NOUN", "PROPN", "ADJ", "PART"}
    return line.low(first - 1) == "the" and alone


def _in_state(search: _Search, line: Line, name: Name, at: int) -> bool:
    """ "Seattle, Washington": a place behind the comma that follows a place."""
    if line.low(at - 1) != "," or not search.found or name.government is None:
        return False
    last, comma = search.found[-1], line.paragraph.start + line.words[at - 1].start
    return last.end == comma and last.entity.polity == name.government.key


def _name_at(search: _Search, line: Line, at: int) -> Name | None:
    word = line.words[at]
    if not word.text[0].isalnum() or word.text == "'s":
        return None
    names = [*search.own.at(line.lows, at), *search.index.at(line.lows, at)]
    for name in sorted(names, key=lambda n: -len(n.words)):
        last = at + len(name.words)
        if not is_spelled(name, line.words[at:last]):
            continue
        if is_person(line, name, at, last):
            if not is_given(line, last):
                search.people.update(name.words)
            return None
        if not is_meant(line, name, at, last):
            return None
        if not name.cautious or _is_sure(search, line, name, at, last):
            return name
    return None


def _is_sure(search: _Search, line: Line, name: Name, first: int, last: int) -> bool:
    """Whether the context of a name that may be something else asks for a place."""
    if set(name.words) & search.surnames:
        return False
    located = line.low(first - 1) in words("place", "before") | {"to", "from"}
    apposed = line.low(last) == "," and any(True for _ in search.index.at(line.lows, last + 1))
    return (located or apposed) and (len(name.words) > 1 or line.is_place(first))


def _capital(line: Line, name: Name, first: int, last: int, governs: bool) -> Mention:
    if governs and name.government is not None:
        return _span(line, name.government, How.METONYM, first, last)
    return _span(line, name.entity, How.NAME, first, last)


def _mention(line: Line, name: Name, first: int, last: int) -> Mention:
    entity, how = name.entity, _HOW[name.use]
    if name.use is Use.METONYM and _is_building(line, first, last):
        label = name.spelling
        entity, how = Entity(Kind.PLACE, slug(label), label, None, entity.key), How.NAME
    return _span(line, entity, how, first, last)


def _is_building(line: Line, first: int, last: int) -> bool:
    """ "talks at the White House", but not "at the White House's request"."""
    article = line.low(first - 1) == "the"
    before = line.low(first - 2 if article else first - 1)
    return before in {"at", "in", "inside", "outside", "near"} and line.low(last) != "s"


def _span(line: Line, entity: Entity, how: How, first: int, last: int) -> Mention:
    start, end = line.words[first].start, line.words[last - 1].end
    offset = line.paragraph.start
    return Mention(offset + start, offset + end, line.paragraph.text[start:end], entity, how)


def _settle(search: _Search) -> list[Mention]:
    """Decide what depends on the rest of the document."""
    named = {(m.entity.kind.value, m.entity.key) for m in search.found}
    settled = [_in_context(search, i, named) for i in range(len(search.found))]
    settled = [m for m in settled if not _is_somebody(search, m, settled)]
    for line, at in search.pending:
        mention = _pending(search, line, at, named)
        if mention is not None:
            settled.append(mention)
    return sorted(settled, key=lambda m: (m.start, m.end))


def _in_context(search: _Search, i: int, named: set[tuple[str, str]]) -> Mention:
    mention, word = search.found[i], fold(search.found[i].text)
    before = search.found[i - 1] if i else None
    follows = before is not None and mention.start - before.end == len(", ")
    town_of = before.entity.polity if before and follows else None
    river = mention.start in search.rivers
    meaning = search.contextual.meaning(word, named, article=river, town_of=town_of)
    return mention if meaning is None else replace(mention, entity=meaning.entity)


def _pending(search: _Search, line: Line, at: int, named: set[tuple[str, str]]) -> Mention | None:
    meaning = search.contextual.meaning(line.low(at), named, article=line.low(at - 1) == "the")
    lower = line.low(at) == "mainland"  # written with a small letter, and then no adjective
    if meaning is None or line.words[at].is_capitalised == lower:
        return None
    following, before = line.word(at + 1), line.word(at - 1)
    if meaning.article and following is not None and following.is_capitalised:
        return None
    if lower and following is not None and following.text[0].isalpha() and following.text != "'s":
        return None
    if before is not None and before.low in _BOTH:
        return None
    if is_company_word(line, at + 1) or line.low(at + 1) == "war":
        return None
    return _span(line, meaning.entity, How(meaning.use), at, at + 1)


def _is_somebody(search: _Search, mention: Mention, mentions: list[Mention]) -> bool:
    """Whether a word that is a person's name elsewhere names nothing here either.

    It does name the state where the article calls it by another word too, or by its capital.
    """
    word = fold(mention.text)
    if word not in search.people:
        return False
    key = mention.entity.key
    return not any(
        (m.entity.key == key or m.entity.polity == key) and fold(m.text) != word for m in mentions
    )
