"""Instruments with a name of their own: capitalised titles, numbers and acronyms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from etl.document import Document
from etl.extract.agreements.lexicon import lexicon

_CAP = r"(?:[A-Z](?:[\w&'-]|\.(?=[\w-])|(?<=[A-Z])\.(?=\s+[A-Z]\w))*|\d{4}|\"[A-Z]\w+\")"
_HEADS = (
    r"(?:Treaty|Treaties|Convention|Conventions|Protocol|Protocols|Charter|Covenant|Agreement|"
    r"Agreements|Accord|Accords|Pact|Declaration|Communique|Communiqué|Memorandum|Statute|Compact|"
    r"Concord|Entente|Armistice|Joint Statement|Final Act|Code of Conduct|Concordat|"
    r"Road Map|Roadmap|Peace Plan)"
)
_LEFT = rf"(?:{_CAP}\s+(?:(?:of|for|on|and)\s+(?:the\s+)?(?=[A-Z]))?){{0,7}}"
_RIGHT = (
    rf"(?:\s+(?:of|on|for|against|concerning|Concerning|relating to)\s+(?:the\s+|a\s+)?{_CAP}"
    rf"(?:\s+(?:(?:of|on|for|in|and|to|their)\s+)?(?:the\s+)?{_CAP}){{0,8}})?"
)
_NAMED = re.compile(rf"(?<![\w-]){_LEFT}{_HEADS}(?![\w-]){_RIGHT}")
_NUMBERED = re.compile(
    rf"(?<![\w-])(?:{_CAP}\s+){{0,5}}[Rr]esolutions?\s+(?:No\.\s*)?\d{{2,4}}(?:\s*\(\d{{4}}\))?"
    r"(?:(?:,| and|, and)\s+\d{2,4}\b)*"
)
_LEADING = re.compile(
    r"^(?:(?:The|This|That|These|Those|A|An|In|Under|On|By|With|For|And|But|Its|Their|Our|Both|"
    r"When|While|As|At|After|Before|Since|If|Today's)\s+)+"
)
_NOT_TOPIC = re.compile(
    r"\s+in\s+\d{4}\b.*$|"
    r"\s+(?:of|on|for)\s+(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|"
    r"April|May|June|July|August|September|October|November|December)\b.*$"
)
# "The X Treaty and the Y Agreement" are two.
_ANOTHER = re.compile(rf"(?<=\w)\s+and\s+(?:the\s+|an?\s+)?(?=(?:[A-Z][\w-]*\s+)+{_HEADS}$)")
_ORGANISATION = re.compile(
    r"^\s+(?:Organi[sz]ation|Council|Commission|Group|Secretariat|Association|Party|Centre|Center|"
    r"Office|Committee|Conference|Forum|Ministerial|Summit|Talks|Monitoring|Partners)\b"
)
_BRACKET = re.compile(r"\s*\((?:the\s+)?[\"']?([A-Z][A-Za-z-]{1,9})[\"']?\)")
_ACRONYM = re.compile(r"(?<![\w-])[A-Z]{3,8}(?![\w-])")
_SMALL = frozenset({"of", "on", "the", "for", "and", "in", "to", "a", "against", "with"})


@dataclass(frozen=True, slots=True)
class Named:
    """A named instrument in a paragraph: offsets in the paragraph's text and the full name."""

    start: int
    end: int
    name: str  # the name that stands for it: for an acronym, its long form
    kind: str | None  # known instruments only
    acronym: bool


def find_named(document: Document) -> dict[int, list[Named]]:
    """Named instruments of the body by paragraph index, in text order, none overlapping."""
    titles = {p.index: list(_titles(p.doc.text)) for p in document.body}
    acronyms = _bound_acronyms(document, titles)
    found = {}
    for paragraph in document.body:
        taken = titles[paragraph.index]
        free = [
            named
            for named in _acronyms(paragraph.doc.text, acronyms)
            if all(named.end <= other.start or other.end <= named.start for other in taken)
        ]
        found[paragraph.index] = sorted([*taken, *free], key=lambda named: named.start)
    return found


def _titles(text: str) -> Iterator[Named]:
    end = 0
    spans = sorted(
        (match.span() for pattern in _patterns() for match in pattern.finditer(text)),
        key=lambda span: (span[0], -span[1]),
    )
    for start, stop in spans:
        raw = _first_of_two(_NOT_TOPIC.sub("", text[start:stop]))
        name = _LEADING.sub("", raw)
        start, stop = start + len(raw) - len(name), start + len(raw)
        if start < end or not _is_title(name) or _ORGANISATION.match(text[stop:]):
            continue
        known = lexicon().known_names.get(name)
        yield Named(start, stop, name, known.kind if known else None, acronym=False)
        end = stop


def _first_of_two(raw: str) -> str:
    """The first of two titles joined by "and"."""
    first = _ANOTHER.split(raw)[0]
    return first if re.search(rf"\b{_HEADS}\b", first) else raw


def _patterns() -> tuple[re.Pattern[str], ...]:
    known = "|".join(sorted(map(re.escape, lexicon().known_names), key=lambda n: (-len(n), n)))
    return (re.compile(rf"(?<![\w-])(?:{known})(?![\w-])"), _NUMBERED, _NAMED)


def _is_title(name: str) -> bool:
    """More than the head alone, and not all capitals (a headline)."""
    if name in lexicon().known_names:
        return True
    if name.lower() in lexicon().heads:
        return False  # "a Memorandum of Understanding"
    words = [word for word in name.split() if word.lower() not in _SMALL]
    return len(words) > 1 and not name.isupper()


def _bound_acronyms(document: Document, titles: dict[int, list[Named]]) -> dict[str, Named]:
    """Acronyms that stand for an instrument: bracketed behind its name, spelt by its initials, or
    known to everybody."""
    bound: dict[str, Named] = {}
    for known in lexicon().known:
        if known.acronym:
            bound[known.acronym] = Named(0, 0, known.names[0], known.kind, acronym=True)
    used = {a for p in document.body for a in _ACRONYM.findall(p.doc.text)}
    for paragraph in document.body:
        text = paragraph.doc.text
        for named in titles[paragraph.index]:
            full = Named(0, 0, named.name, named.kind, acronym=True)
            if bracket := _BRACKET.match(text, named.end):
                bound[bracket.group(1)] = full
            for acronym in _initials(named.name) & used:
                bound[acronym] = full
    return bound


def _initials(name: str) -> set[str]:
    words = re.findall(r"[A-Za-z]+", name)
    large = "".join(w[0] for w in words if w.lower() not in _SMALL).upper()
    every = "".join(w[0] for w in words).upper()
    return {spelling for spelling in (large, every) if len(spelling) >= 3}


def _acronyms(text: str, bound: dict[str, Named]) -> Iterator[Named]:
    if not bound:
        return
    longest_first = sorted(bound, key=lambda acronym: (-len(acronym), acronym))
    pattern = rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])"
    for match in re.finditer(pattern, text):
        full = bound[match.group()]
        yield Named(match.start(), match.end(), full.name, full.kind, acronym=True)
