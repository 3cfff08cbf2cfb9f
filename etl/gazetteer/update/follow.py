"""Items that were merged into others or deleted since they were last heard of."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from etl.gazetteer.update.asking import Asker

_BATCH = 200
_ROUNDS = 5  # of redirects that lead to redirects


@dataclass
class Moves:
    """Where items went."""

    targets: dict[str, str] = field(default_factory=dict)  # old item -> the item it is now
    gone: set[str] = field(default_factory=set)

    def now(self, qid: str) -> str:
        """The item that an item is now."""
        return self.targets.get(qid, qid)


def follow(asker: Asker, qids: Iterable[str], what: str) -> Moves:
    """Ask what became of items. One that the service could not be asked about stays as it is."""
    first = sorted(set(qids), key=lambda q: int(q[1:]))
    steps: dict[str, str] = {}
    there: set[str] = set()
    asked: set[str] = set()
    todo = first
    for _ in range(_ROUNDS):
        if not todo:
            break
        asked.update(todo)
        for row in asker.rows("moved", "item", todo, _BATCH, what):
            item, target = row.item("item"), row.item("target")
            if item and target and item != target:
                steps[item] = target
            elif item:
                there.add(item)
        todo = sorted({t for t in steps.values() if t not in asked}, key=lambda q: int(q[1:]))
    unclear = {qid for query, qid, _ in asker.unanswered if query == "moved"}
    moves = Moves()
    for qid in first:
        end = _end(steps, qid)
        if end in there and end != qid:
            moves.targets[qid] = end
        elif end not in there and end not in unclear:
            moves.gone.add(qid)
    return moves


def _end(steps: dict[str, str], qid: str) -> str:
    """The last item that redirects lead to; the item itself when they lead in a circle."""
    seen = {qid}
    end = qid
    while end in steps:
        end = steps[end]
        if end in seen:
            return qid
        seen.add(end)
    return end
