"""Phrases of one and the same instrument, put together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from etl.entities import Entity
from etl.extract.agreements.likeness import (
    Cluster,
    compatible,
    conflict,
    coordinated,
    dated,
    equal_to,
    forum_of,
    has_head,
    is_convention,
    is_new,
    is_year,
    latest,
    made_at,
    nearest,
    other_forum,
    overlap,
    pointed_at,
    same_name,
    same_words,
    years_of,
)
from etl.extract.agreements.phrase import Phrase

_NEAR = 6  # paragraphs within which an unnamed "an agreement" may turn out to be a named one


@dataclass(frozen=True)
class Clusterer:
    """Groups phrases in text order.

    ``parties_of`` gives the parties that a phrase itself names, ``founds`` whether a phrase that
    says nothing about which instrument it is can be one of its own, ``is_prospective`` whether the
    instrument does not exist yet as far as the phrase's clause tells.
    """

    parties_of: Callable[[Phrase], list[Entity]]
    founds: Callable[[Phrase], bool]
    is_prospective: Callable[[Phrase], bool]

    def cluster(self, phrases: Sequence[Phrase]) -> list[Cluster]:
        """Every instrument, in order of first mention."""
        clusters: list[Cluster] = []
        for phrase in phrases:
            parties = self.parties_of(phrase)
            prospective = self.is_prospective(phrase)
            home = self._home(clusters, phrase, parties, prospective)
            if home is None:
                if not self._can_start(phrase):
                    continue
                home = Cluster()
                clusters.append(home)
            home.phrases.append(phrase)
            home.parties += [e for e in parties if (e.kind.value, e.key) not in home.party_keys()]
            home.prospective &= prospective
        return _merge_forward(clusters)

    def _can_start(self, phrase: Phrase) -> bool:
        if phrase.needs == "antecedent":
            return False
        if phrase.attributive and not (phrase.name or self.founds(phrase)):
            return False
        return not phrase.bare or phrase.distinct or self.founds(phrase)

    def _stated(self, clusters: list[Cluster], phrase: Phrase) -> Cluster | None:
        """The statement that "the agreement" refers to, when nothing else was agreed."""
        if phrase.group != "pact" or phrase.determiner not in ("the", "poss"):
            return None
        return latest([c for c in clusters if "statement" in c.groups and not c.distinct])

    def _home(
        self, clusters: list[Cluster], phrase: Phrase, parties: list[Entity], prospective: bool
    ) -> Cluster | None:
        if meant := equal_to(clusters, phrase) or pointed_at(clusters, phrase):
            return meant
        fitting = [
            c
            for c in clusters
            if compatible(c, phrase) and not any(coordinated(phrase, p) for p in c.phrases)
        ]
        if made := made_at([c for c in fitting if c.name is None], phrase):
            return made
        if phrase.name:
            return latest([c for c in fitting if same_name(c, phrase)])
        if phrase.distinct:
            return latest([c for c in fitting if c.distinct and same_words(c, phrase)])
        free = [c for c in fitting if not c.distinct]
        if is_new(phrase):
            free = [c for c in free if c.prospective]
        if phrase.bare:
            near = [c for c in free if not other_forum(c, phrase)]
            return nearest(near or free, phrase) or self._stated(clusters, phrase)
        return self._described(
            [c for c in free if not conflict(c, phrase, parties)], phrase, prospective
        )

    def _described(self, alike: list[Cluster], phrase: Phrase, prospective: bool) -> Cluster | None:
        """Which of those that fit a phrase with words of its own means."""
        if phrase.words and all(is_year(word) for word in phrase.words):
            return dated(alike, phrase)
        best = max(alike, key=lambda c: overlap(c, phrase), default=None)
        if best is not None and overlap(best, phrase) > 0:
            return best
        # One text is before the council, one deal is being negotiated: it only has many names.
        loose = [c for c in alike if c.plural == phrase.plural and c.name is None]
        if phrase.group in ("resolution", "truce") and not phrase.plural:
            return latest(loose)
        if phrase.needs == "antecedent" and phrase.group == "sanctions":
            return latest(loose)
        loose = [c for c in loose if not (phrase.words and c.modifiers)]
        if phrase.determiner == "a" and phrase.topic:
            loose = [c for c in loose if not c.words or has_head(c, phrase)]
        if phrase.group == "statement":
            return latest(loose)
        return latest([c for c in loose if c.prospective and prospective])


def _merge_forward(clusters: list[Cluster]) -> list[Cluster]:
    """Join an unnamed instrument with the one that is described soon after it.

    News leads speak of "an agreement" and name it a few paragraphs later.
    """
    merged: list[Cluster] = []
    for position, item in enumerate(clusters):
        later = [c for c in clusters[position + 1 :] if _continues(item, c)]
        if item.bare and len(later) == 1:
            known = later[0].party_keys()
            later[0].phrases[:0] = item.phrases
            later[0].parties[:0] = [e for e in item.parties if (e.kind.value, e.key) not in known]
        else:
            merged.append(item)
    return merged


def _continues(first: Cluster, second: Cluster) -> bool:
    if not first.groups & second.groups or second.distinct or first.plural != second.plural:
        return False
    if second.name and "resolution" in second.groups:
        return False  # a number tells of another one, adopted earlier
    if second.name and any(is_new(p) for p in first.phrases) and years_of(second):
        return False
    heads = {p.head.lemma_.lower() for p in first.phrases}
    if is_convention(second) and not heads & {p.head.lemma_.lower() for p in second.phrases}:
        return False  # "a protocol" is not the convention that it rests on
    if len({forum for p in (*first.phrases, *second.phrases) if (forum := forum_of(p))}) > 1:
        return False
    gap = second.phrases[0].sentence.paragraph.index - first.phrases[-1].sentence.paragraph.index
    ours, theirs = first.party_keys(), second.party_keys()
    return gap <= _NEAR and not (ours and theirs and not ours & theirs)
