"""By way of whom words reach the article: according to X, X said that Y vowed, Y told agency X."""

from collections.abc import Iterator

from spacy.tokens import Token

from etl.document import How, Paragraph
from etl.entities import Entity, Kind
from etl.extract.statements.acts import is_plain
from etl.extract.statements.phrases import agents, head_of_phrase, subject_of
from etl.extract.statements.quotes import Quotes
from etl.extract.statements.speakers import Speaker, Speakers
from etl.iris import slug

_INSTRUMENTS = frozenset(
    {"agreement", "accord", "pact", "deal", "treaty", "plan", "proposal", "law", "constitution",
     "resolution", "bill", "memorandum", "charter", "draft", "clause", "motion"}
)  # fmt: skip
_PRONOUNS = frozenset({"it", "they", "he", "she", "who", "which", "that", "we", "i", "you"})
_NEAREST = 3  # verbs of speech above another


class Relays:
    """Finds relays in one reading."""

    def __init__(self, speakers: Speakers) -> None:
        self.speakers = speakers

    def of(
        self, paragraph: Paragraph, verb: Token, quotes: Quotes, speakers: list[Entity]
    ) -> tuple[Speaker, tuple[Token, ...]] | None:
        """The last relay of what a verb reports, and the tokens that tell so."""
        for token in self._candidates(paragraph, verb, quotes):
            relay = self.named(paragraph, token)
            if relay is not None and relay not in speakers:
                return relay, (token,)
        return None

    def _candidates(self, paragraph: Paragraph, verb: Token, quotes: Quotes) -> Iterator[Token]:
        """The heads of phrases for a relay, the outermost first."""
        for token in verb.sent:
            if token.lower_ == "according" and not quotes.covers(int(token.idx)):
                source = _source(token)
                if source is not None and _holds_for(token, verb):
                    yield source
        for above in verb.ancestors:  # "was quoted by X as saying …, adding that …"
            if above.lemma_.lower() in {"quote", "cite"} and above.tag_ == "VBN":
                yield from agents(above)
        reporting = [a for a in verb.ancestors if _reports(a, verb)][:_NEAREST]
        added = [c for a in (verb, *verb.ancestors) for c in a.children if c.dep_ == "parataxis"]
        for above in (*reversed(added), *reversed(reporting)):
            subject = subject_of(above) if is_plain(above) else None
            if subject is None or quotes.covers(int(above.idx)):
                continue
            if subject.lower_ not in _PRONOUNS:
                yield subject

    def named(self, paragraph: Paragraph, token: Token) -> Speaker | None:
        """Who relays: an office is itself here, not the government that it speaks for."""
        if token.lemma_.lower() in _INSTRUMENTS:
            return None
        found = self.speakers.resolve(paragraph, token)
        if not isinstance(found, Entity):
            return found
        mention = self.speakers.reading.mentions.at(paragraph.start + int(token.idx))
        if found.kind is Kind.POLITY and mention is not None and mention.how is How.METONYM:
            head = head_of_phrase(token)
            if any(c.lower_ == "the" for t in (token, head) for c in t.children):
                label = " ".join(mention.text.split())
                return Entity(Kind.ORGANIZATION, slug(label), label, polity=found.key)
        return found


def told_to(speakers: Speakers, paragraph: Paragraph, verb: Token) -> Entity | None:
    """The news agency or paper that somebody told."""
    if verb.lemma_.lower() != "tell":
        return None
    for child in verb.children:
        if child.dep_ in {"dobj", "dative", "obj", "iobj"} and child.i > verb.i:
            found = speakers.resolve(paragraph, child)
            if isinstance(found, Entity) and found.is_media:
                return found
    return None


def _source(according: Token) -> Token | None:
    """The head of what stands behind "according to"."""
    return next((t for t in according.subtree if t.dep_ == "pobj"), None)


def _holds_for(according: Token, verb: Token) -> bool:
    """Whether "according to" is said of the clause of a verb: it encloses it, or depends on it."""
    first = according.i == verb.sent.start
    before = according.nbor(-1).text if not first else ""
    if first or before == ",":
        return True
    return according.head.i == verb.i or verb.is_ancestor(according)


def _reports(above: Token, verb: Token) -> bool:
    """Whether a verb stands in the clause that the one above it reports."""
    if any(c.dep_ == "ccomp" and c.i > above.i > verb.i for c in above.children):
        return False  # it reports something else
    if any(t.text == ";" for t in verb.doc[min(verb.i, above.i) : max(verb.i, above.i)]):
        return False
    child = verb
    while child.head.i != above.i:
        if child.head.i == child.i:
            return False
        child = child.head
    return child.dep_ == "ccomp"
