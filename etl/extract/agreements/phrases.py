"""All phrases of an article that name, describe or refer back to an instrument."""

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Span, Token

from etl.document import Sentence
from etl.entities import Kind
from etl.extract.agreements.accept import is_instrument
from etl.extract.agreements.lexicon import Head, lexicon
from etl.extract.agreements.naming import Named, find_named
from etl.extract.agreements.nouns import modified_noun, modifiers, tail
from etl.extract.agreements.phrase import Phrase
from etl.extract.agreements.words import kind_of, words_of
from etl.reading import Reading

_BROKERED = frozenset({"brokered", "mediated", "backed", "led", "sponsored", "facilitated"})
_CONSENT = re.compile(r"\s+(?:on|to|about)\s+(?:the|this|that|its|their|his|her)\s+")
_TOPIC = re.compile(r"\s(?:on|for|concerning|regarding|between|against)\s")


def find_phrases(reading: Reading) -> list[Phrase]:
    """The phrases of the body in text order."""
    named = find_named(reading.document)
    found: list[Phrase] = []
    for sentence in reading.document.sentences():
        names = [
            item
            for item in named[sentence.paragraph.index]
            if sentence.span.start_char <= item.start < sentence.span.end_char
        ]
        described = [_with_name(p, names) for p in _described(reading, sentence, names)]
        phrases = [
            phrase
            for phrase in (_named_phrase(sentence, item) for item in names)
            if not any(p.start <= phrase.start and phrase.end <= p.end for p in described)
        ]
        phrases += described
        found += sorted(phrases, key=lambda phrase: phrase.start)
    whole = [p for p in found if not any(_holds(other, p) for other in found)]
    return [p for p in whole if not any(_is_on(p, other) for other in whole)]


def _is_on(phrase: Phrase, other: Phrase) -> bool:
    """Whether it is consent to another one: "reach agreement on the text of the treaty"."""
    if (
        other.group != "pact"
        or phrase.determiner
        or phrase.words
        or phrase.name
        or phrase.sentence != other.sentence
    ):
        return False
    start = phrase.sentence.paragraph.start
    between = phrase.sentence.paragraph.text[phrase.end - start : max(0, other.start - start)]
    return bool(_CONSENT.fullmatch(between))


def _holds(other: Phrase, phrase: Phrase) -> bool:
    """Whether a phrase is only a part of another: "ceasefire" in "ceasefire and hostage deal"."""
    inside = other.start <= phrase.start and phrase.end <= other.end
    return inside and other.end - other.start > phrase.end - phrase.start


def _named_phrase(sentence: Sentence, named: Named) -> Phrase:
    paragraph = sentence.paragraph
    token = _span(sentence, named.start, named.end).root
    head = _head_of_title(named.name)
    return Phrase(
        sentence=sentence,
        head=token,
        start=paragraph.start + named.start,
        end=paragraph.start + named.end,
        text=paragraph.text[named.start : named.end],
        long=None,
        long_end=paragraph.start + named.end,
        name=named.name,
        kind=named.kind or _kind_of_title(named.name, head),
        group=head.group if head else "pact",
        needs="nothing",
        determiner="the",
        words=frozenset(words_of(named.name)),
        topic=frozenset(),
        hint=_hint_before(paragraph.text[: named.start]),
        attributive=modified_noun(token) is not None,
    )


def _kind_of_title(name: str, head: Head | None) -> str:
    """The kind that a title tells: a Protocol with a name is a treaty."""
    if head is not None and head.family == "protocol":
        return "treaty"
    return kind_of(words_of(name), head)


def _hint_before(text: str) -> str | None:
    """The status that the word before a name gives: "the draft Arms Trade Treaty"."""
    words = words_of(text[-20:])
    return lexicon().value("status", words[-1]) if words else None


def _with_name(phrase: Phrase, names: list[Named]) -> Phrase:
    """A description that holds a name has that name: "INF pact", "New START treaty"."""
    offset = phrase.sentence.paragraph.start
    for item in names:
        if phrase.start <= offset + item.start and offset + item.end <= phrase.end:
            kind = item.kind or phrase.kind
            words = frozenset(words_of(item.name))
            return replace(phrase, name=item.name, words=words, kind=kind, needs="nothing")
    return phrase


def _head_of_title(name: str) -> Head | None:
    """The noun that says what a title names: its first where it begins with one, else its last."""
    title = _TOPIC.split(name)[0]  # an Agreement on a Framework is an agreement
    found = list(lexicon().head_pattern.finditer(title))
    found = found or list(lexicon().head_pattern.finditer(name))
    if not found:
        return None
    match = found[0] if found[0].start() == 0 else found[-1]
    return lexicon().heads[match.group().lower()]


def _described(reading: Reading, sentence: Sentence, names: list[Named]) -> Iterator[Phrase]:
    text, span = sentence.paragraph.doc.text, sentence.span
    for match in lexicon().head_pattern.finditer(text, span.start_char, span.end_char):
        if any(item.start < match.end() and match.start() < item.end for item in names):
            continue
        matched = list(_span(sentence, match.start(), match.end()))
        head = lexicon().heads[match.group().lower()]
        phrase = _describe(reading, sentence, matched, head)
        if phrase is None:
            continue
        if is_instrument(reading, phrase, head):
            yield phrase
        elif head.needs == "council" and not reading.mentions.within(
            phrase.start, phrase.end, Kind.POLITY
        ):
            yield replace(phrase, needs="antecedent")  # "international sanctions on X"
        elif head.needs == "modifier" and phrase.bare and phrase.determiner == "the":
            yield replace(phrase, needs="antecedent")  # "the statement", "the plan"


def _describe(
    reading: Reading, sentence: Sentence, matched: list[Token], head: Head
) -> Phrase | None:
    token = matched[0] if len(matched) > 1 and matched[1].dep_ == "prep" else matched[-1]
    offset = sentence.paragraph.start
    if token.pos_ not in ("NOUN", "PROPN") or _in_other_name(reading, offset + int(token.idx)):
        return None
    governed = modified_noun(token)
    if governed is not None and (governed.lower_ in lexicon().heads or _in_title(token, governed)):
        return None  # the noun that it modifies is the instrument, or names something else
    left, determiner = modifiers(matched[0])
    after = [] if governed is not None else tail(token, matched[-1])
    telling = [t for t in left if not (_counts(t) or _brokers(t, head))]
    words = [word for item in telling for word in words_of(item.text)]
    start = left[0].idx if left else matched[0].idx
    owner = reading.mentions.at(offset + int(start))
    if owner is not None and offset <= owner.start < offset + int(start):
        start = owner.start - offset  # "Organisation of African Unity framework agreement"
    end = matched[-1].idx + len(matched[-1])
    long_end = after[-1].idx + len(after[-1]) if after else end
    # "A deal to end the war" says what it is for, which later mentions seldom repeat.
    about = [] if after and after[0].tag_ == "TO" else after
    table, raw = lexicon(), sentence.paragraph.text
    own = frozenset(words_of(raw[matched[0].idx : end]) if head.needs == "self" else ())
    return Phrase(
        sentence=sentence,
        head=token,
        start=offset + start,
        end=offset + end,
        text=raw[start:end],
        long=raw[start:long_end] if after else None,
        long_end=offset + long_end,
        name=None,
        kind=kind_of([*words, matched[0].lower_], head, [t.lower_ for t in after]),
        group=head.group,
        needs=head.needs,
        determiner=determiner,
        words=frozenset(w for w in words if not table.has("generic", w)) | own,
        topic=frozenset(w for t in about if (w := _topic(t)) and not table.has("generic", w)),
        plural=token.tag_ in ("NNS", "NNPS"),
        distinct=any(table.has("distinct", w) for w in words) or determiner == "another",
        hint=next((hint for w in words if (hint := table.value("status", w))), None),
        attributive=governed is not None,
    )


def _brokers(token: Token, head: Head) -> bool:
    """ "UN-brokered": how an instrument came about does not tell it from others."""
    if head.group == "resolution":
        return False
    last = next(
        (t for t in (token, *token.doc[token.i + 1 : token.i + 3]) if t.lower_ in _BROKERED), None
    )
    return last is not None and last.nbor(-1).text == "-" and last.i - token.i <= 2


def _counts(token: Token) -> bool:
    """ "Phase" in "three-phase": it tells nothing of which instrument it is."""
    if token.i < token.sent.start + 2 or token.nbor(-1).text != "-":
        return False
    return bool(token.nbor(-2).like_num)


def _topic(token: Token) -> str | None:
    return str(token.lemma_).lower() if token.pos_ in ("NOUN", "PROPN", "ADJ") else None


def _in_title(token: Token, governed: Token) -> bool:
    """ "Treaty" in "North Atlantic Treaty Organization"."""
    return bool(token.text[0].isupper() and governed.text[0].isupper())


def _span(sentence: Sentence, start: int, end: int) -> Span:
    span = sentence.paragraph.doc.char_span(start, end, alignment_mode="expand")
    assert span is not None  # "expand" always finds tokens
    return span


def _in_other_name(reading: Reading, offset: int) -> bool:
    mention = reading.mentions.at(offset)
    return mention is not None and mention.entity.kind is not Kind.POLITY
