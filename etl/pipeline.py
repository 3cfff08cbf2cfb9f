"""Articles -> what each of them says, in parallel, with a cache of what did not change.

A failure of one article is a value, never an exception that stops the others.
"""

import os
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from pydantic import TypeAdapter
from pyoxigraph import RdfFormat, serialize

from etl.accounting import account_of
from etl.article import Article
from etl.consolidate.tenures import role_tenure_quads
from etl.facts import ArticleFacts
from etl.files import write_atomically
from etl.fingerprint import article_fingerprint, code_fingerprint
from etl.gazetteer import Gazetteer
from etl.iris import DEFAULT_BASE, Iris
from etl.llm import LlmSettings, Usage
from etl.llm import find_facts as find_facts_by_model
from etl.rdf import report_quads
from etl.read import find_facts, mentioned, read
from etl.reading import Reading
from ontology.check import check_data
from ontology.violation import errors

_FACTS = TypeAdapter(ArticleFacts)
_PARALLEL_FROM = 12  # fewer articles take less time than loading the model in more processes


@dataclass(frozen=True, slots=True)
class Settings:
    """What extraction depends on besides the articles."""

    gazetteer: Path | None = None  # None: the core that ships with the project
    model: str | None = None  # None: the pinned English model
    base: str = DEFAULT_BASE
    llm: LlmSettings | None = None  # None: the rules

    def context(self) -> str:
        """A digest of everything here and of the code, for cache keys."""
        gazetteer = open_gazetteer(self.gazetteer).fingerprint
        asked = self.llm.fingerprint() if self.llm else "rules"
        return f"{code_fingerprint(self.model)} {gazetteer} {self.base} {asked}"


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one article says: as facts and as sorted N-Quads; and how it was found."""

    article: Article
    facts: ArticleFacts
    nquads: str
    account: bytes  # an ``ontology.account.Account`` as a line of JSON
    cached: bool = False
    usage: Usage = field(default_factory=Usage)  # of a large language model


@dataclass(frozen=True, slots=True)
class Failure:
    """An article that could not be extracted; the others go on."""

    article: Article
    reason: str
    trace: str


@cache
def open_gazetteer(path: Path | None) -> Gazetteer:
    """The gazetteer at ``path``, or the core, opened once a process."""
    return Gazetteer.open(path) if path else Gazetteer.core()


class ShapeError(ValueError):
    """An article's graph is not shaped as the ontology's shapes demand."""


def extract(article: Article, settings: Settings, *, validate: bool = False) -> Extraction:
    """What one article says: a pure function of the article, the gazetteer and the code.

    Raises ``ShapeError`` when ``validate`` is set and the graph violates an error-level shape.
    """
    reading = read(article, open_gazetteer(settings.gazetteer), model=settings.model)
    facts, usage = _facts(reading, settings)
    iris, gazetteer = Iris(settings.base), open_gazetteer(settings.gazetteer)
    quads = report_quads(article, facts, iris)
    quads += role_tenure_quads(article, facts, gazetteer, iris)
    text = (serialize(sorted(quads, key=str), format=RdfFormat.N_QUADS) or b"").decode()
    if validate and (found := errors(check_data(text, "report", settings.base))):
        raise ShapeError("; ".join(str(violation) for violation in found[:3]))
    by = f"model {settings.llm.model}" if settings.llm else "rules"
    account = account_of(reading, facts, extractor=by).to_json()
    return Extraction(article, facts, text, account, usage=usage)


def _facts(reading: Reading, settings: Settings) -> tuple[ArticleFacts, Usage]:
    if settings.llm is None:
        return find_facts(reading), Usage()
    return find_facts_by_model(reading, mentioned(reading), settings.llm)


def extract_all(
    articles: Sequence[Article],
    settings: Settings,
    *,
    jobs: int | None = None,
    cache_dir: Path | None = None,
    validate: bool = False,
) -> Iterator[Extraction | Failure]:
    """Extract articles, in order; those whose extraction is in ``cache_dir`` are only read back.

    With ``validate``, an article whose graph violates an error-level shape fails. ``jobs`` is the
    number of processes; by default one for a few articles, else one a core.
    """
    context = settings.context() if cache_dir else ""
    known = {a.id: _recall(cache_dir, a, context) for a in articles} if cache_dir else {}
    missing = [a for a in articles if known.get(a.id) is None]
    fresh = _run([(a, settings, validate) for a in missing], jobs)
    for article in articles:
        result = known.get(article.id) or next(fresh)
        if cache_dir and isinstance(result, Extraction) and not result.cached:
            _remember(cache_dir, result, context)
        yield result


_Work = tuple[Article, Settings, bool]


def _run(work: Sequence[_Work], jobs: int | None) -> Iterator[Extraction | Failure]:
    if jobs is None:
        jobs = (os.cpu_count() or 1) if len(work) >= _PARALLEL_FROM else 1
    if jobs <= 1:
        yield from map(_attempt, work)
        return
    # Spawned, not forked: a forked child of a threaded process may hang.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_attempt, work, chunksize=2)


def _attempt(work: _Work) -> Extraction | Failure:
    article, settings, validate = work
    try:
        return extract(article, settings, validate=validate)
    except Exception as error:  # one bad article of ten thousand must not stop the rest
        return Failure(article, f"{type(error).__name__}: {error}", traceback.format_exc())


def _recall(cache_dir: Path, article: Article, context: str) -> Extraction | None:
    stem = cache_dir / article_fingerprint(article, context=context)
    with suppress(FileNotFoundError, ValueError):
        facts = _FACTS.validate_json(stem.with_suffix(".json").read_bytes())
        nquads = stem.with_suffix(".nq").read_text("utf-8")
        account = stem.with_suffix(".account").read_bytes()
        return Extraction(article, facts, nquads, account, cached=True)
    return None


def _remember(cache_dir: Path, extraction: Extraction, context: str) -> None:
    stem = cache_dir / article_fingerprint(extraction.article, context=context)
    write_atomically(stem.with_suffix(".nq"), extraction.nquads.encode())
    write_atomically(stem.with_suffix(".account"), extraction.account)
    # The facts are written last: an entry without them is no entry.
    write_atomically(stem.with_suffix(".json"), _FACTS.dump_json(extraction.facts))


def forget_others(cache_dir: Path, articles: Sequence[Article], settings: Settings) -> None:
    """Remove cached extractions of other articles or of earlier code."""
    context = settings.context()
    keep = {article_fingerprint(a, context=context) for a in articles}
    for path in cache_dir.iterdir():
        if path.stem not in keep:
            path.unlink(missing_ok=True)
