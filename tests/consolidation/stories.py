"""Invented wire stories with their gold clusters, and how the system clusters what it finds.

Each file is a story: articles in TOML, each with the events, agreements and statements that it
reports. ``is`` names the thing in the world, ``says`` is a piece of each sentence that tells of it;
``mode`` (if not in person) and ``day`` tell it from another in the same sentence. Several facts of
an article can be of one thing. A quotation that no article lists is the only one of its words.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode

from etl.article import Article, Published
from etl.consolidate import consolidated_quads
from etl.facts import Agreement, ArticleFacts, Event, Statement
from etl.gazetteer import Gazetteer
from etl.iris import Iris
from etl.read import find_facts, read
from ontology import terms

HERE = Path(__file__).parent
Mention = str  # "ARTICLE#LOCAL" of a report, or "ARTICLE#missed-N" of one that was not found


@dataclass(frozen=True)
class Story:
    """A file: its articles with what they say, and the gold of each article by kind."""

    name: str
    reports: tuple[tuple[Article, ArticleFacts], ...]
    gold: Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]]  # kind -> article -> entries


@cache
def stories(part: str) -> tuple[Story, ...]:
    """The stories of a folder, read by the system with the core gazetteer."""
    return tuple(_story(path) for path in sorted((HERE / part).glob("*.toml")))


def _story(path: Path) -> Story:
    found = tomllib.loads(path.read_text("utf-8"))["article"]
    gold: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(dict)
    for entry in found:
        for kind in ("event", "agreement", "statement"):
            gold[kind][entry["id"]] = entry.get(kind, [])
            for each in gold[kind][entry["id"]]:
                said = [each["says"]] if isinstance(each["says"], str) else each["says"]
                assert all(s in entry["text"] for s in said), (entry["id"], said)
    articles = [article_of(entry) for entry in found]
    return Story(
        path.stem, tuple((a, find_facts(read(a, Gazetteer.core()))) for a in articles), gold
    )


def article_of(entry: Mapping[str, object]) -> Article:
    """An article of a story's file."""
    day = entry["published"]
    return Article(
        id=str(entry["id"]),
        text=str(entry["text"]),
        title=str(entry["title"]),
        published=Published(day, day),  # type: ignore[arg-type]
        publisher=str(entry["publisher"]),
    )


@dataclass
class Clusters:
    """Clusters of mentions in the gold and as the system has them; twinless ones in one only."""

    gold: dict[str, set[Mention]] = field(default_factory=lambda: defaultdict(set))
    system: dict[str, set[Mention]] = field(default_factory=lambda: defaultdict(set))

    def gold_of_found(self) -> dict[str, set[Mention]]:
        """The gold clusters of all that was found; what nobody reports stands by itself."""
        found = {m for members in self.system.values() for m in members}
        clusters = {name: members & found for name, members in self.gold.items()}
        known = {m for members in clusters.values() for m in members}
        alone = {m: {m} for m in found - known}
        return {name: members for name, members in clusters.items() if members} | alone


def clusters(story_list: Iterable[Story], kind: str) -> Clusters:
    """Gold and system clusters of one kind over all stories, consolidated together."""
    found = Clusters()
    chosen = list(story_list)
    merged = merged_nodes([pair for story in chosen for pair in story.reports])
    for story in chosen:
        for article, facts in story.reports:
            _align(found, story, article, facts, kind, merged)
    return found


def merged_nodes(reports: Sequence[tuple[Article, ArticleFacts]]) -> dict[str, str]:
    """Report node -> consolidated node, as the graph of these articles has it."""
    return {
        quad.object.value: quad.subject.value
        for quad in consolidated_quads(reports, Iris())
        if quad.predicate == NamedNode(terms.REPORTED_AS) and isinstance(quad.object, NamedNode)
        and isinstance(quad.subject, NamedNode)
        and "/status/" not in quad.subject.value
    }  # fmt: skip


def _align(
    found: Clusters,
    story: Story,
    article: Article,
    facts: ArticleFacts,
    kind: str,
    merged: Mapping[str, str],
) -> None:
    entries = story.gold[kind][article.id]
    named: set[str] = set()
    for fact in _of_kind(facts, kind):
        mention = f"{article.id}#{fact.id}"
        found.system[merged[Iris().node(article.id, fact.id)]].add(mention)
        fitting = [entry for entry in entries if _is(fact, entry)]
        if fitting:
            best = max(fitting, key=lambda entry: _fit(fact, entry))
            named.add(best["is"])
            found.gold[f"{story.name}/{best['is']}"].add(mention)
        elif kind == "statement":
            found.gold[mention].add(mention)
    for entry in entries:
        if entry["is"] not in named:
            found.gold[f"{story.name}/{entry['is']}"].add(f"{article.id}#missed-{entry['is']}")


def _of_kind(facts: ArticleFacts, kind: str) -> list[Event | Agreement | Statement]:
    if kind == "event":
        return [e for e in facts.events if e.type != "DiplomaticEvent"]
    if kind == "agreement":
        return list(facts.agreements)
    return [s for s in facts.statements if s.quote]


def _is(fact: Event | Agreement | Statement, entry: Mapping[str, Any]) -> bool:
    if isinstance(fact, Event) and fact.type != entry["type"]:
        return False
    if isinstance(fact, Event) and fact.mode and fact.mode != entry.get("mode", "in-person"):
        return False
    return _overlap(fact, entry) > 0


def _overlap(fact: Event | Agreement | Statement, entry: Mapping[str, Any]) -> int:
    """How many of the sentences that tell of a thing a fact rests on."""
    said = [entry["says"]] if isinstance(entry["says"], str) else entry["says"]
    return sum(any(s in e.exact or e.exact in s for e in fact.evidence) for s in said)


def _fit(fact: Event | Agreement | Statement, entry: Mapping[str, Any]) -> tuple[int, int]:
    """How well a fact fits a gold entry: by its day, then by its sentences."""
    day = isinstance(fact, Event) and fact.when.earliest == entry.get("day", "none")
    return int(day), _overlap(fact, entry)
