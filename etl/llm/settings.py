"""How to reach a model, and what asking it has cost."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class LlmSettings:
    """An endpoint that speaks the chat completions protocol of OpenAI.

    ``endpoint`` is its base URL, up to ``/v1``. ``timeout`` is in seconds for one whole answer;
    ``attempts`` counts the first; ``pause`` is what the first retry waits, in seconds, doubled for
    each further one. ``price_in`` and ``price_out`` are per million tokens, in whatever currency.
    In the folder ``answers``, answers are kept, so that nothing is asked and paid for twice.
    """

    endpoint: str
    model: str
    key: str | None = field(default=None, repr=False)
    timeout: float = 120.0
    attempts: int = 4
    pause: float = 1.0
    price_in: float = 0.0
    price_out: float = 0.0
    answers: Path | None = None

    def fingerprint(self) -> str:
        """What extraction depends on: neither the key nor how patient one is."""
        return hashlib.sha256(f"{self.endpoint}\0{self.model}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Usage:
    """What extraction by a model took. Tokens are those of answers asked now, not of kept ones."""

    asked: int = 0
    kept: int = 0
    retried: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    rejected: int = 0  # facts and parts of facts that the text does not bear out

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.asked + other.asked,
            self.kept + other.kept,
            self.retried + other.retried,
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
            self.rejected + other.rejected,
        )

    def cost(self, settings: LlmSettings) -> float:
        """In the currency of the prices."""
        used = self.tokens_in * settings.price_in + self.tokens_out * settings.price_out
        return used / 1_000_000
