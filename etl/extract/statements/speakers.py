"""Who a phrase means: a person, a polity or organisation, or a source described in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from etl.document import How, Mention, Paragraph
from etl.entities import Entity, Kind
from etl.reading import Reading

Speaker = Entity | str

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_HE_SHE = {"he": "m", "she": "f", "him": "m", "her": "f", "his": "m"}
_GROUP_PRONOUNS = frozenset({"it", "they", "them"})
_RELATIVES = frozenset({"who", "which", "that", "whom"})
_TRIMMED = frozenset({"det", "amod", "compound", "poss", "nmod", "nummod", "case", "punct"})
_REPORTS = frozenset(
    {"statement", "letter", "communique", "declaration", "report", "message", "speech", "tweet"}
)
_ISSUES = frozenset({"issue", "release", "make", "send", "publish", "deliver", "write", "give"})


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
        self._sources: dict[str, str] = {}  # unnamed sources as introduced, by their noun

    def resolve(self, paragraph: Paragraph, token: Token) -> Speaker | None:
        """Who the phrase headed by ``token`` means, or None."""
        if token.lower_ in _RELATIVES and token.dep_ in _SUBJECTS and token.head.dep_ == "relcl":
            token = token.head.head
        if token.lower_ in _HE_SHE:
            return self._pronoun(paragraph, token)
        if token.lower_ in _GROUP_PRONOUNS:
            return self._group(paragraph)
        person = self._person(paragraph, token)
        if person is not None:
            return person
        return self._named(paragraph, token) or self._described(paragraph, token)

    # people ------------------------------------------------------------------------------------

    def _pronoun(self, paragraph: Paragraph, token: Token) -> Speaker | None:
        mention = self.reading.mentions.at(paragraph.start + token.idx)
        gender = _HE_SHE[token.lower_]
        last = self.context.recent(paragraph.index, 1)
        if last is not None and self._continues(paragraph, token):
            if isinstance(last, str):
                return last if mention is None else mention.entity
            if last.kind is Kind.OFFICIAL and self._genders.get(last.key, gender) == gender:
                return last
        if mention is not None:
            return mention.entity
        recent = self.context.recent(paragraph.index, 3)
        if isinstance(recent, Entity) and recent.kind is not Kind.OFFICIAL:
            return None
        return recent

    def _continues(self, paragraph: Paragraph, token: Token) -> bool:
        """Whether nobody else became the subject between the last speech and this pronoun."""
        end = paragraph.start + token.idx
        for mention in reversed(self.reading.mentions.within(self._last_end, end, Kind.OFFICIAL)):
            if mention.how is not How.PRONOUN and self._is_subject(mention):
                return mention.entity == self.context.speaker
        return True

    _last_end = 0

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
                return span is not None and _head_of_phrase(span.root).dep_ in _SUBJECTS
        return False

    def _person(self, paragraph: Paragraph, token: Token) -> Entity | None:
        own = self._at(paragraph, token)
        if own is not None and own.entity.kind is Kind.OFFICIAL:
            return own.entity
        for part in _phrase(token):
            mention = self._at(paragraph, part)
            if mention is not None and mention.entity.kind is Kind.OFFICIAL:
                return mention.entity
        return None

    # others ------------------------------------------------------------------------------------

    def _group(self, paragraph: Paragraph) -> Speaker | None:
        recent = self.context.recent(paragraph.index, 2)
        if isinstance(recent, Entity) and recent.kind is Kind.OFFICIAL:
            return None
        return recent

    def _named(self, paragraph: Paragraph, token: Token) -> Entity | None:
        mention = self._at(paragraph, token)
        if mention is None or mention.how is How.DEMONYM:
            return None
        if mention.entity.kind in (Kind.POLITY, Kind.ORGANIZATION):
            return mention.entity
        return None

    def _described(self, paragraph: Paragraph, token: Token) -> str | None:
        if token.pos_ not in {"NOUN", "PROPN", "ADJ"}:
            return None
        start, end = description_span(token)
        text = paragraph.text[start:end].strip(" ,\"'“”")
        head, words = token.lemma_.lower(), text.lower().split()
        if words[:1] in (["the"], ["that"]) and len(words) == 2:
            return self._sources.get(head, text)
        if words and words[0] != "the":
            self._sources[head] = text
        return text or None

    def _at(self, paragraph: Paragraph, token: Token) -> Mention | None:
        return self.reading.mentions.at(paragraph.start + int(token.idx))


def _head_of_phrase(token: Token) -> Token:
    while token.dep_ in {"compound", "appos", "flat", "nmod"} and token.head.i != token.i:
        token = token.head
    return token


def _phrase(token: Token) -> Iterator[Token]:
    """The words of a name: compounds on the left, appositions, no possessors or complements."""
    for child in token.children:
        if child.dep_ in {"compound", "nmod", "flat"} or child.dep_ == "appos":
            yield child
            yield from _phrase(child)


def description_span(token: Token) -> tuple[int, int]:
    """The extent, in the paragraph, of the noun phrase that a token heads: "an aide to X"."""
    first, last = token, token
    for child in token.lefts:
        if child.dep_ in _TRIMMED and child.text not in {",", '"', "-"}:
            first = min(first, child.left_edge, key=lambda t: t.i)
        else:
            first = token if child.i > first.i else first
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ in {"of", "for"} and child.i == last.i + 1:
            last = child.right_edge if child.right_edge.i - child.i <= 6 else last
    return int(first.idx), int(last.idx) + len(last)


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb: its own, or the one it shares with or borrows from a verb above."""
    for _ in range(6):
        own = next((c for c in verb.children if c.dep_ in _SUBJECTS), None)
        if own is not None:
            return own
        if (
            verb.dep_ in {"conj", "xcomp", "advcl", "ccomp", "pcomp", "dep", "parataxis"}
            or verb.dep_ == "prep"
        ):
            above = verb.head
        elif verb.dep_ in {"acl", "relcl"}:
            return _author(verb.head)
        else:
            return None
        while above.dep_ == "prep" and above.head.i != above.i:
            above = above.head
        if above.i == verb.i:
            return None
        if above.pos_ in {"NOUN", "PROPN", "PRON"}:
            return _author(above)
        verb = above
    return None


def _author(noun: Token) -> Token:
    """Who issued a statement that speaks: "the group issued a statement saying"."""
    verb = noun.head
    issued = noun.lemma_.lower() in _REPORTS and verb.lemma_.lower() in _ISSUES
    return (issued and noun.dep_ in {"dobj", "obj"} and subject_of(verb)) or noun


def _genders(reading: Reading) -> dict[str, str]:
    """The gender of each person whom a pronoun means somewhere in the article."""
    counts: dict[str, dict[str, int]] = {}
    for mention in reading.mentions:
        gender = _HE_SHE.get(mention.text.lower())
        if mention.how is How.PRONOUN and gender:
            tally = counts.setdefault(mention.entity.key, {})
            tally[gender] = tally.get(gender, 0) + 1
    return {key: max(tally, key=lambda g: (tally[g], g)) for key, tally in counts.items()}
