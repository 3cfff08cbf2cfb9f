"""Titles that a verb gives to a name: "X became prime minister", "the new envoy is X"."""

from collections.abc import Mapping, Sequence

from spacy.tokens import Token

from etl.people.line import Line
from etl.people.sighting import Sighting
from etl.people.spans import Span
from etl.people.title import Title
from etl.people.words import word_set

_COPULAS = word_set("be become remain")
_APPOINTING = word_set(
    "appoint elect name nominate choose pick tap designate re-elect reelect install select"
    " reappoint promote proclaim declare confirm"
)
# Verbs with "as": "served as", "was sworn in as", "took office as", "was replaced as".
_AS = _APPOINTING | word_set(
    "serve act work swear inaugurate take assume replace succeed return continue start begin resign"
    " quit retire recall dispatch send post assign stand step introduce welcome reinstate oust"
    " dismiss fire"
)
_WISHES = word_set("want hope seek aspire wish try run like vie refuse fail")
_UNREAL = word_set("could may might would should")
_OBJECTS = frozenset({"dobj", "obj", "dative"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_WHO = frozenset({"who", "that", "which"})
_PAST_LINKS = frozenset({"from", "until", "till", "between", "during", "under"})


class Predicates:
    """Reads a line's parse for the names that its verbs give titles to."""

    def __init__(self, line: Line, spans: Sequence[Span]) -> None:
        self._line = line
        offset = line.paragraph.start
        self._spans: Mapping[int, Span] = {
            line.words[i].start - offset: s for s in spans for i in range(s.first, s.last)
        }

    def of(self, title: Title) -> Sighting | None:
        """The sighting of a title that is a predicate, or the subject of one; None for others."""
        head = self._line.token(title.head)
        if head is None or title.plural or title.determiner in {"no", "any"}:
            return None
        verb = _predicating(head)
        if verb is not None:
            span = self._holder(verb)
            rule = "people/appointed" if verb.lemma_.lower() in _APPOINTING else "people/predicate"
            if span is not None and _is_held_before(verb):
                title.former = True
            return Sighting(span, title, rule) if span is not None else None
        if head.dep_ == "nsubj" and head.head.lemma_ == "be" and _is_definite(title):
            return self._named_behind(head.head, title)
        return self._appointed(title)

    def _appointed(self, title: Title) -> Sighting | None:
        """ "appointed NAME TITLE", where the parse does not see it."""
        before = self._line.words[title.core - 1] if title.core else None
        span = self._spans.get(before.start - self._line.paragraph.start) if before else None
        verb = self._line.token(span.first - 1) if span is not None else None
        if span is None or verb is None or verb.lemma_.lower() not in _APPOINTING:
            return None
        return Sighting(span, title, "people/appointed")

    def _named_behind(self, verb: Token, title: Title) -> Sighting | None:
        """ "The last president to visit was X"."""
        for child in verb.children:
            span = self._spans.get(int(child.idx)) if child.dep_ == "attr" else None
            if span is not None and span.first > title.head and not _is_unreal(verb):
                return Sighting(span, title, "people/predicate")
        return None

    def _holder(self, verb: Token) -> Span | None:
        """The name that a verb gives an office to."""
        if _is_unreal(verb):
            return None
        passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children)
        if verb.lemma_.lower() in _APPOINTING and not passive and verb.dep_ != "acl":
            objects = [c for c in verb.subtree if c.dep_ in _OBJECTS or c.dep_ == "nsubj"]
            return next((s for c in objects if c.i > verb.i and (s := self.at(c))), None)
        return self.subject(verb)

    def subject(self, verb: Token) -> Span | None:
        """The name that is a verb's subject, also of the verb that it is joined to."""
        for _ in range(4):
            subjects = [c for c in verb.children if c.dep_ in _SUBJECTS]
            if any(c.lower_ in _WHO for c in subjects) and verb.dep_ == "relcl":
                return self.at(verb.head)
            if subjects:
                return next((s for c in subjects if (s := self._named(c)) is not None), None)
            if verb.dep_ in {"acl", "relcl"}:
                return self.at(verb.head)
            if verb.dep_ not in {"conj", "xcomp", "advcl"} or verb.head.i == verb.i:
                return None
            if verb.dep_ == "xcomp" and verb.head.lemma_.lower() in _WISHES:
                return None
            verb = verb.head
        return None

    def _named(self, subject: Token) -> Span | None:
        """The name that a subject is, or that stands in apposition to it."""
        apposed = (c for c in subject.children if c.dep_ == "appos")
        return next((s for t in (subject, *apposed) if (s := self.at(t)) is not None), None)

    def at(self, token: Token) -> Span | None:
        """The name that a token is a word of."""
        return self._spans.get(int(token.idx))


def _predicating(head: Token) -> Token | None:
    """The verb that makes a title a predicate."""
    verb = head.head
    lemma = verb.lemma_.lower()
    if head.dep_ == "attr" and lemma in _COPULAS:
        return verb
    if head.dep_ in {"oprd", "dobj", "attr", "ccomp"} and lemma in _APPOINTING:
        return verb
    if head.dep_ == "pobj" and head.head.lower_ == "as":
        verb = verb.head
        if verb.lemma_.lower() in _AS:
            return verb
        if verb.head.lemma_.lower() in _AS:  # "took office as": hung on the object
            return verb.head
    return None


def _is_unreal(verb: Token) -> bool:
    """Whether the office is denied, wished for or merely possible."""
    if any(c.dep_ == "neg" or (c.dep_ == "aux" and c.lower_ in _UNREAL) for c in verb.children):
        return True
    return verb.dep_ == "xcomp" and verb.head.lemma_.lower() in _WISHES


def _is_held_before(verb: Token) -> bool:
    """Whether a term is over: "served as minister from 1998 to 2002"."""
    if verb.tag_ not in {"VBD", "VBN"} or verb.lemma_.lower() not in {"serve", "be", "act", "work"}:
        return False
    return any(t.lower_ in _PAST_LINKS and t.dep_ == "prep" for t in verb.subtree if t.i > verb.i)


def _is_definite(title: Title) -> bool:
    return title.determiner in {"the", "its", "their"} or bool(title.bodies)
