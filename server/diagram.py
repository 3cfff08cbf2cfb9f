"""A class or property with its neighbours as SVG, drawn here: no script, and it prints.

Two drawings of the same: a wide one with the class in the middle, and a narrow one for small
screens. Colours come from the style sheet, so they follow the reader's light or dark theme.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from server import svg

_ROW: Final = 36
_BOX: Final = 26
_NARROW: Final = 340
_SIDE: Final = 196
_MIDDLE: Final = 236
_REACH: Final = 442  # from the class to the far end of a side


@dataclass(frozen=True, slots=True)
class Node:
    """A box: what stands in it and where it leads; `quiet` for what is inherited."""

    text: str
    href: str | None = None
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A property between the box in the middle and another."""

    label: Node
    end: Node


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What surrounds a term: `above` and `below` it, what it has, and what leads to it."""

    name: str
    above: tuple[Node, ...]
    below: tuple[Node, ...]
    left: tuple[Edge, ...]
    right: tuple[Edge, ...]


def wide(around: Neighbours) -> Markup:
    """The drawing for wide screens."""
    stack = (*around.above, Node(around.name), *around.below)
    rows = max(len(stack), len(around.left), len(around.right))
    height = rows * _ROW + 12
    left = _REACH if around.left else 0
    width = left + _MIDDLE + (_REACH if around.right else 0)
    top = (rows - len(stack)) * _ROW // 2 + _ROW // 2
    own = top + len(around.above) * _ROW
    parts = [
        *_fan(around.left, left, own, rows, outward=False),
        *_fan(around.right, left + _MIDDLE, own, rows, outward=True),
        *_stack(around, left, top, _MIDDLE),
    ]
    return svg.picture("wide", f"{around.name} and its neighbours", width, height, parts)


def narrow(around: Neighbours) -> Markup:
    """The drawing for small screens: one below the other."""
    left, y = (_NARROW - _MIDDLE) // 2, _ROW // 2
    parts = list(_stack(around, left, y, _MIDDLE))
    y += (len(around.above) + 1 + len(around.below)) * _ROW
    for caption, edges, outward in (
        (f"{around.name} has", around.right, True),
        (f"leads to {around.name}", around.left, False),
    ):
        if not edges:
            continue
        parts.append(_text(0, y, Node(caption), "caption"))
        y += _ROW - 8
        for edge in edges:
            parts += _line_of(edge, y, outward)
            y += _ROW - 4
        y += 6
    return svg.picture(
        "narrow", f"{around.name} and its neighbours", _NARROW, y - _ROW // 2 + 8, parts
    )


def _stack(around: Neighbours, x: int, top: int, width: int) -> Iterator[Markup]:
    """Superclasses, the class and subclasses, each below the other, joined by open arrows."""
    boxes = [*around.above, Node(around.name), *around.below]
    own = len(around.above)
    middle = x + width // 2
    for index in range(len(boxes)):
        y = top + index * _ROW
        inset = 0 if index == own else 18
        kind = "own" if index == own else "box"
        if index < own:
            yield _shape(f"M{middle} {y + _BOX // 2 + 7}V{y + _ROW - _BOX // 2}", "edge")
            yield _head(middle, y + _BOX // 2, "up")
        elif index > own:
            yield from _branch(x, top + own * _ROW, y)
        yield _box(x + inset, y, width - 2 * inset, boxes[index], kind)


def _branch(x: int, own: int, y: int) -> Iterator[Markup]:
    """From a subclass up to the class, beside the boxes between them."""
    yield _shape(f"M{x + 18} {y}H{x + 8}V{own + _BOX // 2 + 7}", "edge")
    yield _head(x + 8, own + _BOX // 2, "up")


def _fan(
    edges: tuple[Edge, ...], side: int, own: int, rows: int, *, outward: bool
) -> Iterator[Markup]:
    """Edges from one side of the class to the boxes of that side."""
    if not edges:
        return
    way = 1 if outward else -1
    trunk = side + way * 14
    far = side + way * (_REACH - _SIDE)
    first = (rows - len(edges)) * _ROW // 2 + _ROW // 2
    heights = [first + index * _ROW for index in range(len(edges))]
    yield _shape(f"M{side} {own}H{trunk}", "edge")
    yield _shape(f"M{trunk} {min(own, heights[0])}V{max(own, heights[-1])}", "edge")
    if not outward:
        yield _head(side, own, "right")
    for edge, y in zip(edges, heights, strict=True):
        gap = 7 if outward else 0
        yield _shape(f"M{trunk} {y}H{far - way * gap}", "edge", quiet=edge.end.quiet)
        if outward:
            yield _head(far, y, "right")
        yield _text((trunk + far) // 2, y, edge.label, "label", anchor="middle")
        yield _box(far if outward else 0, y, _SIDE, edge.end, "box")


def _line_of(edge: Edge, y: int, outward: bool) -> Iterator[Markup]:
    """One property on a line of its own, with the box at its far end."""
    start = _NARROW - _SIDE + 20
    if outward:
        yield _shape(f"M0 {y}H{start - 7}", "edge", quiet=edge.end.quiet)
        yield _head(start, y, "right")
        yield _text(8, y, edge.label, "label")
        yield _box(start, y, _SIDE - 20, edge.end, "box")
    else:
        yield _shape(f"M{_SIDE - 20} {y}H{_NARROW - 7}", "edge", quiet=edge.end.quiet)
        yield _head(_NARROW, y, "right")
        yield _text(_SIDE - 10, y, edge.label, "label")
        yield _box(0, y, _SIDE - 20, edge.end, "box")


def _box(x: int, y: int, width: int, node: Node, kind: str) -> Markup:
    quiet = " quiet" if node.quiet else ""
    shape = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="5"/>').format(
        kind + quiet, x, y - _BOX // 2, width, _BOX
    )
    inner = _text(x + width // 2, y, Node(node.text), f"in-{kind}", anchor="middle")
    return svg.linked(node.href, shape + inner)


def _text(x: int, y: int, node: Node, kind: str, anchor: str = "start") -> Markup:
    return svg.linked(node.href, svg.text(x, y, node.text, kind, anchor))


def _shape(path: str, kind: str, *, quiet: bool = False) -> Markup:
    return svg.path(path, kind + (" quiet" if quiet else ""))


def _head(x: int, y: int, way: str) -> Markup:
    """An arrow's head with its point at x, y: open upwards (is a), filled to the right."""
    if way == "up":
        return _shape(f"M{x} {y}l5 8h-10z", "open")
    return _shape(f"M{x} {y}l-8 -4v8z", "head")
