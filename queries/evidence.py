"""The sentences behind rows: as columns of the same query, or as receipts for single facts.

A fact is a node of the default graph with ``parley:reportedAs``, or what one article says of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from ontology.prefixes import PREFIXES
from queries.shape import shape_of
from queries.table import Value, read_table
from store.engine import Engine

COLUMNS = ("sentence", "article", "articleLabel", "published", "outlet", "articles")
"""What evidence adds to a table: the first passage of the first article and where it stands, and
the number of articles that report the fact."""

_USED = ("dcterms", "oa", "parley")
# Of a fact that articles report: its passages in all of them.
_REPORTED = """\
    WHERE {{
      ?{fact} parley:reportedAs ?report .
      GRAPH ?graph {{ ?report parley:evidence ?node }}
    }}"""
# Of what a single article says: its passages there.
_SAID = "    WHERE {{ GRAPH ?graph {{ ?{fact} parley:evidence ?node }} }}"
# The filters keep an OPTIONAL from matching everything where there is no passage.
_COLUMNS = """
  OPTIONAL {{
    SELECT ?{fact} (COUNT(DISTINCT ?graph) AS ?articles) (MIN(STR(?node)) AS ?passage)
{where}
    GROUP BY ?{fact}
  }}
  BIND(IRI(?passage) AS ?evidence)
  OPTIONAL {{
    GRAPH ?article {{ ?evidence oa:exact ?sentence }}
    FILTER(BOUND(?passage))
  }}
  OPTIONAL {{
    ?article dcterms:identifier ?identifier .
    OPTIONAL {{ ?article dcterms:title ?written }}
    OPTIONAL {{ ?article dcterms:issued ?published }}
    OPTIONAL {{ ?article dcterms:publisher ?outlet }}
    BIND(COALESCE(?written, ?identifier) AS ?articleLabel)
    FILTER(BOUND(?sentence))
  }}"""

_RECEIPTS = f"""PREFIX dcterms: <{PREFIXES["dcterms"]}>
PREFIX oa: <{PREFIXES["oa"]}>
PREFIX parley: <{PREFIXES["parley"]}>
SELECT DISTINCT ?fact ?article ?title ?published ?outlet ?link ?start ?end ?sentence WHERE {{
  VALUES ?fact {{ %s }}
  {{ ?fact parley:reportedAs ?report . GRAPH ?article {{ ?report parley:evidence ?evidence }} }}
  UNION
  {{ GRAPH ?article {{ ?fact parley:evidence ?evidence }} }}
  GRAPH ?article {{ ?evidence oa:exact ?sentence ; oa:start ?start ; oa:end ?end }}
  ?article dcterms:identifier ?identifier .
  OPTIONAL {{ ?article dcterms:title ?written }}
  BIND(COALESCE(?written, ?identifier) AS ?title)
  OPTIONAL {{ ?article dcterms:issued ?published }}
  OPTIONAL {{ ?article dcterms:publisher ?outlet }}
  OPTIONAL {{ ?article dcterms:source ?link }}
}} ORDER BY ?fact ?published ?article ?start ?end"""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One passage that states a fact: `start` and `end` count characters of the article's text.

    `published` is a day, a month or a year as the article gives it; it, `outlet` and `link` (the
    article's own address) are empty where they are not known.
    """

    sentence: str
    article: str
    title: str
    published: str
    outlet: str
    link: str
    start: int
    end: int


def with_evidence(query: str, fact: str) -> str:
    """The query with the columns of ``COLUMNS`` for the fact in one of its columns.

    Rows, their order and their other columns stay as they are. A query that has sentences already
    stays as it is. Raises ``ValueError`` where the query is no ``SELECT``.
    """
    shape = shape_of(query)
    if COLUMNS[0] in shape.columns:
        return query
    # A row with an article of its own is about what that article says.
    where = _SAID if "article" in shape.columns else _REPORTED
    names = [*shape.columns, *(name for name in COLUMNS if name not in shape.columns)]
    missing = "".join(
        f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n"
        for prefix in _USED
        if not re.search(rf"(?im)^\s*PREFIX\s+{prefix}:", shape.prologue)
    )
    body = "\n".join(f"    {line}".rstrip() for line in shape.body.splitlines())
    return (
        f"{shape.prologue.rstrip()}\n{missing}\n"
        f"SELECT {' '.join(f'?{name}' for name in names)}\n"
        f"WHERE {{\n  {{\n{body}\n  }}"
        f"{_COLUMNS.format(fact=fact, where=where.format(fact=fact))}\n}}\n{shape.order}\n"
    )


def receipts(engine: Engine, facts: Iterable[Value]) -> Mapping[str, tuple[Receipt, ...]]:
    """Every passage for each of the facts, by IRI, in order of publication and of the text.

    Values that are no IRIs, and IRIs without a passage, are left out. Raises what
    ``Engine.query`` raises.
    """
    nodes = sorted({str(fact) for fact in facts if isinstance(fact, NamedNode)})
    found: dict[str, list[Receipt]] = {}
    if not nodes:
        return {}
    for row in read_table(engine, _RECEIPTS % " ".join(nodes)).rows:
        fact, article, title, published, outlet, link, start, end, sentence = (
            "" if value is None else str(getattr(value, "value", value)) for value in row
        )
        receipt = Receipt(sentence, article, title, published, outlet, link, int(start), int(end))
        found.setdefault(fact, []).append(receipt)
    return {fact: tuple(listed) for fact, listed in found.items()}
