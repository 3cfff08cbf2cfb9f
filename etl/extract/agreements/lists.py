"""Agreements that stand in a list: the sentence above it says what became of them."""

from collections.abc import Sequence

from etl.document import Paragraph, Sentence
from etl.extract.agreements.clause import lemma_of
from etl.extract.agreements.lexicon import lexicon
from etl.extract.agreements.moods import Mood, mood
from etl.extract.agreements.phrase import Phrase
from etl.extract.agreements.status import Cue
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


def including(phrase: Phrase) -> Sequence[Sentence]:
    """The sentence before "they include X, Y and Z", which says what became of them all."""
    governed = any(
        t.lemma_ in ("include", "comprise") and t.pos_ == "VERB" for t in phrase.head.ancestors
    )
    opening = phrase.sentence.span[0].lower_ in ("they", "these", "those", "the")
    sentences = phrase.sentence.paragraph.sentences
    position = next(i for i, s in enumerate(sentences) if s.start == phrase.sentence.start)
    return sentences[position - 1 : position] if governed and opening and position else ()


def listed_cues(introduction: Sequence[Sentence]) -> list[Cue]:
    """What the introduction of a list says of its items: "The following were signed:"."""
    found = []
    for sentence in introduction:
        for token in sentence.span:
            table = lexicon().verbs if token.pos_ == "VERB" else lexicon().nouns
            kind, status = table.get(lemma_of(token), ("", ""))
            done = token.pos_ == "VERB" and mood(token) is Mood.FACT
            signing = token.pos_ == "NOUN" and status == "signed"
            if kind == "conclude" and (done or signing):
                found.append(Cue(status, 3, token, sentence))
    return found
