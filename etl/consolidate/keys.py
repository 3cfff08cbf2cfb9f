"""Readable keys for consolidated nodes, stable while what they are made of is."""

from collections import defaultdict

from etl.consolidate.names import is_proper
from etl.consolidate.report import Report
from etl.entities import Entity
from etl.facts import Agreement, Event, Statement
from etl.iris import slug

_MOST_NAMES = 4


class KeyMint:
    """Gives each node a key; a second claim to one gets the article's id, then a number."""

    def __init__(self) -> None:
        self._taken: dict[str, set[str]] = defaultdict(set)

    def claim(self, kind: str, key: str, article_id: str) -> str:
        """The key itself where it is free, else one made distinct."""
        taken = self._taken[kind]
        if key in taken:
            key = f"{key}-{slug(article_id)}"
        base, number = key, 1
        while key in taken:
            number += 1
            key = f"{base}-{number}"
        taken.add(key)
        return key


def event_key(reports: list[Report[Event]]) -> str:
    """Date, place and people or parties: ``2022-06-13-washington-antony-blinken-park-jin``."""
    event = reports[0].fact
    dated = [r.fact.when for r in reports if r.fact.when.earliest]
    days = sorted(when.earliest.isoformat() for when in dated if when.earliest)
    when = days[-1] if days else "undated"
    place = next((r.fact.place.key for r in reports if r.fact.place), None)
    who = event.participants if len(event.participants) >= 2 else event.parties
    names = sorted(e.key for e in who)
    shown = names[:_MOST_NAMES] + (["others"] if len(names) > _MOST_NAMES else [])
    if event.type == "DiplomaticEvent":
        return "-".join([*days[-1:], slug(event.label)])
    return "-".join([when, *([place] if place else []), *shown])


def agreement_key(reports: list[Report[Agreement]]) -> str:
    """The name; of an instrument without a name of its own, with its parties and article."""
    agreement = reports[0].fact
    if is_proper(agreement.name):
        return slug(agreement.name)
    parties = sorted(p.key for p in agreement.parties)[:_MOST_NAMES]
    return "-".join([slug(agreement.name), *parties, slug(reports[0].article.id)])


def statement_key(reports: list[Report[Statement]]) -> str:
    """Speaker, article and number."""
    statement = reports[0].fact
    speaker = statement.speaker
    name = speaker.key if isinstance(speaker, Entity) else slug(speaker)[:40]
    return f"{name}-{slug(reports[0].article.id)}-{statement.id.rsplit('-', 1)[-1]}"
