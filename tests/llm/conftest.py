"""An article and the answers that a model can give to it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from etl.article import Article, Published
from etl.llm import LlmSettings

DAY = date(2016, 5, 12)
TEXT = (
    "French Foreign Minister Paul Renard met German Foreign Minister Anna Vogt in Geneva on Monday "
    "to discuss the climate.\n\n"
    "“We will sign the accord next week,” Vogt said. The Lake Accord has been stuck for years."
)


def good() -> dict[str, Any]:
    """An answer that the text bears out."""
    first = TEXT.partition("\n")[0]
    return {
        "kind": "article",
        "roles": [
            {
                "name": "Paul Renard", "title": "Foreign Minister",
                "office_type": "foreign-minister", "polity": "France", "former": False,
                "evidence": "French Foreign Minister Paul Renard",
            }
        ],
        "events": [
            {
                "type": "Meeting", "status": "occurred", "mode": "in-person",
                "level": "ministerial", "date": "Monday", "place": "Geneva",
                "participants": ["Paul Renard", "Anna Vogt"], "parties": ["France", "Germany"],
                "about": ["environment-climate"], "evidence": first,
            }
        ],
        "agreements": [
            {
                "name": "Lake Accord", "kind": "accord", "status": "under-negotiation",
                "parties": ["France", "Germany"],
                "evidence": "The Lake Accord has been stuck for years.",
            }
        ],
        "statements": [
            {
                "speaker": "Vogt", "quote": '"We will sign the accord next week,"'.strip('"'),
                "speech_act": "commit", "via": None,
            }
        ],
        "issues": [{"issue": "environment-climate", "evidence": first}],
    }  # fmt: skip


def good_text() -> str:
    return json.dumps(good())


@pytest.fixture
def article() -> Article:
    return Article("one", TEXT, title="Lake talks", published=Published(DAY, DAY))


def settings(url: str, folder: Path | None = None, **given: Any) -> LlmSettings:
    """Settings that wait for nothing."""
    return LlmSettings(url, "tester", answers=folder, pause=0.01, **given)
