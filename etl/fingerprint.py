"""What an extraction depends on besides the article: a digest that changes when any of it does."""

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

from etl.annotate import load_model
from etl.article import Article

_SUFFIXES = (".py", ".csv", ".tsv", ".toml", ".ttl", ".txt")


def _walk(folder: Traversable, path: str) -> list[tuple[str, Traversable]]:
    found = []
    for child in sorted(folder.iterdir(), key=lambda c: c.name):
        name = f"{path}/{child.name}"
        if child.is_dir():
            found += _walk(child, name)
        elif child.name.endswith(_SUFFIXES):
            found.append((name, child))
    return found


@cache
def code_fingerprint(model: str | None = None) -> str:
    """Digest of the extraction code, its data, the ontology and the language model's version."""
    digest = hashlib.sha256()
    for package in ("etl", "ontology"):
        for name, child in _walk(files(package), package):
            digest.update(name.encode() + b"\0" + child.read_bytes() + b"\0")
    meta = load_model(model).meta
    digest.update(f"{meta['name']} {meta['version']} spacy {version('spacy')}".encode())
    return digest.hexdigest()


def article_fingerprint(article: Article, *, context: str) -> str:
    """Digest of an article with its metadata and of ``context`` (code, gazetteer, base IRI)."""
    published = article.published
    dates = f"{published.earliest} {published.latest}" if published else ""
    parts = (article.id, article.text, article.title, dates, article.publisher, article.url)
    joined = "\0".join([context, *(part or "" for part in parts)])
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()
