"""What a model has to answer: the facts of an article, as JSON that is checked field by field.

Names and passages are strings here; ``etl.llm.ground`` finds them in the text or rejects them.
"""

from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from ontology import code_values, issue_notations


def _code(scheme: str) -> Any:
    """A string that is a code of a list, as a schema can tell a model."""
    values: list[Any] = sorted(code_values(scheme))
    return Annotated[str, AfterValidator(_one_of(scheme, frozenset(values))),
                     Field(json_schema_extra={"enum": values})]  # fmt: skip


def _one_of(scheme: str, values: frozenset[str]) -> Any:
    def check(value: str) -> str:
        if value not in values:
            raise ValueError(f"{value!r} is no code of {scheme}")
        return value

    return check


def _issue(value: str) -> str:
    if value not in issue_notations():
        raise ValueError(f"{value!r} is no issue of the taxonomy")
    return value


Issue = Annotated[str, AfterValidator(_issue)]
Passage = Annotated[str, Field(min_length=3, description="copied from the text word for word")]


class EventType(StrEnum):
    """The classes of events."""

    MEETING = "Meeting"
    VISIT = "Visit"
    PRESS_EVENT = "PressEvent"


class _Part(BaseModel):
    """Nothing but what is asked for."""

    model_config = ConfigDict(extra="forbid")


class RoleAnswer(_Part):
    """A person in a capacity."""

    name: str
    title: str | None
    office_type: _code("office-type") | None  # type: ignore[valid-type]
    polity: str | None
    former: bool
    evidence: Passage


class EventAnswer(_Part):
    """An encounter."""

    type: EventType
    status: _code("status")  # type: ignore[valid-type]
    mode: _code("mode") | None  # type: ignore[valid-type]
    level: _code("level") | None  # type: ignore[valid-type]
    date: str | None = Field(description="the words of the text that tell when, as they stand")
    place: str | None
    participants: list[str]
    parties: list[str]
    about: list[Issue]
    evidence: Passage


class AgreementAnswer(_Part):
    """An instrument."""

    name: str
    kind: _code("agreement-kind")  # type: ignore[valid-type]
    status: _code("agreement-status")  # type: ignore[valid-type]
    parties: list[str]
    evidence: Passage


class StatementAnswer(_Part):
    """A direct quotation."""

    speaker: str
    quote: Passage
    speech_act: _code("speech-act") | None  # type: ignore[valid-type]
    via: str | None


class IssueAnswer(_Part):
    """What the article is about, and the sentence that shows it best."""

    issue: Issue
    evidence: Passage


class Answer(_Part):
    """All facts of an article."""

    kind: Literal["article"] = "article"
    roles: list[RoleAnswer]
    events: list[EventAnswer]
    agreements: list[AgreementAnswer]
    statements: list[StatementAnswer]
    issues: list[IssueAnswer]


@cache
def answer_schema() -> dict[str, Any]:
    """The JSON Schema of an answer, every property required, as strict modes demand."""
    schema = Answer.model_json_schema()
    for part in (schema, *schema.get("$defs", {}).values()):
        if "properties" in part:
            part["required"] = sorted(part["properties"])
            part["additionalProperties"] = False
            for value in part["properties"].values():
                value.pop("default", None)
    return schema
