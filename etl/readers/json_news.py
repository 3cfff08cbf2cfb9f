"""JSON to drafts: schema.org NewsArticle, ninjs, and plain objects with a ``text``."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from etl.readers.markup import looks_like_html, plain_text
from etl.readers.problems import UnreadableError
from etl.readers.record import Draft

_FIELDS = ("title", "publisher", "url", "id", "published")
_ARTICLE_TYPES = ("Article", "Posting", "Report")  # endings of schema.org's types of articles


def parse_json(text: str, first_line: int = 1) -> Any:
    """The value. Raises ``UnreadableError`` with line and column when it is not JSON."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableError(
            f"not valid JSON: {error.msg} at line {error.lineno + first_line - 1}, "
            f"column {error.colno}",
            "Correct the JSON there",
        ) from error
    except (RecursionError, ValueError) as error:  # nesting; a number of thousands of digits
        raise UnreadableError("JSON too deep or too large to read", "Leave it out") from error


def metadata_of(value: Any) -> Draft:
    """The draft that the metadata beside a text describes; fields of a wrong type are reported."""
    if not isinstance(value, Mapping):
        raise UnreadableError(
            "the metadata is not a JSON object", 'Write {"title": …, "published": …}'
        )
    draft = Draft()
    for name in _FIELDS:
        field = value.get(name)
        if field is None:
            continue
        if isinstance(field, str) or (name == "id" and isinstance(field, int)):
            setattr(draft, name, str(field))
        else:
            draft.complaints.append(f"the metadata's {name!r} is not a string")
    return draft


def drafts_of(value: Any) -> Iterator[Draft]:
    """A draft for every article in a JSON value, in order; none when there is no article."""
    if isinstance(value, list):
        for item in value:
            yield from drafts_of(item)
    elif isinstance(value, Mapping):
        if isinstance(graph := value.get("@graph"), list):
            yield from drafts_of(graph)
        elif _is_schema_article(value):
            yield _from_schema(value)
        elif (body := _ninjs_body(value)) is not None:
            yield _from_ninjs(value, body)
        elif isinstance(text := value.get("text"), str):
            draft = metadata_of(value)
            draft.text = text
            yield draft
        elif isinstance(items := value.get("items"), list):
            yield from drafts_of(items)


def _is_schema_article(value: Mapping[str, Any]) -> bool:
    types = value.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(isinstance(name, str) and name.endswith(_ARTICLE_TYPES) for name in names)


def _from_schema(value: Mapping[str, Any]) -> Draft:
    body = _text(value.get("articleBody")) or _text(value.get("text"))
    return Draft(
        text=_flat(body),
        id=_text(value.get("identifier")) or _text(value.get("@id")),
        title=_text(value.get("headline")) or _text(value.get("name")),
        published=_text(value.get("datePublished")) or _text(value.get("dateCreated")),
        publisher=_text(value.get("publisher")) or _text(value.get("provider")),
        url=_text(value.get("url")) or _text(value.get("mainEntityOfPage")),
    )


def _ninjs_body(value: Mapping[str, Any]) -> str | None:
    """The body of a ninjs 1, 2 or 3 item; None when the object is none."""
    for name in ("body_text", "body_html", "body_xhtml"):
        if isinstance(body := value.get(name), str) and body.strip():
            return _flat(body) if name == "body_text" else plain_text(body)
    bodies = value.get("bodies")
    if not isinstance(bodies, list):
        return None
    found = [item for item in bodies if isinstance(item, Mapping) and _text(item.get("value"))]
    # Plain text first: no markup to guess at.
    found.sort(key=lambda item: "plain" not in str(item.get("contenttype", "")))
    return _flat(_text(found[0].get("value"))) if found else None


def _from_ninjs(value: Mapping[str, Any], body: str) -> Draft:
    lower = {name.lower(): item for name, item in value.items()}  # ninjs 3 writes versionCreated
    headlines = lower.get("headlines")
    headline = headlines[0] if isinstance(headlines, list) and headlines else None
    return Draft(
        text=body,
        id=_text(lower.get("uri")),
        title=_text(lower.get("headline")) or _text(headline),
        published=_text(lower.get("contentcreated")) or _text(lower.get("versioncreated")),
        publisher=_text(lower.get("copyrightholder")) or _text(lower.get("infosources")),
        url=_text(lower.get("url")) or _text(lower.get("located_url")),
    )


def _text(value: Any) -> str | None:
    """A string out of the shapes JSON-LD allows: a string, an object with a name, a list."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, list):
        return next((text for item in value if (text := _text(item))), None)
    if isinstance(value, Mapping):
        for name in ("@value", "value", "name", "@id"):
            if text := _text(value.get(name)):
                return text
    return None


def _flat(body: str | None) -> str | None:
    return plain_text(body) if body and "<" in body and looks_like_html(body) else body
