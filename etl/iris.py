"""Every IRI that extraction mints, minted here and only here."""

import re
import unicodedata
from urllib.parse import quote

from etl.entities import Entity, Kind

DEFAULT_BASE = "https://w3id.org/parley/"
WIKIDATA = "http://www.wikidata.org/entity/"

_SPECIAL = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae",
     "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "ð": "d"}
)  # fmt: skip


def slug(text: str) -> str:
    """Lower-case ASCII words of ``text`` joined by hyphens; "unnamed" when nothing is left."""
    folded = unicodedata.normalize("NFKD", text.translate(_SPECIAL))
    ascii_text = folded.encode("ascii", "ignore").decode().lower()
    ascii_text = re.sub(r"[.'’`]", "", ascii_text)  # U.S. -> us, Cote d'Ivoire -> divoire
    return re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-") or "unnamed"


class Iris:
    """IRIs under one base (the setting ``PARLEY_BASE_IRI``)."""

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        self.base = base if base.endswith("/") else f"{base}/"

    def entity(self, entity: Entity) -> str:
        """``…/id/KIND/KEY`` of a shared entity."""
        return self.of(entity.kind, entity.key)

    def of(self, kind: Kind | str, key: str) -> str:
        """``…/id/KIND/KEY``."""
        return f"{self.base}id/{kind}/{key}"

    def article(self, article_id: str) -> str:
        """``…/id/article/ID``: the article and the named graph of what it says."""
        return f"{self.base}id/article/{quote(article_id, safe='-._~')}"

    def node(self, article_id: str, local: str) -> str:
        """An article-scoped node, ``…/id/article/ID#LOCAL``."""
        return f"{self.article(article_id)}#{local}"

    def code(self, scheme: str, value: str) -> str:
        """``…/code/SCHEME/VALUE``."""
        return f"{self.base}code/{scheme}/{value}"

    def issue(self, notation: str) -> str:
        """``…/issue/NOTATION``."""
        return f"{self.base}issue/{notation}"
