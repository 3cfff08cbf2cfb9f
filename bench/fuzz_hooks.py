"""How schemathesis sends SPARQL and RDF, and what it takes for a failure; for ``bench/fuzz.py``."""

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


@schemathesis.check
def declared_errors_only(context: Any, response: Any, case: Any) -> None:
    """A server may be busy or out of time, and says so; anything else of 500 on is a failure."""
    status = response.status_code
    assert status < 500 or status in (502, 503, 504), f"status {status}"
