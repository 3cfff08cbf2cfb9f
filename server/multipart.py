"""``multipart/form-data`` with RDF in its parts -> one file of N-Triples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from pyoxigraph import RdfFormat as Format
from pyoxigraph import Triple, parse, serialize
from werkzeug.datastructures import Headers
from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from server.negotiate import ALIASES
from server.problems import ProblemError
from server.writing import new_file
from store.formats import GRAPH_TYPES

MULTIPART: Final = "multipart/form-data"
_PIECE: Final = 1 << 16


class _Part(NamedTuple):
    name: str
    media_type: str
    content: BinaryIO


def triples_of(body: BinaryIO, content_type: str, base: str) -> BinaryIO:
    """All triples of all parts, with blank nodes of their own for each part.

    The caller closes the file. Raises ``ProblemError`` where the body is not multipart, or a part
    is not RDF of the type that it says.
    """
    boundary = parse_options_header(content_type)[1].get("boundary", "")
    if not boundary:
        raise ProblemError("bad-request", f"A body of {MULTIPART} needs a boundary in its type.")
    out = new_file()
    try:
        count = 0
        for part in _parts(body, boundary.encode("latin-1", "replace")):
            with part.content:
                serialize(_triples(part, base), output=out, format=Format.N_TRIPLES)
            count += 1
        if not count:
            raise ProblemError("bad-request", f"The body of {MULTIPART} has no part.")
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return out


def _triples(part: _Part, base: str) -> Iterator[Triple]:
    found = GRAPH_TYPES.get(part.media_type)
    if found is None:
        offers = ", ".join(GRAPH_TYPES)
        raise ProblemError(
            "media-type",
            f"The part {part.name!r} has {part.media_type or 'no content type'}; use {offers}.",
        )
    quads = parse(
        part.content,
        format=found.format,
        base_iri=base,
        without_named_graphs=True,
        rename_blank_nodes=True,
    )
    try:
        for quad in quads:
            yield quad.triple
    except SyntaxError as error:
        where = {"line": error.lineno, "column": error.offset}
        raise ProblemError(
            "data-syntax", f"The part {part.name!r} is not {part.media_type}: {error.msg}.", where
        ) from error
    except ValueError as error:
        raise ProblemError("data-syntax", f"The part {part.name!r}: {error}.") from error


def _parts(body: BinaryIO, boundary: bytes) -> Iterator[_Part]:
    decoder = MultipartDecoder(boundary, max_parts=1_000)
    part: _Part | None = None
    try:
        while True:
            event = decoder.next_event()
            if isinstance(event, NeedData):
                decoder.receive_data(body.read(_PIECE) or None)
            elif isinstance(event, Field | File):
                content = new_file()
                part = _Part(event.name or "", _media_type(event.headers), content)
            elif isinstance(event, Data) and part is not None:
                part.content.write(event.data)
                if not event.more_data:
                    part.content.seek(0)
                    yield part
            elif isinstance(event, Epilogue):
                return
    except ValueError as error:
        raise ProblemError("bad-request", f"The multipart body is broken: {error}.") from error


def _media_type(headers: Headers) -> str:
    name = parse_options_header(headers.get("Content-Type"))[0].lower()
    return ALIASES.get(name, name)
