"""Web pages to drafts: JSON-LD where the page has it, else meta tags and paragraphs."""

import codecs
import re

from etl.readers.content import decode
from etl.readers.json_news import drafts_of, parse_json
from etl.readers.markup import Page, parse_page
from etl.readers.problems import UnreadableError
from etl.readers.record import Draft

_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_DATES = ("article:published_time", "datepublished", "date", "dc.date", "dcterms.date",
          "dcterms.issued", "pubdate", "parsely-pub-date", "og:published_time")  # fmt: skip
_TITLES = ("og:title", "headline", "dc.title", "twitter:title")
_PUBLISHERS = ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher")


def draft_of_page(data: bytes) -> Draft:
    """The article of a page. Raises ``UnreadableError`` when its bytes are no text."""
    page = parse_page(_decode_page(data))
    draft = _from_json_ld(page) or Draft()
    shown = "\n\n".join(page.paragraphs())
    # Some pages give only a teaser as structured data; a little more text may be readers' comments.
    if len(shown) > 2 * len(draft.text or ""):
        draft.text = shown
    draft.id = None  # the file's stem: identifiers in pages are those of content systems
    draft.title = draft.title or _first(page, _TITLES) or page.title
    draft.published = draft.published or _first(page, _DATES)
    draft.publisher = draft.publisher or _first(page, _PUBLISHERS)
    draft.url = draft.url or page.canonical or page.meta.get("og:url")
    return draft


def _decode_page(data: bytes) -> str:
    declared = _CHARSET.search(data[:4096])
    if declared:
        name = declared.group(1).decode("ascii")
        try:
            codec = codecs.lookup(name).name
            if codec not in ("utf-8", "utf-16", "utf-16-le", "utf-16-be"):
                return data.decode("windows-1252" if codec == "iso8859-1" else name, "replace")
        except (LookupError, UnicodeError) as error:
            raise UnreadableError(
                f"the page declares an encoding that is not known, {name!r}",
                "Save the page as UTF-8",
            ) from error
    return decode(data)


def _from_json_ld(page: Page) -> Draft | None:
    for block in page.json_ld:
        try:
            drafts = list(drafts_of(parse_json(block)))
        except UnreadableError:
            continue  # broken structured data: the page's own text remains
        if drafts:
            return drafts[0]
    return None


def _first(page: Page, names: tuple[str, ...]) -> str | None:
    return next((value for name in names if (value := page.meta.get(name))), None)
