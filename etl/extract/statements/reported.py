"""Statements told indirectly: each speaker, by way of whom, and to whom."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from etl.document import How, Paragraph
from etl.entities import Entity, Kind
from etl.extract.statements.attribution import Attribution
from etl.extract.statements.occasions import Occasions
from etl.extract.statements.paraphrase import Indirect
from etl.extract.statements.phrases import conjuncts, subject_of
from etl.extract.statements.quotes import Quotes
from etl.extract.statements.relays import Relays, told_to
from etl.extract.statements.speakers import Speaker, Speakers

_MOST_SPEAKERS = 4
_GOVERNMENTS = frozenset(
    {"government", "regime", "side", "authority", "leadership", "administration", "leader",
     "official", "counterpart", "military", "junta", "ministry", "army"}
)  # fmt: skip
_GUESTS = frozenset(
    {"guest", "visitor", "delegation", "delegate", "counterpart", "leader", "minister", "president",
     "premier", "chancellor", "envoy", "participant", "him", "her", "them"}
)  # fmt: skip
_COUNTERPARTS = frozenset({"counterpart", "opposite"})


class Reporter:
    """Who speaks in indirect speech. Only named people, states and bodies do."""

    def __init__(self, speakers: Speakers, occasions: Occasions) -> None:
        self.speakers, self.occasions = speakers, occasions
        self.relays = Relays(speakers)

    def attributions(
        self, paragraph: Paragraph, told: Indirect, found: Attribution | None, quotes: Quotes
    ) -> Iterator[Attribution]:
        """One attribution for each of those who spoke; ``found`` is what the verb's clause gave."""
        if told.agent is not None:
            found = None  # the clause gave another subject
        if found is not None and found.via is not None:  # "was quoted by X as saying"
            speakers, subject = [found.speaker], found.tokens[0]
        else:
            head = told.agent if told.agent is not None else subject_of(told.verb)
            if head is None or quotes.covers(int(head.idx)):
                return
            subject, speakers = head, list(self._speakers(paragraph, head))
        named = [s for s in speakers if isinstance(s, Entity) and may_be_told(s)]
        if not named or (found is not None and found.speaker not in named):
            return
        if told.verb.lemma_.lower() == "welcome" and self._is_guest(paragraph, told.addressed):
            return
        via, tokens = self._via(paragraph, told, found, quotes, named)
        for speaker in named[:_MOST_SPEAKERS]:
            base = found or Attribution(speaker, None, (), rule="frame", confidence=0.65)
            addressee = self._addressee(paragraph, told, speaker) or base.addressee
            yield replace(
                base,
                speaker=speaker,
                verb=told.verb.lemma_.lower() if base.verb is None else base.verb,
                tokens=(subject, *tokens, told.verb),
                via=via,
                addressee=addressee if addressee != speaker else None,
            )

    def _speakers(self, paragraph: Paragraph, subject: Token) -> Iterator[Speaker]:
        for token in conjuncts(subject):
            if token.lower_ in {"they", "them"}:
                continue  # a group that the text has not put together in one place
            if token.lower_ == "it" and self.speakers.context.paragraph != paragraph.index:
                continue
            found = self.speakers.resolve(paragraph, token)
            if token.lower_ == "who" and not _is_person(found):
                continue
            if found is not None:
                yield found

    def _via(
        self,
        paragraph: Paragraph,
        told: Indirect,
        found: Attribution | None,
        quotes: Quotes,
        speakers: list[Entity],
    ) -> tuple[Speaker | None, tuple[Token, ...]]:
        relay = self.relays.of(paragraph, told.verb, quotes, speakers)
        if relay is not None:
            return relay
        if found is not None and found.via is not None:
            return found.via, found.tokens
        return told_to(self.speakers, paragraph, told.verb), ()

    def _is_guest(self, paragraph: Paragraph, token: Token | None) -> bool:
        """Whether somebody is received, not something approved of."""
        if token is None:
            return False
        found = self.speakers.reading.mentions.at(paragraph.start + int(token.idx))
        official = found is not None and found.entity.kind is Kind.OFFICIAL
        return official or token.ent_type_ == "PERSON" or token.lemma_.lower() in _GUESTS

    # addressees --------------------------------------------------------------------------------

    def _addressee(self, paragraph: Paragraph, told: Indirect, speaker: Entity) -> Entity | None:
        heads = [told.addressed] if told.addressed is not None else list(_told(told.verb))
        for head in heads:
            found = self._named(paragraph, head, speaker)
            if found is not None:
                return found
        return None

    def _named(self, paragraph: Paragraph, token: Token, speaker: Entity) -> Entity | None:
        """The person, state or body that a phrase names; "his U.S. counterpart"."""
        at = self.speakers.reading.mentions.at
        mention = at(paragraph.start + int(token.idx))
        lemma = token.lemma_.lower()
        if mention is not None and mention.how is not How.DEMONYM and may_be_told(mention.entity):
            return mention.entity
        if lemma not in _GOVERNMENTS and lemma not in _COUNTERPARTS:
            return None
        owners = [at(paragraph.start + int(t.idx)) for t in token.lefts]
        owner = next((m.entity for m in owners if m and m.entity.kind is Kind.POLITY), None)
        if lemma in _COUNTERPARTS:
            return self.occasions.counterpart(speaker, owner)
        return owner


def _told(verb: Token) -> Iterator[Token]:
    """Whoever is told, warned or reminded that something is so."""
    for child in verb.children:
        if child.i > verb.i and child.dep_ in {"dobj", "dative", "obj", "iobj"}:
            yield child


def _is_person(speaker: Speaker | None) -> bool:
    return isinstance(speaker, str) or (speaker is not None and speaker.kind is Kind.OFFICIAL)


def may_be_told(entity: Entity) -> bool:
    """Whether words are told of, or to, an entity: no place, and no news agency."""
    return entity.kind is not Kind.PLACE and not entity.is_media
