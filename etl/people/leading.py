"""Offices told by a verb or an owner: "a delegation led by X", "X heads the team", "X's Likud"."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from etl.entities import Kind
from etl.people.complements import Complement
from etl.people.line import Line
from etl.people.predicates import Predicates
from etl.people.sighting import Sighting
from etl.people.spans import Span
from etl.people.title import Title
from etl.people.words import word_set

RULE = "people/leading"
_LED = word_set("led headed chaired fronted")
_LEAD = word_set("lead head chair front")
_DELEGATIONS = word_set("delegation mission team")
_LED_GROUPS = _DELEGATIONS | word_set(
    "government cabinet coalition party movement faction front rebels guerrillas militia alliance"
    " commission committee council opposition junta administration"
)
_MINISTRIES = word_set("ministry department")
_MINE = word_set("his her")


def leading(
    line: Line, spans: Sequence[Span], titled: Sequence[Sighting], fields: frozenset[str]
) -> list[Sighting]:
    """The names of a line that lead a group, ministry or party without a title beside the name.

    ``fields`` are those of the ministries that the article names: "the ministry" is the one.
    """
    return _Reader(line, spans, titled, fields).read()


def ministry_fields(lines: Sequence[Line]) -> frozenset[str]:
    """The fields of the ministries that are named: "foreign", "defence"."""
    found = set()
    for line in lines:
        for i in range(1, len(line)):
            token = line.token(i - 1)
            field = token is not None and token.pos_ in {"ADJ", "NOUN", "PROPN"}
            if line.low(i) == "ministry" and field and line.words[i - 1].mention is None:
                found.add(line.low(i - 1))
    return frozenset(found)


class _Reader:
    def __init__(
        self,
        line: Line,
        spans: Sequence[Span],
        titled: Sequence[Sighting],
        fields: frozenset[str],
    ) -> None:
        self._line = line
        self._fields = fields
        self._predicates = Predicates(line, spans)
        taken = {id(t.span) for t in titled if t.rule == "people/title-before"}
        self._free = {s.first: s for s in spans if id(s) not in taken}
        self._index = {w.start - line.paragraph.start: i for i, w in enumerate(line.words)}

    def read(self) -> list[Sighting]:
        """The sightings, in the order of their verbs and owners."""
        found: list[Sighting | None] = []
        for i in range(len(self._line)):
            token = self._line.token(i)
            if token is None:
                continue
            if self._line.low(i) in _LED and self._line.low(i + 1) == "by":
                found.append(self._led_by(token, self._free.get(i + 2)))
            elif token.lemma_.lower() in _LEAD and token.pos_ == "VERB":
                found.append(self._leads(token))
        found += self._parties()
        return [s for s in found if s is not None]

    def _led_by(self, verb: Token, span: Span | None) -> Sighting | None:
        """ "The delegation, led by X"; "the ministry, headed by X"."""
        if span is None:
            return None
        noun = verb.head if verb.dep_ in {"acl", "relcl"} else None
        passive = (c for c in verb.children if c.dep_ == "nsubjpass")
        subject = next(passive, None)
        if subject is not None and subject.lower_ not in {"which", "that"}:
            noun = subject
        return None if noun is None else self._sighting(span, noun, _LED_GROUPS)

    def _leads(self, verb: Token) -> Sighting | None:
        """ "X heads the U.S. delegation"."""
        noun = next((c for c in verb.children if c.dep_ in {"dobj", "obj"}), None)
        span = self._predicates.subject(verb) if noun is not None else None
        if noun is None or span is None or span.first not in self._free or not span.is_person:
            return None
        return self._sighting(span, noun, _DELEGATIONS)

    def _parties(self) -> Iterator[Sighting]:
        """ "Trimble's Ulster Unionist Party"; "Trimble, who took his Unionist Party there"."""
        for mention in self._line.mentions(0, len(self._line)):
            first = self._index[mention.start - self._line.paragraph.start]
            if (
                mention.entity.kind is not Kind.ORGANIZATION
                or "party" not in (mention.text.lower().split()[-1:])
            ):
                continue
            last = self._line.mention_end(first)
            title = Title(self._line, first, first, first, last, stands_for="leader")
            title.bodies = [mention]
            span = self._owner(first)
            if span is not None and not self._plays_down(last):
                yield Sighting(span, title, RULE)

    def _owner(self, first: int) -> Span | None:
        if self._line.low(first - 1) == "'s":
            before = self._line.token(first - 2)
            return self._predicates.at(before) if before is not None else None
        pronoun = self._line.token(first - 1)
        if pronoun is not None and pronoun.lower_ == "whose":
            clause = next((a for a in pronoun.ancestors if a.dep_ == "relcl"), None)
            return self._predicates.at(clause.head) if clause is not None else None
        if pronoun is None or pronoun.lower_ not in _MINE:
            return None
        verb = next((a for a in pronoun.ancestors if a.pos_ in {"VERB", "AUX"}), None)
        return self._predicates.subject(verb) if verb is not None else None

    def _plays_down(self, i: int) -> bool:
        """Whether a colleague in the party follows: "his Labour Party colleagues", "… leader"."""
        token = self._line.token(i)
        return token is not None and token.pos_ in {"NOUN", "PROPN"}

    def _sighting(self, span: Span, noun: Token, groups: frozenset[str]) -> Sighting | None:
        """The lead of what a noun names; None where that is no group that acts."""
        head = self._index.get(int(noun.idx))
        if head is None:
            return None
        first = self._index.get(int(noun.left_edge.idx), head)
        mentions = self._line.mentions(first, head + 1)
        own = self._line.words[head].mention
        ministry = noun.lower_ in _MINISTRIES
        body = own is not None and own.entity.kind is Kind.ORGANIZATION and not own.entity.is_media
        if not (noun.lower_ in groups or ministry or body):
            return None
        title = Title(self._line, first, head, head, head + 1)
        title.bodies = mentions[::-1]
        if ministry:
            field = self._field(head)
            title.stands_for = f"{field} minister".strip()
        else:
            start = head
            while start > first and self._line.words[start - 1].mention is own is not None:
                start -= 1
            title.stands_for = "head"
            title.complements = [Complement("of", start, head + 1, tuple(mentions))]
        return Sighting(span, title, RULE)

    def _field(self, ministry: int) -> str:
        before = self._line.low(ministry - 1)
        if before in self._fields:
            return before
        return next(iter(self._fields)) if len(self._fields) == 1 else ""
