"""B³: precision and recall of a clustering against another, mention by mention.

Bagga and Baldwin, "Algorithms for scoring coreference chains" (LREC 1998). Mentions that stand on
one side only are treated as in Cai and Strube, "Evaluation metrics for end-to-end coreference
resolution systems" (SIGDIAL 2010): what the system missed counts as a singleton of the system when
recall is taken; what it made up counts against precision unless it is a singleton.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

Clustering = Mapping[str, Collection[str]]


@dataclass(frozen=True)
class Score:
    """Precision, recall and their harmonic mean, and how many mentions the gold has."""

    precision: float
    recall: float
    mentions: int

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __str__(self) -> str:
        return f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}  n {self.mentions}"


def b_cubed(gold: Clustering, system: Clustering) -> Score:
    """The score of ``system`` against ``gold``, both as clusters of mentions by any name."""
    of_gold, of_system = _by_mention(gold), _by_mention(system)
    recall = [_share(of_gold[m], of_system.get(m, frozenset([m]))) for m in of_gold]
    counted = [m for m in of_system if m in of_gold or len(of_system[m]) > 1]
    counted += [m for m in of_gold if m not in of_system]
    precision = [
        _share(of_system.get(m, frozenset([m])), of_gold.get(m, frozenset([m]))) for m in counted
    ]
    return Score(_mean(precision), _mean(recall), len(of_gold))


def _by_mention(clusters: Clustering) -> dict[str, frozenset[str]]:
    return {m: frozenset(members) for members in clusters.values() for m in members}


def _share(of: frozenset[str], other: frozenset[str]) -> float:
    return len(of & other) / len(of)


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 1.0
