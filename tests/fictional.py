"""Articles about countries that do not exist, so that nothing rests on reference data."""

from collections.abc import Sequence
from datetime import date

from etl.annotate import annotate
from etl.article import Article
from etl.document import Mention, Mentions
from etl.entities import Entity, Kind
from etl.extract.agreements import find_agreements
from etl.facts import Agreement, Role, When
from etl.reading import DateMention, Reading

POLITIES = {
    "Norland": ("Norland", "Norlandic"),
    "Sudria": ("Sudria", "Sudrian"),
    "Ostania": ("Ostania", "Ostanian"),
    "Westmark": ("Westmark",),
}
COUNCIL = Entity(Kind.ORGANIZATION, "un-security-council", "UN Security Council", is_body=True)
PERSON = Entity(Kind.OFFICIAL, "jane-doe", "Jane Doe")


def reading(text: str, dates: Sequence[tuple[str, date]] = ()) -> Reading:
    """A reading with made-up countries, so that nothing rests on the gazetteer."""
    entities = {
        form: Entity(Kind.POLITY, label.lower(), label)
        for label, forms in POLITIES.items()
        for form in forms
    }
    entities |= {"U.N. Security Council": COUNCIL, "Security Council": COUNCIL, "Doe": PERSON}
    mentions: list[Mention] = []
    for form in sorted(entities, key=len, reverse=True):
        start = text.find(form)
        while start >= 0:
            end = start + len(form)
            if all(end <= m.start or m.end <= start for m in mentions):
                mentions.append(Mention(start, end, form, entities[form]))
            start = text.find(form, end)
    served = Role(PERSON, "Foreign Minister", "foreign-minister", entities["Norland"], False, ())
    found = []
    for words, day in dates:
        start = text.index(words)
        found.append(DateMention(start, start + len(words), words, When(day, day, words)))
    return Reading(
        document=annotate(Article("x", text)),
        mentions=Mentions(mentions),
        roles={PERSON.key: (served,)},
        surfaces={},
        dates=tuple(sorted(found, key=lambda d: d.start)),
    )


def find(text: str) -> list[Agreement]:
    return find_agreements(reading(text))


def only(text: str) -> Agreement:
    found = find(text)
    assert len(found) == 1, [item.name for item in found]
    return found[0]


def parties(item: Agreement) -> set[str]:
    return {entity.label for entity in item.parties}
