"""Pieces of drawings that are made here as SVG: no script, and they print.

Colours come from the style sheet by class, so they follow the reader's light or dark theme.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup


def picture(kind: str, label: str, width: int, height: int, parts: Iterable[Markup]) -> Markup:
    """A drawing: `kind` is "wide" or "narrow" (screens it is for), `label` what is read aloud."""
    return Markup(
        '<svg class="diagram {}" viewBox="-2 -2 {} {}" width="{}" height="{}" role="group" '
        'aria-label="{}" xmlns="http://www.w3.org/2000/svg">{}</svg>'
    ).format(kind, width + 4, height + 4, width + 4, height + 4, label, Markup("").join(parts))


def text(x: float, y: float, words: str, kind: str, anchor: str = "start") -> Markup:
    """Words whose middle is at the height `y`."""
    return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>').format(
        kind, short(x), short(y + 4), anchor, words
    )


def path(drawn: str, kind: str) -> Markup:
    """A path of the given class."""
    return Markup('<path class="{}" d="{}"/>').format(kind, drawn)


def circle(x: float, y: float, radius: float, kind: str) -> Markup:
    """A circle of the given class."""
    return Markup('<circle class="{}" cx="{}" cy="{}" r="{}"/>').format(
        kind, short(x), short(y), short(radius)
    )


def linked(href: str | None, inner: Markup, title: str = "") -> Markup:
    """A link around parts, if it leads anywhere; `title` is its name and shown on hovering."""
    told = Markup("<title>{}</title>").format(title) if title else Markup("")
    if href:
        return Markup('<a href="{}">{}{}</a>').format(href, told, inner)
    return Markup("<g>{}{}</g>").format(told, inner) if title else inner


def short(number: float) -> str:
    """A coordinate with one decimal at most."""
    return f"{number:.1f}".removesuffix(".0")


def cut(words: str, most: int) -> str:
    """Words that are not longer than there is room for."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
