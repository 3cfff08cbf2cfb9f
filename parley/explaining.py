"""``parley explain``: sentence by sentence, what was seen, what it became, what was declined."""

from collections.abc import Iterator
from pathlib import Path

import click
from rich.markup import escape

from etl.files import write_atomically
from etl.llm import LlmSettings
from etl.pipeline import Settings, extract
from etl.readers import read_articles
from ontology.account import Account, Fact, Passage
from parley import options
from parley.build import NothingToBuildError
from parley.console import console, output
from parley.extractor import extractor
from server.accounts import stand_alone_page


@click.command("explain")
@click.argument("path", metavar="ARTICLE", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a page (.html) or the account for programs (.json) instead of text.",
)
@options.gazetteer
@options.model
@extractor
def explain(
    path: Path,
    file: Path | None,
    gazetteer: Path | None,
    model: str | None,
    llm: LlmSettings | None,
) -> None:
    """Show each sentence of an ARTICLE with its mentions and the facts that rest on it."""
    if file is not None and file.suffix not in (".html", ".json"):
        raise click.UsageError(f"{file}: a page ends in .html, an account for programs in .json")
    accounts = _accounts(path, Settings(gazetteer=gazetteer, model=model, llm=llm))
    if file is None:
        for account in accounts:
            for line in explanation(account):
                output.print(line)
        return
    if file.suffix == ".json":
        content = b"[" + b",\n".join(a.to_json() for a in accounts) + b"]\n"
    else:
        content = stand_alone_page(accounts).encode()
    write_atomically(file, content)
    console.print(f"{len(accounts)} {'article' if len(accounts) == 1 else 'articles'} in {file}")


def _accounts(path: Path, settings: Settings) -> list[Account]:
    found = read_articles([path])
    if not found.articles:
        raise NothingToBuildError(
            "; ".join(str(p) for p in found.problems) or f"{path}: no article"
        )
    return [Account.from_json(extract(article, settings).account) for article in found.articles]


def explanation(account: Account) -> Iterator[str]:
    """The lines of the explanation, with console markup."""
    issues = [f.label for f in account.facts if f.type == "Issue"]
    yield f"[bold]{escape(account.article)}[/] ({account.published or 'no date'}), about: " + (
        ", ".join(issues) or "nothing recognised"
    )
    known = {fact.id: fact for fact in account.facts}
    for passage in account.passages:
        text = escape(passage.text or "")
        if passage.kind != "body":
            yield f"\n[dim]{passage.kind}: {text}[/]"
            if not passage.grounds:
                continue
        else:
            yield f"\n{text}"
        yield from _notes(passage, known)


def _notes(passage: Passage, known: dict[str, Fact]) -> Iterator[str]:
    named = [s for s in passage.seen if s.how != "date"]
    if named:
        shown = ", ".join(f"{s.text} → {s.what}" for s in named)
        yield f"  [cyan]mentions[/]  {escape(shown)}"
    for seen in passage.seen:
        if seen.how == "date":
            yield f"  [cyan]date[/]      {escape(f'{seen.text} → {seen.what} ({seen.label})')}"
    for ground in passage.grounds:
        line = _fact(known[ground.fact])
        yield f"  [green]fact[/]      {escape(line)}  [dim]{escape(ground.rule)}[/]"
    for choice in passage.choices:
        target = f"{choice.label} ({choice.wikidata.rpartition('/')[2]})" if choice.wikidata else ""
        line = f"{choice.name} → {target or 'no link'}: {choice.reason}"
        yield f"  [magenta]link[/]      {escape(line)}"
    for refused in passage.refused:
        yield f"  [yellow]declined[/]  {escape(f'{refused.what}: {refused.reason}')}"


def _fact(fact: Fact) -> str:
    name = "" if fact.type in ("Role", "Issue") else f"{fact.id}: "
    details = "; ".join(f"{key} {value}" for key, value in fact.details)
    return f"{name}{fact.label}" + (f" [{details}]" if details else "")
