"""Nodes and links of a network -> places in a picture, the same at any time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Place = tuple[float, float]

_ITERATIONS = 400
_SEED = 11
# Of the parts below the largest: the width of a cell, how many nodes it is for, the height of a
# row, and the room between rows.
_CELL, _IN_A_CELL, _ROW, _GAP = 0.5, 4, 0.5, 0.25


def place(nodes: Sequence[str], links: Mapping[tuple[str, str], float]) -> dict[str, Place]:
    """A place for each node, by the forces of Fruchterman and Reingold (1991).

    Each connected part is laid out by itself: the largest fills the square from -1 to 1, the
    others stand below it in rows, so that places go down beyond -1.
    """
    import networkx

    graph = networkx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(links)
    parts = sorted(
        (sorted(part) for part in networkx.connected_components(graph)),
        key=lambda part: (-len(part), part),
    )
    if not parts:
        return {}
    placed = _inside(parts[0], links, (-1.0, 1.0), (-1.0, 1.0))
    left, top = -1.0, -1.0 - _GAP
    for part in parts[1:]:
        width = min(2.0, _CELL * -(-len(part) // _IN_A_CELL))
        if left + width > 1.001:
            left, top = -1.0, top - _ROW
        across = (left + 0.2 * _CELL, left + width - 0.2 * _CELL)
        placed |= _inside(part, links, across, (top - _ROW + _GAP, top))
        left += width
    return placed


def _inside(
    order: list[str], links: Iterable[tuple[str, str]], across: Place, up: Place
) -> dict[str, Place]:
    """A connected part, stretched to fill a box."""
    import networkx

    # Made in one order, whatever that of the rows.
    part = networkx.Graph()
    part.add_nodes_from(order)
    part.add_edges_from(sorted({(min(pair), max(pair)) for pair in links if pair[0] in order}))
    placed = networkx.spring_layout(
        part, k=3.2 / len(order) ** 0.5, iterations=_ITERATIONS, seed=_SEED
    )
    found = {node: (float(x), float(y)) for node, (x, y) in placed.items()}
    return {node: (_scaled(node, found, 0, across), _scaled(node, found, 1, up)) for node in order}


def _scaled(node: str, found: Mapping[str, Place], axis: int, box: Place) -> float:
    """The middle between where the forces put a node and its rank there, which parts a crowd."""
    values = sorted(point[axis] for point in found.values())
    value, low, high = found[node][axis], values[0], values[-1]
    if high - low < 1e-9:
        share = 0.5
    else:
        share = ((value - low) / (high - low) + values.index(value) / (len(values) - 1)) / 2
    return round(box[0] + share * (box[1] - box[0]), 3)
