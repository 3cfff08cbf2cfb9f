"""The inference rules: CONSTRUCT queries in ``ontology/rules``, applied in the order of names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ontology.prefixes import BASE

_FIELD = re.compile(r"#\s*(Title|Infers|Why|Note):\s*(.*)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``name`` is the file's stem without its number: ``met-with``."""

    name: str
    file: str
    title: str
    infers: str
    why: str
    query: str  # SPARQL CONSTRUCT, complete with its prefixes


def inferred_graph(rule: str, base: str = BASE) -> str:
    """IRI of the named graph that holds what a rule infers."""
    base = base if base.endswith("/") else f"{base}/"
    return f"{base}id/graph/inferred/{rule}"


@cache
def rules(base: str = BASE) -> tuple[Rule, ...]:
    """All rules in reading order, for data under ``base``.

    Raises ``ValueError`` for a file whose header lacks a title, what it infers or why.
    """
    folder = files("ontology").joinpath("rules")
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".rq")), key=lambda f: f.name)
    return tuple(parse_rule(f.name, f.read_text("utf-8"), base) for f in found)


def parse_rule(file: str, text: str, base: str = BASE) -> Rule:
    """A rule from a file's name and text; codes in it are moved under ``base``."""
    fields = dict(_header(text))
    missing = [name for name in ("Title", "Infers", "Why") if not fields.get(name)]
    if missing:
        raise ValueError(f"ontology/rules/{file}: its header has no {' and no '.join(missing)}")
    base = base if base.endswith("/") else f"{base}/"
    query = text.replace(f"<{BASE}code/", f"<{base}code/")
    name = re.sub(r"^\d+-|\.rq$", "", file)
    return Rule(name, file, fields["Title"], fields["Infers"], fields["Why"], query)


def _header(text: str) -> Iterator[tuple[str, str]]:
    """The fields of the comment that a file begins with, continued on indented lines."""
    name, value = "", ""
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        start = _FIELD.match(line)
        if start:
            yield name, value
            name, value = start.group(1), start.group(2)
        else:
            value = f"{value} {line.lstrip('#').strip()}"
    yield name, value
