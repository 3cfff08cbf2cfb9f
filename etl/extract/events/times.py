"""Which of a sentence's dates is that of an encounter, by where it stands in the sentence."""

from spacy.tokens import Token

from etl.document import Sentence
from etl.extract.events.above import clause_verbs, lies_ahead_of_clause
from etl.extract.events.phrases import tells_of, trailing
from etl.extract.events.reckoned import is_reckoned_for, reckoned_clause, tells_since
from etl.extract.events.words import triggers, words
from etl.facts import When
from etl.reading import DateMention, Reading


def ranked_dates(
    reading: Reading, sentence: Sentence, token: Token
) -> list[tuple[DateMention, int]]:
    """The dates here: 4 reckoned for it, 3 on it, 2 on its clause, 1 on a verb of speech."""
    ranked = []
    for date in reading.dates:
        if sentence.start <= date.start < sentence.end:
            anchor = token_at(sentence, date.start)
            if anchor is not None:
                ranked.append((date, _rank(date, anchor, token)))
    return [(date, rank) for date, rank in ranked if rank > 0]


def _rank(date: DateMention, anchor: Token, token: Token) -> int:
    """How closely a date, at ``anchor``, stands with a trigger; 0 when it is of something else."""
    if tells_since(token, anchor):
        return 0
    way = reckoned_clause(date, anchor)
    if way is not None:
        return 4 if is_reckoned_for(token, way) else 0
    if anchor.i in {t.i for t in token.subtree} and not _crosses_verb(anchor, token):
        return 3
    if _is_of_other(anchor, token):
        return 0
    # "agreed Tuesday … ahead of a summit": the day is that of the agreeing.
    verbs = [] if lies_ahead_of_clause(token) else [v.i for v in clause_verbs(token)]
    above = governor(anchor)
    if anchor.i in {t.i for t in trailing(token)}:
        return 2
    if above is None:
        return 0
    if _tells_beginning(above, token):
        return 2
    if above.i in (token.i, *verbs[:2]):
        return 2
    return 1 if above.lemma_.lower() in words("speech") else 0


def token_at(sentence: Sentence, offset: int) -> Token | None:
    for token in sentence.span:
        if sentence.paragraph.start + token.idx + len(token.text) > offset:
            return token
    return None


def governor(token: Token) -> Token | None:
    """The first verb, or noun that is not itself a part of the date, above a token."""
    current = token
    for _ in range(8):
        if current.head.i == current.i:
            return None
        current = current.head
        if current.pos_ in ("VERB", "AUX"):
            return current
    return None


def _crosses_verb(token: Token, top: Token) -> bool:
    """Whether another verb stands between a date and the trigger above it."""
    current = token
    for _ in range(12):
        if current.i == top.i or current.head.i == current.i:
            return False
        current = current.head
        if current.i != top.i and current.pos_ in ("VERB", "AUX"):
            return not tells_of(current, top)
    return False


def _tells_beginning(verb: Token, token: Token) -> bool:
    """ "a visit to Norway, starting Wednesday": of the encounter last named before it."""
    if verb.lower_ not in ("starting", "beginning") or verb.i < token.i:
        return False
    between = token.doc[token.i + 1 : verb.i]
    return not any(
        (t.lemma_.lower(), "NOUN" if t.pos_ == "NOUN" else t.pos_) in triggers() for t in between
    )


def in_aside(verb: Token, token: Token) -> bool:
    """Whether a verb's clause tells of something else: "since Biden took office in January"."""
    above = {a.i for a in token.ancestors} | {token.i}
    current = verb
    while current.i not in above and current.head.i != current.i:
        if current.dep_ in ("advcl", "relcl", "acl", "pcomp"):
            return True
        current = current.head
    return False


def _is_of_other(anchor: Token, token: Token) -> bool:
    """Whether a date hangs on another word for an encounter, which does not stand above."""
    above = {a.i for a in token.ancestors}
    between = token.doc[token.i + 1 : anchor.i]
    if any((t.lemma_.lower(), "NOUN") in triggers() and t.pos_ == "NOUN" for t in between):
        return True
    for noun in anchor.ancestors:
        if noun.pos_ in ("VERB", "AUX") or noun.i == token.i:
            return False
        if (noun.lemma_.lower(), "NOUN") in triggers():
            return noun.i not in above
    return False


def same_day(when: When) -> bool:
    """Whether the day is known."""
    return when.earliest is not None and when.earliest == when.latest
