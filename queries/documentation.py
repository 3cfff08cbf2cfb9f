"""The questions as a page of documentation, ``queries/README.md``.

    python -m queries.documentation > queries/README.md

Everything in it comes from the headers of the questions' files.
"""

from __future__ import annotations

import shlex
from urllib.parse import urlencode

from ontology import code_values
from queries.catalog import Parameter, Question, groups
from queries.formats import FORMATS

_KINDS = {
    "date": "a date",
    "integer": "a whole number",
    "text": "one of those that there are",
}
_TITLE = """# The questions

Each file of `questions/` is one question: SPARQL that any server answers as it stands, below a
header that says what it is about. From that header come the page with its form, `parley ask`, the
operation in `/openapi.json`, the tool of `parley mcp`, the `sh:SPARQLExecutable` in the store, this
page, and tests.

A parameter that is left out leaves the question open. A name may be written in full or as the
articles write it; a date may be a day, a month or a year. `--evidence` (`evidence=true` in an
address) adds the sentence that says so to each row, with its article, date and outlet.

The header is YAML as [grlc](https://github.com/CLARIAH/grlc) reads it, and the parameters are named
as there: grlc serves this folder too.
"""


def documentation() -> str:
    """The page, as Markdown."""
    parts = [_TITLE]
    for group, members in groups().items():
        parts.append(f"## {group}\n")
        parts += [_question(asked) for asked in members]
    return "\n".join(parts)


def _question(asked: Question) -> str:
    lines = [f"### {asked.title}", "", asked.description, ""]
    lines += [f"`parley ask {asked.name}{_arguments(asked)}`  ", f"`{_address(asked)}`", ""]
    lines += [_parameter(parameter) for parameter in asked.parameters]
    lines += [""] if asked.parameters else []
    lines.append(f"Columns: {', '.join(f'`{name}`' for name in asked.columns)}.")
    files = [
        f"`.{name}`" for name, form in FORMATS.items() if form.needs and form.offered(asked.views)
    ]
    said = "Each row has its sentence." if asked.evidence else "Rows are counts or reference data."
    lines.append(said + (f" Views: {', '.join(files)}." if files else ""))
    return "\n".join(lines) + "\n"


def _examples(asked: Question) -> list[tuple[str, str]]:
    """What must be filled in, or else the first thing that can be."""
    needed = [parameter for parameter in asked.parameters if parameter.required]
    return [(p.name, p.example) for p in needed or asked.parameters[:1]]


def _arguments(asked: Question) -> str:
    return "".join(f" -p {shlex.quote(f'{name}={value}')}" for name, value in _examples(asked))


def _address(asked: Question) -> str:
    given = _examples(asked)
    return f"/ask/{asked.name}{f'?{urlencode(given)}' if given else ''}"


def _parameter(parameter: Parameter) -> str:
    if parameter.type == "code":
        kind = " · ".join(f"`{value}`" for value in code_values(parameter.of[0]))
    elif parameter.type == "entity":
        kind = f"the name of {_either(parameter.of)}"
    else:
        kind = _KINDS[parameter.type]
    needed = ", needed" if parameter.required else ""
    default = f"; `{parameter.default}` unless given" if parameter.default else ""
    return f"- `{parameter.name}` ({parameter.label}{needed}): {kind}{default}"


def _either(kinds: tuple[str, ...]) -> str:
    words = [f"{'an' if kind[0] in 'AEIOU' else 'a'} {kind}" for kind in kinds]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


if __name__ == "__main__":
    print(documentation(), end="")
