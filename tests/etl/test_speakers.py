"""Whose words a quotation is: a list of texts in many styles, each with its speakers."""

from datetime import date
from pathlib import Path

import pytest

from etl.article import Article, Published
from etl.entities import Entity
from etl.extract.statements import find_statements
from etl.facts import Statement
from etl.gazetteer import Gazetteer
from etl.read import read

LINES = [
    line
    for line in Path(__file__).with_name("speakers.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
DAY = date(2012, 5, 10)


def article(text: str) -> Article:
    return Article("t", text, published=Published(DAY, DAY))


def quoted(text: str) -> list[tuple[Statement, set[str]]]:
    """The quotations with every name that the article has for their speakers, in lower case."""
    reading = read(article(text), Gazetteer.core())
    found = []
    for statement in find_statements(reading):
        if statement.quote is None:
            continue
        speaker = statement.speaker
        names = {speaker, *statement.called} if isinstance(speaker, str) else {speaker.label}
        if isinstance(speaker, Entity):
            names |= set(reading.surfaces.get(f"{speaker.kind}/{speaker.key}", ()))
        found.append((statement, {name.lower().removeprefix("the ") for name in names}))
    return found


@pytest.mark.parametrize("line", LINES)
def test_speakers(line: str) -> None:
    text, told = line.split("||")
    wanted = [name.strip().lower().removeprefix("the ") for name in told.split(";")]
    found = quoted(text.strip().replace(" | ", "\n\n"))
    assert len(found) == len(wanted)
    for name, (statement, names) in zip(wanted, found, strict=True):
        assert name in names, statement.quote


def test_an_unnamed_source_has_every_form_that_the_article_gives_it() -> None:
    text = (
        '"We will sign it in the spring," one senior official said in Geneva on Monday.\n\n'
        '"There is very little left to do," the official added.'
    )
    (first, _), (second, _) = quoted(text)
    assert first.speaker == second.speaker == "one senior official"
    assert set(second.called) == {"the official", "senior official"}
