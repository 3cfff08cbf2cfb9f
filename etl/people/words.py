"""The words of titles and names, read from ``lexicon.toml`` once a process."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Lexicon:
    """Closed word groups of the genre; every word is lower case."""

    heads: Mapping[str, str]  # head of a title -> its office type by default ("" unknown)
    generic: frozenset[str]
    personal: frozenset[str]
    modifiers: frozenset[str]
    descriptive: frozenset[str]
    former: frozenset[str]
    private: frozenset[str]
    plural: Mapping[str, str]
    male: frozenset[str]  # honorifics and titles of men
    female: frozenset[str]
    honorifics: frozenset[str]
    particles: frozenset[str]
    articles: frozenset[str]
    home: Mapping[str, str]  # title -> "KIND/KEY" of the one state or body that has it
    governments: frozenset[str]
    owners: frozenset[str]  # common nouns that own an office: "the bloc's"
    states: frozenset[str]  # those of them that are states
    leaders: frozenset[str]
    servants: frozenset[str]
    not_names: frozenset[str]
    surnames: frozenset[str]
    speech: frozenset[str]
    east_asian: frozenset[str]

    def is_title_word(self, word: str) -> bool:
        """Whether a word may stand inside a title."""
        return word in self.heads or word in self.modifiers or word in self.plural


def word_set(text: str) -> frozenset[str]:
    """A small closed group of words, written in a row."""
    return frozenset(text.split())


@cache
def given_names() -> Mapping[str, str]:
    """Folded given names that tell "m" or "f"."""
    rows = files(__package__).joinpath("given_names.tsv").read_text("utf-8").splitlines()
    found: dict[str, str] = {}
    for row in rows:
        gender, names = row.split("\t")
        for name in names.split():
            found.setdefault(name, gender[0])
    return found


@cache
def lexicon() -> Lexicon:
    """The project's word groups."""
    raw = tomllib.loads(files(__package__).joinpath("lexicon.toml").read_text("utf-8"))

    def group(section: str, key: str = "words") -> frozenset[str]:
        return frozenset(str(raw[section][key]).split())

    honorifics, gender = raw["honorifics"], raw["gender"]
    return Lexicon(
        heads={w: kind for kind, words in raw["heads"].items() for w in words.split()},
        generic=group("generic"),
        personal=group("generic", "personal"),
        modifiers=group("modifiers"),
        descriptive=group("descriptive"),
        former=group("former"),
        private=group("private"),
        plural=dict(raw["plural"]),
        male=frozenset(f"{honorifics['male']} {gender['male']}".split()),
        female=frozenset(f"{honorifics['female']} {gender['female']}".split()),
        honorifics=frozenset(" ".join(honorifics.values()).split()),
        particles=group("particles"),
        articles=group("particles", "articles"),
        home=dict(raw["home"]),
        governments=group("publishers"),
        owners=group("owners", "states") | group("owners", "bodies"),
        states=group("owners", "states"),
        leaders=group("clashing", "leaders"),
        servants=group("clashing", "servants"),
        not_names=group("not_names"),
        surnames=group("surnames"),
        speech=group("speech"),
        east_asian=group("east_asian"),
    )
