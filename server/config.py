"""What an operator can set about the server."""

from __future__ import annotations

from dataclasses import dataclass, field

from ontology.prefixes import BASE


@dataclass(frozen=True, slots=True)
class Config:
    """`base` is the IRI that the data's own IRIs begin with; sizes are in bytes.

    `service_allow` are the endpoints that a query may call. `publish_text` tells that the full
    text of articles may be shown; without it only the sentences are on which facts rest.
    `service_allow` are the endpoints that a query may call. Without `write_token` nobody may
    write; `max_upload` bounds what a write may bring. `url_prefix` is the path at which a proxy
    has the server. `query_budget` are the seconds of query time that a client may use a minute;
    0 for any.
    """

    base: str = BASE
    max_body: int = 2_000_000
    max_rows_shown: int = 1_000  # on a page; files always hold every row
    service_allow: tuple[str, ...] = ()
    publish_text: bool = False
    write_token: str | None = field(default=None, repr=False)
    max_upload: int = 1 << 30
    log_level: str = "warning"
    log_format: str = "text"
    url_prefix: str = ""
    query_budget: float = 0.0

    def __post_init__(self) -> None:
        if not self.base.endswith("/"):
            object.__setattr__(self, "base", f"{self.base}/")
