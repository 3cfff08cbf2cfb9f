"""IRIs of the data <-> paths of this server."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from ontology.prefixes import BASE, PREFIXES

ONTOLOGY = PREFIXES["parley"].removesuffix("#")
_LISTS = (f"{BASE}code/", f"{BASE}issue/", f"{BASE}shapes")


@dataclass(frozen=True, slots=True)
class Links:
    """Links under one base IRI: the server has the same paths as the base."""

    base: str

    def iri(self, path: str) -> str:
        """The IRI that a path of this server stands for, given without its first slash."""
        if path == "ontology":
            return ONTOLOGY
        return self.base + quote(path, safe="/-._~")

    def href(self, iri: str | None) -> str | None:
        """Where a link to an IRI leads: a path here, another site, or nowhere."""
        if not iri:
            return None
        if iri == ONTOLOGY or iri.startswith((f"{ONTOLOGY}#", f"{ONTOLOGY}/")):
            # Each term has a page of its own; its IRI leads to its place on the page of all.
            return "/ontology" + iri[len(ONTOLOGY) :].replace("#", "/", 1)
        if iri.startswith(self.base):
            return "/" + iri[len(self.base) :]
        if iri.startswith(_LISTS):
            # The ontology's own files name codes and issues under the default base.
            return "/" + iri[len(BASE) :]
        return iri if iri.startswith(("http://", "https://")) else None

    def is_local(self, iri: str) -> bool:
        """Whether this server has a page for the IRI."""
        return iri.startswith((self.base, ONTOLOGY))
