"""Text as it is searched: no accents, capitals or hyphens, and where each letter came from."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_SPECIAL: Final = {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe",
                   "þ": "th", "ð": "d", "ħ": "h"}  # fmt: skip
_APOSTROPHES: Final = "'’‘ʻʼ`"
_DROPPED: Final = re.compile(
    rf"(?<=\w)[{_APOSTROPHES}](?=\w)"  # Sana'a
    r"|(?<=\b\w)\.(?=\w\b)"  # U.S., but not the full stop of "F. Kerry"
)
_POSSESSIVE: Final = re.compile(rf"(?<=\w)[{_APOSTROPHES}][sS]\b")


def fold(text: str) -> str:
    """Words joined by single spaces: "U.S." is "us", "Holm-Østby's" is "holm ostby"."""
    return " ".join(spread(text)[0].split())


def spread(text: str) -> tuple[str, list[int]]:
    """The folded letters with the spaces left in, and each one's place in the text."""
    blank = {i for match in _POSSESSIVE.finditer(text) for i in range(*match.span())}
    dropped = {match.start() for match in _DROPPED.finditer(text)} - blank
    letters: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        if place in dropped:
            continue
        folded = " " if place in blank else _letters(sign)
        letters.append(folded)
        places.extend([place] * len(folded))
    return "".join(letters), places


def _letters(sign: str) -> str:
    lower = sign.lower()
    plain = unicodedata.normalize("NFKD", _SPECIAL.get(lower, lower))
    kept = (c for c in plain if not unicodedata.combining(c))
    return "".join(c if c.isalnum() else " " for c in kept)


def bag(folded: str) -> str:
    """The same for every order of the words."""
    return " ".join(sorted(folded.split()))
