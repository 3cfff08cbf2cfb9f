"""``parley explain``: sentence by sentence, what was seen, what it became, what was declined."""

from collections.abc import Iterator
from pathlib import Path

import click
from rich.markup import escape

from etl.document import ParagraphKind, Sentence
from etl.entities import Entity
from etl.facts import ArticleFacts, Evidence
from etl.pipeline import Settings, open_gazetteer
from etl.read import find_facts, read
from etl.readers import read_articles
from etl.reading import Linked, Reading
from parley import options
from parley.build import NothingToBuildError
from parley.console import output


@click.command("explain")
@click.argument("path", metavar="ARTICLE", type=click.Path(path_type=Path))
@options.gazetteer
@options.model
def explain(path: Path, gazetteer: Path | None, model: str | None) -> None:
    """Show each sentence of an ARTICLE with its mentions and the facts that rest on it."""
    settings = Settings(gazetteer=gazetteer, model=model)
    found = read_articles([path])
    if not found.articles:
        raise NothingToBuildError(
            "; ".join(str(p) for p in found.problems) or f"{path}: no article"
        )
    for article in found.articles:
        reading = read(article, open_gazetteer(settings.gazetteer), model=settings.model)
        for line in explanation(reading, find_facts(reading)):
            output.print(line)


def explanation(reading: Reading, facts: ArticleFacts) -> Iterator[str]:
    """The lines of the explanation, with console markup."""
    article = reading.document.article
    day = article.published.earliest.isoformat() if article.published else "no date"
    yield f"[bold]{escape(article.id)}[/] ({day}), about: " + (
        ", ".join(notation for notation, _ in facts.issues) or "nothing recognised"
    )
    stated = list(_stated(facts))
    for paragraph in reading.document.paragraphs:
        if paragraph.kind is not ParagraphKind.BODY:
            yield f"\n[dim]{paragraph.kind.value}: {escape(paragraph.text)}[/]"
            continue
        for sentence in paragraph.sentences:
            yield f"\n{escape(sentence.text)}"
            yield from _sentence(sentence, reading, facts, stated)


def _sentence(
    sentence: Sentence,
    reading: Reading,
    facts: ArticleFacts,
    stated: list[tuple[Evidence, str]],
) -> Iterator[str]:
    mentions = reading.mentions_in(sentence.start, sentence.end)
    if mentions:
        shown = ", ".join(f"{m.text} → {m.entity.kind}/{m.entity.key}" for m in mentions)
        yield f"  [cyan]mentions[/]  {escape(shown)}"
    for date in reading.dates:
        if sentence.start <= date.start < sentence.end:
            when = date.when
            yield f"  [cyan]date[/]      {escape(date.text)} → {when.earliest} … {when.latest}"
    for evidence, line in stated:
        if evidence.start < sentence.end and sentence.start < evidence.end:
            yield f"  [green]fact[/]      {escape(line)}  [dim]{escape(evidence.rule)}[/]"
    for link in reading.links:
        if sentence.start <= link.start < sentence.end:
            yield f"  [magenta]link[/]      {escape(_link(link))}"
    for declined in facts.declined:
        if sentence.start <= declined.start < sentence.end:
            yield f"  [yellow]declined[/]  {escape(f'{declined.what}: {declined.reason}')}"


def _stated(facts: ArticleFacts) -> Iterator[tuple[Evidence, str]]:
    """Every fact in one line, with each passage that it rests on."""
    for role in facts.roles:
        served = f" of {role.polity.label}" if role.polity else ""
        line = f"{role.official.label}: {role.title or '–'} [{role.office_type}]{served}"
        yield from ((e, line) for e in role.evidence)
    for event in facts.events:
        when = f"{event.when.earliest} … {event.when.latest}" if event.when.text else "undated"
        line = f"{event.id}: {event.label}; {event.status}, {event.mode}, {event.level}, {when}"
        yield from ((e, line) for e in event.evidence)
    for agreement in facts.agreements:
        parties = ", ".join(p.label for p in agreement.parties)
        line = f"{agreement.id}: {agreement.name} [{agreement.kind}, {agreement.status}] {parties}"
        yield from ((e, line) for e in agreement.evidence)
    for statement in facts.statements:
        words = statement.quote or statement.paraphrase or ""
        speaker = _name(statement.speaker)
        line = f"{statement.id}: {speaker} [{statement.speech_act}] “{words[:70]}”"
        yield from ((e, line) for e in statement.evidence)


def _link(link: Linked) -> str:
    entity = link.entity
    target = f"{entity.label} ({entity.wikidata})" if entity.wikidata else "no link"
    return f"{link.name} → {target}: {link.reason}"


def _name(agent: Entity | str) -> str:
    return agent if isinstance(agent, str) else agent.label
