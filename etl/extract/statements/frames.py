"""Speech that is told with a predicate: blamed X, urged X to act, expressed hope, vowed to stay.

``speech_frames.tsv`` gives for each verb what it must stand with (``any``; ``object``;
``infinitive``; ``gerund``; ``noun``: an object that is an act of speech; or a preposition), and
where whoever is addressed stands (``object`` or a preposition).
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from spacy.tokens import Token

from etl.extract.statements.acts import cues

_PARTICLES = frozenset({"prt", "prep", "advmod"})
_OBJECTS = frozenset({"dobj", "obj", "dative"})


@dataclass(frozen=True, slots=True)
class Frame:
    """What a verb of speech stands with when it reports without a clause."""

    verb: str
    needs: frozenset[str]
    to: str


@dataclass(frozen=True, slots=True)
class Complements:
    """What stands with a verb: its parts by kind, its object, and the act that the object names."""

    parts: dict[str, Token]
    target: Token | None
    noun: str | None


@cache
def _frames() -> dict[str, Frame]:
    text = files("etl.extract.statements").joinpath("speech_frames.tsv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t")
    return {r["verb"]: Frame(r["verb"], frozenset(r["needs"].split()), r["to"]) for r in rows}


def frame_of(verb: Token) -> Frame | None:
    """The frame of a verb, with its particle where that makes it another verb."""
    if verb.tag_[:1] != "V":
        return None
    lemma = verb.lemma_.lower()
    for child in verb.children:
        found = _frames().get(f"{lemma} {child.lower_}") if child.dep_ in _PARTICLES else None
        if found is not None and child.i > verb.i:
            return found
    return _frames().get(lemma)


def complements(verb: Token) -> Complements:
    """What stands behind a verb."""
    parts: dict[str, Token] = {}
    for kind, token in _parts(verb):
        parts.setdefault(kind, token)
    target = parts.get("object")
    lemma = target.lemma_.lower() if target is not None else ""
    if target is not None:
        for child in target.children:  # "expressed concern to Yang over"
            if child.dep_ == "prep" and child.i > target.i:
                parts.setdefault(child.lower_, child)
    return Complements(parts, target, lemma if lemma in cues().nouns else None)


def _parts(verb: Token) -> Iterator[tuple[str, Token]]:
    for child in verb.children:
        if child.i < verb.i:
            continue
        if child.dep_ in _OBJECTS and child.tag_ != "IN":
            yield "object", child
        elif child.dep_ == "prep":
            yield child.lower_, child
        elif child.dep_ in {"xcomp", "ccomp", "advcl"} and _is_infinitive(child):
            yield "infinitive", child
            subject = next((c for c in child.children if c.dep_ == "nsubj"), None)
            if subject is not None:
                yield "object", subject
        elif child.dep_ == "xcomp" and _is_gerund(child):
            yield "gerund", child


def _is_infinitive(token: Token) -> bool:
    return any(c.tag_ == "TO" and c.i < token.i for c in token.children)


def _is_gerund(token: Token) -> bool:
    """ "Meeting", "having met"."""
    return token.tag_ == "VBG" or any(c.tag_ == "VBG" and c.dep_ == "aux" for c in token.children)


def is_filled(frame: Frame, found: Complements) -> bool:
    """Whether a verb stands with something that its frame asks for."""
    if "any" in frame.needs:
        return True
    if "noun" in frame.needs:
        return found.noun is not None
    return not frame.needs.isdisjoint(found.parts)


def addressed_in(frame: Frame, found: Complements) -> Token | None:
    """The head of the phrase for whoever is addressed, if it is there."""
    part = found.parts.get(frame.to)
    if part is None or frame.to == "object":
        return part
    return next((c for c in part.children if c.dep_ in {"pobj", "pcomp"}), None)
