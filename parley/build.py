"""Articles -> a published snapshot: read, extract what changed, consolidate, publish."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from etl.article import Article
from etl.facts import ArticleFacts
from etl.files import write_atomically
from etl.iris import Iris
from etl.pipeline import (
    Extraction,
    Failure,
    Settings,
    extract_all,
    forget_others,
    open_gazetteer,
)
from etl.readers import ReadProblem, read_articles
from ontology.declarations import prefix_ntriples
from ontology.graphs import reference_ntriples
from parley.console import Progress, console
from parley.consolidating import HeldBack, consolidate, nquads
from queries.examples import question_ntriples
from store.engine import Snapshot
from store.publish import publish
from store.reasoning import infer_files
from store.snapshots import Retention

Deliver = Callable[[Sequence[Path], Path], Snapshot]


class NothingToBuildError(Exception):
    """No article could be read or extracted; the message says why and what to do."""


@dataclass(frozen=True)
class Counts:
    """How much the articles say."""

    articles: int = 0
    officials: int = 0
    meetings: int = 0
    visits: int = 0
    press_events: int = 0
    agreements: int = 0
    statements: int = 0


@dataclass(frozen=True)
class Extracted:
    """What came of reading and extracting a set of paths."""

    results: tuple[Extraction, ...]
    problems: tuple[ReadProblem, ...]
    failures: tuple[Failure, ...]

    @property
    def reports(self) -> list[tuple[Article, ArticleFacts]]:
        """Articles with their facts."""
        return [(r.article, r.facts) for r in self.results]


@dataclass(frozen=True)
class BuildReport:
    """What a build did."""

    extracted: Extracted
    counts: Counts
    snapshot: Snapshot
    held_back: tuple[HeldBack, ...] = ()


def extract_paths(
    paths: Sequence[Path],
    settings: Settings,
    *,
    jobs: int | None = None,
    cache_dir: Path | None = None,
    validate: bool = False,
) -> Extracted:
    """Read and extract the articles of files and folders; ``validate`` leaves out misshapen ones.

    Raises ``NothingToBuildError`` when none could be. Problems of single articles are returned.
    """
    read = read_articles(paths)
    if not read.articles:
        raise NothingToBuildError(_explain(paths, read.problems))
    results: list[Extraction] = []
    failures: list[Failure] = []
    with Progress("Reading articles", len(read.articles)) as progress:
        outcomes = extract_all(
            read.articles, settings, jobs=jobs, cache_dir=cache_dir, validate=validate
        )
        for outcome in outcomes:
            progress.advance(outcome.article.id)
            if isinstance(outcome, Failure):
                failures.append(outcome)
            else:
                results.append(outcome)
    if not results:
        reasons = "\n".join(f"  {f.article.id}: {f.reason}" for f in failures[:5])
        raise NothingToBuildError(
            f"none of {len(failures)} articles could be extracted:\n{reasons}"
        )
    return Extracted(tuple(results), read.problems, tuple(failures))


def build(
    paths: Sequence[Path],
    store_dir: Path,
    settings: Settings,
    *,
    jobs: int | None = None,
    retention: Retention | None = None,
    keep_writes: bool = True,
    deliver: Deliver | None = None,
) -> BuildReport:
    """Make the store hold exactly the articles of ``paths`` and publish a snapshot of it.

    What was written to the store since its last build is kept unless ``keep_writes`` is false.
    With ``deliver``, the graph is not published in the store but handed to it, as N-Quads files
    and the accounts of the articles.

    The last published snapshot serves until the new one is complete. An article whose graph
    violates an error-level shape is left out; a fact that makes the consolidated graph violate one
    is held back from that. Raises ``NothingToBuildError``,
    ``MisshapenGraphError`` and ``store.errors.StoreError``.
    """
    reports_dir = store_dir / "reports"
    reports_dir.mkdir(parents=True, exist_ok=True)
    extracted = extract_paths(paths, settings, jobs=jobs, cache_dir=reports_dir, validate=True)
    with console.status("Consolidating and publishing"):
        files, held_back = _write_quads(extracted, store_dir / "quads", settings)
        accounts = _write_accounts(extracted, store_dir)
        if deliver is None:
            snapshot = publish(
                store_dir, files, accounts=accounts, retention=retention, keep_writes=keep_writes
            )
    if deliver is not None:
        snapshot = deliver(files, accounts)
    forget_others(reports_dir, [r.article for r in extracted.results], settings)
    return BuildReport(extracted, count(extracted.reports), snapshot, held_back)


def _write_quads(
    extracted: Extracted, folder: Path, settings: Settings
) -> tuple[list[Path], tuple[HeldBack, ...]]:
    """The N-Quads files that make up the store: reference data, consolidated graph, articles."""
    iris, gazetteer = Iris(settings.base), open_gazetteer(settings.gazetteer)
    consolidated, held_back = consolidate(extracted.reports, gazetteer, iris)
    contents = {
        "reference.nq": reference_ntriples(settings.base).encode(),
        "prefixes.nq": prefix_ntriples(settings.base).encode(),
        "questions.nq": question_ntriples(settings.base).encode(),
        "consolidated.nq": consolidated,
        "reports.nq": "".join(r.nquads for r in extracted.results).encode(),
    }
    for name, content in contents.items():
        write_atomically(folder / name, content)
    asserted = [folder / "reference.nq", folder / "consolidated.nq"]
    inferred = folder / "inferred.nq"
    write_atomically(inferred, nquads(infer_files(asserted, settings.base)))
    return [*(folder / name for name in contents), inferred], held_back


def _write_accounts(extracted: Extracted, store_dir: Path) -> Path:
    """The accounts of all articles, by identifier, as JSON lines."""
    path = store_dir / "quads" / "accounts.jsonl"
    ordered = sorted(extracted.results, key=lambda r: r.article.id)
    write_atomically(path, b"".join(r.account + b"\n" for r in ordered))
    return path


def count(reports: Sequence[tuple[Article, ArticleFacts]]) -> Counts:
    """How many facts of each kind the articles report (before consolidation)."""
    events = [event.type for _, facts in reports for event in facts.events]
    return Counts(
        articles=len(reports),
        officials=len({r.official.key for _, facts in reports for r in facts.roles}),
        meetings=events.count("Meeting"),
        visits=events.count("Visit"),
        press_events=events.count("PressEvent"),
        agreements=sum(len(facts.agreements) for _, facts in reports),
        statements=sum(len(facts.statements) for _, facts in reports),
    )


def _explain(paths: Sequence[Path], problems: Sequence[ReadProblem]) -> str:
    where = ", ".join(str(p) for p in paths)
    listed = "".join(f"\n  {problem}" for problem in problems[:10])
    if not listed:
        listed = "\n  Articles are .txt, .html, .json, .jsonl or .xml files, or folders of them."
    return f"no article could be read from {where}{listed}"
