"""Names as they are compared: lower case, no accents, one way of writing each sign."""

import re
import unicodedata

_SPECIAL = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae",
     "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th", "ð": "d", "’": "'", "‘": "'",
     "ʻ": "'", "ʼ": "'", "`": "'"}
)  # fmt: skip
_INITIAL = re.compile(r"\b(\w)\.(?=\w\b)")  # U.S. -> US, but not "F. Kerry"
_POSSESSIVE = re.compile(r"'s\b")
_OTHER = re.compile(r"[^\w]+|_")
_GENERATIONS = frozenset({"jr", "sr"})
_NUMBERED = frozenset({"ii", "iii", "iv"})
_SOUNDS = (("kh", "h"), ("ph", "f"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("tch", "ch"),
           ("q", "k"), ("ck", "k"), ("w", "v"), ("x", "ks"))  # fmt: skip
_VOWELS = re.compile(r"[aeiouyj]+")
_DOUBLE = re.compile(r"(.)\1+")
_FEWEST = 6  # consonants that make a name recognisable
_PARTICLES = frozenset({"al", "el", "ul", "bin", "ibn", "ben"})


def fold(text: str) -> str:
    """Words of a name joined by single spaces; "U.S." is "us", "Eui-yong" is "eui yong"."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_SPECIAL))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
    plain = _POSSESSIVE.sub(" s", _INITIAL.sub(r"\1", plain)).replace("'", "")
    return _OTHER.sub(" ", plain).strip()


def person_words(name: str) -> tuple[str, ...]:
    """The words that tell a person: without initials and "Jr.", unless nothing else is left."""
    words = tuple(w for w in fold(name.replace(".", ". ")).split() if w not in _GENERATIONS)
    return tuple(w for w in words if len(w) > 1 or w.isdigit()) or words


def generation(name: str) -> str | None:
    """The "jr" or "iii" behind a name."""
    words = fold(name.replace(".", ". ")).split()
    last = words[-1] if len(words) > 1 else ""
    return last if last in _GENERATIONS | _NUMBERED else None


def bag(words: tuple[str, ...]) -> str:
    """A key that is the same for every order of the words and without Arabic particles."""
    return " ".join(sorted(w for w in words if w not in _PARTICLES) or sorted(words))


def run_together(words: tuple[str, ...]) -> str:
    """A key that is the same however the words are split: "El Baradei", "ElBaradei"."""
    return "+" + "".join(words)


def skeleton(words: tuple[str, ...]) -> str | None:
    """A key that is the same for most transliterations: "Sergei Lavrov", "Sergey Lavrov".

    It is made of consonants; None when there are too few of them to tell anybody.
    """
    bare = [sound(w) for w in words if w not in _PARTICLES]
    if len(bare) < 2 or sum(len(b) for b in bare) < _FEWEST:
        return None
    return "^" + " ".join(sorted(bare))


def sound(word: str) -> str:
    """A folded word's first letter and its consonants, the same for most transliterations."""
    for written, spoken in _SOUNDS:
        word = word.replace(written, spoken)
    first = "a" if word[0] in "aeiou" else word[0]
    return first + _DOUBLE.sub(r"\1", _VOWELS.sub("", word[1:]))
