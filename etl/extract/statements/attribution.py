"""Where a text tells whose words a quotation is.

Tried in this order: the clause behind it, an attribution that encloses the sentence, the verb of
speech that governs it, and, where the sentence has none of these, whoever spoke last.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from etl.document import Paragraph
from etl.entities import Entity
from etl.extract.statements.acts import is_plain, is_speech, verb_of
from etl.extract.statements.clauses import (
    claimed,
    first_behind,
    inverted,
    is_bare,
    is_parenthetical,
    object_of_according,
    preceding,
    quoting,
    reporting,
)
from etl.extract.statements.outside import Outside
from etl.extract.statements.phrases import agents, subject_of
from etl.extract.statements.quotes import Quote, Quotes
from etl.extract.statements.relays import told_to
from etl.extract.statements.speakers import Speaker, Speakers

_GO_BETWEENS = frozenset(
    {"translator", "interpreter", "spokesman", "spokeswoman", "spokesperson", "lawyer", "aide"}
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said it, by way of whom, with which verb; the tokens that tell so."""

    speaker: Speaker
    verb: str | None
    tokens: tuple[Token, ...]
    via: Speaker | None = None
    addressee: Entity | None = None
    rule: str = ""
    confidence: float = 0.8


class Attributor:
    """Finds attributions in one reading."""

    def __init__(self, speakers: Speakers) -> None:
        self.speakers = speakers

    def attribute(self, quote: Quote, quotes: Quotes) -> Attribution | None:
        """The attribution that the quotation's own sentence gives."""
        outside = Outside(quote, quotes)
        return (
            self._behind(quote, outside)
            or self._enclosing(quote, outside)
            or self._governing(quote, outside)
        )

    def spoken(self, paragraph: Paragraph, verb: Token, quotes: Quotes) -> Attribution | None:
        """Who speaks with a verb that stands outside of quotations."""
        quoted = self._quoted_by(paragraph, verb, "verb")
        if quoted is not None:
            return quoted
        subject = subject_of(verb)
        if subject is None or quotes.covers(int(subject.idx)):
            return None
        speaker = self.speakers.resolve(paragraph, subject)
        if speaker is None:
            return None
        addressee = self._addressee(paragraph, verb)
        via = self._go_between(paragraph, verb)
        return Attribution(speaker, verb_of(verb), (subject, verb), via, addressee, "verb", 0.7)

    # behind ------------------------------------------------------------------------------------

    def _behind(self, quote: Quote, outside: Outside) -> Attribution | None:
        """ "…," X said; "…," said X; "…," according to X."""
        following = outside.following
        if not following or not outside.ends_clause or outside.is_followed_by_clause:
            return None
        # After a full stop only a clause that is nothing but an attribution belongs to the quote.
        reach = following if not outside.is_finished else following[:8]
        for position, token in enumerate(reach):
            if token.lower_ == "according" and position <= 2:
                return self._according(quote.paragraph, token, "behind")
            if token.lower_ == "words" and position <= 3:  # "in the words of X"
                return self._according(quote.paragraph, token, "behind")
            if is_plain(token, after=True):
                if outside.is_finished and not is_bare(following, position):
                    return None
                return self._said(quote.paragraph, token, "behind", outside)
        return None

    def _said(
        self, paragraph: Paragraph, verb: Token, rule: str, outside: Outside, sure: float = 0.9
    ) -> Attribution | None:
        quoted = self._quoted_by(paragraph, verb, rule)
        if quoted is not None:
            return quoted
        for subject in self._subjects(verb, outside):
            speaker = self.speakers.resolve(paragraph, subject)
            if speaker is not None:
                via = self._go_between(paragraph, verb) or told_to(self.speakers, paragraph, verb)
                addressee = self._addressee(paragraph, verb)
                tokens = (subject, verb)
                return Attribution(speaker, verb_of(verb), tokens, via, addressee, rule, sure)
        return None

    def _subjects(self, verb: Token, outside: Outside) -> Iterator[Token]:
        """The subject in the parse, then what stands where a subject would."""
        subject = subject_of(verb)
        if subject is not None and not outside.inside_quote(subject):
            yield subject
        for other in (inverted(verb, outside), preceding(verb, outside)):
            if other is not None:
                yield other
        yield from first_behind(verb, outside)

    def _quoted_by(self, paragraph: Paragraph, verb: Token, rule: str) -> Attribution | None:
        """ "Kang quoted Moon as saying", "Yang was quoted by Xinhua as saying"."""
        head = quoting(verb)
        if head is None:
            return None
        subject = next((c for c in head.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        passive = any(c.dep_ == "auxpass" for c in head.children) or head.tag_ == "VBN"
        if passive:
            agent = next(iter(agents(head)), None)
            said, by = subject, agent
        else:
            said, by = next((c for c in head.children if c.dep_ in {"dobj", "obj"}), None), subject
            if said is None:
                said = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        if said is None:
            return None
        speaker = self.speakers.resolve(paragraph, said)
        if speaker is None:
            return None
        via = self.speakers.resolve(paragraph, by) if by is not None else None
        return Attribution(speaker, "say", (said, head, verb), via, None, rule, 0.9)

    def _according(self, paragraph: Paragraph, token: Token, rule: str) -> Attribution | None:
        source = object_of_according(token)
        speaker = self.speakers.resolve(paragraph, source) if source is not None else None
        if source is None or speaker is None:
            return None
        return Attribution(speaker, None, (token, source), rule=rule)

    def _addressee(self, paragraph: Paragraph, verb: Token) -> Entity | None:
        if verb.lemma_.lower() not in {"tell", "inform", "assure", "urge", "warn", "ask", "remind"}:
            return None
        for child in verb.children:
            if child.dep_ in {"dobj", "dative", "obj", "iobj"}:
                found = self.speakers.resolve(paragraph, child)
                return found if isinstance(found, Entity) and not found.is_media else None
        return None

    def _go_between(self, paragraph: Paragraph, verb: Token) -> Speaker | None:
        """ "said through a translator", "she said, speaking through an interpreter"."""
        for token in verb.sent[max(verb.i - verb.sent.start, 0) :]:
            if token.lower_ in {"through", "via"}:
                for obj in token.children:
                    if obj.dep_ == "pobj" and obj.lemma_.lower() in _GO_BETWEENS:
                        return self.speakers.resolve(paragraph, obj)
        return None

    # enclosing ---------------------------------------------------------------------------------

    def _enclosing(self, quote: Quote, outside: Outside) -> Attribution | None:
        """According to X, … "…"; … "…" …, X said."""
        source = self._opening(quote, outside) or self._final(quote, outside)
        if source is None:
            return None
        media = _is_media(source.speaker)
        inner = self._governing(quote, outside, plain_only=not media, before=source.tokens)
        if inner is not None and inner.speaker != source.speaker:
            via = inner.via or source.speaker
            tokens = (*inner.tokens, *source.tokens)
            return Attribution(
                inner.speaker, inner.verb, tokens, via, inner.addressee, "relayed", 0.75
            )
        return source

    def _opening(self, quote: Quote, outside: Outside) -> Attribution | None:
        words = outside.before[:2]
        if words and words[0].lower_ == "according":
            return self._according(quote.paragraph, words[0], "enclosing")
        return None

    def _final(self, quote: Quote, outside: Outside) -> Attribution | None:
        """The clause at the end of the sentence, behind a comma."""
        following = outside.following
        for token in following:
            if not (is_plain(token) or token.lower_ == "according"):
                continue
            if token.lower_ == "according":
                return self._according(quote.paragraph, token, "enclosing")
            if is_parenthetical(token, following):
                found = self._said(quote.paragraph, token, "enclosing", outside, 0.8)
                if found is not None:
                    return found
        return None

    # governing ---------------------------------------------------------------------------------

    def _governing(
        self,
        quote: Quote,
        outside: Outside,
        *,
        plain_only: bool = False,
        before: tuple[Token, ...] = (),
    ) -> Attribution | None:
        """The outermost verb that reports words, the innermost other one, the last before it."""
        owner = claimed(outside)
        speaker = self.speakers.resolve(quote.paragraph, owner) if owner is not None else None
        if owner is not None and speaker is not None:
            return Attribution(speaker, None, (owner,), rule="claim", confidence=0.7)
        skipped = {t.i for t in before}
        chain = [v for v in reporting(outside) if v.i not in skipped and is_speech(v)]
        linear = [v for v in reversed(outside.before) if v.i not in skipped and is_speech(v)]
        plain = [v for v in chain if is_plain(v)]
        candidates = [
            *reversed(plain),
            *reversed(chain),
            *[v for v in linear if is_plain(v)],
            *linear,
        ]
        for verb in candidates:
            if plain_only and not is_plain(verb, after=True):
                continue
            found = self._said(quote.paragraph, verb, "governing", outside, 0.8)
            if found is not None:
                return found
        return None


def _is_media(speaker: Speaker) -> bool:
    return isinstance(speaker, Entity) and speaker.is_media
