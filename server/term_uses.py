"""Which canned questions and which rules speak of a term."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from ontology import terms
from ontology.inference import Rule, rules
from queries.binding import Token, tokens
from queries.catalog import Question, questions

_PREFIX = "parley"


@cache
def questions_by_term() -> Mapping[str, tuple[Question, ...]]:
    """The questions whose query, or a parameter of it, names a term: by its IRI, by title."""
    found: dict[str, list[Question]] = {}
    for question in sorted(questions().values(), key=lambda each: (each.title, each.name)):
        named = terms_in(question.text)
        for parameter in question.parameters:
            if parameter.type == "entity":
                named |= {f"{terms.NAMESPACE}{name}" for name in parameter.of}
        for iri in sorted(named):
            found.setdefault(iri, []).append(question)
    return MappingProxyType({iri: tuple(found[iri]) for iri in sorted(found)})


@cache
def rules_by_term() -> Mapping[str, tuple[Rule, ...]]:
    """The rules whose query names a term: by its IRI, in reading order."""
    found: dict[str, list[Rule]] = {}
    for rule in rules():
        for iri in sorted(terms_in(rule.query)):
            found.setdefault(iri, []).append(rule)
    return MappingProxyType({iri: tuple(found[iri]) for iri in sorted(found)})


def terms_in(query: str) -> set[str]:
    """The IRIs of the ontology's terms in a query; strings and comments do not count."""
    parts = [token for token in tokens(query) if token.kind != "comment"]
    found = {
        token.text[1:-1]
        for token in parts
        if token.kind == "iri" and token.text.startswith(f"<{terms.NAMESPACE}")
    }
    for prefix, colon, name in zip(parts, parts[1:], parts[2:], strict=False):
        if _is(prefix, _PREFIX) and colon.text == ":" and name.kind == "word":
            found.add(f"{terms.NAMESPACE}{name.text}")
    return found & terms.ALL


def _is(token: Token, word: str) -> bool:
    return token.kind == "word" and token.text == word
