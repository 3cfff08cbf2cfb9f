"""Text as it is searched: no accents, capitals or hyphens, and where each letter came from."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import Final

OPEN: Final = "\x01"
CLOSE: Final = "\x02"
"""What stands around a match in a marked text; neither is ever in a folded one."""

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


def pieces(text: str, marked: str) -> tuple[str, ...]:
    """A text cut where its spread form is marked: every second piece, from the second on.

    Marks with nothing but a space or hyphen between them are one.
    """
    places = spread(text)[1]
    cuts: list[int] = []
    at = 0
    for sign in marked:
        if sign == OPEN:
            start = places[at]
            if cuts and not text[cuts[-1] : start].strip(" -"):
                cuts.pop()
            else:
                cuts.append(start)
        elif sign == CLOSE:
            cuts.append(places[at - 1] + 1)
        else:
            at += 1
    bounds = [0, *cuts, len(text)]
    return tuple(text[a:b] for a, b in pairwise(bounds))
