"""Requests of the Reconciliation API, versions 0.2 and 1.0-draft, as questions to the index.

Pure but for the limits: JSON in, questions out. Raises ``ProblemError`` naming what is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, cast

from server.problems import ProblemError
from server.reconcile_terms import property_id, type_id
from store.matching import Condition, Quantifier, Question, Rule, Wanted
from store.search import MAX_TEXT

MAX_QUERIES: Final = 100
MAX_CANDIDATES: Final = 50
MAX_IDS: Final = 1_000
_CANDIDATES: Final = 5
_MAX_CONDITIONS: Final = 20
_RULES: Final = ("any", "all", "should")
_QUANTIFIERS: Final = ("any", "all", "none")

Json = Any


def parse(text: str | bytes, what: str) -> Json:
    """JSON, or a problem that says where it stops being that."""
    try:
        return json.loads(text)
    except ValueError as error:
        raise ProblemError("bad-request", f"{what} is not JSON: {error}.") from None
    except RecursionError:
        raise ProblemError("bad-request", f"{what} is nested too deeply.") from None


def old_batch(document: Json, base: str) -> dict[str, Question]:
    """A batch of version 0.2: an object of queries by the client's own keys."""
    batch = _object(document, "queries")
    _limit(len(batch), MAX_QUERIES, "queries")
    return {key: _old_query(key, query, base) for key, query in batch.items()}


def new_batch(document: Json, base: str) -> list[Question]:
    """A batch of version 1.0-draft: a list of queries, each a list of conditions."""
    queries = _object(document, "the request").get("queries")
    if not isinstance(queries, list):
        raise ProblemError("bad-request", "queries must be a list of queries.")
    _limit(len(queries), MAX_QUERIES, "queries")
    return [_new_query(f"queries[{n}]", query, base) for n, query in enumerate(queries)]


def _old_query(key: str, query: Json, base: str) -> Question:
    given = _object(query, key)
    _known(given, key, "query", "type", "limit", "properties", "type_strict")
    name = given.get("query")
    if name is not None and not isinstance(name, str):
        raise _wrong(f"{key}.query", "a string")
    properties = _list(given.get("properties", []), f"{key}.properties")
    if name is None and not properties:
        raise ProblemError("bad-request", f"{key} has neither a query nor properties.")
    types = given.get("type", [])
    rule = given.get("type_strict", "any")
    if rule not in _RULES:
        raise _wrong(f"{key}.type_strict", f"one of {', '.join(_RULES)}")
    conditions = [
        _property(f"{key}.properties[{n}]", entry, base) for n, entry in enumerate(properties)
    ]
    return Question(
        names=(_short(name, f"{key}.query"),) if name else (),
        types=_types(types if isinstance(types, list) else [types], key),
        rule=cast(Rule, rule),
        conditions=tuple(c for c in conditions if c.values),
        limit=_candidates(given, key),
    )


def _new_query(where: str, query: Json, base: str) -> Question:
    given = _object(query, where)
    _known(given, where, "type", "limit", "conditions", "lang", "dir")
    conditions = _list(given.get("conditions"), f"{where}.conditions")
    if not conditions:
        raise ProblemError("bad-request", f"{where}.conditions is empty; one is needed.")
    names: list[str] = []
    found: list[Condition] = []
    for number, entry in enumerate(conditions):
        place = f"{where}.conditions[{number}]"
        kind = _object(entry, place).get("matchType")
        if kind == "property":
            found.append(_property(place, entry, base))
        elif kind in ("name", "id"):
            wanted = _values(entry.get("v"), f"{place}.v", base)
            names += [w.iri if kind == "id" else w.text for w in wanted]
        else:
            raise _wrong(f"{place}.matchType", "name, property or id")
    return Question(
        names=tuple(name for name in names if name),
        types=_types([given["type"]] if "type" in given else [], where),
        conditions=tuple(c for c in found if c.values),
        limit=_candidates(given, where),
    )


def _property(where: str, entry: Json, base: str) -> Condition:
    given = _object(entry, where)
    name = given.get("pid")
    if not isinstance(name, str) or not name:
        raise _wrong(f"{where}.pid", "the id of a property")
    if "v" not in given:
        raise ProblemError("bad-request", f"{where} has no v, the value to compare with.")
    quantifier = given.get("matchQuantifier", "any")
    if quantifier not in _QUANTIFIERS:
        raise _wrong(f"{where}.matchQuantifier", f"one of {', '.join(_QUANTIFIERS)}")
    required = given.get("required", False)
    if not isinstance(required, bool):
        raise _wrong(f"{where}.required", "true or false")
    values = tuple(_values(given["v"], f"{where}.v", base))
    return Condition(property_id(name), values, required, cast(Quantifier, quantifier))


def _values(given: Json, where: str, base: str) -> list[Wanted]:
    """One value or a list of them; those without anything in them are left out."""
    entries = given if isinstance(given, list) else [given]
    _limit(len(entries), MAX_QUERIES, f"values in {where}")
    wanted = [_value(entry, where, base) for entry in entries]
    return [value for value in wanted if value.text.strip() or value.iri]


def _value(entry: Json, where: str, base: str) -> Wanted:
    if isinstance(entry, Mapping):
        if not isinstance(entry.get("id"), str):
            raise _wrong(f"{where}.id", "a string")
        name = entry.get("name", "")
        text = name if isinstance(name, str) and name else entry["id"]
        return Wanted(_short(text, where), full(_short(entry["id"], where), base))
    if isinstance(entry, bool):
        return Wanted("true" if entry else "false")
    if isinstance(entry, str | int | float):
        text = _short(str(entry), where)
        return Wanted(text, full(text, base))
    if entry is None:
        return Wanted("")
    raise _wrong(where, "a string, a number, true, false, or an object with an id")


def full(key: str, base: str) -> str:
    """The IRI of an id of this service; other ids are left as they are."""
    key = _plain(key).strip()
    return base + key if key.startswith(("id/", "issue/", "code/")) else key


def identifiers(given: Json, where: str, most: int = MAX_IDS) -> list[str]:
    """A list of strings."""
    found = _list(given, where)
    _limit(len(found), most, where)
    if not all(isinstance(entry, str) for entry in found):
        raise _wrong(where, "a list of strings")
    return found


def extension(document: Json) -> tuple[list[str], list[tuple[str, int]]]:
    """The ids of a data extension query, and its properties with the most values of each."""
    given = _object(document, "extend")
    properties: list[tuple[str, int]] = []
    for number, entry in enumerate(_list(given.get("properties"), "properties")):
        where = f"properties[{number}]"
        name = _object(entry, where).get("id")
        if not isinstance(name, str) or not name:
            raise _wrong(f"{where}.id", "the id of a property")
        settings = _object(entry.get("settings") or {}, f"{where}.settings")
        try:
            most = int(settings.get("limit") or 0)
        except (TypeError, ValueError, OverflowError):
            raise _wrong(f"{where}.settings.limit", "a number") from None
        properties.append((name, max(0, most)))
    _limit(len(properties), _MAX_CONDITIONS, "properties")
    return identifiers(given.get("ids"), "ids"), properties


def _types(given: list[Json], where: str) -> tuple[str, ...]:
    if not all(isinstance(entry, str) for entry in given):
        raise _wrong(f"{where}.type", "the id of a type")
    return tuple(dict.fromkeys(type_id(entry) for entry in given if entry))


def _candidates(given: Mapping[str, Json], where: str) -> int:
    limit = given.get("limit", _CANDIDATES)
    if isinstance(limit, bool) or not isinstance(limit, int | float) or not limit >= 1:
        raise _wrong(f"{where}.limit", "a positive number")
    return int(min(limit, MAX_CANDIDATES))


def _object(given: Json, where: str) -> dict[str, Json]:
    if not isinstance(given, dict):
        raise _wrong(where, "an object")
    return given


def _list(given: Json, where: str) -> list[Json]:
    if not isinstance(given, list):
        raise _wrong(where, "a list")
    _limit(len(given), MAX_IDS, where)
    return given


def _known(given: Mapping[str, Json], where: str, *names: str) -> None:
    for name in given:
        if name not in names:
            raise ProblemError(
                "bad-request", f"{where} has a field {name!r}; known are {', '.join(names)}."
            )


def _short(text: str, where: str) -> str:
    if len(text) > MAX_TEXT:
        raise ProblemError("too-large", f"{where} is longer than {MAX_TEXT:,} characters.")
    return _plain(text)


def _plain(text: str) -> str:
    """Without halves of characters, which JSON can hold and nothing else."""
    return text.encode("utf-8", "ignore").decode()


def _limit(count: int, most: int, what: str) -> None:
    if count > most:
        raise ProblemError(
            "too-large", f"There are {count:,} {what}; send at most {most:,} at a time."
        )


def _wrong(where: str, expected: str) -> ProblemError:
    return ProblemError("bad-request", f"{where} must be {expected}.")
