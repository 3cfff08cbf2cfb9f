"""The usual prefixes as SHACL declares them, so that query editors can read them off the store.

Sib-swiss' sparql-editor asks ``?x sh:prefix ?prefix ; sh:namespace ?namespace``.
"""

from __future__ import annotations

from typing import Final

from ontology.prefixes import BASE, PREFIXES

_ONTOLOGY: Final = f"{BASE}ontology"
_SH: Final = PREFIXES["sh"]
_URI: Final = f"{PREFIXES['xsd']}anyURI"


def prefix_ntriples(base: str = BASE) -> str:
    """The prefixes as sorted N-Triples; what lies under the base stands under `base`."""
    base = base if base.endswith("/") else f"{base}/"
    lines = []
    for prefix, namespace in PREFIXES.items():
        node = f"<{_ONTOLOGY}/prefixes#{prefix}>"
        if namespace.startswith(BASE) and not namespace.startswith(_ONTOLOGY):
            namespace = base + namespace.removeprefix(BASE)
        lines += [
            f"<{_ONTOLOGY}> <{_SH}declare> {node} .\n",
            f'{node} <{_SH}prefix> "{prefix}" .\n',
            f'{node} <{_SH}namespace> "{namespace}"^^<{_URI}> .\n',
        ]
    return "".join(sorted(lines))
