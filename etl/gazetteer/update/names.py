"""What people and organisations are called, and what tells people of one name apart."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from etl.entities import Kind
from etl.gazetteer.build.people import Person, merged
from etl.gazetteer.build.places import Found
from etl.gazetteer.records import Tenure
from etl.gazetteer.update.asking import Asker, Row
from etl.gazetteer.update.holders import source_id
from etl.gazetteer.update.offices import classes
from etl.gazetteer.update.report import Outcome, Report

_BATCH = 150
_FIRST = ("en", "mul")  # languages that a label is taken from before all others


@dataclass
class _Names:
    """Names of one item."""

    labels: dict[str, str] = field(default_factory=dict)  # by language
    spoken: dict[str, None] = field(default_factory=dict)  # English, and of every language
    others: dict[str, None] = field(default_factory=dict)
    retrieved: str = ""

    def add(self, row: Row) -> None:
        name, language = row.get("name"), row.get("language")
        if row.get("use") == "label":
            self.labels[language] = min(self.labels.get(language, name), name)
        (self.spoken if language in _FIRST else self.others)[name] = None
        self.retrieved = row.retrieved

    @property
    def label(self) -> str:
        """The English label, else the one for every language, else the first by language."""
        order = [*_FIRST, *sorted(self.labels)]
        return next((self.labels[lang] for lang in order if lang in self.labels), "")


def _names(asker: Asker, qids: Sequence[str], what: str) -> dict[str, _Names]:
    found: dict[str, _Names] = {}
    for row in asker.rows("names", "item", qids, _BATCH, what):
        if qid := row.item("item"):
            found.setdefault(qid, _Names()).add(row)
    return found


def find_people(asker: Asker, tenures: dict[str, list[Tenure]], report: Report) -> list[Person]:
    """The people who held these tenures; those without a name are reported and left out."""
    qids = sorted(tenures, key=lambda q: int(q[1:]))
    names = _names(asker, qids, "Names of people")
    people = {}
    for qid in qids:
        if qid in names and names[qid].label:
            known = names[qid]
            person = Person(qid, known.label, source=source_id(known.retrieved))
            person.names = dict.fromkeys(sorted({*known.spoken, *known.others}))
            person.tenures = merged(tenures[qid])
            people[qid] = person
        else:
            offices = " | ".join(t.office_label for t in tenures[qid])
            report.add(Outcome.UNNAMED, "person", qid, "", offices)
    for row in asker.rows("people", "item", list(people), _BATCH, "People"):
        if found := people.get(row.item("item") or ""):
            found.gender = min(filter(None, (found.gender, row.get("gender"))), default=None)
            found.born = min(filter(None, (found.born, row.get("born")[:10])), default="")
    return list(people.values())


def find_organizations(asker: Asker, known: Iterable[str]) -> Iterator[Found]:
    """Organisations between states, and the known ones, with their English names."""
    asked = list(classes("organizations"))
    rows = asker.rows("organizations", "class", asked, 1, "Organisations")
    qids = {qid for row in rows if (qid := row.item("item"))} | set(known)
    listed = sorted(qids, key=lambda q: int(q[1:]))
    for qid, names in _names(asker, listed, "Names of organisations").items():
        if names.label:
            found = Found(Kind.ORGANIZATION, "", names.label, qid, source_id(names.retrieved))
            found.names = dict.fromkeys(sorted(names.spoken))
            yield found
