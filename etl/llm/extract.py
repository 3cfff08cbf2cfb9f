"""Reading -> ArticleFacts, as the rules do it, by asking a model."""

import json
from functools import cache
from importlib.resources import files

from pydantic import ValidationError

from etl.entities import Entity
from etl.facts import ArticleFacts
from etl.llm import client
from etl.llm.answer import Answer, answer_schema
from etl.llm.client import EndpointError
from etl.llm.facts import Facts
from etl.llm.settings import LlmSettings, Usage
from etl.reading import Reading
from ontology import issue_notations

_CORRECTIONS = 2  # times that a model is told what is wrong with its answer
_MOST_FAULTS = 8


def find_facts(
    reading: Reading, mentions: tuple[Entity, ...], settings: LlmSettings
) -> tuple[ArticleFacts, Usage]:
    """All that an article says, as a model reads it and as far as the text bears it out.

    ``mentions`` are the entities that were found in the text before. Raises ``EndpointError`` when
    there is no answer, or none of the form that is asked for.
    """
    answer, usage = _ask(reading, settings)
    facts = Facts(reading)
    found = facts.all(answer, mentions)
    return found, usage + Usage(rejected=len(facts.declined))


def _ask(reading: Reading, settings: LlmSettings) -> tuple[Answer, Usage]:
    messages = [
        {"role": "system", "content": _instructions()},
        {"role": "user", "content": _article(reading)},
    ]
    usage, faults = Usage(), ""
    for _ in range(1 + _CORRECTIONS):
        reply = client.ask(settings, messages, answer_schema())
        usage += reply.usage
        try:
            return Answer.model_validate_json(_object(reply.text)), usage
        except ValidationError as error:
            faults = _faults(error)
        messages = [
            *messages[:2],
            {"role": "assistant", "content": reply.text},
            {"role": "user", "content": f"That does not fit the schema:\n{faults}\nCorrect it."},
        ]
    client.forget(settings, messages[:2], answer_schema())
    raise EndpointError(
        f"{settings.model} gave no answer of the form that is asked for, corrected "
        f"{_CORRECTIONS} times: {faults.splitlines()[0] if faults else 'nothing'}. "
        "Another model may do better."
    )


@cache
def _instructions() -> str:
    text = files("etl.llm").joinpath("prompt.txt").read_text("utf-8")
    schema = json.dumps(answer_schema(), ensure_ascii=False)
    return text.replace("{issues}", ", ".join(sorted(issue_notations()))).replace(
        "{schema}", schema
    )


def _article(reading: Reading) -> str:
    article = reading.document.article
    published = article.published
    day = published.earliest.isoformat() if published and published.is_day else "not known"
    return f"Published: {day}\nTitle: {article.title or ''}\n\n{article.text}"


def _object(text: str) -> str:
    """The JSON of an answer, without the fence or the words that some models put around it."""
    start, end = text.find("{"), text.rfind("}")
    return text[start : end + 1] if 0 <= start < end else text


def _faults(error: ValidationError) -> str:
    return "\n".join(
        f"- {'.'.join(map(str, fault['loc'])) or 'answer'}: {fault['msg']}"
        for fault in error.errors()[:_MOST_FAULTS]
    )
