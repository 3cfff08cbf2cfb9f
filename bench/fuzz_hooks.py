"""How schemathesis sends bodies of SPARQL and RDF; loaded by ``bench/fuzz.py``."""

from typing import Any

import schemathesis


@schemathesis.serializer(
    "application/sparql-query",
    "application/sparql-update",
    "text/turtle",
    "application/n-triples",
    "application/n-quads",
    "application/trig",
    "application/rdf+xml",
)
def as_text(context: Any, value: Any) -> bytes:
    """The text itself, whatever it is."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
