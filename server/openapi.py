"""``/openapi.json``: the paths for programs, canned questions with their parameters among them."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import yaml
from flask import Blueprint, Response, request

from server.question_operations import question_paths
from server.site import site

blueprint = Blueprint("openapi", __name__)


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
    document["paths"] |= question_paths()
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
