"""HTML to paragraphs of plain text, and the metadata that web pages carry."""

import re
from html.parser import HTMLParser

_BLOCKS = frozenset({"p", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "div", "section",
                     "article", "main", "tr", "td", "th", "dd", "dt", "pre", "body", "hl2",
                     "ul", "ol", "table", "block"})  # fmt: skip
_SKIPPED = frozenset({"script", "style", "nav", "header", "footer", "aside", "figure", "figcaption",
                      "form", "button", "noscript", "template", "svg", "iframe", "select", "media",
                      "head"})  # fmt: skip
_TEXTUAL = frozenset({"p", "h2", "h3", "h4", "li", "blockquote"})
_MAIN = frozenset({"article", "main"})
_VOID = frozenset({"br", "img", "hr", "input", "meta", "link", "source", "wbr", "area", "base",
                   "col", "embed", "track"})  # fmt: skip


class Page(HTMLParser):
    """Collects the paragraphs, ``<meta>`` values, title and JSON-LD blocks of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.meta: dict[str, str] = {}
        self.canonical: str | None = None
        self.title = ""
        self.json_ld: list[str] = []
        self._open: list[str] = []
        self._words: list[str] = []
        self._all: list[tuple[bool, bool, str]] = []  # in <article>/<main>, in <p> etc., text
        self._script: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta":
            key = values.get("property") or values.get("name") or values.get("itemprop")
            if key:
                self.meta.setdefault(key.lower(), values.get("content", "").strip())
        elif tag == "link" and values.get("rel") == "canonical":
            self.canonical = values.get("href") or None
        elif tag == "br":
            self._words.append("\n")
        elif tag == "script" and values.get("type", "").lower() == "application/ld+json":
            self._script = []
        if tag in _BLOCKS:
            self._close_paragraph()
            if tag in ("p", "li") and tag in self._open[-2:]:  # its end tag was left out
                self.handle_endtag(tag)
        if tag == "body" and "head" in self._open:
            self.handle_endtag("head")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._close_paragraph()
        if tag == "script" and self._script is not None:
            self.json_ld.append("".join(self._script))
            self._script = None
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self._script.append(data)
        elif "title" in self._open and "svg" not in self._open:
            self.title += data
        elif not _SKIPPED.intersection(self._open):
            self._words.append(re.sub(r"[^\S\u00a0]+", " ", data))

    def close(self) -> None:
        super().close()
        self._close_paragraph()

    def _close_paragraph(self) -> None:
        text = "".join(self._words)
        self._words.clear()
        lines = (" ".join(line.split()) for line in text.split("\n"))
        inside = bool(_MAIN.intersection(self._open))
        textual = bool(_TEXTUAL.intersection(self._open))
        self._all.extend((inside, textual, line) for line in lines if line)

    def everything(self) -> list[str]:
        """All text in order, a string for each block."""
        return [text for _, _, text in self._all]

    def paragraphs(self) -> list[str]:
        """Text of the article element where there is one, of all paragraphs otherwise."""
        inside = [text for main, textual, text in self._all if main and textual]
        paragraphs = [text for _, textual, text in self._all if textual]
        return inside or paragraphs or self.everything()


def parse_page(html: str) -> Page:
    """Parse a page or a fragment; broken markup is read as far as it goes."""
    page = Page()
    page.feed(html)
    page.close()
    return page


def plain_text(fragment: str) -> str:
    """The text of an HTML fragment, a blank line between paragraphs."""
    return "\n\n".join(parse_page(fragment).everything())


def looks_like_html(text: str) -> bool:
    """Whether text has tags or character references, as feeds have in their descriptions."""
    return bool(re.search(r"</?[a-zA-Z][^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);", text))
