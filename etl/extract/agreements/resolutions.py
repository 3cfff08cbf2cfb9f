"""Who sponsors a resolution, which body it is put to, and whom it obliges."""

import re
from collections.abc import Iterable

from spacy.tokens import Token

from etl.document import Mention
from etl.entities import Entity, Kind
from etl.extract.agreements.clause import governors, lemma_of, subjects
from etl.extract.agreements.lexicon import lexicon
from etl.extract.agreements.phrase import Phrase
from etl.reading import Reading

_SPONSORED = re.compile(r"[-‑–](?:sponsored|drafted|backed|led)|[’']s? ")
_AUTHORS = frozenset({"drafter", "sponsor", "co-sponsor", "cosponsor", "author"})
_APPOSED = re.compile(r"\s*(?:--|[-–—,:(])\s*(?:the\s+)?")
_ENUMERATED = re.compile(r",?\s+(?:and\s+)?(?:the\s+)?")
_CHAMBER = re.compile(r"\b(?:council|assembly|commission|conference|board)\b", re.IGNORECASE)
_WHOLE = 2000  # no sentence is as long: beyond it only one chamber may be meant
_KEPT = ("use", "violate")  # classes of what those do whom a resolution obliges


def resolution_parties(reading: Reading, phrase: Phrase, status: str) -> list[Entity]:
    """Sponsors and forum, and the state that it obliges once it stands."""
    found = [*_sponsors(reading, phrase), *_forum(reading, phrase)]
    if status in ("in-force", "violated"):
        found += _targets(reading, phrase)
    return _distinct(found)


def without_parent(entities: list[Entity]) -> list[Entity]:
    """Without the United Nations where the organ that acts for it is named."""
    organs = [e for e in entities if e.is_body and _CHAMBER.search(e.label)]
    return [e for e in entities if e in organs or not (organs and e.label == "United Nations")]


def _sponsors(reading: Reading, phrase: Phrase) -> list[Entity]:
    """Who drafted or sponsored it, where the phrase says so: "Danish-sponsored"."""
    text = reading.document.article.text
    found = [
        mention.entity
        for mention in reading.mentions.within(phrase.start, phrase.end, Kind.POLITY)
        if _SPONSORED.match(text[mention.end : mention.end + 12])
    ]
    if any(lemma_of(governor.word) in _AUTHORS for governor in governors(phrase.head)):
        found += _listed_behind(reading, phrase)
    return found


def _listed_behind(reading: Reading, phrase: Phrase) -> list[Entity]:
    """The states in apposition: "the drafters of the resolution, A, B and C, decided"."""
    text, end = reading.document.article.text, phrase.end
    found: list[Entity] = []
    for mention in reading.mentions.within(phrase.end, phrase.sentence.end, Kind.POLITY):
        gap = (_ENUMERATED if found else _APPOSED).fullmatch(text[end : mention.start])
        if gap is None:
            break
        found.append(mention.entity)
        end = mention.end
    return found


def _forum(reading: Reading, phrase: Phrase) -> list[Entity]:
    """The chamber that it is put to: named in the phrase, else in its sentence."""
    for start, end in (
        (phrase.start, phrase.long_end),
        (phrase.sentence.start, phrase.sentence.end),
        (0, len(reading.document.article.text) if phrase.name else 0),
    ):
        named = _distinct(
            mention.entity
            for mention in reading.mentions.within(start, end, Kind.ORGANIZATION)
            if mention.entity.is_body and _CHAMBER.search(mention.entity.label)
        )
        if named and (end - start < _WHOLE or len(named) == 1):
            return named[:1]
    return []


def _targets(reading: Reading, phrase: Phrase) -> list[Entity]:
    """Whom it obliges: "resolutions on X", "X's obligations under", "X fired … in violation of"."""
    after = reading.mentions.within(phrase.end, phrase.long_end, Kind.POLITY)
    found = [mention.entity for mention in after]
    for governor in governors(phrase.head):
        table = lexicon().verbs if governor.word.pos_ == "VERB" else lexicon().nouns
        kind = table.get(lemma_of(governor.word), ("", ""))[0]
        if governor.word.pos_ == "VERB" and kind in _KEPT:
            mentions = (_mention(reading, phrase, s.idx) for s in subjects(governor.word))
            found += [m.entity for m in mentions if m and m.entity.kind is Kind.POLITY]
        elif kind == "violate":
            found += _violators(reading, phrase, governor.word)
    return _distinct(found)


def _violators(reading: Reading, phrase: Phrase, violation: Token) -> list[Entity]:
    """Who does what is "in violation of" it: the subject above, else the state named first."""
    above = next((t for t in violation.ancestors if t.pos_ != "ADP"), None)
    if above is None:
        return []
    if above.pos_ in ("VERB", "AUX"):
        doers = subjects(above)
    else:
        doers = [t for t in above.subtree if t.i < violation.i]  # "X's launches in violation of"
    mentions = (_mention(reading, phrase, token.idx) for token in doers)
    return [m.entity for m in mentions if m and m.entity.kind is Kind.POLITY][:1]


def _mention(reading: Reading, phrase: Phrase, index: int) -> Mention | None:
    return reading.mentions.at(phrase.sentence.paragraph.start + int(index))


def _distinct(entities: Iterable[Entity]) -> list[Entity]:
    return list(dict.fromkeys(entities))
