"""What an article is about, and what a passage is about."""

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain, repeat

from etl.document import Sentence
from etl.extract.cues import cue_table
from etl.facts import Evidence
from etl.reading import Reading

NAMED = 0.6  # a passage that speaks of an issue this strongly names it
CENTRAL = 0.8  # at least one sentence must speak of an issue this strongly
ENOUGH = 1.2  # what its sentences must add up to
SHARE = 0.15  # and they must be this much of what the main issue's add up to
SHORT = 14  # a text of no more sentences, a readout or a brief, gives a subject one sentence:
ONCE = 1.25  # so much is enough there, whatever the main issue's add up to
LEAD = (1.6, 1.2)  # the weight of the first sentences
TITLE = 1.0  # and of the title
ENUMERATION = 4  # a sentence that names as many issues lists them
IN_ENUMERATION = 0.6
RAISED = 1.25  # the weight of a sentence that puts its subject on the table
_RAISES = re.compile(
    r"\b(?:discuss|rais(?:e|ed|ing)\b|urg(?:e|ed|es|ing)\b|call(?:s|ed|ing)? (?:for|on|upon)\b|"
    r"condemn|reaffirm|reiterat|commit|pledg|agree(?:d|s|ing)?\b|stress(?:ed|es)\b|emphasi[sz]|"
    r"underlin|underscor|express|welcom|demand|review|focus|negotiat|concern|support|warn)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Tally:
    total: float = 0.0
    best: float = 0.0
    sentence: Sentence | None = None


def issues_in(text: str) -> tuple[str, ...]:
    """Notations of the issues that a passage names, the plainest first."""
    strengths = cue_table().strengths(text)
    named = [issue for issue, strength in strengths.items() if strength >= NAMED]
    return tuple(sorted(named, key=lambda issue: (-strengths[issue], issue)))


def find_issues(reading: Reading) -> list[tuple[str, Evidence]]:
    """The issues that an article substantively concerns, each with its best sentence.

    They come in order of weight, heaviest first. Captions, subheads and other furniture do not
    count; the title does, but an issue needs a sentence of the body.
    """
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    weights = chain(LEAD, repeat(1.0))
    sentences = list(reading.document.sentences())
    for sentence, weight in zip(sentences, weights, strict=False):
        _tally(sentence, weight, tallies)
    for issue, strength in cue_table().strengths(reading.document.article.title or "").items():
        tallies[issue].total += TITLE * strength
    main = max((tally.total for tally in tallies.values()), default=0.0)
    share = min(SHARE * main, ONCE) if len(sentences) <= SHORT else SHARE * main
    needed = max(ENOUGH, share)
    taken = [i for i, t in tallies.items() if t.best >= CENTRAL and t.total >= needed]
    taken.sort(key=lambda issue: (-tallies[issue].total, issue))
    return [(issue, _evidence(tallies[issue], needed)) for issue in taken]


def _tally(sentence: Sentence, weight: float, tallies: dict[str, _Tally]) -> None:
    strengths = cue_table().strengths(sentence.text)
    if sum(strength >= NAMED for strength in strengths.values()) >= ENUMERATION:
        weight *= IN_ENUMERATION
    if _RAISES.search(sentence.text):
        weight *= RAISED
    for issue, strength in strengths.items():
        tally = tallies[issue]
        tally.total += weight * strength
        if weight * strength > tally.best:
            tally.best, tally.sentence = weight * strength, sentence


def _evidence(tally: _Tally, needed: float) -> Evidence:
    sentence = tally.sentence
    assert sentence is not None
    confidence = min(0.95, 0.5 + 0.15 * tally.total / needed)
    return Evidence(
        sentence.start, sentence.end, sentence.text, "issues/cues", round(confidence, 2)
    )
