"""One noun phrase that names or describes an instrument."""

from dataclasses import dataclass

from spacy.tokens import Token

from etl.document import Sentence


@dataclass(frozen=True)
class Phrase:
    """Offsets are the article's; ``text`` has no article in front."""

    sentence: Sentence
    head: Token
    start: int
    end: int
    text: str
    long: str | None  # with what follows: "agreement" -> "agreement on fishing rights"
    long_end: int
    name: str | None  # of a named instrument; for an acronym its long form
    kind: str  # code agreement-kind
    group: str  # heads of one group may refer to one and the same thing
    needs: str
    determiner: str  # "a", "the", "another", "any", "no", "poss", "number" or ""
    words: frozenset[str]  # modifiers that tell it from others
    topic: frozenset[str]  # nouns of what follows
    plural: bool = False
    distinct: bool = False  # said to be another one: "previous", "similar"
    hint: str | None = None  # a status that a modifier gives
    attributive: bool = False  # "ceasefire" in "ceasefire violations"

    @property
    def bare(self) -> bool:
        """Whether nothing in the phrase says which instrument it is."""
        return not (self.words or self.name or self.topic)
