"""What becomes of a model's answer: good, malformed and made up."""

import json
from collections.abc import Iterator
from datetime import date
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest
from conftest import TEXT, good, good_text, settings
from model_server import Handler, Model, Scripted, serving

from etl.article import Article
from etl.llm.answer import Answer, answer_schema
from etl.pipeline import Extraction, Failure, Settings, extract, extract_all
from ontology import code_values, issue_notations
from ontology.account import Account


def scripted(*contents: str) -> Handler:
    """Answers with these in turn, and with the last one ever after."""
    turn = chain(contents, repeat(contents[-1]))
    return lambda _request: Scripted(next(turn))


@pytest.fixture
def model() -> Iterator[Model]:
    with serving(scripted(good_text())) as running:
        yield running


def read(article: Article, model: Model, **given: Any) -> Extraction:
    return extract(article, Settings(llm=settings(model.url, **given)), validate=True)


def test_a_good_answer_becomes_facts_with_evidence(article: Article, model: Model) -> None:
    found = read(article, model)
    (event,) = found.facts.events
    assert (event.type, event.status, event.level) == ("Meeting", "occurred", "ministerial")
    assert [p.key for p in event.participants] == ["paul-renard", "anna-vogt"]
    assert sorted(p.key for p in event.parties) == ["france", "germany"]
    assert event.when.earliest == event.when.latest == date(2016, 5, 9)
    assert event.place
    assert event.place.key == "geneva"
    (said,) = found.facts.statements
    assert said.quote == "We will sign the accord next week,"
    assert said.evidence[0].exact == said.quote
    assert getattr(said.speaker, "key", None) == "anna-vogt"
    assert [a.name for a in found.facts.agreements] == ["Lake Accord"]
    assert {e.rule for e in event.evidence} == {"llm/event"}
    assert (found.usage.asked, found.usage.tokens_in, found.usage.tokens_out) == (1, 1_000, 100)
    assert Account.from_json(found.account).extractor == "model tester"


def test_the_model_is_told_the_codes_the_issues_and_the_article(
    article: Article, model: Model
) -> None:
    read(article, model)
    (asked,) = model.asked
    system = asked["messages"][0]["content"]
    assert all(notation in system for notation in issue_notations())
    form = asked["response_format"]["json_schema"]
    assert form["strict"] is True
    assert form["schema"] == answer_schema()
    text = json.dumps(form["schema"])
    assert all(f'"{value}"' in text for value in code_values("office-type"))
    assert TEXT in model.article(0)


def test_a_malformed_answer_is_corrected(article: Article) -> None:
    wrong = good()
    wrong["events"][0]["status"] = "happened"
    with serving(scripted(json.dumps(wrong), good_text())) as model:
        found = read(article, model)
        assert len(found.facts.events) == 1
        assert found.usage.asked == 2
        assert found.usage.tokens_in == 2_000
        complaint = model.asked[1]["messages"][-1]["content"]
        assert "events.0.status" in complaint
        assert "'happened' is no code of status" in complaint


@pytest.mark.parametrize("text", ["", "I cannot help with that.", '{"events": [', "[]", "{}"])
def test_an_article_whose_answers_stay_malformed_fails_and_the_others_go_on(
    article: Article, text: str
) -> None:
    other = Article("two", TEXT.replace("Geneva", "Vienna"), published=article.published)

    def handler(request: dict[str, Any]) -> Scripted:
        bad = "Geneva" in request["messages"][1]["content"]
        return Scripted(text if bad else good_text().replace("Geneva", "Vienna"))

    with serving(handler) as model:
        one, two = extract_all([article, other], Settings(llm=settings(model.url)), jobs=1)
        assert isinstance(one, Failure)
        assert "no answer of the form" in one.reason
        assert isinstance(two, Extraction)
        assert len(two.facts.events) == 1


def test_an_answer_in_a_fence_is_read(article: Article) -> None:
    with serving(scripted(f"Here you are:\n```json\n{good_text()}\n```")) as model:
        assert len(read(article, model).facts.events) == 1


def changed(path: str, value: object) -> str:
    """The good answer with one part replaced: ``events.participants``."""
    answer = good()
    kind, _, name = path.partition(".")
    answer[kind][0][name] = value
    return json.dumps(answer)


@pytest.mark.parametrize(
    ("path", "value", "kind"),
    [
        ("roles.evidence", "French President Paul Renard", "roles"),
        ("roles.name", "Jean Moulin", "roles"),
        ("events.evidence", "Renard and Vogt shook hands in Geneva.", "events"),
        ("events.evidence", TEXT, "events"),  # it goes over two paragraphs
        ("agreements.evidence", "The Lake Accord was signed on Friday.", "agreements"),
        ("agreements.name", "Treaty of Geneva", "agreements"),
        ("statements.quote", "We will sign the accord tomorrow,", "statements"),
        ("statements.speaker", "Angela Merkel", "statements"),
        ("issues.evidence", "The climate is what they discussed.", "issues"),
    ],
)
def test_what_the_text_does_not_say_is_rejected(
    article: Article, path: str, value: str, kind: str
) -> None:
    with serving(scripted(changed(path, value))) as model:
        found = read(article, model)
    assert getattr(found.facts, kind) == ()
    assert found.usage.rejected >= 1
    reasons = [d for d in found.facts.declined if d.what.startswith("model's")]
    assert reasons
    others = {"roles", "events", "agreements", "statements", "issues"} - {kind}
    assert all(getattr(found.facts, other) for other in others)


@pytest.mark.parametrize(
    ("path", "value", "kept"),
    [
        ("events.participants", ["Paul Renard", "Anna Vogt", "Ban Ki-moon"], 2),
        ("events.parties", ["France", "Germany", "Brazil"], 2),
        ("agreements.parties", ["France", "Brazil"], 1),
    ],
)
def test_people_and_states_that_the_text_does_not_name_are_left_out(
    article: Article, path: str, value: list[str], kept: int
) -> None:
    with serving(scripted(changed(path, value))) as model:
        found = read(article, model)
    kind, _, name = path.partition(".")
    (fact,) = getattr(found.facts, kind)
    assert len(getattr(fact, name)) == kept
    assert found.usage.rejected == 1


@pytest.mark.parametrize("words", ["2016-05-10", "Tuesday", "May 9"])
def test_a_day_that_the_model_worked_out_itself_is_not_taken(article: Article, words: str) -> None:
    with serving(scripted(changed("events.date", words))) as model:
        (event,) = read(article, model).facts.events
    assert event.when.earliest is None


def test_an_event_of_nobody_in_the_text_is_rejected(article: Article) -> None:
    answer = good()
    answer["events"][0] |= {"participants": ["Li Wei"], "parties": ["China"]}
    with serving(scripted(json.dumps(answer))) as model:
        assert read(article, model).facts.events == ()


def test_an_answer_is_validated_against_the_codes() -> None:
    for path, value in (
        ("events.status", "done"), ("events.mode", "letter"), ("events.type", "Summit"),
        ("roles.office_type", "boss"), ("agreements.kind", "pact"), ("issues.issue", "weather"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=path.partition(".")[2]):
            Answer.model_validate_json(changed(path, value))


def test_the_rules_are_the_default_and_ask_nobody(article: Article, tmp_path: Path) -> None:
    found = extract(article, Settings())
    assert found.usage.asked == 0
    assert Account.from_json(found.account).extractor == "rules"
