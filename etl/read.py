"""Article -> Reading -> ArticleFacts: the story of extraction in one file."""

from etl.annotate import annotate
from etl.article import Article
from etl.dates import find_dates
from etl.document import Mention, Mentions, ParagraphKind
from etl.entities import Entity, Kind
from etl.extract.agreements import find_agreements
from etl.extract.events import find_events
from etl.extract.gate import is_diplomacy
from etl.extract.issues import find_issues
from etl.extract.outcomes import link_outcomes
from etl.extract.statements import find_statements
from etl.facts import ArticleFacts, Declined
from etl.gazetteer import Gazetteer
from etl.names import find_names
from etl.people import find_people
from etl.reading import Reading


def read(article: Article, gazetteer: Gazetteer, *, model: str | None = None) -> Reading:
    """Annotate an article and find its mentions, people and dates."""
    document = annotate(article, model=model)
    names = find_names(document, gazetteer)
    people = find_people(document, names, gazetteer)
    mentions = [*people.mentions, *_clear_of(names, people.mentions)]
    return Reading(
        document=document,
        mentions=Mentions(mentions),
        roles=people.roles,
        surfaces={**_surfaces(names), **people.surfaces},
        dates=find_dates(document),
        declined=people.declined,
        links=people.links,
        context=_countries(names, gazetteer),
    )


def find_facts(reading: Reading) -> ArticleFacts:
    """All that an article says. An article that is not about diplomacy says nothing."""
    article_id = reading.document.article.id
    if reason := is_diplomacy(reading).reason_against:
        text = reading.document.article.text
        declined = Declined(0, min(len(text), 80), "the whole article", reason)
        return ArticleFacts(article_id, (), {}, (), (), (), (), (), (declined,))
    found = find_events(reading)
    agreements = find_agreements(reading)
    events = link_outcomes(found.events, agreements)
    statements = find_statements(reading, events)
    return ArticleFacts(
        article_id=article_id,
        mentions=mentioned(reading),
        surfaces=dict(reading.surfaces),
        roles=tuple(role for roles in reading.roles.values() for role in roles),
        events=events,
        agreements=tuple(agreements),
        statements=tuple(statements),
        issues=tuple(find_issues(reading)),
        declined=(*reading.declined, *found.declined),
        context=reading.context,
    )


def _clear_of(names: list[Mention], people: list[Mention]) -> list[Mention]:
    """The names that no mention of a person overlaps."""
    taken: set[int] = set()
    for mention in people:
        taken.update(range(mention.start, mention.end))
    return [n for n in names if not taken.intersection(range(n.start, n.end))]


def _countries(names: list[Mention], gazetteer: Gazetteer) -> tuple[Entity, ...]:
    """The polities that the places named lie in, which the text need not name."""
    keys = {m.entity.polity for m in names if m.entity.kind is Kind.PLACE and m.entity.polity}
    found = (gazetteer.entity(Kind.POLITY, key) for key in sorted(keys))
    return tuple(entity for entity in found if entity is not None)


def _surfaces(names: list[Mention]) -> dict[str, tuple[str, ...]]:
    """The forms in which each polity, organisation and place is named, longest first."""
    forms: dict[str, dict[str, None]] = {}
    for mention in names:
        key = f"{mention.entity.kind}/{mention.entity.key}"
        forms.setdefault(key, {})[" ".join(mention.text.split())] = None
    return {key: tuple(sorted(f, key=lambda t: (-len(t), t))) for key, f in forms.items()}


def mentioned(reading: Reading) -> tuple[Entity, ...]:
    """Every entity that the text and its captions name, by kind and key."""
    order = [kind.value for kind in Kind]
    seen: dict[tuple[str, str], Entity] = {}
    for paragraph in reading.document.paragraphs:
        if paragraph.kind is ParagraphKind.FURNITURE:
            continue  # headlines of other articles
        for mention in reading.mentions_in(paragraph.start, paragraph.end):
            seen.setdefault((mention.entity.kind.value, mention.entity.key), mention.entity)
    return tuple(sorted(seen.values(), key=lambda e: (order.index(e.kind.value), e.key)))
