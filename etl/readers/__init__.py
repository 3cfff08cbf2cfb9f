"""Articles from files: text with metadata, web pages, JSON, news XML and feeds.

A bad input never stops the others: it comes back as a ``ReadProblem`` that says what, where and
what to do next.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from etl.article import Article
from etl.readers.content import decode, read_bytes
from etl.readers.files import Listing, is_metadata, list_files
from etl.readers.json_news import drafts_of, metadata_of, parse_json
from etl.readers.problems import (
    MAX_ARTICLE_BYTES,
    MAX_FILE_BYTES,
    ReadProblem,
    ReadResult,
    UnreadableError,
)
from etl.readers.record import Draft
from etl.readers.webpage import draft_of_page
from etl.readers.xml_news import drafts_of_xml, parse_xml

__all__ = ["ReadProblem", "ReadResult", "iter_articles", "read_articles"]

_Outcome = Article | ReadProblem


def read_articles(paths: Sequence[Path]) -> ReadResult:
    """All articles of these files and folders, and all problems met.

    Folders are read recursively, files in sorted order. An id that stands twice is a problem of
    the second article. Raises nothing for bad input.
    """
    articles: list[Article] = []
    problems: list[ReadProblem] = []
    for outcome in iter_articles(paths):
        if isinstance(outcome, Article):
            articles.append(outcome)
        else:
            problems.append(outcome)
    return ReadResult(tuple(articles), tuple(problems))


def iter_articles(paths: Sequence[Path]) -> Iterator[_Outcome]:
    """The same one by one, for collections that do not fit in memory."""
    return _distinct(_outcomes(list_files(paths)))


def _outcomes(listing: Listing) -> Iterator[_Outcome]:
    yield from listing.problems
    for path in listing.files:
        if is_metadata(path):
            continue
        try:
            yield from _READERS[path.suffix.lower()](path)
        except UnreadableError as problem:
            yield problem.at(str(path))


def _distinct(outcomes: Iterable[_Outcome]) -> Iterator[_Outcome]:
    """Outcomes without the articles whose id was taken by an earlier one."""
    taken: dict[str, str] = {}
    for outcome in outcomes:
        if isinstance(outcome, Article):
            if outcome.id in taken:
                yield ReadProblem(
                    outcome.path or outcome.id,
                    f"the id {outcome.id!r} belongs to an article already read "
                    f"from {taken[outcome.id]}",
                    'Give it another "id" in its metadata, or leave one of the two out',
                )
                continue
            taken[outcome.id] = outcome.path or outcome.id
        yield outcome


def _read_text(path: Path) -> Iterator[_Outcome]:
    """A text as given, with the metadata of the JSON file of the same stem where there is one."""
    text = decode(read_bytes(path, MAX_ARTICLE_BYTES))
    beside = path.with_suffix(".json")
    draft = Draft()
    if beside.is_file():
        try:
            draft = metadata_of(parse_json(decode(read_bytes(beside, MAX_ARTICLE_BYTES))))
        except UnreadableError as problem:
            # Its id may stand there: read without it, the article could come back as another one.
            yield ReadProblem(
                str(beside),
                problem.reason,
                f"{problem.advice}; {path.name} was left out because its id may stand there",
            )
            return
    draft.text = text
    yield from draft.finish(path, str(path), path.stem)


def _read_page(path: Path) -> Iterator[_Outcome]:
    yield from draft_of_page(read_bytes(path, MAX_FILE_BYTES)).finish(path, str(path), path.stem)


def _read_json(path: Path) -> Iterator[_Outcome]:
    value = parse_json(decode(read_bytes(path, MAX_FILE_BYTES)))
    yield from _finish_all(path, list(drafts_of(value)), "schema.org NewsArticle or ninjs item")


def _read_json_lines(path: Path) -> Iterator[_Outcome]:
    text = decode(read_bytes(path, MAX_FILE_BYTES))
    found = False
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        found = True
        where, stem = f"{path}, line {number}", f"{path.stem}-{number}"
        try:
            drafts = list(drafts_of(parse_json(line, number)))
        except UnreadableError as problem:
            yield problem.at(where)
            continue
        if not drafts:
            yield _no_article("schema.org NewsArticle or ninjs item").at(where)
        for position, draft in enumerate(drafts, start=1):
            name = stem if len(drafts) == 1 else f"{stem}-{position}"
            yield from draft.finish(path, where, name)
    if not found:
        raise UnreadableError(
            "empty: there is nothing in it", "Leave it out or supply the articles"
        )


def _read_xml(path: Path) -> Iterator[_Outcome]:
    root = parse_xml(read_bytes(path, MAX_FILE_BYTES))
    wanted = f"NITF, NewsML-G2, RSS or Atom article (its root is <{root.tag}>)"
    yield from _finish_all(path, list(drafts_of_xml(root)), wanted)


def _finish_all(path: Path, drafts: list[Draft], wanted: str) -> Iterator[_Outcome]:
    if not drafts:
        raise _no_article(wanted)
    for number, draft in enumerate(drafts, start=1):
        where = str(path) if len(drafts) == 1 else f"{path}, item {number}"
        stem = path.stem if len(drafts) == 1 else f"{path.stem}-{number}"
        yield from draft.finish(path, where, stem)


def _no_article(wanted: str) -> UnreadableError:
    return UnreadableError(
        f"there is no {wanted} in it", "Leave it out, or save the article as text in a .txt file"
    )


_READERS: dict[str, Callable[[Path], Iterator[_Outcome]]] = {
    ".txt": _read_text,
    ".html": _read_page,
    ".htm": _read_page,
    ".json": _read_json,
    ".jsonl": _read_json_lines,
    ".xml": _read_xml,
    ".rss": _read_xml,
    ".atom": _read_xml,
}
