"""Bytes of a file to text, with limits, and the dates that news formats carry."""

import calendar
import re
import stat
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path

from etl.article import Published
from etl.readers.problems import MAX_ARTICLE_BYTES, MAX_LINE_CHARACTERS, UnreadableError

_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ].*)?")
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T.*)?")  # 20231114T093000Z, as NITF has it


def read_bytes(path: Path, limit: int) -> bytes:
    """The file's bytes. Raises ``UnreadableError`` if it cannot be had or is too large."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise UnreadableError("not a regular file", "Give files or folders of articles")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError as error:
        raise UnreadableError(
            "the file is gone or never was there", "Check the path and run the command again"
        ) from error
    except OSError as error:
        raise UnreadableError(
            f"cannot be read ({error.strerror or error})", "Check the file's permissions"
        ) from error
    if len(data) > limit:
        raise UnreadableError(
            f"larger than the limit of {limit:,} bytes",
            "Split it into one file for each article, or leave it out",
        )
    return data


def decode(data: bytes) -> str:
    """UTF-8 text, without a byte order mark; line ends are left as they are.

    Raises ``UnreadableError`` for NUL bytes and for anything that is not UTF-8, naming the byte.
    """
    if data.startswith(_UTF16):
        raise UnreadableError(
            "encoded in UTF-16, not UTF-8", "Convert it: iconv -f UTF-16 -t UTF-8 FILE > NEW"
        )
    if (nul := data.find(b"\0")) >= 0:
        raise UnreadableError(f"binary data: a NUL byte at byte {nul}", "Leave the file out")
    try:
        return data.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        offset = error.start + (len(_BOM) if data.startswith(_BOM) else 0)
        raise UnreadableError(
            f"not UTF-8: byte 0x{data[offset]:02x} at byte {offset}",
            "Convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW",
        ) from error


def check_text(text: str) -> str:
    """The text, if it can be an article. Raises ``UnreadableError`` if empty or too large."""
    if not text.strip():
        raise UnreadableError("empty: there is no text in it", "Leave it out or supply the text")
    if len(text.encode("utf-8", "surrogatepass")) > MAX_ARTICLE_BYTES:
        raise UnreadableError(
            f"the text is larger than the limit of {MAX_ARTICLE_BYTES:,} bytes for one article",
            "Split it into one file for each article",
        )
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise UnreadableError("the text has lone surrogates", "Write it as UTF-8 and try again")
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if len(line) > MAX_LINE_CHARACTERS:
            raise UnreadableError(
                f"line {number} has {len(line):,} characters, more than {MAX_LINE_CHARACTERS:,}",
                "Break the text into paragraphs, one a line",
            )
    return text


def parse_published(text: str) -> Published:
    """A day, month or year from an ISO 8601 or RFC 822 date; a time of day is dropped.

    Raises ``ValueError`` when it is neither or no day of the calendar.
    """
    text = text.strip()
    if match := _BASIC.fullmatch(text) or _ISO.fullmatch(text):
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        if month is None:
            return Published(date(year, 1, 1), date(year, 12, 31))
        if day is None:
            first = date(year, month, 1)
            return Published(first, first.replace(day=calendar.monthrange(year, month)[1]))
        return Published(date(year, month, day), date(year, month, day))
    try:
        day_found = parsedate_to_datetime(text).date()
    except (TypeError, IndexError) as error:
        raise ValueError(text) from error
    return Published(day_found, day_found)
