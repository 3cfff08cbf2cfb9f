"""Who a phrase means: a person, a polity or organisation, or a source described in words."""

from dataclasses import dataclass

from spacy.tokens import Token

from etl.document import How, Mention, Paragraph
from etl.entities import Entity, Kind
from etl.extract.statements.phrases import SUBJECTS, head_of_phrase, name_parts
from etl.extract.statements.sources import Sources
from etl.reading import Reading

Speaker = Entity | str

_HE_SHE = {"he": "m", "she": "f", "him": "m", "her": "f", "his": "m"}
_GROUP_PRONOUNS = frozenset({"it", "they", "them"})
_LONG_NAME = 5  # letters from which a name may be misspelt
_PERSONS = frozenset(
    {"leader", "lawmaker", "diplomat", "senator", "congressman", "congresswoman", "politician",
     "statesman", "general", "lawyer", "veteran", "envoy", "republican",
     "democrat", "conservative", "man", "woman", "economist", "soldier", "president", "premier",
     "negotiator", "chief", "governor", "academic", "professor", "spymaster", "strongman", "cleric",
     "candidate", "nominee", "adviser", "advisor", "ambassador", "commander", "king", "native"}
)  # fmt: skip
_RELATIVES = frozenset({"who", "which", "that", "whom"})


@dataclass
class Context:
    """Who spoke last, and in which paragraph: for pronouns and for quotes that name nobody."""

    speaker: Speaker | None = None
    paragraph: int = -9

    def recent(self, paragraph: int, reach: int) -> Speaker | None:
        """The last speaker, unless more than ``reach`` paragraphs ago."""
        return self.speaker if paragraph - self.paragraph <= reach else None

    def set(self, speaker: Speaker, paragraph: int) -> None:
        """Note who spoke."""
        self.speaker, self.paragraph = speaker, paragraph


class Speakers:
    """Resolves the phrase that a token heads."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.context = Context()
        self._genders = _genders(reading)
        self.sources = Sources()
        self._last_end = 0

    def resolve(self, paragraph: Paragraph, token: Token) -> Speaker | None:
        """Who the phrase headed by ``token`` means, or None."""
        if token.lower_ in _RELATIVES and token.dep_ in SUBJECTS and token.head.dep_ == "relcl":
            token = token.head.head
        if token.lower_ in _HE_SHE:
            return self._pronoun(paragraph, token)
        if token.lower_ in _GROUP_PRONOUNS:
            return self._group(paragraph)
        person = self._person(paragraph, token)
        if person is not None:
            return person
        named = self._named(paragraph, token)
        if named is not None and not _is_member(token, named):
            return named
        return self._varied(paragraph, token) or self.sources.describe(paragraph, token)

    def _varied(self, paragraph: Paragraph, token: Token) -> Entity | None:
        """Who spoke last, called otherwise for a change: "the 62-year-old leader", "the Texan".

        Only by a definite noun for a person that nobody was introduced with.
        """
        last = self.context.recent(paragraph.index, 2)
        definite = any(c.lower_ == "the" for c in token.children)
        described = any(c.dep_ in {"amod", "compound", "nummod"} for c in token.children)
        if not isinstance(last, Entity) or last.kind is not Kind.OFFICIAL:
            return None
        if not (definite and described) or token.tag_ not in {"NN", "NNP"}:
            return None
        noun = token.lemma_.lower()
        if noun not in _PERSONS or self.sources.is_introduced(token):
            return None
        states = {
            m.entity.key
            for t in token.subtree
            if (m := self._at(paragraph, t)) is not None and m.entity.kind is Kind.POLITY
        }
        served = {r.polity.key for r in self.reading.roles.get(last.key, ()) if r.polity}
        if states and not states & served:
            return None
        return last if self._continues(paragraph, token) else None

    # people ------------------------------------------------------------------------------------

    def _pronoun(self, paragraph: Paragraph, token: Token) -> Speaker | None:
        mention = self.reading.mentions.at(paragraph.start + token.idx)
        gender = _HE_SHE[token.lower_]
        last = self.context.recent(paragraph.index, 1)
        if last is not None and self._continues(paragraph, token):
            same = self.context.recent(paragraph.index, 0) is not None
            if isinstance(last, str) and (
                mention is None or (same and self.sources.is_person(last))
            ):
                return last
            if (
                isinstance(last, Entity)
                and last.kind is Kind.OFFICIAL
                and self._genders.get(last.key, gender) == gender
            ):
                return last
        if mention is not None:
            return mention.entity
        recent = self.context.recent(paragraph.index, 3)
        if isinstance(recent, Entity) and recent.kind is not Kind.OFFICIAL:
            return None
        return recent

    def _is_official(self, speaker: Speaker, gender: str) -> bool:
        if not isinstance(speaker, Entity) or speaker.kind is not Kind.OFFICIAL:
            return False
        return self._genders.get(speaker.key, gender) == gender

    def _continues(self, paragraph: Paragraph, token: Token) -> bool:
        """Whether nobody else became the subject between the last speech and this pronoun."""
        end = paragraph.start + token.idx
        for mention in reversed(self.reading.mentions.within(self._last_end, end, Kind.OFFICIAL)):
            if mention.how is not How.PRONOUN and self._is_subject(mention):
                return mention.entity == self.context.speaker
        return True

    def spoke(self, speaker: Speaker, paragraph: Paragraph, end: int) -> None:
        """Note who spoke, and where the attribution ended (offset in the article)."""
        self.context.set(speaker, paragraph.index)
        self._last_end = end

    def _is_subject(self, mention: Mention) -> bool:
        for paragraph in self.reading.document.paragraphs:
            if paragraph.start <= mention.start < paragraph.end:
                span = paragraph.doc.char_span(
                    mention.start - paragraph.start,
                    mention.end - paragraph.start,
                    alignment_mode="expand",
                )
                return span is not None and head_of_phrase(span.root).dep_ in SUBJECTS
        return False

    def _person(self, paragraph: Paragraph, token: Token) -> Entity | None:
        own = self._at(paragraph, token)
        if own is not None and own.entity.kind is Kind.OFFICIAL:
            return own.entity
        for part in name_parts(token):
            mention = self._at(paragraph, part)
            if mention is not None and mention.entity.kind is Kind.OFFICIAL:
                return mention.entity
        return self._misspelt(token) if own is None and token.pos_ == "PROPN" else None

    def _misspelt(self, token: Token) -> Entity | None:
        """The official whose family name differs by one letter, where there is only one."""
        if len(token) < _LONG_NAME:
            return None
        found = {
            m.entity
            for m in self.reading.mentions
            if m.how is How.NAME
            and m.entity.kind is Kind.OFFICIAL
            and _differs_by_one(m.text.split()[-1], token.text)
        }
        return found.pop() if len(found) == 1 else None

    # others ------------------------------------------------------------------------------------

    def _group(self, paragraph: Paragraph) -> Speaker | None:
        recent = self.context.recent(paragraph.index, 2)
        if isinstance(recent, Entity) and recent.kind is Kind.OFFICIAL:
            return None
        return recent

    def _named(self, paragraph: Paragraph, token: Token) -> Entity | None:
        mention = self._at(paragraph, token)
        if mention is not None and _may_speak(mention):
            return mention.entity
        for part in name_parts(token):  # "state news agency IRNA"
            mention = self._at(paragraph, part)
            if mention is not None and mention.entity.is_media:
                return mention.entity
        return None

    def _at(self, paragraph: Paragraph, token: Token) -> Mention | None:
        return self.reading.mentions.at(paragraph.start + int(token.idx))


def _is_member(token: Token, named: Entity) -> bool:
    """Whether a party's name is one member's: "the Texas Republican"."""
    single = token.lower_ in {"republican", "democrat"}
    return single and named.kind is Kind.ORGANIZATION


def _may_speak(mention: Mention) -> bool:
    kinds = (Kind.POLITY, Kind.ORGANIZATION)
    return mention.how is not How.DEMONYM and mention.entity.kind in kinds


def _differs_by_one(name: str, other: str) -> bool:
    """Whether one letter, not the first, is added, left out or changed."""
    if name[:1] != other[:1] or abs(len(name) - len(other)) > 1 or name == other:
        return False
    head = next((i for i, (a, b) in enumerate(zip(name, other, strict=False)) if a != b), None)
    if head is None:
        return True
    return name[head + (len(name) >= len(other)) :] == other[head + (len(other) >= len(name)) :]


def _genders(reading: Reading) -> dict[str, str]:
    """The gender of each person whom a pronoun means somewhere in the article."""
    counts: dict[str, dict[str, int]] = {}
    for mention in reading.mentions:
        gender = _HE_SHE.get(mention.text.lower())
        if mention.how is How.PRONOUN and gender:
            tally = counts.setdefault(mention.entity.key, {})
            tally[gender] = tally.get(gender, 0) + 1
    return {key: max(tally, key=lambda g: (tally[g], g)) for key, tally in counts.items()}
