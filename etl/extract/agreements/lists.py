"""Agreements that stand in a list: the sentence above it says what became of them."""

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Token

from etl.document import Paragraph, Sentence
from etl.extract.agreements.clause import lemma_of
from etl.extract.agreements.lexicon import lexicon
from etl.extract.agreements.moods import Mood, mood
from etl.extract.agreements.phrase import Phrase
from etl.extract.agreements.status import Cue, cues
from etl.reading import Reading

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def heading(reading: Reading, phrase: Phrase) -> Paragraph | None:
    """The paragraph that introduces the list in which a phrase is an item of its own."""
    index = phrase.sentence.paragraph.index
    for paragraph in reversed([p for p in reading.document.body if p.index <= index]):
        if paragraph.text.rstrip().endswith(":") and paragraph.index < index:
            return paragraph
        if any(token.tag_ in _FINITE for token in paragraph.doc):
            return None
    return None


def headless(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Phrases without those that only announce others: "the agreements signed include X and Y"."""
    return [phrase for phrase in phrases if not _announces(phrase, phrases)]


def own_cues(phrase: Phrase, phrases: Sequence[Phrase]) -> list[Cue]:
    """The cues of a phrase, but for those that the items beside it in a list seem to give."""
    beside = {item.head.i for item in _row(phrase, phrases) if item is not phrase}
    return [cue for cue in cues(phrase) if cue.word.i not in beside]


def enumerated_cues(phrase: Phrase, phrases: Sequence[Phrase]) -> list[Cue]:
    """What a list says of all its items, for one that the parser gives nothing of its own.

    The cues of the items beside it; else what is said before a list that "includes" it, in its
    sentence or in the one before: "They attended the signing of four documents. They include X".
    """
    row = _row(phrase, phrases)
    found = [cue for item in row for cue in own_cues(item, phrases) if cue.weight > 1]
    if found or not _is_included(row[0]):
        return found
    before = [
        t for t in phrase.sentence.span if t.idx < row[0].start - phrase.sentence.paragraph.start
    ]
    found = list(_concluding(before, phrase.sentence))
    return found or listed_cues(_sentence_before(phrase))


def _row(phrase: Phrase, phrases: Sequence[Phrase]) -> list[Phrase]:
    """The items of the enumeration that a phrase stands in, itself among them."""
    here = [p for p in phrases if p.sentence.start == phrase.sentence.start]
    row: list[Phrase] = []
    for item in here:
        if row and not _follows(item, row[-1]):
            if phrase in row:
                return row
            row = []
        row.append(item)
    return row if phrase in row else [phrase]


def _follows(item: Phrase, earlier: Phrase) -> bool:
    """Whether only "and" or a comma, and what the earlier one is about, stand between two."""
    offset = item.sentence.paragraph.start
    between = [
        token
        for token in item.sentence.span
        if earlier.end - offset <= token.idx < item.start - offset
    ]
    if any(token.tag_ in _FINITE or token.tag_ == "VB" for token in between):
        return False
    while between and between[-1].pos_ in ("DET", "NUM", "ADJ"):
        between.pop()
    joint = between[-1].lower_ if between else ""
    return joint in ("and", ";") or (joint == "," and item.determiner != "the")


def _is_included(phrase: Phrase) -> bool:
    """Whether a phrase is what a list includes or what "were among" it."""
    above = next((t for t in phrase.head.ancestors if t.pos_ in ("VERB", "AUX")), None)
    return above is not None and above.lemma_ in ("include", "comprise", "be")


def _announces(phrase: Phrase, phrases: Sequence[Phrase]) -> bool:
    verb = phrase.head.head
    listing = verb.lemma_ in ("include", "comprise") and phrase.head.dep_ == "nsubj"
    return (
        listing
        and phrase.plural
        and any(p.sentence.start == phrase.sentence.start and p.start > phrase.end for p in phrases)
    )


def _sentence_before(phrase: Phrase) -> Sequence[Sentence]:
    """The sentence before one that opens with "they": what is said there is said of them."""
    opening = phrase.sentence.span[0].lower_ in ("they", "these", "those", "the")
    sentences = phrase.sentence.paragraph.sentences
    position = next(i for i, s in enumerate(sentences) if s.start == phrase.sentence.start)
    return sentences[position - 1 : position] if opening and position else ()


def listed_cues(introduction: Sequence[Sentence]) -> list[Cue]:
    """What the introduction of a list says of its items: "The following were signed:"."""
    return [cue for sentence in introduction for cue in _concluding(sentence.span, sentence)]


def _concluding(tokens: Iterable[Token], sentence: Sentence) -> Iterator[Cue]:
    for token in tokens:
        table = lexicon().verbs if token.pos_ == "VERB" else lexicon().nouns
        kind, status = table.get(lemma_of(token), ("", ""))
        done = token.pos_ == "VERB" and mood(token) is Mood.FACT
        signing = token.pos_ == "NOUN" and status == "signed"
        if kind == "conclude" and (done or signing):
            yield Cue(status, 3, token, sentence)
