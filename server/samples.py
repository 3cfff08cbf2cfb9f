"""A query -> code that asks it from elsewhere: curl, Python and R."""

from __future__ import annotations

from typing import Final, NamedTuple

_CURL: Final = """curl --get {endpoint} \\
  --header 'Accept: text/csv' \\
  --data-urlencode query@- <<'SPARQL'
{query}
SPARQL
"""
_PYTHON: Final = """from SPARQLWrapper import JSON, SPARQLWrapper

endpoint = SPARQLWrapper({endpoint!r})
endpoint.setReturnFormat(JSON)
endpoint.setQuery({query})
for row in endpoint.queryAndConvert()["results"]["bindings"]:
    print({{name: term["value"] for name, term in row.items()}})
"""
_R: Final = """library(httr)

query <- r"---({query})---"
reply <- GET("{endpoint}", query = list(query = query), accept("text/csv"))
rows <- read.csv(text = content(reply, "text", encoding = "UTF-8"))
"""


class Sample(NamedTuple):
    """Code in a language."""

    language: str
    code: str


def samples(query: str, endpoint: str) -> tuple[Sample, ...]:
    """The same query for each language, to be run as it is."""
    text = "\n".join(query.strip().splitlines())
    return (
        Sample("curl", _CURL.format(endpoint=endpoint, query=text)),
        Sample("Python", _PYTHON.format(endpoint=endpoint, query=_python(text))),
        Sample("R", _R.format(endpoint=endpoint, query=text)),
    )


def _python(text: str) -> str:
    """A literal over several lines, where nothing in the text has to be escaped."""
    if "\\" in text or '"""' in text or text.endswith('"'):
        return repr(text)
    return f'"""\n{text}\n"""'
