"""The canned questions as operations of an OpenAPI 3.1 description."""

from __future__ import annotations

from typing import Any, Final

from queries.catalog import Parameter, Question, questions
from queries.formats import FORMATS
from queries.run import EVIDENCE
from queries.schema import Schema, evidence_schema, parameter_schema
from server.question_files import ENGINE, suffixes

Operation = dict[str, Any]

# A component of the document that the operations are put into.
_PROBLEM: Final[Operation] = {"$ref": "#/components/responses/problem"}


def question_paths() -> dict[str, Operation]:
    """The path items of all questions, by path; each has one operation, ``get``.

    They name the component ``responses/problem``.
    """
    return {f"/ask/{name}": {"get": operation(asked)} for name, asked in questions().items()}


def operation(question: Question) -> Operation:
    """A question as an operation; its parameters keep what their header says of them."""
    parameters = [_parameter(parameter) for parameter in question.parameters]
    if question.evidence:
        parameters.append(_query(EVIDENCE, evidence_schema()))
    form: Schema = {"type": "string", "enum": list(suffixes(question))}
    form["description"] = "The format, where Accept does not say it"
    parameters.append(_query("format", form))
    return {
        "operationId": question.name,
        "summary": question.title,
        "description": question.description,
        "tags": ["questions"],
        "parameters": parameters,
        "responses": {
            "200": {"description": "The rows", "content": _contents(question)},
            "304": {"description": "The client has these very rows"},
            "4XX": _PROBLEM,
            "5XX": _PROBLEM,
        },
    }


def _parameter(parameter: Parameter) -> Operation:
    schema = parameter_schema(parameter)
    example = {"example": schema["examples"][0]} if isinstance(schema["examples"], list) else {}
    return _query(parameter.name, schema, required=parameter.required) | example


def _query(name: str, schema: Schema, *, required: bool = False) -> Operation:
    own = {key: value for key, value in schema.items() if key not in ("description", "examples")}
    found: Operation = {"name": name, "in": "query", "required": required, "schema": own}
    return found | {"description": schema["description"]}


def _contents(question: Question) -> Operation:
    """The media types that the answer can have."""
    types = [*ENGINE.values(), *(FORMATS[s].media_type for s in suffixes(question) if s in FORMATS)]
    return {media_type: {"schema": {}} for media_type in dict.fromkeys(types)}
