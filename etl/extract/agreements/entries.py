"""What a governing word says of an instrument, by the tables and by where it stands."""

from etl.extract.agreements.clause import Governor, lemma_of
from etl.extract.agreements.lexicon import lexicon

_ONLY_SUBJECT = frozenset({"expire", "lapse", "collapse", "unravel", "fray", "allow", "oblige",
                           "require", "enable", "bind", "bar", "prohibit", "ban", "govern", "hold",
                           "fail", "die", "provide", "stipulate", "guarantee", "teeter", "falter",
                           "call"})  # fmt: skip
_ONLY_OBJECT = frozenset({"sign", "reach", "strike", "make", "win", "cut", "form", "carry", "keep",
                          "want", "plan", "end", "return", "support", "back", "leave", "have",
                          "ask", "replace", "supersede", "declare", "turn", "exit", "ignore",
                          "strain"})  # fmt: skip
_INTRANSITIVE = frozenset({"expire", "lapse", "collapse", "unravel", "fray"})
# What a verb says only together with its particle; without one these say nothing.
_PHRASAL = {
    ("rule", "out"): ("reject", "rejected"), ("turn", "down"): ("reject", "rejected"),
    ("throw", "out"): ("reject", "rejected"), ("vote", "down"): ("reject", "rejected"),
    ("shoot", "down"): ("reject", "rejected"), ("call", "off"): ("end", "terminated"),
    ("break", "off"): ("end", "terminated"), ("break", "down"): ("end", "terminated"),
    ("fall", "apart"): ("end", "terminated"), ("pull", "out"): ("end", "terminated"),
    ("walk", "out"): ("end", "terminated"), ("back", "out"): ("end", "terminated"),
    ("walk", "away"): ("end", "terminated"), ("pull", "back"): ("end", "terminated"),
    ("iron", "out"): ("negotiate", "under-negotiation"), ("nail", "down"): ("conclude", "agreed"),
    ("draw", "up"): ("negotiate", "under-negotiation"), ("hold", "up"): ("risk", "at-risk"),
    ("put", "forward"): ("propose", "proposed"), ("strike", "down"): ("end", "terminated"),
    ("lay", "out"): ("propose", "proposed"), ("map", "out"): ("propose", "proposed"),
    ("set", "aside"): ("end", "suspended"), ("opt", "out"): ("end", "terminated"),
    ("stick", "to"): ("use", "in-force"), ("live", "up"): ("use", "in-force"),
}  # fmt: skip
_ONLY_PHRASAL = frozenset(
    {"rule", "turn", "throw", "iron", "nail", "put", "set", "opt", "lay", "map"}
)
_KEEPING = frozenset({"implementation", "application", "compliance", "enforcement"})
_TALKING = frozenset({"plan", "negotiation", "talk", "talks", "discussion"})
_WITH_PREPOSITION = {
    "agree": ("on", "to"), "withdraw": ("from",), "pull": ("of", "out"), "comply": ("with",),
    "abide": ("by",), "adhere": ("to",), "work": ("on", "toward", "towards"), "call": ("for",),
    "push": ("for",), "return": ("to",), "negotiate": ("on", "over"), "discuss": ("on",),
    "talk": ("on", "about"), "hold": ("to",), "vote": ("on", "for", "against"),
    "result": ("in",), "culminate": ("in", "with"), "join": ("to",), "accede": ("to",),
    "hope": ("for",), "commit": ("to",), "appeal": ("for",), "press": ("for",), "ask": ("for",),
    "bind": ("by",), "govern": ("by",), "cover": ("by",), "walk": ("out", "of", "from"),
    "back": ("out", "of"), "stick": ("to",), "live": ("to", "up"), "draw": ("up",),
    "end": ("in", "with"), "aim": ("at",), "mull": (), "wrangle": ("over",), "haggle": ("over",),
}  # fmt: skip
_TRANSPARENT = frozenset({"draft", "text", "version", "series", "number", "set", "term", "part",
                          "package", "round", "kind", "sort", "copy", "pair", "host",
                          "limit", "provision", "point", "clause", "article", "participation",
                          "membership"})  # fmt: skip


def entry_of(governor: Governor) -> tuple[str, str] | None:
    """What the table says of the word where it stands."""
    lemma = lemma_of(governor.word)
    through = [lemma_of(noun) for noun in governor.via]
    if phrasal := _phrasal(governor, lemma, through):
        return phrasal
    if lemma in _ONLY_PHRASAL:
        return None
    if lemma == "end" and governor.role == "prep":
        return "conclude", "in-force" if governor.prep == "in" else "agreed"  # "ended in a truce"
    if governor.role == "noun":
        if lemma == "plan" and governor.prep not in ("for", "of"):
            return None
        return lexicon().nouns.get(lemma) if set(through) <= _TRANSPARENT else None
    if lemma in ("conclude", "complete", "finish") and through in (["talk"], ["negotiation"]):
        return "conclude", "agreed"
    if not set(through) <= _TRANSPARENT and governor.role != "prep":
        stopped = lexicon().verbs.get(lemma, ("", ""))[0] == "end" and governor.role == "object"
        if stopped and set(through) <= _TALKING:
            return "end", "suspended"  # "shelved plans for a pact"
        if stopped and set(through) <= _KEEPING:
            return "end", "suspended"  # "halted implementation of the pact"
        return None  # "announced the start of the accord": the noun is announced
    return lexicon().verbs.get(lemma)


def _phrasal(governor: Governor, lemma: str, through: list[str]) -> tuple[str, str] | None:
    """What a verb says together with its particle."""
    for child in governor.word.children:
        entry = _PHRASAL.get((lemma, child.lower_))
        if entry and child.dep_ in ("prt", "prep", "advmod"):
            talking = entry[0] == "end" and through and set(through) <= _TALKING
            return ("end", "suspended") if talking else entry  # "broke off talks on a pact"
    return None


def fits(governor: Governor, kind: str) -> bool:
    """Whether the word can speak of the instrument from where it stands."""
    lemma = lemma_of(governor.word)
    if governor.role == "noun":
        return governor.prep in ("of", "on", "for", "to", "with", "by", "under", "from", "over",
                                 "toward", "towards", "in", "")  # fmt: skip
    if governor.role == "prep" and (lemma, governor.prep) in _PHRASAL:
        return True  # "voted down the pact": the parser takes the particle for a preposition
    if lemma == "vote" and governor.prep == "in":  # "voted in favour of it"
        return {lemma_of(noun) for noun in governor.via} <= {"favour", "favor", "support"}
    if governor.role == "prep":
        allowed = _WITH_PREPOSITION.get(lemma, ())
        opaque = [noun for noun in governor.via if lemma_of(noun) not in _TRANSPARENT]
        return governor.prep in allowed and len(opaque) < (1 if kind == "conclude" else 2)
    if governor.role == "subject":
        return lemma not in _ONLY_OBJECT and (lemma in _ONLY_SUBJECT or kind == "end")
    return lemma not in _ONLY_SUBJECT or lemma in _INTRANSITIVE
