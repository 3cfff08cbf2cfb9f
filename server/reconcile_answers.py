"""Answers of the Reconciliation API as JSON documents, valid against its published schemas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from server.reconcile_requests import MAX_QUERIES
from server.reconcile_terms import (  # fmt: skip
    DATES,
    PROPERTIES,
    PROPERTY,
    SCHEMA_SPACE,
    TYPE,
    TYPE_LIST,
    Property,
    Type,
    property_id,
)
from store.matching import IDENTITY, Candidate
from store.search import Hit, SearchIndex
from store.things import Value

OLD: Final = "0.2"
DRAFT: Final = "1.0-draft"

Document = dict[str, Any]

_WIDTH, _HEIGHT = 430, 260
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d\Z")
_LIMIT: Final = "The most values of a property for each row; 0 for all"
_FEATURES: Final = {"name": "name", "type": "of the type asked for"}


def manifest(host: str, base: str, endpoint: str) -> Document:
    """What version 0.2 wants to know. `host` and `endpoint` are addresses without a last slash."""

    def service(kind: str) -> Document:
        return {
            "service_url": endpoint,
            "service_path": f"/suggest/{kind}",
            "flyout_service_url": endpoint,
            "flyout_service_path": f"/flyout/{kind}?id=${{id}}",
        }

    return {
        **_shared(host),
        "identifierSpace": base,
        "schemaSpace": SCHEMA_SPACE,
        "view": {"url": f"{host}/{{{{id}}}}"},
        "preview": {
            "url": f"{endpoint}/preview?id={{{{id}}}}", "width": _WIDTH, "height": _HEIGHT,
        },
        "suggest": {kind: service(kind) for kind in ("entity", "type", "property")},
        "extend": {
            "propose_properties": {"service_url": endpoint, "service_path": "/extend/propose"},
            "property_settings": [
                {
                    "name": "limit", "label": "Limit", "type": "number", "default": 0,
                    "help_text": _LIMIT,
                }
            ],
        },
    }  # fmt: skip


def draft_manifest(host: str) -> Document:
    """What version 1.0-draft wants to know; its paths follow from the endpoint's."""
    return {
        **_shared(host),
        "view": {"url": f"{host}/{{+id}}"},
        "preview": {"width": _WIDTH, "height": _HEIGHT},
        "suggest": {"entity": True, "property": True, "type": True},
        "extend": {
            "proposeProperties": True,
            "propertySettings": [
                {"id": "limit", "name": "Limit", "type": "number", "default": 0, "helpText": _LIMIT}
            ],
        },
        "standardizedScore": True,
        "lang": "en",
    }


def _shared(host: str) -> Document:
    return {
        "versions": [OLD, DRAFT],
        "name": "Parley: diplomacy in the news",
        "documentation": f"{host}/reconcile/about",
        "logo": f"{host}/static/parley.svg",
        "defaultTypes": [_named(entry) for entry in TYPE_LIST],
        "batchSize": MAX_QUERIES,
    }


def _named(entry: Type | Property) -> Document:
    return {"id": entry.id, "name": entry.name}


def type_of(hit: Hit) -> Document:
    """A thing's type."""
    return _named(TYPE[hit.type])


def key(iri: str, base: str) -> str:
    """The id of a thing: its IRI without the base."""
    return iri.removeprefix(base)


def candidate(found: Candidate, base: str) -> Document:
    """A candidate, for both versions."""
    hit = found.hit
    return {
        "id": key(hit.iri, base),
        "name": hit.label,
        "description": hit.description,
        "type": [type_of(hit)],
        "score": found.score,
        "match": found.match,
        "features": [
            {"id": name, "name": _feature(name), "value": value}
            for name, value in found.features.items()
        ],
    }


def _feature(name: str) -> str:
    return _FEATURES.get(name) or (PROPERTY[name].name if name in PROPERTY else name)


def suggestion(hit: Hit, base: str) -> Document:
    """A thing whose name somebody is typing."""
    return {
        "id": key(hit.iri, base),
        "name": hit.label,
        "description": hit.description,
        "notable": [type_of(hit)],
    }


def entries(found: Iterable[Type | Property]) -> list[Document]:
    """Types or properties to choose from."""
    return [{**_named(entry), "description": entry.description} for entry in found]


def beginning(prefix: str, among: Sequence[Type] | Sequence[Property]) -> list[Type | Property]:
    """Those whose id or name holds what somebody is typing, those that begin so first."""
    typed = property_id(prefix).casefold()
    found = [e for e in among if typed in e.id.casefold() or typed in e.name.casefold()]
    return sorted(found, key=lambda e: not e.name.casefold().startswith(typed))


def proposals(type_name: str, limit: int) -> Document:
    """The properties that things of a type can have."""
    fitting = [p for p in PROPERTIES if type_name in p.types or type_name not in TYPE]
    answer: Document = {"properties": [_named(p) for p in fitting[: limit or None]]}
    if type_name:
        answer["type"] = type_name
    return answer | ({"limit": limit} if limit else {})


def columns(asked: Sequence[tuple[str, int]]) -> list[Document]:
    """What a data extension says about its properties; those it does not know are empty."""
    found = []
    for given, _ in asked:
        known = PROPERTY.get(property_id(given))
        column: Document = {"id": given, "name": known.name if known else given}
        if known and known.holds:
            column["type"] = _named(TYPE[known.holds])
        found.append(column)
    return found


def cells(
    index: SearchIndex, iri: str, asked: Sequence[tuple[str, int]], base: str
) -> dict[str, list[Document]]:
    """The values of some properties of one thing."""
    values = index.values(iri)
    row: dict[str, list[Document]] = {}
    for given, most in asked:
        name = property_id(given)
        found = [_cell(index, value, base) for value in values if value.property == name]
        row[given] = found[: most or None]
    return row


def _cell(index: SearchIndex, value: Value, base: str) -> Document:
    if value.property in DATES and _DATE.match(value.text):
        return {"date": f"{value.text}T00:00:00"}
    if value.iri and value.property != IDENTITY and index.known(value.iri):
        return {"id": key(value.iri, base), "name": value.text}
    return {"str": value.text}
