"""As much of JSON Schema as the schemas beside this file use; any other keyword is an error."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

_TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
}
_KEYWORDS = {
    "$ref", "type", "properties", "required", "additionalProperties", "items", "minItems",
    "uniqueItems", "contains", "pattern", "enum", "oneOf", "anyOf",
}  # fmt: skip


class Schema:
    """The definitions of one file."""

    def __init__(self, name: str) -> None:
        path = Path(__file__).parent / "schemas" / name
        self._definitions: dict[str, Any] = json.loads(path.read_text())["$defs"]

    def problems(self, definition: str, document: Any) -> list[str]:
        """What is wrong with a document, by place; nothing if it is valid."""
        return list(self._check(self._definitions[definition], document, "$"))

    def _check(self, schema: dict[str, Any], value: Any, where: str) -> Iterator[str]:
        assert set(schema) <= _KEYWORDS, schema
        if "$ref" in schema:
            schema = self._definitions[schema["$ref"].removeprefix("#/$defs/")]
        if "type" in schema and not _TYPES[schema["type"]](value):
            yield f"{where} is no {schema['type']}"
            return
        if "enum" in schema and value not in schema["enum"]:
            yield f"{where} is not one of {schema['enum']}"
        if "pattern" in schema and not re.search(schema["pattern"], value):
            yield f"{where} does not look like {schema['pattern']}"
        for keyword, allowed in (("oneOf", (1,)), ("anyOf", range(1, 99))):
            fitting = [not list(self._check(s, value, where)) for s in schema.get(keyword, [])]
            if keyword in schema and sum(fitting) not in allowed:
                yield f"{where} fits {sum(fitting)} of {keyword}"
        if isinstance(value, dict):
            yield from self._check_object(schema, value, where)
        if isinstance(value, list):
            yield from self._check_list(schema, value, where)

    def _check_object(self, schema: dict[str, Any], value: Any, where: str) -> Iterator[str]:
        properties = schema.get("properties", {})
        yield from (f"{where} lacks {n}" for n in schema.get("required", []) if n not in value)
        others = schema.get("additionalProperties", True)
        for name, member in value.items():
            if name in properties:
                yield from self._check(properties[name], member, f"{where}.{name}")
            elif others is False:
                yield f"{where} has {name}"
            elif others is not True:
                yield from self._check(others, member, f"{where}.{name}")

    def _check_list(self, schema: dict[str, Any], value: Any, where: str) -> Iterator[str]:
        if len(value) < schema.get("minItems", 0):
            yield f"{where} is too short"
        if schema.get("uniqueItems") and len({json.dumps(v) for v in value}) < len(value):
            yield f"{where} has the same twice"
        if "contains" in schema and all(
            list(self._check(schema["contains"], member, where)) for member in value
        ):
            yield f"{where} does not contain what it must"
        for number, member in enumerate(value):
            yield from self._check(schema.get("items", {}), member, f"{where}[{number}]")
