"""Agreements that stand in a list: the sentence above it says what became of them."""

from etl.document import Paragraph
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


def listed_cues(introduction: Paragraph) -> list[Cue]:
    """What the introduction of a list says of its items: "The following were signed:"."""
    found = []
    for sentence in introduction.sentences:
        for token in sentence.span:
            kind, status = lexicon().verbs.get(lemma_of(token), ("", ""))
            if kind == "conclude" and token.pos_ == "VERB" and mood(token) is Mood.FACT:
                found.append(Cue(status, 3, token, sentence))
    return found
