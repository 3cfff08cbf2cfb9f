"""Indirect speech: the clause or the predicate in which a text reports it, verbatim."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from etl.document import Paragraph
from etl.extract.statements.acts import is_passive, is_plain, is_speech
from etl.extract.statements.frames import (
    Complements,
    Frame,
    addressed_in,
    complements,
    frame_of,
    is_filled,
)
from etl.extract.statements.phrases import subject_of
from etl.extract.statements.quotes import Quotes

_FEWEST = 4  # words of a clause worth keeping
_FEWEST_OF_PREDICATE = 3
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_DATELINE = re.compile(r"[A-Z][A-Z .,/'-]+(?:, \w+\.? \d{1,2})? ?(?:\([^)]{2,30}\) ?)?--? ?")
_CLOSING = re.compile(r'[.,]?"')
_ASIDES = frozenset(
    {"speaking", "saying", "adding", "referring", "citing", "noting", "echoing", "according"}
)
_WITHIN_CLAUSE = frozenset({"conj", "xcomp", "acomp", "attr", "dobj", "prep", "pobj", "pcomp"})
_LOOSE_ENDS = frozenset({".", ",", ";", ":", "-", "and", "but"})
_LEFT_OUT = frozenset({"that", ",", '"', "-", ":", ";"})
_CONDITIONS = frozenset({"if", "whether", "unless", "until", "before", "lest"})
_ACTUAL = frozenset({"with", "after", "by", "while", "when", "in", "as"})  # "after urging", done


@dataclass(frozen=True, slots=True)
class Indirect:
    """What a verb of speech reports, at [start, end) of its paragraph.

    ``noun`` is what is expressed ("hope"), ``addressed`` heads the phrase for the addressee, and
    ``agent`` the one for the speaker of a passive verb.
    """

    verb: Token
    start: int
    end: int
    noun: str | None = None
    addressed: Token | None = None
    agent: Token | None = None
    clause: Token | None = None  # the verb of the reported clause


def find_indirect(paragraph: Paragraph, quotes: Quotes) -> Iterator[Indirect]:
    """What each verb of speech outside of long quotations reports; some lie within others.

    Words with a long quotation in them are left out unless a predicate tells them: the quotation
    is the statement.
    """
    for verb in paragraph.doc:
        if verb.tag_[:1] != "V" or quotes.covers(int(verb.idx)) or not _is_actual(verb):
            continue
        found = _clause(verb) if is_plain(verb) and is_speech(verb) else None
        if found is not None and not _is_quoting(found, quotes):
            yield found
            continue
        told = _predicate(verb)
        if told is not None:
            yield told


def _is_quoting(found: Indirect, quotes: Quotes) -> bool:
    return any(q.start < found.end and found.start < q.end for q in quotes.long)


def _is_actual(verb: Token) -> bool:
    """Whether it was said: not denied, not under a condition, not merely possible."""
    if any(c.dep_ == "neg" or c.tag_ in {"MD", "TO"} for c in verb.children if c.i < verb.i):
        return False
    if any(c.dep_ == "mark" and c.lower_ in _CONDITIONS for c in verb.children):
        return False
    if verb.tag_ == "VBG" and verb.dep_ == "pcomp":
        return verb.head.lower_ in _ACTUAL or _is_quoted_as(verb)
    if verb.dep_ == "conj" and verb.tag_ in {"VB", "VBN", "VBG"} and verb.head.tag_[:1] == "V":
        shared = any(c.dep_ in {"aux", "auxpass"} for c in verb.children)
        return shared or (verb.head.tag_ == verb.tag_ and _is_actual(verb.head))
    return verb.tag_ != "VB"


def _is_quoted_as(verb: Token) -> bool:
    return verb.i > 0 and verb.nbor(-1).lower_ == "as"


# clauses ---------------------------------------------------------------------------------------


def _clause(verb: Token) -> Indirect | None:
    """A verb's clausal complement without "that" and outer punctuation."""
    clauses = [c for c in verb.children if c.dep_ == "ccomp"]
    while clauses and not _is_clause(clauses[0]):
        clauses.pop(0)
    extent = _extent(verb, clauses) if clauses else None
    if extent is None or not extent[0] <= clauses[0].idx < extent[1]:
        return None
    return Indirect(verb, *extent, agent=_lender(verb), clause=clauses[0])


def _extent(verb: Token, clauses: list[Token]) -> tuple[int, int] | None:
    behind = clauses[0].i > verb.i  # what the parse tears apart is one clause all the same
    found = {t.i: t for c in clauses for t in c.subtree if t.i != verb.i}
    words = [found[i] for i in sorted(found) if (i > verb.i) == behind]
    if behind:
        words += _second(verb, words)
        words = _own(verb, words)
    aside = next((n for n, t in enumerate(words) if n > _FEWEST and t.lower_ in _ASIDES), None)
    if aside is not None and words[aside - 1].text == ",":
        words = words[:aside]  # ", speaking after the talks" tells of the speaker
    while words and words[0].lower_ in _LEFT_OUT:
        words.pop(0)
    while words and words[-1].text in _LOOSE_ENDS:
        words.pop()
    if len(words) < _FEWEST or len(words) < (words[-1].i - words[0].i + 1) * 0.8:
        return None
    return _balanced(verb.doc.text, int(words[0].idx), int(words[-1].idx) + len(words[-1]))


def _own(verb: Token, words: list[Token]) -> list[Token]:
    """The words up to a second predicate of whoever speaks: "said it was ready and vowed"."""
    subject = subject_of(verb)
    for position, token in enumerate(words):
        lender = _lender(token)
        if subject is not None and lender is not None and lender.i == subject.i:
            joined = [n for n in range(position, 0, -1) if words[n].dep_ == "cc"]
            return words[: joined[0] if joined and token.dep_ == "conj" else position]
    return words


def _lender(verb: Token) -> Token | None:
    """The subject of a verb that the parse joins to a clause that its own speaker reports.

    "X said it was ready and vowed to go" and "X said Y had gone and warned that …" tell of X.
    """
    if verb.lower_ == "adding" and verb.dep_ == "advcl":
        above = next((a for a in verb.ancestors if is_plain(a)), None)
        return subject_of(above) if above is not None else _quoted(verb)
    if verb.dep_ != "conj" or verb.tag_ not in {"VBD", "VBZ"} or _subjects(verb):
        return None
    if frame_of(verb) is None and not is_plain(verb):
        return None
    inner = verb
    while inner.dep_ in _WITHIN_CLAUSE or (inner.dep_ == "ccomp" and not is_plain(inner.head)):
        inner = inner.head
        if is_speech(inner):
            return None
    above = inner.head
    if inner.dep_ != "ccomp" or not is_plain(above) or above.tag_ != verb.tag_:
        return None
    owners = _subjects(inner)
    compound = any(c.dep_ in {"aux", "auxpass"} and c.tag_ != "TO" for c in inner.children)
    if not compound and not all(o.pos_ == "PRON" or o.dep_ == "expl" for o in owners):
        return None
    return subject_of(above)


def _quoted(verb: Token) -> Token | None:
    """Who "was quoted as saying" what a participle adds to."""
    for above in verb.ancestors:
        if above.lemma_.lower() in {"quote", "cite"} and above.tag_ == "VBN":
            return next(iter(_subjects(above)), None)
    return None


def _subjects(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass", "expl"}]


def _second(verb: Token, words: list[Token]) -> list[Token]:
    """A second clause that "and that" joins to the first, wherever the parse hangs it."""
    after = words[-1].i + 1
    link = [t for t in verb.doc[after : after + 4] if t.text != ","]
    if len(link) < 2 or link[0].lower_ not in {"and", "but"} or link[1].lower_ != "that":
        return []
    if link[1].dep_ != "mark" or link[1].sent != verb.sent:
        return []
    return list(verb.doc[after : link[1].head.right_edge.i + 1])


def _balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """The words without a dateline, and with the mark that closes a quotation in them."""
    dateline = _DATELINE.match(text)
    if dateline is not None and start < dateline.end() < end:
        start = dateline.end()
    mark = _CLOSING.match(text, end)
    if text.count('"', start, end) % 2 == 1 and mark is not None:
        end = mark.end()
    return start, end


def _is_clause(complement: Token) -> bool:
    """Whether a complement has a subject and a finite verb."""
    has_subject = any(c.dep_ in {"nsubj", "nsubjpass", "expl"} for c in complement.children)
    finite = complement.tag_ in _FINITE or any(
        c.dep_ in {"aux", "auxpass"} and c.tag_ in _FINITE for c in complement.children
    )
    return has_subject and finite


# predicates ------------------------------------------------------------------------------------


def _predicate(verb: Token) -> Indirect | None:
    """The predicate of a verb that blames, urges, vows … with what its frame asks for."""
    frame = frame_of(verb)
    if frame is None:
        return None
    if is_passive(verb):
        return _passive(verb, frame)
    found = complements(verb)
    if not is_filled(frame, found):
        return None
    noun = found.noun if "noun" in frame.needs else None
    words = _predicate_words(verb)
    if len(words) < _FEWEST_OF_PREDICATE:
        return None
    start, end = int(words[0].idx), int(words[-1].idx) + len(words[-1])
    that = _that_clause(found) if noun is not None else None
    if that is not None:
        start = int(that.idx)
    start, end = _balanced(verb.doc.text, start, end)
    return Indirect(verb, start, end, noun, addressed_in(frame, found), _lender(verb))


def _passive(verb: Token, frame: Frame) -> Indirect | None:
    """ "China was accused by Blinken of …": whoever did it stands behind "by"."""
    by = next((c for c in verb.children if c.dep_ == "agent"), None)
    agent = next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
    subject = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    if agent is None or subject is None or frame.to != "object":
        return None
    last = _predicate_words(verb)[-1]
    start, end = _balanced(verb.doc.text, int(subject.left_edge.idx), int(last.idx) + len(last))
    return Indirect(verb, start, end, None, subject, agent)


def _that_clause(found: Complements) -> Token | None:
    """The first word of the clause that tells what is hoped or feared."""
    if found.target is None:
        return None
    clauses = [*found.target.children, *found.target.head.children]
    for clause in clauses:
        if clause.dep_ in {"acl", "ccomp", "relcl"} and clause.i > found.target.i:
            that = next((c for c in clause.children if c.lower_ == "that"), None)
            if that is not None and that.dep_ == "mark" and _is_clause(clause):
                return that.nbor(1)
    return None


def _predicate_words(verb: Token) -> list[Token]:
    """The verb and what depends on it, up to a second verb, an aside or a participle."""
    end = verb.i
    for child in sorted(verb.rights, key=lambda c: c.i):
        if child.dep_ in {"conj", "cc"} or (child.dep_ == "punct" and child.text not in ',"-'):
            break
        if _is_aside(child):
            break
        end = child.right_edge.i
    words = list(verb.doc[verb.i : end + 1])
    for position, token in enumerate(words[1:], 1):
        if token.lower_ in _ASIDES and words[position - 1].text == ",":
            words = words[:position]
            break
    while len(words) > 1 and words[-1].text in _LOOSE_ENDS | {'"'}:
        words.pop()
    return words


def _is_aside(child: Token) -> bool:
    """A clause with a participle behind a comma, "with X saying", "according to X"."""
    if child.lower_ == "according" or child.dep_ == "parataxis":
        return True
    if child.left_edge.i == 0 or child.left_edge.nbor(-1).text != ",":
        return False
    if child.lower_ == "with":
        return any(c.dep_ == "pcomp" for c in child.children)
    return child.dep_ == "advcl" and child.tag_ in {"VBG", "VBD"}
