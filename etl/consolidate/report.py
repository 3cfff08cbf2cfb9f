"""One article's report of a thing, and groups of reports that speak of the same thing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from etl.article import Article
from etl.entities import Entity
from etl.facts import Agreement, ArticleFacts, Event, Statement

Fact = TypeVar("Fact", Event, Agreement, Statement)
Key = tuple[str, str]  # kind and key of an entity


@dataclass(frozen=True)
class Report(Generic[Fact]):
    """A fact, and the article that reports it with all that the article says."""

    article: Article
    fact: Fact
    facts: ArticleFacts

    @property
    def name(self) -> tuple[str, str]:
        """What identifies a report: the article's id and the fact's."""
        return self.article.id, self.fact.id


@dataclass(frozen=True)
class Judgement:
    """How much speaks for two reports telling of one thing, and what: codes of merge-reason.

    ``doubtful`` where the two alone would not be taken for one, though nothing rules it out.
    """

    score: float
    reasons: tuple[str, ...]
    doubtful: bool = False


@dataclass
class Group(Generic[Fact]):
    """Reports of one thing. Each but the first came in for reasons."""

    reports: list[Report[Fact]]
    reasons: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def ordered(self) -> list[Report[Fact]]:
        """The reports as they appeared."""
        return sorted(self.reports, key=lambda r: (article_order(r.article), r.fact.id))


def article_order(article: Article) -> tuple[str, str]:
    """Articles by publication, those without a date first, then by identifier."""
    return (article.published.latest.isoformat() if article.published else "", article.id)


def key_of(entity: Entity) -> Key:
    """What identifies a shared entity."""
    return entity.kind.value, entity.key


def keys_of(entities: Iterable[Entity]) -> frozenset[Key]:
    """The keys of several entities."""
    return frozenset(key_of(e) for e in entities)
