"""Sources that are no shared entities: described in words, or named without an office."""

import re
from functools import cache
from importlib.resources import files

from spacy.tokens import Token

from etl.document import Paragraph
from etl.extract.statements.phrases import DOCUMENTS, description_span

_ARTICLE = re.compile(r"^(?:the|an?|that|one|another)\s+", re.IGNORECASE)
_OUTER = " ,\"'“”‘’"
_GROUPS = DOCUMENTS | {
    "ministry", "embassy", "government", "group", "coalition", "agency", "office", "department",
    "service", "party", "council", "committee", "commission", "army", "military", "court",
    "newspaper", "daily", "paper", "media", "outlet", "newswire",
    "company", "team", "delegation", "side", "text", "draft",
    "resolution", "document", "bloc", "alliance", "union", "parliament", "cabinet",
    "administration", "officials", "sources", "diplomats", "leaders", "ministers",
}  # fmt: skip


@cache
def _nouns() -> frozenset[str]:
    text = files("etl.extract.statements").joinpath("source_nouns.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return frozenset(word for line in lines for word in line.split())


def may_speak(token: Token) -> bool:
    """Whether a noun names somebody or something that words may come from."""
    known = token.lemma_.lower() in _nouns() or token.lower_ in _nouns()
    return token.pos_ == "PROPN" or known or token.pos_ == "ADJ"


class Sources:
    """The described sources of an article, so that "the official" means the one introduced."""

    def __init__(self) -> None:
        self._by_noun: dict[str, str] = {}
        self._by_surname: dict[str, str] = {}
        self._persons: set[str] = set()
        self._forms: dict[str, dict[str, None]] = {}
        self._nouns: set[str] = set()  # those that sources were introduced with

    def describe(self, paragraph: Paragraph, token: Token) -> str | None:
        """The source that the phrase headed by ``token`` describes, as first written in full."""
        if token.pos_ not in {"NOUN", "PROPN", "ADJ"} or not may_speak(token):
            return None
        token = _apposed(token) or token
        text = self._named(paragraph, token) if _is_name(token) else self._noun(paragraph, token)
        if text:
            start, end = description_span(token)
            self._forms.setdefault(text, {})[paragraph.text[start:end].strip(_OUTER)] = None
        if text and token.lower_ not in _GROUPS and token.lemma_.lower() not in _GROUPS:
            self._persons.add(text)
        return text

    def forms(self, source: str) -> tuple[str, ...]:
        """What else the article calls a source, without the article too: "senior official"."""
        bare = _ARTICLE.sub("", source)
        found = dict.fromkeys([*self._forms.get(source, {}), bare])
        return tuple(form for form in found if form != source)

    def is_introduced(self, token: Token) -> bool:
        """Whether somebody was introduced by this noun: "a diplomat", "diplomats"."""
        return token.lemma_.lower() in self._nouns

    def is_person(self, source: str) -> bool:
        """Whether "he" or "she" may mean a source."""
        return source in self._persons

    def _named(self, paragraph: Paragraph, token: Token) -> str | None:
        first = token
        while first.i > token.sent.start and first.nbor(-1).ent_type_ == "PERSON":
            first = first.nbor(-1)
        text = paragraph.text[first.idx : token.idx + len(token)].strip(_OUTER)
        if not text:
            return None
        surname = text.split()[-1]
        known = self._by_surname.get(surname)
        if known is not None and len(known.split()) >= len(text.split()):
            return known
        self._by_surname[surname] = text
        return text

    def _noun(self, paragraph: Paragraph, token: Token) -> str | None:
        start, end = description_span(token)
        text = paragraph.text[start:end].strip(_OUTER)
        noun, words = token.lemma_.lower(), text.lower().split()
        if words[:1] in (["the"], ["that"]):
            return self._by_noun.get(noun, text) if len(words) == 2 else text
        if words:
            self._by_noun[noun] = text
            self._nouns.add(noun)
        return text or None


def _apposed(token: Token) -> Token | None:
    """The name of whom a noun describes: "a witness, Ali Hassan", "resident Ali Hassan"."""
    return next((c for c in token.children if c.dep_ == "appos" and _is_name(c)), None)


def _is_name(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.ent_type_ == "PERSON"
