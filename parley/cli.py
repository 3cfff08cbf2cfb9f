"""``parley``: articles about diplomacy in, a graph with evidence out."""

import sys
from pathlib import Path

import click

from etl.files import write_atomically
from etl.llm import EndpointError, LlmSettings
from etl.pipeline import Settings
from parley import options, remote_options
from parley.asking import ask, query
from parley.build import NothingToBuildError, build, extract_paths
from parley.checking import check
from parley.console import console
from parley.consolidating import MisshapenGraphError
from parley.explaining import explain
from parley.extractor import extractor
from parley.history import snapshots as snapshots_command
from parley.keeping import backup_command, restore_command
from parley.limiting import retained, retention
from parley.linking import link
from parley.reference import gazetteer
from parley.reporting import print_build, print_problems, print_usage, print_welcome
from parley.reports import report
from parley.serving import Serving, serving
from parley.settings import VARIABLE, read
from parley.tools import mcp
from parley.uploading import uploader
from queries.errors import QuestionError, UnknownQuestionError
from server.serve import ServeError
from store.errors import NoSnapshotError, StoreError
from store.remote_http import Endpoint
from store.snapshots import current_snapshot


class Failed(click.ClickException):
    """A failure that the message explains; exit status 1."""

    def show(self, file: object = None) -> None:
        """Print the message on standard error."""
        console.print(f"[bold red]Error:[/] {self.format_message()}", markup=True)

    def format_message(self) -> str:
        """The message with square brackets taken literally."""
        return self.message.replace("[", r"\[")


class Group(click.Group):
    """Turns the failures that rooms announce into messages instead of tracebacks."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except UnknownQuestionError as error:
            raise click.UsageError(str(error)) from error
        except NoSnapshotError as error:
            raise Failed(f"{error} Run: parley build PATH --store DIR") from error
        except (
            EndpointError,
            NothingToBuildError,
            MisshapenGraphError,
            StoreError,
            ServeError,
            QuestionError,
        ) as error:
            raise Failed(str(error)) from error
        except BrokenPipeError:
            sys.stderr.close()
            raise SystemExit(1) from None


def _read_settings(context: click.Context, _option: click.Parameter, file: Path | None) -> None:
    if file is not None:
        context.default_map = read(file, context.command)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="parley-kg", prog_name="parley")
@click.option(
    "--settings",
    envvar=VARIABLE,
    show_envvar=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    callback=_read_settings,
    expose_value=False,
    is_eager=True,
    help="Settings file (TOML), for what is set by neither flag nor environment.",
)
def main() -> None:
    """News about diplomacy as a knowledge graph, with the sentence behind every row."""


def _settings(
    gazetteer: Path | None, model: str | None, base_iri: str, llm: LlmSettings | None
) -> Settings:
    return Settings(gazetteer=gazetteer, model=model, base=base_iri, llm=llm)


@main.command("up")
@options.paths
@options.store
@options.extraction
@extractor
@serving
def up_command(
    paths: tuple[Path, ...],
    store_dir: Path,
    gazetteer: Path | None,
    model: str | None,
    base_iri: str,
    jobs: int | None,
    llm: LlmSettings | None,
    serving: Serving,
) -> None:
    """Build the graph from articles and serve it: the main job.

    PATHS are articles (.txt with an optional .json beside it, .html, .json, .jsonl, .xml) or
    folders of them.
    """
    serving.check()
    report = build(
        paths,
        store_dir,
        _settings(gazetteer, model, base_iri, llm),
        jobs=jobs,
        retention=serving.limiting.limits().retention,
    )
    print_build(report, store_dir)
    print_usage(report.extracted, llm)
    print_welcome(serving.host, serving.port)
    serving.run(store_dir, base_iri)


@main.command("extract")
@options.paths
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="N-Quads file to write.",
)
@options.extraction
@extractor
def extract_command(
    paths: tuple[Path, ...],
    output: Path,
    gazetteer: Path | None,
    model: str | None,
    base_iri: str,
    jobs: int | None,
    llm: LlmSettings | None,
) -> None:
    """Write what each article says, in a named graph of its own, without consolidation."""
    extracted = extract_paths(paths, _settings(gazetteer, model, base_iri, llm), jobs=jobs)
    write_atomically(output, "".join(r.nquads for r in extracted.results).encode())
    print_problems(extracted)
    print_usage(extracted, llm)
    console.print(f"{len(extracted.results)} articles written to {output}")


@main.command("build")
@options.paths
@options.store
@options.extraction
@extractor
@remote_options.remote
@retention
@click.option(
    "--discard-writes",
    is_flag=True,
    help="Drop what was written to the store since its last build, instead of keeping it.",
)
def build_command(
    paths: tuple[Path, ...],
    store_dir: Path,
    endpoint: Endpoint | None,
    gazetteer: Path | None,
    model: str | None,
    base_iri: str,
    jobs: int | None,
    llm: LlmSettings | None,
    snapshots: int,
    snapshot_days: float,
    discard_writes: bool,
) -> None:
    """Extract what changed, consolidate and publish a snapshot.

    Afterwards the store holds exactly the articles of PATHS; one that is no longer there is
    withdrawn. A server that runs on the store goes over to the new snapshot by itself.

    With --endpoint and --data-endpoint the graph is written to that SPARQL server, which is to
    hold nothing else, and the store only keeps what is needed to write less the next time.
    """
    report = build(
        paths,
        store_dir,
        _settings(gazetteer, model, base_iri, llm),
        jobs=jobs,
        retention=retained(snapshots, snapshot_days),
        keep_writes=not discard_writes,
        deliver=uploader(endpoint, store_dir, base_iri) if endpoint else None,
    )
    print_build(report, store_dir)
    print_usage(report.extracted, llm)


@main.command("serve")
@options.store
@serving
@options.base
@remote_options.remote
def serve_command(
    store_dir: Path,
    base_iri: str,
    endpoint: Endpoint | None,
    serving: Serving,
) -> None:
    """Serve a store that was built before, or what another SPARQL server holds."""
    serving.check()
    if endpoint is None:
        current_snapshot(store_dir)  # fails here, before anything is promised
    print_welcome(serving.host, serving.port)
    serving.run(store_dir, base_iri, endpoint)


main.add_command(ask)
main.add_command(backup_command)
main.add_command(restore_command)
main.add_command(check)
main.add_command(query)
main.add_command(mcp)
main.add_command(report)
main.add_command(snapshots_command)
main.add_command(explain)
main.add_command(link)
main.add_command(gazetteer)
