"""A reading and its facts -> the account of the extraction: per sentence what was seen and why."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from etl.annotate import plain
from etl.article import Article
from etl.document import Paragraph, ParagraphKind
from etl.entities import Entity
from etl.facts import Agreement, ArticleFacts, Event, Evidence, Role, Statement, When
from etl.iris import WIKIDATA
from etl.reading import Reading
from ontology.account import Account, Choice, Fact, Ground, Passage, Refused, Seen

# A quotation of fewer words is a scare quote or a name.
_FEWEST_WORDS = 4
_QUOTED = re.compile(r'"([^"]+)"')

Details = tuple[tuple[str, str], ...]


def account_of(reading: Reading, facts: ArticleFacts, *, extractor: str = "rules") -> Account:
    """The account of one article; a pure function of what was read and found."""
    article = reading.document.article
    stated = list(_stated(facts))
    grounds = sorted(
        (Ground(fact.id, e.rule, e.confidence, e.start, e.end) for fact, es in stated for e in es),
        key=lambda g: (g.start, g.end, g.fact),
    )
    return Account(
        article=article.id,
        title=article.title,
        published=_published(article),
        publisher=article.publisher,
        extractor=extractor,
        facts=tuple(fact for fact, _ in stated),
        passages=tuple(
            _passage(paragraph, start, end, reading, facts, grounds)
            for paragraph in reading.document.paragraphs
            for start, end in _extents(paragraph)
        ),
    )


def _published(article: Article) -> str | None:
    if article.published is None:
        return None
    return _between(article.published.earliest, article.published.latest)


def _extents(paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    if paragraph.kind is ParagraphKind.BODY and paragraph.sentences:
        yield from ((s.start, s.end) for s in paragraph.sentences)
    else:
        yield paragraph.start, paragraph.end


def _passage(
    paragraph: Paragraph,
    start: int,
    end: int,
    reading: Reading,
    facts: ArticleFacts,
    grounds: list[Ground],
) -> Passage:
    declined = {(d.start, d.end, d.what, d.reason) for d in facts.declined}
    if paragraph.kind is ParagraphKind.BODY:
        declined |= set(_unused_quotations(paragraph, facts))
    return Passage(
        paragraph=paragraph.index,
        start=start,
        end=end,
        kind=paragraph.kind.value,
        text=reading.document.article.text[start:end],
        seen=tuple(_seen(reading, start, end)),
        grounds=tuple(g for g in grounds if g.start < end and start < g.end),
        refused=tuple(Refused(*d) for d in sorted(declined) if start <= d[0] < end),
        choices=tuple(
            Choice(link.name, link.entity.label, _item(link.entity), link.reason)
            for link in reading.links
            if start <= link.start < end
        ),
    )


def _unused_quotations(
    paragraph: Paragraph, facts: ArticleFacts
) -> Iterator[tuple[int, int, str, str]]:
    """Words between quotation marks of which no statement was made."""
    used = [(e.start, e.end) for said in facts.statements for e in said.evidence]
    for match in _QUOTED.finditer(plain(paragraph.text)):
        start, end = paragraph.start + match.start(), paragraph.start + match.end()
        if any(first < end and start < last for first, last in used):
            continue
        few = len(match[1].split()) < _FEWEST_WORDS
        reason = f"fewer than {_FEWEST_WORDS} words" if few else "nobody was found who says it"
        yield start, end, f"quotation: {paragraph.text[match.start() : match.end()][:60]}", reason


def _item(entity: Entity) -> str | None:
    return WIKIDATA + entity.wikidata if entity.wikidata else None


def _seen(reading: Reading, start: int, end: int) -> Iterable[Seen]:
    found = [
        Seen(m.start, m.end, m.text, m.how.value, f"{m.entity.kind}/{m.entity.key}", m.entity.label)
        for m in reading.mentions_in(start, end)
    ]
    for d in reading.dates:
        if start <= d.start < end:
            basis = d.when.basis or "no basis in this article"
            found.append(Seen(d.start, d.end, d.text, "date", _when(d.when), basis))
    return sorted(found, key=lambda s: (s.start, s.end, s.how))


def _stated(facts: ArticleFacts) -> Iterator[tuple[Fact, tuple[Evidence, ...]]]:
    """Every fact in words with its evidence, named as in the article's graph."""
    for number, role in enumerate(facts.roles, 1):
        yield Fact(f"role-{number}", "Role", _role(role), _role_details(role)), role.evidence
    for event in facts.events:
        yield Fact(event.id, event.type, event.label, tuple(_event(event))), event.evidence
    for agreement in facts.agreements:
        details = tuple(_agreement(agreement))
        yield Fact(agreement.id, "Agreement", agreement.name, details), agreement.evidence
    for said in facts.statements:
        words = f"“{said.quote}”" if said.quote else said.paraphrase or ""
        label = f"{_name(said.speaker)}: {words}"
        yield Fact(said.id, "Statement", label, tuple(_statement(said))), said.evidence
    for notation, evidence in facts.issues:
        yield Fact(f"about-{notation}", "Issue", notation), (evidence,)


def _role(role: Role) -> str:
    former = "former " if role.former else ""
    return f"{role.official.label}: {former}{role.title or 'no title'}"


def _role_details(role: Role) -> Details:
    return _filled(("kind of office", role.office_type), ("serves", _label(role.polity)))


def _event(event: Event) -> Details:
    return _filled(
        ("status", event.status),
        ("mode", event.mode),
        ("level", event.level),
        ("when", _when(event.when)),
        ("as written", event.when.text),
        ("date basis", event.when.basis),
        ("place", _label(event.place)),
        ("participants", _names(event.participants)),
        ("parties", _names(event.parties)),
        ("about", ", ".join(event.about)),
        ("part of", event.part_of),
        ("on the sidelines of", event.on_sidelines_of),
        ("follows", event.follows),
        ("resulted in", ", ".join(event.resulted_in)),
    )


def _agreement(agreement: Agreement) -> Details:
    return _filled(
        ("kind", agreement.kind),
        ("status", agreement.status),
        ("when", _when(agreement.when) if agreement.when.text else None),
        ("parties", _names(agreement.parties)),
        ("also called", ", ".join(agreement.aliases)),
        ("about", ", ".join(agreement.about)),
    )


def _statement(said: Statement) -> Details:
    return _filled(
        ("speech act", said.speech_act),
        ("relayed by", _name(said.via) if said.via else None),
        ("addressee", _label(said.addressee)),
        ("made at", said.made_at),
        ("about", ", ".join(said.about)),
    )


def _filled(*details: tuple[str, str | None]) -> Details:
    return tuple((name, value) for name, value in details if value)


def _names(entities: Iterable[Entity]) -> str:
    return ", ".join(e.label for e in entities)


def _label(entity: Entity | None) -> str | None:
    return entity.label if entity else None


def _name(agent: Entity | str) -> str:
    return agent if isinstance(agent, str) else agent.label


def _when(when: When) -> str:
    return _between(when.earliest, when.latest)


def _between(first: date | None, last: date | None) -> str:
    if first is None and last is None:
        return "no day"
    if first == last:
        return str(first)
    return f"{first or '…'} – {last or '…'}"
