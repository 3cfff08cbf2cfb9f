"""Which titles make somebody an official."""

from etl.people.sighting import Sighting
from etl.people.title import Title
from etl.people.words import lexicon, word_set

_SELF_EVIDENT = word_set("president spokesman spokeswoman spokesperson leader official")
_PUBLIC = word_set(
    "foreign defense defence ministry department government presidential party opposition rebel"
    " parliament parliamentary military army navy police delegation talks council cabinet security"
    " intelligence state palace national policy political nuclear peace affairs trade embassy"
    " commission assembly congress senate house central negotiations separatist guerrilla front"
    " forces militant vice deputy prime"
)


def is_official(sighting: Sighting) -> bool:
    """Whether a title makes somebody an official; "USAir spokesman" and "analyst" do not."""
    title, lex = sighting.title, lexicon()
    line = title.line
    if any(line.low(i) in lex.private for i in range(title.first, title.last)):
        return False
    if _is_company(sighting):
        return False
    if title.head_word not in lex.generic:
        return True
    if title.bodies or sighting.of or sighting.coordinated or title.owner:
        return True
    if title.possessor is not None:
        owner = line.token(title.possessor)
        return owner is None or owner.ent_type_ != "ORG"  # "Acme's chief"
    if any(part.mentions for part in title.complements):
        return True
    words = set(title.core_words()[:-1]) | _fields(title)
    if words & _PUBLIC:
        return True
    if title.unknown_body is not None:
        return title.head_word == "leader"
    if title.head_word in _SELF_EVIDENT:
        return True
    return bool(title.determiner in {"his", "her", "its", "their", "the"})


def _is_company(sighting: Sighting) -> bool:
    """Whether title and name are one organisation's name: "General Motors"."""
    title, span = sighting.title, sighting.span
    if title.head_word != "general" or span.first != title.head + 1:
        return False
    tokens = [title.line.token(i) for i in (title.head, span.last - 1)]
    return all(t is not None and t.ent_type_ == "ORG" for t in tokens)


def _fields(title: Title) -> set[str]:
    return {
        title.line.low(i)
        for part in title.complements
        for i in range(part.first, part.last)
        if title.line.low(i) in lexicon().modifiers
    }
