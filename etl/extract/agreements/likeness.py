"""Whether a phrase and an instrument spoken of before are one and the same."""

import re
from dataclasses import dataclass, field

from etl.entities import Entity
from etl.extract.agreements.phrase import Phrase

_REFERS_TO = {
    "pact": {"pact", "document", "truce", "plan"},
    "document": {"pact", "document", "statement", "resolution", "plan", "truce"},
}
_HEAD_WORDS = frozenset({"agreement", "agreements", "accord", "accords", "treaty", "declaration",
                         "resolution", "resolutions", "joint", "statement", "convention", "of",
                         "on", "the", "and", "un", "u.n", "council", "security"})  # fmt: skip
_DOCUMENTS = {"pact", "statement", "document", "plan"}
_THIS = re.compile(r"\b(?:this|these)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_NAMELY = re.compile(
    r"\W*(?:(?:better|also|commonly|officially|formally|widely|popularly|otherwise) )?"
    r"(?:known|called|dubbed|named|termed|entitled|titled) (?:as )?(?:the )?\W*|"
    r" \((?:the |hereinafter )?\W*"
)
_SUPERLATIVE = re.compile(r"(?:first|second|third|last|latest|newest|most|[a-z]+est)\b|[a-z]+est-")
_FORUM = re.compile(
    r"security council|\b15-\w+ council|\bcouncil[’']?s? (?:president|members)|general assembly|"
    r"commission|congress",
    re.IGNORECASE,
)
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


def equal_to(clusters: list[Cluster], phrase: Phrase) -> Cluster | None:
    """The instrument that syntax says a phrase is: "X, the last pact"."""
    return latest([c for c in clusters if any(_equated(phrase, p) for p in c.phrases)])


def _equated(phrase: Phrase, earlier: Phrase) -> bool:
    """Whether syntax says that two are one: "New START, the last pact", "the JCPOA is a deal"."""
    head = phrase.head
    if phrase.sentence.start != earlier.sentence.start or phrase.distinct:
        return False
    between = phrase.sentence.paragraph.text[
        earlier.end - phrase.sentence.paragraph.start : phrase.start
        - phrase.sentence.paragraph.start
    ]
    if _NAMELY.fullmatch(between) or (
        _SUPERLATIVE.match(phrase.text) and between.endswith(", the ")
    ):
        return True  # "X, better known as Y", "took effect, the largest such deal"
    if phrase.determiner == "a" and head.dep_ == "appos" and head.head.i == earlier.head.i:
        return between.strip() in (",", "-", "--", "–", "—")
    if phrase.determiner != "a" and (between == ", the " or head.dep_ == "appos"):
        return between == ", the " or bool(head.head.i == earlier.head.i)
    form = head.head.head  # "the arrangement will take the form of an agreement"
    if head.dep_ == "pobj" and form.lower_ == "form" and form.head.lemma_ == "take":
        return bool(earlier.head.dep_ == "nsubj" and earlier.head.head.i == form.head.i)
    if head.dep_ == "attr":
        return bool(earlier.head.dep_ == "nsubj" and earlier.head.head.i == head.head.i)
    return False


def pointed_at(clusters: list[Cluster], phrase: Phrase) -> Cluster | None:
    """The instrument just spoken of that "this landmark declaration" points back at."""
    paragraph = phrase.sentence.paragraph
    if phrase.plural or not _THIS.search(paragraph.text[: phrase.start - paragraph.start]):
        return None
    last = max(clusters, key=lambda c: c.phrases[-1].start, default=None)
    if last is None or last.plural or (last.name and phrase.name and not same_name(last, phrase)):
        return None
    gap = paragraph.index - last.phrases[-1].sentence.paragraph.index
    related = phrase.group in last.groups or {phrase.group, *last.groups} <= _DOCUMENTS
    return last if gap <= 1 and related else None


def made_at(clusters: list[Cluster], phrase: Phrase) -> Cluster | None:
    """The one that "the Luanda accord" means: it was spoken of as made in Luanda."""
    places = [word for word in phrase.text.split() if word[0].isupper()]
    if phrase.determiner != "the" or len(places) != 1:
        return None
    made = re.compile(rf"\b(?:in|at)\s+{re.escape(places[0])}\b")
    return latest([c for c in clusters if any(made.search(p.sentence.text) for p in c.phrases)])


def dated(clusters: list[Cluster], phrase: Phrase) -> Cluster | None:
    """The one that "the 1984 treaty" means: of that year, else just spoken of without a year."""
    of_year = [c for c in clusters if phrase.words & c.words]
    if of_year or phrase.determiner != "the":
        return latest(of_year)
    here = phrase.sentence.paragraph.index
    near = [c for c in clusters if here - c.phrases[-1].sentence.paragraph.index <= 1]
    fitting = [c for c in near if has_head(c, phrase) and c.plural == phrase.plural]
    return fitting[0] if len(fitting) == 1 and not fitting[0].prospective else None


def is_year(word: str) -> bool:
    """Whether a word is a year of the last or this century."""
    return bool(_YEAR.fullmatch(word))


def years_of(cluster: Cluster) -> set[str]:
    """The years that its phrases name."""
    return {word for word in cluster.words if _YEAR.fullmatch(word)}


def is_new(phrase: Phrase) -> bool:
    """Whether it is set off from what exists: "a new treaty"."""
    return phrase.determiner == "a" and phrase.text.lower().startswith(("new ", "fresh "))


def has_head(cluster: Cluster, phrase: Phrase) -> bool:
    """Whether it was called by the same noun before."""
    return any(p.head.lemma_.lower() == phrase.head.lemma_.lower() for p in cluster.phrases)


def coordinated(phrase: Phrase, earlier: Phrase) -> bool:
    """Whether two stand side by side: "a treaty, a protocol and an agreement"."""
    same_sentence = phrase.sentence.start == earlier.sentence.start
    return same_sentence and any(token.i == earlier.head.i for token in phrase.head.conjuncts)


def latest(clusters: list[Cluster]) -> Cluster | None:
    """The last of some, if there are any."""
    return clusters[-1] if clusters else None


def compatible(cluster: Cluster, phrase: Phrase) -> bool:
    """Whether the noun of a phrase can refer to the instrument at all."""
    if _differ(phrase, cluster):
        return False
    allowed = _REFERS_TO.get(phrase.group, {phrase.group})
    if phrase.determiner == "a":  # "an accord" is no truce that was spoken of before
        allowed = {phrase.group}
    begun = cluster.phrases[0].group  # "a document" may turn out to be a declaration
    return bool(allowed & cluster.groups) or (begun == "document" and phrase.group != "truce")


def _differ(phrase: Phrase, cluster: Cluster) -> bool:
    """Whether one is a memorandum and the other is called what a memorandum is not."""
    forms = {p.kind == "memorandum" for p in cluster.phrases if p.group == "pact"}
    if phrase.group != "pact" or not forms or (phrase.kind == "memorandum") in forms:
        return False
    return phrase.determiner == "a" or not phrase.bare


def same_words(cluster: Cluster, phrase: Phrase) -> bool:
    """Whether it was described in just these words before."""
    return any(p.words == phrase.words for p in cluster.phrases)


def nearest(clusters: list[Cluster], phrase: Phrase) -> Cluster | None:
    """The cluster mentioned last; of those in one paragraph the one with the same head noun."""
    head = phrase.head.lemma_.lower()
    if head in ("agreement", "deal"):  # nobody calls a convention of all states "the deal"
        clusters = [c for c in clusters if not is_convention(c)]
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


def is_convention(cluster: Cluster) -> bool:
    """Whether it is a treaty of many states, mentioned once by name."""
    name = cluster.name or ""
    return len(cluster.phrases) == 1 and bool(re.search(r"Treaty|Convention|Charter", name))


def same_name(cluster: Cluster, phrase: Phrase) -> bool:
    """Whether a named phrase names the instrument, or names what was only described so far."""
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


def overlap(cluster: Cluster, phrase: Phrase) -> float:
    """How much of a phrase's own words a cluster shares."""
    if cluster.bare:
        definite = phrase.determiner in ("the", "poss") or phrase.group == "truce"
        return 0.3 if definite and cluster.plural == phrase.plural else 0.0
    if cluster.plural != phrase.plural:
        return 0.0
    words = phrase.words or phrase.topic  # "the agreement on fishing" has its topic only
    return len(words & cluster.words) / len(words)


def conflict(cluster: Cluster, phrase: Phrase, parties: list[Entity]) -> bool:
    """Whether parties, forums or years tell the two apart."""
    ours, theirs = cluster.party_keys(), {(e.kind.value, e.key) for e in parties}
    if ours and theirs and not ours & theirs:
        return True
    if other_forum(cluster, phrase):
        return True
    if phrase.determiner == "a" and not phrase.plural and theirs - ours and _with_partner(phrase):
        return bool(cluster.modifiers)  # "an accord with X" is not the one spoken of before
    years = years_of(cluster)
    others = {word for word in phrase.words if _YEAR.fullmatch(word)}
    return bool(years and others and not years & others)


def other_forum(cluster: Cluster, phrase: Phrase) -> bool:
    """Whether a resolution is put to another body than the phrase's."""
    forum = forum_of(phrase)
    return bool(forum) and any(forum_of(p) not in ("", forum) for p in cluster.phrases)


def _with_partner(phrase: Phrase) -> bool:
    return bool(phrase.long) and str(phrase.long)[len(phrase.text) :].startswith(" with ")


def forum_of(phrase: Phrase) -> str:
    """The body that a resolution is put to, "" where the sentence does not say."""
    if phrase.group != "resolution":
        return ""
    for text in (phrase.long or phrase.text, phrase.sentence.text):
        if match := _FORUM.search(text):
            forum = match.group().lower()
            return "security council" if "council" in forum else forum
    return ""
