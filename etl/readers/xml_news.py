"""XML to drafts: NITF, NewsML-G2, RSS and Atom, through a parser that expands no entities."""

import html
from collections.abc import Iterator
from xml.etree.ElementTree import Element, TreeBuilder, tostring
from xml.parsers import expat

from etl.readers.markup import looks_like_html, plain_text
from etl.readers.problems import UnreadableError
from etl.readers.record import Draft

_MAX_DEPTH = 200


class _Builder:
    """Feeds an element tree and refuses what makes XML dangerous."""

    def __init__(self) -> None:
        self.tree = TreeBuilder()
        self.depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise UnreadableError(f"XML nested deeper than {_MAX_DEPTH}", "Leave the file out")
        self.tree.start(_local(name), {_local(key): item for key, item in attributes.items()})

    def end(self, name: str) -> None:
        self.depth -= 1
        self.tree.end(_local(name))

    def doctype(
        self, _name: str, _system: str | None, _public: str | None, has_subset: bool
    ) -> None:
        # A bare reference to a DTD, as NITF files have, is never fetched and does no harm.
        if has_subset:
            raise UnreadableError(
                "the XML declares a document type of its own, which can hide entity bombs",
                "Remove the part in [ ] after <!DOCTYPE",
            )

    def skipped(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:  # &nbsp; and the like, declared in a DTD that is not read
            self.tree.data(html.unescape(f"&{name};"))


def parse_xml(data: bytes) -> Element:
    """The root element; tags without namespaces but for ``content:encoded``, named ``encoded``.

    Raises ``UnreadableError`` with line and column when it is not well-formed or declares entities.
    """
    builder = _Builder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.tree.data
    parser.StartDoctypeDeclHandler = builder.doctype
    parser.SkippedEntityHandler = builder.skipped
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise UnreadableError(
            f"not well-formed XML: {expat.ErrorString(error.code)} "
            f"at line {error.lineno}, column {error.offset + 1}",
            "Correct the XML there",
        ) from error
    return builder.tree.close()


def drafts_of_xml(root: Element) -> Iterator[Draft]:
    """A draft for every article, in order; none when the format is not one of the four."""
    if root.tag == "nitf":
        yield _from_nitf(root)
    elif root.tag in ("newsItem", "newsMessage"):
        yield from (_from_newsml(item) for item in root.iter("newsItem"))
    elif root.tag in ("rss", "RDF"):
        publisher = _of(root, "channel/publisher") or _of(root, "channel/title")
        yield from (_from_rss(item, publisher) for item in root.iter("item"))
    elif root.tag == "feed":
        yield from (_from_atom(entry, _of(root, "title")) for entry in root.iter("entry"))


def _from_nitf(root: Element) -> Draft:
    publication = root.find("head/pubdata")
    issued = root.find("head/docdata/date.issue")
    identifier = root.find("head/docdata/doc-id")
    body = root.find("body/body.content")
    published = publication.get("date.publication") if publication is not None else None
    return Draft(
        text=_markup_text(body),
        id=identifier.get("id-string") if identifier is not None else None,
        title=_of(root, "body/body.head/hedline/hl1") or _of(root, "head/title"),
        published=published or (issued.get("norm") if issued is not None else None),
        publisher=publication.get("name") if publication is not None else None,
        url=publication.get("ex-ref") if publication is not None else None,
    )


def _from_newsml(item: Element) -> Draft:
    nitf = item.find("contentSet/inlineXML/nitf")
    draft = _from_nitf(nitf) if nitf is not None else Draft()
    if nitf is None:
        inline = item.find("contentSet/inlineXML")
        draft.text = _markup_text(inline) if inline is not None else _inline_data(item)
    provider = item.find("itemMeta/provider")
    draft.id = item.get("guid") or draft.id
    draft.title = _of(item, "contentMeta/headline") or draft.title or _of(item, "itemMeta/title")
    draft.published = (
        _of(item, "contentMeta/contentCreated")
        or draft.published
        or _of(item, "itemMeta/firstCreated")
        or _of(item, "itemMeta/versionCreated")
    )
    if provider is not None:
        draft.publisher = _of(provider, "name") or provider.get("literal") or draft.publisher
    return draft


def _inline_data(item: Element) -> str | None:
    text = _of(item, "contentSet/inlineData", lines=True)
    return plain_text(text) if text and looks_like_html(text) else text


def _from_rss(item: Element, publisher: str | None) -> Draft:
    body = _of(item, "encoded", lines=True) or _of(item, "description", lines=True)
    link = _of(item, "link")
    return Draft(
        text=plain_text(body) if body and looks_like_html(body) else body,
        id=_of(item, "guid") or _of(item, "identifier") or link,
        title=_of(item, "title"),
        published=_of(item, "pubDate") or _of(item, "date"),
        publisher=_of(item, "source") or _of(item, "publisher") or publisher,
        url=link,
    )


def _from_atom(entry: Element, publisher: str | None) -> Draft:
    element = entry.find("content")
    if element is None:
        element = entry.find("summary")
    links = [link for link in entry.findall("link") if link.get("rel", "alternate") == "alternate"]
    return Draft(
        text=_atom_text(element),
        id=_of(entry, "id"),
        title=_of(entry, "title"),
        published=_of(entry, "published") or _of(entry, "updated"),
        publisher=_of(entry, "source/title") or publisher,
        url=links[0].get("href") if links else None,
    )


def _atom_text(element: Element | None) -> str | None:
    if element is None:
        return None
    if element.get("type", "text") == "xhtml":
        return _markup_text(element)
    text = "".join(element.itertext()).strip()
    return plain_text(text) if element.get("type") == "html" else text


def _of(element: Element, path: str, *, lines: bool = False) -> str | None:
    """The text at a path, on one line unless ``lines``; None when there is none."""
    found = element.find(path)
    if found is None:
        return None
    text = "".join(found.itertext()).strip()
    return (text if lines else " ".join(text.split())) or None


def _markup_text(element: Element | None) -> str | None:
    return plain_text(tostring(element, encoding="unicode")) if element is not None else None


def _local(name: str) -> str:
    return name.rsplit("}", 1)[-1]
