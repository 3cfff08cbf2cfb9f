"""Instruments that an article names or describes: treaties, accords, resolutions, ceasefires …"""

import re
from collections.abc import Sequence

from etl.document import How
from etl.entities import Kind
from etl.extract.agreements.accept import is_said_in
from etl.extract.agreements.bound import parties_of
from etl.extract.agreements.clause import governors, lemma_of
from etl.extract.agreements.cluster import Clusterer
from etl.extract.agreements.lexicon import lexicon
from etl.extract.agreements.likeness import Cluster
from etl.extract.agreements.lists import enumerated_cues, heading, headless, listed_cues, own_cues
from etl.extract.agreements.moods import Mood, mood
from etl.extract.agreements.parties import Parties
from etl.extract.agreements.phrase import Phrase
from etl.extract.agreements.phrases import find_phrases
from etl.extract.agreements.split import split_coordinated
from etl.extract.agreements.status import Cue, cues, decide, default_status, is_under
from etl.extract.issues import issues_in
from etl.facts import UNKNOWN, Agreement, Evidence, When
from etl.reading import Reading

__all__ = ["find_agreements"]

_NUMBERED = re.compile(r"[Rr]esolutions? (?:No\. ?)?\d")


def find_agreements(reading: Reading) -> list[Agreement]:
    """Every distinct instrument of the body, in order of first mention."""
    sides = Parties(reading)
    phrases = headless(split_coordinated(find_phrases(reading)))
    clusterer = Clusterer(sides.of_phrase, lambda phrase: _founds(phrase, sides), _is_prospective)
    found: list[Agreement] = []
    for item in clusterer.cluster(phrases):
        agreement = _agreement(reading, sides, item, phrases, len(found) + 1)
        if agreement is not None:
            found.append(agreement)
    return found


def _founds(phrase: Phrase, sides: Parties) -> bool:
    """Whether a bare phrase is an instrument of its own: somebody concludes it."""
    if phrase.needs == "antecedent" or phrase.determiner in ("any", "no"):
        return False
    if phrase.attributive:
        named = phrase.head.text.isupper()  # "FTA talks"
        return bool((phrase.words or phrase.group == "truce" or named) and cues(phrase))
    if _founds_alone(phrase):
        return True
    if phrase.determiner in ("the", "poss") and any(cue.weight > 1 for cue in cues(phrase)):
        return True
    for governor in governors(phrase.head):
        entry = lexicon().verbs.get(lemma_of(governor.word))
        concluded = entry and entry[0] == "conclude" and governor.word.pos_ == "VERB"
        if concluded and (mood(governor.word) is Mood.FACT or sides.of_clauses(phrase)):
            return True
    if phrase.determiner == "a" and len(sides.lead()) > 1 and not phrase.plural:
        return any(cue.weight > 1 for cue in cues(phrase))  # "talks to seek an accord"
    # "under an agreement that …": described by its own clause
    return any(child.dep_ == "relcl" for child in phrase.head.children)


def _founds_alone(phrase: Phrase) -> bool:
    """Whether the noun and its place in the sentence are enough."""
    if phrase.group == "truce" or phrase.hint or (phrase.determiner == "a" and is_under(phrase)):
        return True
    if phrase.group == "statement":
        return phrase.determiner == "a" and is_said_in(phrase)
    if phrase.group != "resolution":
        return False
    if phrase.plural:  # "under its resolutions"
        owned = phrase.determiner == "poss"
        return owned and any(cue.status == "in-force" for cue in cues(phrase))
    return bool(cues(phrase))


def _is_prospective(phrase: Phrase) -> bool:
    """Whether the phrase's clause speaks of an instrument that is yet to come."""
    cue = decide(cues(phrase))
    if cue is None:
        return phrase.determiner in ("a", "any", "") and not phrase.name
    return cue.status in ("under-negotiation", "proposed")


def _agreement(
    reading: Reading, sides: Parties, item: Cluster, phrases: Sequence[Phrase], number: int
) -> Agreement | None:
    main = _main_phrase(item)
    kind = _kind(item, main)
    all_cues = [cue for phrase in item.phrases for cue in own_cues(phrase, phrases)]
    listed = heading(reading, item.phrases[0])
    if listed and not all_cues:
        all_cues = listed_cues(listed.sentences)
    if not all_cues:
        all_cues = enumerated_cues(item.phrases[0], phrases)
    if _NUMBERED.search(main.name or ""):
        all_cues = [c for c in all_cues if c.status not in ("proposed", "under-negotiation")]
    cue = decide(all_cues)
    status = cue.status if cue else default_status(item.phrases, kind)
    if status == "under-negotiation" and kind in ("resolution", "joint-statement"):
        status = "proposed"
    parties = parties_of(reading, sides, item, kind, status)
    if listed and len(parties) < 2 and cue:
        parties = sides.entities(reading.mentions.within(listed.start, listed.end))
    if not (cue and kind == "ceasefire") and not _is_worth(reading, item, kind, len(parties)):
        return None
    if _is_denied(item) or (_is_general(item, cue) and not item.parties):
        return None
    names = _names(item, main)
    return Agreement(
        id=f"agreement-{number}",
        name=names[0],
        kind=kind,
        status=status,
        evidence=_evidence(item, main, cue),
        aliases=tuple(names[1:]),
        parties=tuple(parties),
        when=_when(reading, item, cue) if cue else UNKNOWN,
        about=tuple(issues_in(" ".join(p.sentence.text for p in item.phrases[:1]))),
    )


def _is_denied(item: Cluster) -> bool:
    """ "Never signed any pact": there is none."""
    words = [g.word for p in item.phrases for g in governors(p.head)]
    failed = [word for word in words if mood(word) is Mood.FAILED]
    if all(phrase.determiner == "any" for phrase in item.phrases):
        return bool(failed)
    # "Refrains from sponsoring further resolutions", not "has not kept agreements"
    several = all(p.plural and not p.determiner and not p.name for p in item.phrases)
    kinds = {lexicon().verbs.get(lemma_of(word), ("",))[0] for word in failed}
    return several and kinds == {"propose"}


def _is_general(item: Cluster, cue: Cue | None) -> bool:
    """ "Such pacts promote trade", "by forming arrangements": no instrument is meant."""
    if not all(p.plural and not p.determiner and not p.name for p in item.phrases):
        return False
    if item.phrases[0].group not in ("pact", "plan", "truce"):
        return False
    if cue is None or (item.phrases[0].group == "truce" and cue.status == "proposed"):
        return True
    finite = any(child.dep_ in ("aux", "auxpass") for child in cue.word.children)
    return cue.word.tag_ in ("VB", "VBG") and not finite


def _main_phrase(item: Cluster) -> Phrase:
    """The phrase that says best which instrument it is: a name, else the most specific one."""
    named = [p for p in item.phrases if p.name]
    if named:
        return max(named, key=lambda p: (p.text == p.name, len(p.text)))
    return max(item.phrases, key=lambda p: (bool(p.words), not p.attributive, -p.start))


def _names(item: Cluster, main: Phrase) -> list[str]:
    """The shortest adequate name first, then all other phrases used."""
    names: dict[str, None] = {}
    if main.name or main.words or not main.long:
        names[main.text] = None
    for phrase in [main, *item.phrases]:
        if phrase.long:
            names.setdefault(phrase.long)
        if not phrase.attributive:
            names.setdefault(phrase.text)
    return list({" ".join(name.split()): None for name in names})


def _kind(item: Cluster, main: Phrase) -> str:
    kinds = [phrase.kind for phrase in item.phrases]
    if main.name or main.kind not in ("accord", "other"):
        return main.kind
    return next((kind for kind in kinds if kind not in ("accord", "other")), main.kind)


def _is_worth(reading: Reading, item: Cluster, kind: str, parties: int) -> bool:
    """Whether it is an instrument between states: a pact of two airlines is none of ours.

    A ceasefire that is only wished for once, by nobody's name, is none either.
    """
    if (
        kind == "ceasefire"
        and not item.name
        and item.prospective
        and parties < 2
        and len(item.phrases) == 1
    ):
        return False
    inside = (m for p in item.phrases for m in reading.mentions.within(p.start, p.end))
    if any(m.entity.kind is Kind.PLACE or m.how is How.METONYM for m in inside):
        return True  # called after the place where it was made
    if kind in ("treaty", "resolution", "ceasefire", "sanctions") or item.name or parties:
        return True
    acting = {
        (mention.entity.kind, mention.entity.key)
        for mention in reading.mentions
        if mention.entity.kind in (Kind.POLITY, Kind.ORGANIZATION)
    }
    return len(acting) > 1


def _evidence(item: Cluster, main: Phrase, cue: Cue | None) -> tuple[Evidence, ...]:
    """The sentences that name it and that show its status, each once."""
    sentences = [main.sentence, *([cue.sentence] if cue else [])]
    rule = "agreements/named" if main.name else f"agreements/{main.group}"
    confidence = 0.9 if main.name else 0.8 if cue else 0.6
    distinct = {sentence.start: sentence for sentence in sentences}
    return tuple(Evidence(s.start, s.end, s.text, rule, confidence) for s in distinct.values())


def _when(reading: Reading, item: Cluster, cue: Cue) -> When:
    """The date in the clause of the cue: one whose nearest verb is the cue's."""
    sentence = cue.sentence
    shift = sentence.paragraph.start
    for date in reading.dates:
        if any(p.start <= date.start < p.end for p in item.phrases):
            continue  # "the 2015 accord" dates the accord, not what became of it
        if sentence.start <= date.start and date.end <= sentence.end:
            span = sentence.paragraph.doc.char_span(
                date.start - shift, date.end - shift, alignment_mode="expand"
            )
            token = span.root if span is not None else cue.word
            for _ in range(5):
                if token.i == cue.word.i:
                    return date.when
                if token.pos_ in ("VERB", "AUX"):
                    break
                token = token.head
    return UNKNOWN
