"""``/openapi.json``: the paths for programs, canned questions with their parameters among them."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any, Final

import yaml
from flask import Blueprint, Response, request

from queries import catalog
from queries.catalog import Parameter, Question
from server.site import site
from store.formats import SOLUTION_TYPES

blueprint = Blueprint("openapi", __name__)

_PROBLEM: Final = {"$ref": "#/components/responses/problem"}
_TYPES: Final[dict[str, dict[str, object]]] = {
    "integer": {"type": "integer"},
    "date": {
        "type": "string",
        "description": "A year, a month or a day: 2023, 2023-11, 2023-11-14",
    },
}


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """The description, with the address by which it was asked for."""
    document = {**description(), "servers": [{"url": site(request).root}]}
    body = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    response = Response(body, content_type="application/json")
    response.set_etag(hashlib.sha256(body.encode()).hexdigest()[:24])
    response.headers["Cache-Control"] = "public, no-cache"
    response.make_conditional(request)
    return response


@cache
def description() -> dict[str, Any]:
    """The OpenAPI document without an address."""
    text = files("server").joinpath("openapi.yaml").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.safe_load(text)
    document["info"]["version"] = version("parley-kg")
    writes = document["components"].pop("x-writes")
    for operation in document["paths"]["/data"].values():
        if isinstance(operation, dict) and operation.get("responses", {}).get("$ref"):
            operation["responses"] = writes
    document["paths"]["/data/{path}"] = _direct(document["paths"]["/data"])
    for question in catalog.questions().values():
        document["paths"][f"/ask/{question.name}"] = {"get": question_operation(question)}
    return document


def _direct(indirect: dict[str, Any]) -> dict[str, Any]:
    """The same operations on the graph whose IRI is the address."""
    named = {"name": "path", "in": "path", "required": True, "schema": {"type": "string"}}
    found: dict[str, Any] = {"parameters": [named]}
    for method, operation in indirect.items():
        if method != "parameters":
            name = f"{operation['operationId']}AtAddress"
            found[method] = {**operation, "operationId": name}
    return found


def question_operation(question: Question) -> dict[str, Any]:
    """A canned question as an operation; its parameters keep what their header says of them."""
    answers: dict[str, Any] = {
        name: {"schema": {}} for name in (*SOLUTION_TYPES, "text/html", "text/markdown")
    }
    return {
        "tags": ["questions"],
        "operationId": question.name,
        "summary": question.title,
        "description": question.description,
        "parameters": [
            *(_parameter(parameter) for parameter in question.parameters),
            {"$ref": "#/components/parameters/format"},
        ],
        "responses": {
            "200": {"description": "The rows", "content": answers},
            "304": {"description": "The client has these very rows"},
            "4XX": _PROBLEM,
            "5XX": _PROBLEM,
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema = dict(_TYPES.get(parameter.type, {"type": "string"}))
    if parameter.default is not None:
        whole = parameter.type == "integer" and parameter.default.lstrip("-").isdigit()
        schema["default"] = int(parameter.default) if whole else parameter.default
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.label,
        "required": parameter.required,
        "schema": schema,
        "example": parameter.example,
    }
