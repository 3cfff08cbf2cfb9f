"""Phrases of one and the same instrument, put together."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from etl.entities import Entity
from etl.extract.agreements.phrase import Phrase

_NEAR = 6  # paragraphs within which an unnamed "an agreement" may turn out to be a named one
_REFERS_TO = {
    "pact": {"pact", "document", "truce", "plan"},
    "document": {"pact", "document", "statement", "resolution", "plan", "truce"},
}
_HEAD_WORDS = frozenset({"agreement", "agreements", "accord", "accords", "treaty", "declaration",
                         "resolution", "resolutions", "joint", "statement", "convention", "of",
                         "on", "the", "and", "un", "u.n", "council", "security"})  # fmt: skip
_DOCUMENTS = {"pact", "statement", "document", "plan"}
_THIS = re.compile(r"\b(?:this|these)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_FORUM = re.compile(r"security council|general assembly|commission|congress", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass
class Cluster:
    """One instrument: its phrases in text order, and the parties that the phrases name."""

    phrases: list[Phrase] = field(default_factory=list)
    parties: list[Entity] = field(default_factory=list)
    prospective: bool = True  # only spoken of as something to come

    @property
    def groups(self) -> set[str]:
        """Groups of all head nouns used for it."""
        return {phrase.group for phrase in self.phrases}

    @property
    def name(self) -> str | None:
        """Its proper name, if the article gives one."""
        return next((p.name for p in self.phrases if p.name), None)

    @property
    def words(self) -> frozenset[str]:
        """All content words of its phrases."""
        return frozenset(word for p in self.phrases for word in p.words | p.topic)

    @property
    def modifiers(self) -> frozenset[str]:
        """The words before its head nouns: two pacts with different ones are two."""
        return frozenset(word for p in self.phrases for word in p.words)

    @property
    def bare(self) -> bool:
        """Whether no phrase says which instrument it is."""
        return all(phrase.bare for phrase in self.phrases)

    @property
    def plural(self) -> bool:
        """Whether it is several instruments spoken of together."""
        return all(phrase.plural for phrase in self.phrases)

    @property
    def distinct(self) -> bool:
        """Whether it is set off from others of its kind: "previous", "similar"."""
        return any(phrase.distinct for phrase in self.phrases)

    def party_keys(self) -> set[tuple[str, str]]:
        """Kind and key of its parties."""
        return {(e.kind.value, e.key) for e in self.parties}


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
        return _last([c for c in clusters if "statement" in c.groups and not c.distinct])

    def _home(
        self, clusters: list[Cluster], phrase: Phrase, parties: list[Entity], prospective: bool
    ) -> Cluster | None:
        if meant := _equal(clusters, phrase) or _pointed_at(clusters, phrase):
            return meant
        fitting = [
            c
            for c in clusters
            if _compatible(c, phrase) and not any(_coordinated(phrase, p) for p in c.phrases)
        ]
        if phrase.name:
            return _last([c for c in fitting if _same_name(c, phrase)])
        if phrase.distinct:
            return _last([c for c in fitting if c.distinct and _same_words(c, phrase)])
        free = [c for c in fitting if not c.distinct]
        if _is_new(phrase):
            free = [c for c in free if c.prospective]
        if phrase.bare:
            return _nearest(free, phrase) or self._stated(clusters, phrase)
        return self._described(
            [c for c in free if not _conflict(c, phrase, parties)], phrase, prospective
        )

    def _described(self, alike: list[Cluster], phrase: Phrase, prospective: bool) -> Cluster | None:
        """Which of those that fit a phrase with words of its own means."""
        if phrase.words and all(_YEAR.fullmatch(word) for word in phrase.words):
            return _dated(alike, phrase)
        best = max(alike, key=lambda c: _overlap(c, phrase), default=None)
        if best is not None and _overlap(best, phrase) > 0:
            return best
        # One text is before the council, one deal is being negotiated: it only has many names.
        loose = [c for c in alike if c.plural == phrase.plural and c.name is None]
        if phrase.group in ("resolution", "truce") and not phrase.plural:
            return _last(loose)
        loose = [c for c in loose if not (phrase.words and c.modifiers)]
        if phrase.determiner == "a" and phrase.topic:
            loose = [c for c in loose if not c.words or _has_head(c, phrase)]
        if phrase.group == "statement":
            return _last(loose)
        return _last([c for c in loose if c.prospective and prospective])


def _equal(clusters: list[Cluster], phrase: Phrase) -> Cluster | None:
    return _last([c for c in clusters if any(_equated(phrase, p) for p in c.phrases)])


def _equated(phrase: Phrase, earlier: Phrase) -> bool:
    """Whether syntax says that two are one: "New START, the last pact", "the JCPOA is a deal"."""
    head = phrase.head
    if phrase.sentence.start != earlier.sentence.start or phrase.distinct:
        return False
    between = phrase.sentence.paragraph.text[
        earlier.end - phrase.sentence.paragraph.start : phrase.start
        - phrase.sentence.paragraph.start
    ]
    if phrase.determiner != "a" and (between == ", the " or head.dep_ == "appos"):
        return between == ", the " or bool(head.head.i == earlier.head.i)
    form = head.head.head  # "the arrangement will take the form of an agreement"
    if head.dep_ == "pobj" and form.lower_ == "form" and form.head.lemma_ == "take":
        return bool(earlier.head.dep_ == "nsubj" and earlier.head.head.i == form.head.i)
    if head.dep_ == "attr":
        return bool(earlier.head.dep_ == "nsubj" and earlier.head.head.i == head.head.i)
    return False


def _pointed_at(clusters: list[Cluster], phrase: Phrase) -> Cluster | None:
    """The instrument just spoken of that "this landmark declaration" points back at."""
    paragraph = phrase.sentence.paragraph
    if phrase.plural or not _THIS.search(paragraph.text[: phrase.start - paragraph.start]):
        return None
    last = max(clusters, key=lambda c: c.phrases[-1].start, default=None)
    if last is None or last.plural or (last.name and phrase.name and not _same_name(last, phrase)):
        return None
    gap = paragraph.index - last.phrases[-1].sentence.paragraph.index
    related = phrase.group in last.groups or {phrase.group, *last.groups} <= _DOCUMENTS
    return last if gap <= 1 and related else None


def _dated(clusters: list[Cluster], phrase: Phrase) -> Cluster | None:
    """The one that "the 1984 treaty" means: of that year, else just spoken of without a year."""
    of_year = [c for c in clusters if phrase.words & c.words]
    if of_year or phrase.determiner != "the":
        return _last(of_year)
    here = phrase.sentence.paragraph.index
    near = [c for c in clusters if here - c.phrases[-1].sentence.paragraph.index <= 1]
    fitting = [c for c in near if _has_head(c, phrase) and c.plural == phrase.plural]
    return fitting[0] if len(fitting) == 1 and not fitting[0].prospective else None


def _years(cluster: Cluster) -> set[str]:
    return {word for word in cluster.words if _YEAR.fullmatch(word)}


def _is_new(phrase: Phrase) -> bool:
    """Whether it is set off from what exists: "a new treaty"."""
    return phrase.determiner == "a" and phrase.text.lower().startswith(("new ", "fresh "))


def _has_head(cluster: Cluster, phrase: Phrase) -> bool:
    return any(p.head.lemma_.lower() == phrase.head.lemma_.lower() for p in cluster.phrases)


def _coordinated(phrase: Phrase, earlier: Phrase) -> bool:
    """Whether two stand side by side: "a treaty, a protocol and an agreement"."""
    same_sentence = phrase.sentence.start == earlier.sentence.start
    return same_sentence and any(token.i == earlier.head.i for token in phrase.head.conjuncts)


def _last(clusters: list[Cluster]) -> Cluster | None:
    return clusters[-1] if clusters else None


def _compatible(cluster: Cluster, phrase: Phrase) -> bool:
    allowed = _REFERS_TO.get(phrase.group, {phrase.group})
    if phrase.determiner == "a":  # "an accord" is no truce that was spoken of before
        allowed = {phrase.group}
    begun = cluster.phrases[0].group  # "a document" may turn out to be a declaration
    return bool(allowed & cluster.groups) or (begun == "document" and phrase.group != "truce")


def _same_words(cluster: Cluster, phrase: Phrase) -> bool:
    return any(p.words == phrase.words for p in cluster.phrases)


def _nearest(clusters: list[Cluster], phrase: Phrase) -> Cluster | None:
    """The cluster mentioned last; of those in one paragraph the one with the same head noun."""
    head = phrase.head.lemma_.lower()
    if head in ("agreement", "deal"):  # nobody calls a convention of all states "the deal"
        clusters = [c for c in clusters if not _is_convention(c)]
    if phrase.determiner == "a" and not phrase.plural:
        clusters = [c for c in clusters if not c.plural]  # a member of "seven agreements"
    if head == "draft":
        clusters = [c for c in clusters if c.name is None]
    if phrase.determiner == "a" and len(clusters) > 1 and phrase.group != "truce":
        return None

    def nearness(item: Cluster) -> tuple[int, bool, int]:
        last = item.phrases[-1]
        same_head = any(p.head.lemma_.lower() == head for p in item.phrases)
        return last.sentence.paragraph.index, same_head, last.start

    return max(clusters, key=nearness, default=None)


def _is_convention(cluster: Cluster) -> bool:
    name = cluster.name or ""
    return len(cluster.phrases) == 1 and bool(re.search(r"Treaty|Convention|Charter", name))


def _same_name(cluster: Cluster, phrase: Phrase) -> bool:
    ours = cluster.name
    if ours is None:
        described = cluster.words - _HEAD_WORDS
        shared = phrase.words & described
        mostly = 2 * len(shared) >= len(described)  # "a nuclear fuel deal" is not the test ban
        return bool(shared) and mostly and not cluster.plural and not cluster.distinct
    if ours == phrase.name:
        return True
    numbers, theirs = re.findall(r"\d+", ours), re.findall(r"\d+", phrase.name or "")
    if numbers and theirs and numbers != theirs:
        return False
    named = frozenset(w for p in cluster.phrases if p.name for w in p.words)
    return phrase.words <= named or named <= phrase.words


def _overlap(cluster: Cluster, phrase: Phrase) -> float:
    """How much of a phrase's own words a cluster shares."""
    if cluster.bare:
        definite = phrase.determiner in ("the", "poss") or phrase.group == "truce"
        return 0.3 if definite and cluster.plural == phrase.plural else 0.0
    if cluster.plural != phrase.plural:
        return 0.0
    words = phrase.words or phrase.topic  # "the agreement on fishing" has its topic only
    return len(words & cluster.words) / len(words)


def _conflict(cluster: Cluster, phrase: Phrase, parties: list[Entity]) -> bool:
    ours, theirs = cluster.party_keys(), {(e.kind.value, e.key) for e in parties}
    if ours and theirs and not ours & theirs:
        return True
    if _forum(phrase) and any(_forum(p) not in ("", _forum(phrase)) for p in cluster.phrases):
        return True
    if phrase.determiner == "a" and not phrase.plural and theirs - ours and _with_partner(phrase):
        return bool(cluster.modifiers)  # "an accord with X" is not the one spoken of before
    years = _years(cluster)
    others = {word for word in phrase.words if _YEAR.fullmatch(word)}
    return bool(years and others and not years & others)


def _with_partner(phrase: Phrase) -> bool:
    return bool(phrase.long) and str(phrase.long)[len(phrase.text) :].startswith(" with ")


def _forum(phrase: Phrase) -> str:
    """The body that a resolution is put to, "" where the sentence does not say."""
    if phrase.group != "resolution":
        return ""
    for text in (phrase.long or phrase.text, phrase.sentence.text):
        if match := _FORUM.search(text):
            return match.group().lower()
    return ""


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
    if second.name and any(_is_new(p) for p in first.phrases) and _years(second):
        return False
    heads = {p.head.lemma_.lower() for p in first.phrases}
    if _is_convention(second) and not heads & {p.head.lemma_.lower() for p in second.phrases}:
        return False  # "a protocol" is not the convention that it rests on
    if len({forum for p in (*first.phrases, *second.phrases) if (forum := _forum(p))}) > 1:
        return False
    gap = second.phrases[0].sentence.paragraph.index - first.phrases[-1].sentence.paragraph.index
    ours, theirs = first.party_keys(), second.party_keys()
    return gap <= _NEAR and not (ours and theirs and not ours & theirs)
