"""The parameters of a question as JSON Schema: for REST, for tools of language models."""

from __future__ import annotations

from ontology import code_values
from queries.catalog import Parameter, Question
from queries.run import EVIDENCE

Schema = dict[str, object]


def parameter_schema(parameter: Parameter) -> Schema:
    """What may be given for a parameter, as JSON Schema 2020-12."""
    schema: Schema = {"type": "string", "description": describe(parameter)}
    if parameter.type == "integer":
        schema |= {"type": "integer", "minimum": 0, "maximum": 999_999_999}
    elif parameter.type == "date":
        schema |= {"pattern": r"^\d{4}(-\d\d?(-\d\d?)?)?$"}
    elif parameter.type == "code":
        schema |= {"enum": ["any", *code_values(parameter.of[0])]}
    if parameter.default is not None:
        schema["default"] = _typed(parameter, parameter.default)
    schema["examples"] = [_typed(parameter, parameter.example)]
    return schema


def describe(parameter: Parameter) -> str:
    """A parameter in words: what it is, and how it is written."""
    how = {
        "entity": f"a name, or the address of one of: {', '.join(parameter.of)}",
        "code": "one of the values",
        "date": "a day as 2023-11-14, a month as 2023-11 or a year as 2023",
        "integer": "a whole number",
        "text": "one of the values that there are",
    }[parameter.type]
    return f"{parameter.label}: {how}"


def question_schema(question: Question) -> Schema:
    """An object with all that can be given for a question, and the switch for evidence."""
    properties = {p.name: parameter_schema(p) for p in question.parameters}
    if question.evidence:
        properties[EVIDENCE] = evidence_schema()
    return {
        "type": "object",
        "properties": properties,
        "required": [p.name for p in question.parameters if p.required],
        "additionalProperties": False,
    }


def evidence_schema() -> Schema:
    """The switch that adds the columns of evidence."""
    return {
        "type": "boolean",
        "default": False,
        "description": "Add the sentence that says so, with its article, date and outlet",
    }


def _typed(parameter: Parameter, text: str) -> str | int:
    return int(text) if parameter.type == "integer" else text
